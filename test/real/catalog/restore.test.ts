import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { diff, emptySchema, render, type Schema } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import type { Connection } from "#host/connection.ts";
import { onPlace, places } from "#test/support/places.ts";

const everything = readFileSync("test/cases/catalog/everything.sql", "utf8");
const schemas = ["public", "audit", 'Odd "Name"; DROP TABLE x; --'];

describe("a catalog that was read", () => {
  for (const place of places()) {
    it(`is made again from its reading, and taken away, on ${place}`, async () => {
      const schema = await onPlace(place, async (connection) => {
        await connection.rows(everything);
        return readCatalog(connection, { schemas });
      });
      await onPlace(place, async (connection) => {
        await turn(connection, emptySchema, schema);
        assert.deepEqual(await readCatalog(connection, { schemas }), schema);
        await turn(connection, schema, emptySchema);
        assert.deepEqual(await readCatalog(connection, { schemas }), emptySchema);
      });
    });
  }
});

async function turn(connection: Connection, from: Schema, to: Schema): Promise<void> {
  const { sections, problems } = render(diff(from, to), { before: from, home: "public" });
  assert.deepEqual(problems, []);
  for (const { sql } of sections.flatMap((section) => section.statements)) await connection.rows(sql);
}
