import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import type { Connection } from "#host/connection.ts";
import { run } from "#host/commands/run.ts";
import type { Evaluation } from "#server/evaluation.ts";
import type { ProjectSession } from "#server/projectSession.ts";
import { revisionText } from "#test/support/commandLine.ts";
import { type CountingProxy, startCountingProxy } from "#test/support/countingProxy.ts";
import { withFolder } from "#test/support/folder.ts";
import { withProjectSession } from "#test/support/projectSession.ts";
import { sharedServer, withDatabase } from "#test/support/servers.ts";

/** A connected database is looked at again and again: what that costs, and that nothing is missed. */
describe("looking at a database that may have changed", function () {
  this.timeout(120_000);

  it("is one round trip while nothing did", () =>
    inSession(async ({ look, proxy }) => {
      await look();
      proxy.trips();
      proxy.sessions();
      for (let i = 0; i < 3; i++) assert.deepEqual(await look(), []);
      assert.deepEqual([proxy.trips(), proxy.sessions()], [3, 0]);
    }));

  it("sees every change of the catalog and of the rows, and is one round trip again", () =>
    inSession(async ({ look, proxy, connection, session }) => {
      await look();
      await connection.rows("ALTER TABLE tasks ADD COLUMN note text");
      assert.deepEqual(await look(), ["addColumn"]);
      proxy.trips();
      assert.deepEqual(await look(), ["addColumn"]);
      assert.equal(proxy.trips(), 1);
      await connection.rows("CREATE VIEW v AS SELECT id FROM tasks");
      proxy.trips();
      assert.deepEqual(await look(), ["addColumn", "createObject"]);
      // What changed is not asked twice: the question, whether the session lives, the catalog, the rows.
      assert.equal(proxy.trips(), 5);
      await connection.rows("CREATE OR REPLACE VIEW v AS SELECT id FROM tasks WHERE id > 1");
      const [before] = [session.current()?.assessment.drift];
      await look();
      assert.notDeepEqual(session.current()?.assessment.drift, before);
      await connection.rows("UPDATE _retort.revisions SET state = 'failed' WHERE id = 'b2'");
      await look();
      const { database } = session.current()?.assessment ?? assert.fail();
      assert.deepEqual(database.kind === "managed" && database.pending, ["b2"]);
      await connection.rows("DROP SCHEMA _retort CASCADE");
      await look();
      assert.equal(session.current()?.assessment.database.kind, "unmanaged");
    }));

  it("goes on over a session that was ended, with nothing said about it", () =>
    inSession(async ({ look, proxy, connection }) => {
      await look();
      await connection.rows(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
      );
      proxy.sessions();
      assert.deepEqual(await look(), []);
      assert.equal(proxy.sessions(), 1);
      proxy.trips();
      assert.deepEqual(await look(), []);
      assert.equal(proxy.trips(), 1);
    }));

  it("measures drift against what was applied, whatever became of the files", () =>
    inSession(async ({ look, folder, connection }) => {
      const file = (name: string) => path.join(folder, "prisma", "revisions", name);
      await writeFile(file("2.sql"), revisionText({ ...priority, up: "ALTER TABLE tasks ADD COLUMN other text;" }));
      assert.deepEqual(await look(), []);
      await rm(file("2.sql"));
      assert.deepEqual(await look(), []);
      await connection.rows("ALTER TABLE tasks DROP COLUMN priority");
      assert.deepEqual(await look(), ["dropColumn"]);
    }));
});

describe("a history that takes long to replay", function () {
  this.timeout(120_000);

  it("is listed from its files before the replay has ended", () =>
    withFolder(
      {
        ".git/": "",
        "prisma/schema.prisma": 'datasource db {\n  provider = "postgresql"\n}\n',
        "prisma/revisions/1.sql": revisionText({ id: "a1", up: "SELECT pg_sleep(3);", down: "SELECT 1;" }),
      },
      async (folder) => {
        const published: Evaluation[] = [];
        const publish = (evaluation: Evaluation) => published.push(evaluation);
        await withProjectSession(folder, { publish }, (session) => session.evaluate());
        const [first] = published;
        assert.deepEqual([...(first?.history.entries.keys() ?? [])], ["a1"]);
        assert.deepEqual(
          [first, published.at(-1)].map((one) => one?.assessment.unrevised.kind),
          ["unknown", "known"],
        );
      },
    ));
});

const tasks = { id: "a1", up: "CREATE TABLE tasks (id int PRIMARY KEY);", down: "DROP TABLE tasks;" };
const priority = {
  id: "b2",
  parents: ["a1"],
  up: "ALTER TABLE tasks ADD COLUMN priority int;",
  down: "ALTER TABLE tasks DROP COLUMN priority;",
};

interface Stand {
  readonly folder: string;
  readonly session: ProjectSession;
  readonly proxy: CountingProxy;
  /** Another session, straight to the server. */
  readonly connection: Connection;
  /** Evaluates; the kinds of what drifted. */
  readonly look: () => Promise<readonly string[]>;
}

async function inSession(work: (stand: Stand) => Promise<void>): Promise<void> {
  const server = await sharedServer(18, { tcp: true });
  await withDatabase(server, async (database) => {
    const { host, port } = database.config;
    const proxy = await startCountingProxy({ host, port });
    const folder = await mkdtemp(path.join(tmpdir(), "retort-live-"));
    const revisions = path.join(folder, "prisma", "revisions");
    await mkdir(revisions, { recursive: true });
    const models = 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n';
    await writeFile(path.join(folder, "prisma", "schema.prisma"), models);
    await writeFile(path.join(revisions, "1.sql"), revisionText(tasks));
    await writeFile(path.join(revisions, "2.sql"), revisionText(priority));
    const url = new URL(database.url);
    url.port = String(proxy.port);
    url.searchParams.set("sslmode", "disable");
    const env = { DATABASE_URL: url.href };
    const connection = await database.connect();
    try {
      await withProjectSession(folder, { env }, async (session) => {
        await upgrade(session);
        await work({
          folder,
          session,
          proxy,
          connection,
          look: async () => {
            const evaluation = await session.evaluate();
            const drift = evaluation?.assessment.drift ?? assert.fail();
            return drift.kind === "known" ? drift.changes.map(({ kind }) => kind) : [drift.reason];
          },
        });
      });
    } finally {
      proxy.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
}

async function upgrade(session: ProjectSession): Promise<void> {
  const opened = await session.open({ report: () => undefined, signal: null });
  assert.ok(opened.ok, JSON.stringify(opened));
  const ran = await run(opened.value.context, opened.value.history, {
    direction: "upgrade",
    target: "head",
    acceptLosses: false,
    allowProtected: null,
    expected: null,
  });
  assert.ok(ran.ok, JSON.stringify(ran));
}
