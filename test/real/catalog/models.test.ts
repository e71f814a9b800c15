import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { diff, lowerModels, overlay, parseModels } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import { onPlace, places } from "#test/support/places.ts";

const folder = path.resolve(import.meta.dirname, "../../cases/models");
const names = fs.readdirSync(folder).filter((file) => file.endsWith(".prisma"));

/** A database that Prisma made of the models leaves nothing to do: no phantom differences. */
describe("what Prisma makes of models", () => {
  for (const place of places()) {
    for (const name of names) {
      it(`${name} is what they ask for, on ${place}`, async () => {
        const models = installable(fs.readFileSync(path.join(folder, name), "utf8"));
        const script = installable(fs.readFileSync(path.join(folder, name.replace(/\.prisma$/, ".sql")), "utf8"));
        const { schema, datasource } = lowerModels([parseModels(name, models).value], { defaultSchema: null });
        const recorded = await onPlace(place, async (connection) => {
          const wanted = [...script.matchAll(/\b(citext|hstore)\b|(gin_trgm_ops)/gi)].map(([word, type]) =>
            type === undefined ? "pg_trgm" : word.toLowerCase(),
          );
          for (const extension of new Set(wanted)) await connection.rows(`CREATE EXTENSION ${extension}`);
          await connection.rows(script);
          return readCatalog(connection, { schemas: schema.namespaces });
        });
        const partialIndexes = datasource?.previewFeatures.includes("partialIndexes") ?? false;
        assert.deepEqual(diff(recorded, overlay(schema, recorded, { partialIndexes })), []);
      });
    }
  }
});

/** Without the columns of types that extensions bring which no test server has. */
function installable(text: string): string {
  const lines = text.split("\n").filter((line) => !/\b(geometry|vector)\(/i.test(line));
  return lines.join("\n");
}
