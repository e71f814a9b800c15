import assert from "node:assert/strict";
import os from "node:os";

import { retortIn } from "#test/support/retortIn.ts";
import { installedMajors, sharedServer, withDatabase } from "#test/support/servers.ts";

const role = "DO $$ BEGIN IF to_regrole('retort_reader') IS NULL THEN CREATE ROLE retort_reader; END IF; END $$;";
const tasks = "CREATE TABLE tasks (id int PRIMARY KEY, title text);";
const granted = `${role} ${tasks} GRANT SELECT ON tasks TO retort_reader`;
const same = { code: 0, stdout: "", stderr: "", error: null };

for (const major of installedMajors().slice(-1)) {
  describe("diff --grants", function () {
    this.timeout(60_000);

    it("tells privileges where it is asked to, there and back", () =>
      withTwo(tasks, granted, async (from, to) => {
        const diff = (...more: string[]) => retort("diff", "--from", from.url, "--to", to.url, ...more);
        assert.deepEqual(await diff(), same);

        const up = await diff("--grants");
        assert.equal(up.code, 2);
        assert.match(up.stdout, /^GRANT SELECT ON TABLE public\.tasks TO "retort_reader";$/m);
        const { changes } = JSON.parse((await diff("--grants", "--json")).stdout) as Json;
        assert.deepEqual(
          changes.map(({ text }) => text),
          ["create privileges on table tasks"],
        );

        const down = await diff("--grants", "--down");
        assert.equal(down.code, 2);
        assert.match(down.stdout, /^REVOKE SELECT ON TABLE public\.tasks FROM "retort_reader";$/m);

        await from.run(up.stdout);
        assert.deepEqual(await diff("--grants"), same);
        await from.run(down.stdout);
        assert.deepEqual(await diff("--grants"), up);
      }));

    it("says that revisions say nothing of privileges", () =>
      withTwo("", granted, async (_, to) => {
        const { stdout, stderr } = await retort("diff", "--from", models, "--to", to.url, "--grants");
        assert.doesNotMatch(stdout, /GRANT/);
        assert.match(stderr, /^note: models and revisions say nothing of privileges/);
      }));
  });

  const withTwo = async (from: string, to: string, work: (from: Database, to: Database) => Promise<void>) => {
    const server = await sharedServer(major);
    await withDatabase(server, (first) =>
      withDatabase(server, async (second) => {
        const [a, b] = [await first.connect(), await second.connect()];
        await a.rows(from);
        await b.rows(to);
        await work({ url: first.url, run: (sql) => a.rows(sql) }, { url: second.url, run: (sql) => b.rows(sql) });
      }),
    );
  };
}

const models = "test/cases/models/keys.prisma";

interface Json {
  readonly changes: readonly { readonly text: string }[];
}

interface Database {
  readonly url: string;
  readonly run: (sql: string) => Promise<unknown>;
}

function retort(...args: string[]) {
  return retortIn(args.includes(models) ? process.cwd() : os.tmpdir(), {}, args);
}
