import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { compare, diff, render, type Schema, wayBack } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import { describeDrift } from "#host/commands/driftWords.ts";
import type { Connection } from "#host/connection.ts";
import { driftCases } from "#test/real/drift/cases.ts";
import { emptiedDatabase } from "#test/support/emptiedDatabase.ts";
import { execute } from "#test/support/execute.ts";
import { withPglite } from "#test/support/pglite.ts";
import { installedMajors } from "#test/support/servers.ts";

const script = readFileSync("test/cases/catalog/recorded.sql", "utf8");
const schemas = ["public", "audit"];

/**
 * What is done by hand on a real server is told against what the embedded PostgreSQL recorded, each thing once and
 * nothing besides. The SQL back to what was recorded ends there; a revision that adopts it goes there, and back.
 */
for (const major of installedMajors()) {
  describe(`drift on PostgreSQL ${major}`, function () {
    this.timeout(30_000);
    const empty = emptiedDatabase(major);
    let recorded: Schema | null = null;
    before(async () => {
      recorded = await withPglite(async (connection) => {
        await connection.rows(script);
        return read(connection);
      });
    });

    it("what revisions made is none", async () => {
      const live = await empty();
      await live.rows(script);
      assert.deepEqual(compare(recorded as Schema, await read(live)), []);
    });

    for (const [name, { sql, says, since = 14 }] of Object.entries(driftCases)) {
      if (major < since) continue;
      it(name, async () => {
        const expected = recorded as Schema;
        const connection = await empty();
        await connection.rows(script);
        for (const statement of sql.split("; ")) await connection.rows(statement);
        const live = await read(connection);
        const told = compare(expected, live).map((change) => describeDrift(change, "public"));
        assert.deepEqual(told.toSorted(), says.toSorted());

        const back = render(diff(live, expected), { before: live, home: "public" });
        assert.deepEqual(back.problems, []);
        await execute(connection, back);
        assert.deepEqual(compare(expected, await read(connection)), [], "restored");

        const adopted = diff(expected, live);
        await execute(connection, render(adopted, { before: expected, home: "public" }));
        assert.deepEqual(compare(live, await read(connection)), [], "adopted");
        const down = wayBack(adopted, expected, live);
        await execute(connection, render(down, { before: live, home: "public" }));
        assert.deepEqual(compare(expected, await read(connection)), [], "adopted, and taken back");
      });
    }
  });
}

function read(connection: Connection): Promise<Schema> {
  return readCatalog(connection, { schemas });
}
