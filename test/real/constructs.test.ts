import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { diff, lowerModels, overlay, parseModels, printScript, type Schema } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import { diffSides, emptySide } from "#host/commands/diffSources.ts";
import { openDiffSides } from "#host/commands/openDiffSides.ts";
import type { Connection } from "#host/connection.ts";
import { valueOf } from "#test/host/runner/targets.ts";
import { assertSameFacts, catalogFacts } from "#test/support/catalogFacts.ts";
import { emptiedDatabase } from "#test/support/emptiedDatabase.ts";
import { withFolder } from "#test/support/folder.ts";
import { prismaScriptOf } from "#test/support/prismaOracle.ts";
import { soundlyLowered } from "#test/support/realModels.ts";
import { installedMajors } from "#test/support/servers.ts";

const folder = path.resolve(import.meta.dirname, "../cases/constructs");
const constructs = fs
  .readdirSync(folder)
  .filter((name) => name.endsWith(".prisma"))
  .map((name) => ({ name, text: fs.readFileSync(path.join(folder, name), "utf8") }));

/** From nothing to the models and, with what either made, nowhere further. */
for (const major of installedMajors()) {
  describe(`constructs that few schemas hold, on PostgreSQL ${major}`, () => {
    const empty = emptiedDatabase(major);

    for (const { name, text } of constructs) {
      it(name, async () => {
        const { schema } = soundlyLowered(name, text);
        const ours = await made(empty, schema, scriptOf(schema));
        const theirs = made(empty, schema, await prismaScriptOf(text));
        if (text.startsWith("// Prisma ")) await assert.rejects(theirs);
        else assertSameFacts(ours, await theirs, "ours beside Prisma's");
      });
    }
  });
}

describe("models however they are laid out", () => {
  for (const { name, text } of constructs) {
    it(`${name}: with CRLF and a byte order mark, in a folder of files`, async () => {
      const { schema } = soundlyLowered(name, text);
      const turned = `\ufeff${text.replaceAll("\n", "\r\n")}`;
      assert.deepEqual(lowerModels([parseModels(name, turned).value], { defaultSchema: null }).schema, schema);

      // A block each, the datasource last of all.
      const blocks = text.split(/(?<=^\})\n/m).toReversed();
      const files = Object.fromEntries(
        blocks.map((block, at) => [`${at % 2 === 0 ? "" : "deep/er/"}${at}.prisma`, block]),
      );
      await withFolder(files, async (cwd) => {
        const sides = valueOf(await openDiffSides({ ...nowhere, from: "empty", to: ".", cwd, folder: cwd }));
        assert.deepEqual(sides.to.schema, schema);
      });
    });
  }
});

const nowhere = { config: null, env: {}, signal: new AbortController().signal };

async function made(empty: () => Promise<Connection>, schema: Schema, script: string): Promise<readonly string[]> {
  const connection = await empty();
  // Schemas of several bring them themselves.
  if (schema.extensions.length === 0) await connection.rows(extensions);
  await connection.rows(script);
  const catalog = await readCatalog(connection, { schemas: schema.namespaces });
  assert.deepEqual(diff(catalog, overlay(schema, catalog, { partialIndexes: true })), [], "a second diff");
  return catalogFacts(connection);
}

function scriptOf(schema: Schema): string {
  const side = { kind: "models", schema, partialIndexes: true } as const;
  const options = { home: "public", down: false, renames: [], fills: [], reorderEnums: false };
  return printScript(diffSides(emptySide, side, options).rendered, { comments: true, home: "public" });
}

const extensions = "CREATE EXTENSION citext; CREATE EXTENSION hstore; CREATE EXTENSION pg_trgm;";
