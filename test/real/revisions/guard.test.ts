import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { printRevision } from "#engine/index.ts";
import { revision } from "#test/engine/revisions/parse.ts";
import { withFolder } from "#test/support/folder.ts";
import { sharedServer, type TestDatabase, withDatabase } from "#test/support/servers.ts";

const text = printRevision(
  revision({
    message: "what a way down may look like",
    up: [
      { mode: "transaction", sql: "CREATE TABLE t (a int);\nINSERT INTO t VALUES (1);" },
      { mode: "no transaction", sql: "CREATE INDEX CONCURRENTLY i ON t (a);" },
    ],
    down: [
      { mode: "no transaction", sql: "DROP INDEX CONCURRENTLY i;" },
      {
        mode: "transaction",
        sql: "DO $$ BEGIN\n-- \\endif\nRAISE NOTICE '\n\\endif\n';\nEND $$;\n/*\n\\endif\n*/\nDROP TABLE t; -- it's\nSELECT E'\\'';",
      },
    ],
  }),
);

describe("the guard around the way down", () => {
  it("lets psql -f run the way up only", async function () {
    if (spawnSync("psql", ["--version"]).error) {
      console.log("skipped: no psql on this machine");
      this.skip();
    }
    await onDatabase(async (database) => {
      const said = await withFolder({ "revision.sql": text }, (folder) => {
        const args = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", database.url, "-f", join(folder, "revision.sql")];
        return Promise.resolve(spawnSync("psql", args, { encoding: "utf8" }));
      });
      assert.deepEqual([said.status, said.stdout, said.stderr], [0, "", ""]);
      const connection = await database.connect();
      assert.deepEqual(await connection.rows("SELECT a FROM t"), [[1]]);
      assert.deepEqual(await connection.rows("SELECT to_regclass('i')::text"), [["i"]]);
    });
  });

  it("makes a tool that sends the whole file at once fail before anything runs", async () => {
    await onDatabase(async (database) => {
      const connection = await database.connect();
      await assert.rejects(connection.rows(text), /syntax error at or near "\\"/);
      assert.deepEqual(await connection.rows("SELECT to_regclass('t')::text"), [[null]]);
    });
  });
});

async function onDatabase(work: (database: TestDatabase) => Promise<void>): Promise<void> {
  await withDatabase(await sharedServer(18), work);
}
