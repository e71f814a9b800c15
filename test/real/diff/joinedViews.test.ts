import assert from "node:assert/strict";

import { diff, type Schema } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import { diffSides } from "#host/commands/diffSources.ts";
import type { Connection } from "#host/connection.ts";
import { emptiedDatabase } from "#test/support/emptiedDatabase.ts";
import { execute } from "#test/support/execute.ts";
import { installedMajors } from "#test/support/servers.ts";

const views: Readonly<Record<string, string>> = {
  using: "CREATE VIEW v AS SELECT t.id, k, u.b FROM t JOIN u USING (k)",
  natural: "CREATE VIEW v AS SELECT * FROM t NATURAL JOIN u",
  "in a subquery": "CREATE VIEW v AS SELECT s.id FROM (SELECT t.id FROM t LEFT JOIN u USING (k) WHERE k > 1) s",
  "of a view":
    "CREATE VIEW w AS SELECT id, k FROM t JOIN u USING (k); CREATE VIEW v AS SELECT k FROM w JOIN u USING (k)",
  materialized: "CREATE MATERIALIZED VIEW v AS SELECT t.id, k FROM t JOIN u USING (k)",
};

for (const major of installedMajors()) {
  describe(`a column that views are joined by is renamed, on PostgreSQL ${major}`, function () {
    this.timeout(30_000);
    const empty = emptiedDatabase(major);
    for (const [name, view] of Object.entries(views)) {
      it(name, async () => {
        const connection = await empty();
        await connection.rows(`CREATE TABLE t (id int, k int, a text); CREATE TABLE u (k int, b text); ${view}`);
        const from = await read(connection);
        await connection.rows("ALTER TABLE t RENAME COLUMN k TO key");
        const to = await read(connection);
        await connection.rows("ALTER TABLE t RENAME COLUMN key TO k");
        await turn(connection, { from, to, down: false });
        assert.deepEqual(diff(await read(connection), to), [], "up");
        await turn(connection, { from, to, down: true });
        assert.deepEqual(diff(await read(connection), from), [], "down");
      });
    }
  });
}

function read(connection: Connection): Promise<Schema> {
  return readCatalog(connection, { schemas: ["public"] });
}

interface Turn {
  readonly from: Schema;
  readonly to: Schema;
  readonly down: boolean;
}

async function turn(connection: Connection, { from, to, down }: Turn): Promise<void> {
  const renames = [{ kind: "column", table: { schema: "public", name: "t" }, from: "k", to: "key" }] as const;
  const options = { home: "public", down, renames, fills: [], reorderEnums: false };
  const { rendered } = diffSides({ kind: "catalog", schema: from }, { kind: "catalog", schema: to }, options);
  assert.deepEqual(rendered.problems, []);
  await execute(connection, rendered);
}
