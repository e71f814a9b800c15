import assert from "node:assert/strict";

import { applyAll, type Change, diff, type Schema } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import type { Connection } from "#host/connection.ts";
import { emptiedDatabase } from "#test/support/emptiedDatabase.ts";
import { installedMajors } from "#test/support/servers.ts";

interface Case {
  readonly sql: string;
  readonly from: string;
  readonly to: string;
  readonly since?: number;
}

/** What is said of a table and its parts, by texts that name it. */
const cases: Readonly<Record<string, Case>> = {
  "a foreign key that is switched off": {
    sql: `CREATE TABLE "o'clock" (id int PRIMARY KEY); CREATE TABLE t (u int CONSTRAINT fk REFERENCES "o'clock"); ALTER TABLE t DISABLE TRIGGER ALL; ALTER TABLE "o'clock" DISABLE TRIGGER ALL`,
    from: "o'clock",
    to: `o'"x"`,
  },
  "a foreign key of its own that is switched off": {
    sql: `CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE t (u int CONSTRAINT fk REFERENCES u); ALTER TABLE t DISABLE TRIGGER ALL`,
    from: "t",
    to: "it's",
  },
  "statistics of an index's key": {
    sql: "CREATE TABLE t (a int); CREATE INDEX i ON t ((a + 1)); ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 9",
    from: "t",
    to: "i2",
  },
  "an unlogged sequence": {
    sql: "CREATE TABLE t (a serial); ALTER SEQUENCE t_a_seq SET UNLOGGED",
    from: "t",
    to: "u",
    since: 15,
  },
};

for (const major of installedMajors()) {
  describe(`a table by another name keeps what is said of it, on PostgreSQL ${major}`, function () {
    this.timeout(30_000);
    const empty = emptiedDatabase(major);
    for (const [name, { sql, since = 14, ...names }] of Object.entries(cases)) {
      if (major < since) continue;
      it(name, async () => {
        const connection = await empty();
        await connection.rows(sql);
        const [from, to] = [names.from, names.to].map((each) => ({ schema: "public", name: each }));
        if (!from || !to) throw new Error("a case without names");
        const rename: Change = { kind: "renameTable", from, to };
        const expected = applyAll(await read(connection), [rename]);
        const quoted = (each: string) => `"${each.replaceAll('"', '""')}"`;
        await connection.rows(`ALTER TABLE ${quoted(names.from)} RENAME TO ${quoted(names.to)}`);
        assert.deepEqual(diff(expected, await read(connection)), []);
      });
    }
  });
}

function read(connection: Connection): Promise<Schema> {
  return readCatalog(connection, { schemas: ["public"] });
}
