import assert from "node:assert/strict";

import { count } from "#host/commands/counts.ts";
import { serverTargets } from "#test/host/runner/targets.ts";

const table = (name: string) => ({ schema: "public", name });

for (const target of serverTargets()) {
  describe(`counting what would go, on ${target.name}`, function () {
    this.timeout(60_000);

    it("is exact, of rows and of values, and counts the rows of partitions once", () =>
      target.use(async (connection) => {
        await connection.rows(`
          CREATE TABLE p (id int, v text) PARTITION BY RANGE (id);
          CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
          INSERT INTO p SELECT n, CASE WHEN n > 3 THEN 'x' END FROM generate_series(1, 9) n`);
        const wanted = [
          { table: table("p"), column: null, of: "values" },
          { table: table("p1"), column: null, of: "values" },
          { table: table("p"), column: "v", of: "values" },
          { table: table("p"), column: "v", of: "nulls" },
          { table: table("p"), column: null, of: "values", without: [table("p1"), table("nowhere")] },
          { table: table("nowhere"), column: null, of: "values" },
        ] as const;
        assert.deepEqual(
          (await count(connection, wanted)).map(({ number, exact }) => [number, exact]),
          [
            [9, true],
            [0, true],
            [6, true],
            [3, true],
            [0, true],
            [0, true],
          ],
        );
      }));

    it("says that it is an estimate where it takes too long", () =>
      target.use(async (connection) => {
        await connection.rows(`
          CREATE TABLE big AS SELECT n AS id, CASE WHEN n % 4 = 0 THEN n END AS v FROM generate_series(1, 400000) n;
          ANALYZE big`);
        const wanted = [
          { table: table("big"), column: null, of: "values" },
          { table: table("big"), column: "v", of: "values" },
        ] as const;
        const [rows, values] = await count(connection, wanted, { timeoutMs: 1 });
        assert.ok(rows && values);
        assert.deepEqual([rows.exact, values.exact], [false, false]);
        assert.ok(Math.abs(rows.number - 400_000) < 40_000, String(rows.number));
        assert.ok(Math.abs(values.number - 100_000) < 20_000, String(values.number));
      }));
  });
}
