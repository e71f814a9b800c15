import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { diff, overlay, printScript } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import { diffSides, emptySide } from "#host/commands/diffSources.ts";
import type { Connection } from "#host/connection.ts";
import { assertSameFacts, catalogFacts } from "#test/support/catalogFacts.ts";
import { emptiedDatabase } from "#test/support/emptiedDatabase.ts";
import { prismaScriptOf } from "#test/support/prismaOracle.ts";
import { newestVersion, projects, soundlyLowered, surroundings } from "#test/support/realModels.ts";
import { installedMajors } from "#test/support/servers.ts";

const modelsFolder = path.resolve(import.meta.dirname, "../cases/models");

/**
 * From nothing to the models: what our statements make is, to the catalog, what Prisma's make; where either made it,
 * nothing is left to do.
 */
for (const major of installedMajors()) {
  describe(`models, made by us and by Prisma, on PostgreSQL ${major}`, () => {
    const empty = emptiedDatabase(major);

    for (const name of fs.readdirSync(modelsFolder).filter((file) => file.endsWith(".prisma"))) {
      it(name, async () => {
        await compare(empty, name, installable(fs.readFileSync(path.join(modelsFolder, name), "utf8")));
      });
    }

    for (const project of projects) {
      it(project, async function () {
        await compare(empty, project, newestVersion(project, this).text);
      });
    }
  });
}

async function compare(empty: () => Promise<Connection>, name: string, models: string): Promise<void> {
  const { schema, datasource } = soundlyLowered(name, models);
  const partialIndexes = datasource?.previewFeatures.includes("partialIndexes") ?? false;
  const side = { kind: "models", schema, partialIndexes } as const;
  const { rendered } = diffSides(emptySide, side, {
    home: "public",
    down: false,
    renames: [],
    fills: [],
    reorderEnums: false,
  });
  assert.deepEqual(rendered.problems, []);

  const made = async (script: string): Promise<readonly string[]> => {
    const connection = await empty();
    await connection.rows(surroundings);
    await connection.rows(script);
    const catalog = await readCatalog(connection, { schemas: schema.namespaces });
    assert.deepEqual(diff(catalog, overlay(schema, catalog, { partialIndexes })), [], "a second diff");
    return catalogFacts(connection);
  };
  const ours = await made(printScript(rendered, { comments: true, home: "public" }));
  assertSameFacts(ours, await made(await prismaScriptOf(models)), "ours beside Prisma's");
}

/** Without the columns of types that only extensions bring which the test servers lack. */
function installable(text: string): string {
  return text
    .split("\n")
    .filter((line) => !/\b(geometry|vector)\(/i.test(line))
    .join("\n");
}
