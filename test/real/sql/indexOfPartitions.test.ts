import assert from "node:assert/strict";

import { diff, render } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import { assertSameFacts, catalogFacts } from "#test/support/catalogFacts.ts";
import { emptiedDatabase } from "#test/support/emptiedDatabase.ts";
import { execute } from "#test/support/execute.ts";
import { installedMajors } from "#test/support/servers.ts";

const parted = "CREATE TABLE t (a int, id int) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1)";
const index = "CREATE UNIQUE INDEX k ON t (a, id)";
const own = "ALTER TABLE t1 ADD CONSTRAINT own UNIQUE USING INDEX t1_a_id_idx";

for (const major of installedMajors()) {
  describe(`an index of all partitions goes, with a constraint on its part, on PostgreSQL ${major}`, function () {
    this.timeout(60_000);
    const connect = emptiedDatabase(major);

    for (const to of ["t1", "t"]) {
      it(`is refused while a foreign key of a schema that nobody looked at refers to ${to}`, async () => {
        const connection = await connect();
        await connection.rows(`${parted}; ${index}; ${own}`);
        const before = await readCatalog(connection, { schemas: ["public"] });
        await connection.rows(`CREATE SCHEMA other;
          CREATE TABLE other.u (a int, id int, CONSTRAINT fk FOREIGN KEY (a, id) REFERENCES ${to} (a, id))`);
        const start = await catalogFacts(connection);
        const without = {
          ...before,
          tables: before.tables.map((table) => ({ ...table, indexes: [] })),
        };
        const changes = render(diff(before, without), { before, home: "public" });
        assert.deepEqual(changes.problems, []);
        await assert.rejects(execute(connection, changes), (error: Error) => {
          assert.match(error.message, /cannot drop index "?k"? because other objects depend on it/);
          const { code, detail } = error.cause as { readonly code?: string; readonly detail?: string };
          assert.equal(code, "2BP01");
          assert.match(detail ?? "", /constraint fk on table other\.u/);
          return true;
        });
        assertSameFacts(await catalogFacts(connection), start, "after the refusal");

        await connection.rows("DROP SCHEMA other CASCADE");
        await execute(connection, changes);
        assert.deepEqual(await readCatalog(connection, { schemas: ["public"] }), without);
      });
    }
  });
}
