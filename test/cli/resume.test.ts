import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { Connection } from "#host/connection.ts";
import { onProject, revision } from "#test/support/revisionProject.ts";
import { installedMajors } from "#test/support/servers.ts";

/** Passes on the empty tables of a shadow, and fails on rows. */
const failsOnRows =
  "DO $$ BEGIN IF EXISTS (SELECT FROM t) THEN RAISE 'there are rows' USING HINT = 'Empty it.'; END IF; END $$;";

const revisions = {
  "1.sql": revision("aa11", "", "CREATE TABLE t (id int);", "DROP TABLE t;"),
  "2.sql": revision(
    "bb22",
    "aa11",
    `ALTER TABLE t ADD COLUMN n int;

-- retort: upgrade (no transaction)
CREATE INDEX CONCURRENTLY t_n ON t (n);
${failsOnRows}
CREATE INDEX CONCURRENTLY t_id ON t (id);`,
    "DROP INDEX t_id;\nDROP INDEX t_n;\nALTER TABLE t DROP COLUMN n;",
  ),
  "3.sql": revision("cc33", "bb22", "CREATE TABLE u (id int);", "DROP TABLE u;"),
};

describe("a half-done revision, by the command line as built", function () {
  this.timeout(300_000);
  const [major = 18] = installedMajors().toReversed();

  it("is told everywhere, keeps others from running, and is resumed after its file was mended", () =>
    onProject(major, revisions, async (retort, connection, folder) => {
      await connection.rows("CREATE SCHEMA other");
      await retort("upgrade", "aa11");
      await connection.rows("INSERT INTO t VALUES (1)");
      const failed = await retort("upgrade", "head", { exit: 4 });
      assert.match(failed, /Revision bb22 failed\. PostgreSQL: there are rows/);
      assert.match(failed, /Statement 3 of 4: DO \$\$ BEGIN/);
      assert.match(failed, /Hint: Empty it\./);
      assert.match(failed, /at prisma\/revisions\/2\.sql:11:1/);
      assert.match(failed, /2 statements of bb22 ran outside a transaction and stay\./);
      assert.match(failed, /retort resume bb22/);

      const words = "bb22 is half done: its way up failed at statement 3 of 4";
      assert.equal(await retort("current"), `aa11\n${words}\n`);
      assert.match(
        await retort("check", { exit: 1 }),
        /half done: bb22, its way up failed at statement 3 of 4\npending: bb22/,
      );
      // What it made so far is no drift.
      await retort("drift");
      for (const command of [
        ["upgrade", "head"],
        ["upgrade", "head", "--dry-run"],
        ["downgrade", "base"],
      ]) {
        const refused = await retort(...command, { exit: 3 });
        assert.match(
          refused,
          /is half done(.|\n)*retort resume bb22(.|\n)*retort resolve bb22 --applied, or --rolled-back/,
        );
      }
      assert.match(await retort("resume", "aa11", { exit: 3 }), /Revision aa11 is applied/);
      assert.match(await retort("resume", { exit: 4 }), /there are rows/);

      const file = path.join(folder, "2.sql");
      const text = await readFile(file, "utf8");
      await writeFile(file, text.replace("ADD COLUMN n int", "ADD COLUMN n bigint"));
      assert.match(await retort("resume", { exit: 3 }), /Statement 1 of revision bb22 was edited after it ran/);
      await writeFile(file, text.replace("EXISTS (SELECT FROM t)", "EXISTS (SELECT FROM t WHERE n = 1)"));
      assert.match(await retort("resume", "bb"), /✓ upgrade bb22, bb22 \(resumed at statement 3\)/);
      assert.match(await retort("upgrade", "head"), /✓ upgrade bb22 -> cc33/);
      await retort("drift");
      await retort("downgrade", "base", "--yes");
    }));

  it("is resolved by hand, both ways, and what was forgotten is told", () =>
    onProject(major, revisions, async (retort, connection) => {
      const fail = async () => {
        await retort("upgrade", "aa11");
        await connection.rows("INSERT INTO t VALUES (1)");
        await retort("upgrade", "head", { exit: 4 });
      };
      await fail();
      await retort("resolve", "bb22", { exit: 2 });
      await retort("resolve", "bb22", "--applied", "--rolled-back", { exit: 2 });
      const undone = await retort("resolve", "bb22", "--rolled-back");
      assert.match(undone, /Resolved: bb22 is not applied\./);
      assert.match(undone, /warning: the database differs .* in 2 places: retort drift/);
      assert.equal(await retort("current"), "aa11\n");
      await connection.rows("ALTER TABLE t DROP COLUMN n");
      await retort("drift");

      await fail();
      await connection.rows("CREATE INDEX t_id ON t (id)");
      const done = await retort("resolve", "bb22", "--applied");
      assert.equal(done, "Resolved: bb22 is applied.\n");
      assert.match(await retort("current"), /^bb22\n$/);
      assert.match(await retort("resolve", "bb22", "--applied", { exit: 3 }), /Revision bb22 is applied/);
      await retort("upgrade", "head");
      await retort("downgrade", "base", "--yes");
    }));

  it("Ctrl-C ends a run in good order, and says what stays", async () => {
    if (process.platform === "win32") return;
    await onProject(major, revisions, async (retort, connection, folder, url) => {
      await retort("upgrade", "aa11");
      await holding(connection, async () => {
        const run = spawn(process.execPath, [path.resolve("dist/cli.cjs"), "upgrade", "head"], {
          cwd: folder,
          env: { ...process.env, DATABASE_URL: url, NO_COLOR: "1" },
        });
        let said = "";
        for (const stream of [run.stdout, run.stderr])
          stream.setEncoding("utf8").on("data", (text: string) => (said += text));
        while (!said.includes("Upgrading to bb22")) await sleep(50);
        await sleep(300);
        run.kill("SIGINT");
        const [code] = (await once(run, "exit")) as [number];
        assert.equal(code, 4, said);
        assert.match(said, /The run was cancelled during revision bb22\./);
        assert.match(said, /The section was rolled back\. Nothing was changed\./);
      });
      assert.equal(await retort("current"), "aa11\n");
      await retort("upgrade", "head");
    });
  });
});

/** While somebody else reads `t` in a transaction that does not end. */
async function holding(connection: Connection, work: () => Promise<void>): Promise<void> {
  await connection.rows("BEGIN; SELECT count(*) FROM t");
  await work();
  await connection.rows("ROLLBACK");
}
