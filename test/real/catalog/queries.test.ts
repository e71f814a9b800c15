import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { diff, fingerprint, type Schema } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import { onPlace, type Place, places } from "#test/support/places.ts";

const queries = readFileSync("test/cases/catalog/queries.sql", "utf8");

/** PostgreSQL prints queries in other words from one major to the next; what was recorded on one is no drift on another. */
describe("queries in the catalog", () => {
  const readings = new Map<Place, Promise<Schema>>();
  const readingOn = (place: Place): Promise<Schema> => {
    const reading =
      readings.get(place) ??
      onPlace(place, async (connection) => {
        await connection.rows(queries);
        return readCatalog(connection, { schemas: ["public"] });
      });
    readings.set(place, reading);
    return reading;
  };

  for (const place of places().filter((each) => each !== "embedded")) {
    it(`mean the same on ${place} as on the embedded one`, async () => {
      const [here, there] = [await readingOn(place), await readingOn("embedded")];
      assert.deepEqual(
        diff(there, here).map((change) => ("object" in change ? change.object : change)),
        [],
      );
      assert.equal(fingerprint(here), fingerprint(there));
    });
  }

  it("mean something else when they ask for something else", async () => {
    const schema = await readingOn("embedded");
    const edited = (name: string, from: string, to: string): Schema => ({
      ...schema,
      objects: schema.objects.map((object) =>
        object.name.name === name ? { ...object, definition: object.definition.replace(from, to) } : object,
      ),
    });
    for (const [name, from, to] of [
      ["v01", "a", "b"],
      ["v04", "u.n", "t.n"],
      ["v13", "u.b = t.b", "u.b = u.b"],
      ["f04()", "t.id", "u.id"],
    ] as const) {
      assert.notDeepEqual(diff(schema, edited(name, from, to)), [], name);
    }
  });
});
