import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { diff, emptySchema, lowerModels, overlay, parseModels, render, type Schema } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import type { Connection } from "#host/connection.ts";
import { emptiedDatabase } from "#test/support/emptiedDatabase.ts";
import { execute } from "#test/support/execute.ts";
import { missingOracle, prismaScript } from "#test/support/prismaOracle.ts";
import { installedMajors } from "#test/support/servers.ts";

const modelsFolder = path.resolve(import.meta.dirname, "../cases/models");
const corpusFolder = path.resolve(import.meta.dirname, "../../../shared/corpus");

/** From nothing to the models: what our statements make is, to the catalog, what Prisma's make. */
for (const major of installedMajors()) {
  describe(`models, made by us and by Prisma, on PostgreSQL ${major}`, () => {
    const empty = emptiedDatabase(major);

    for (const name of fs.readdirSync(modelsFolder).filter((file) => file.endsWith(".prisma"))) {
      it(name, async () => {
        const file = path.join(modelsFolder, name);
        const script = fs.readFileSync(file.replace(/\.prisma$/, ".sql"), "utf8");
        await compare(empty, installable(fs.readFileSync(file, "utf8")), installable(script));
      });
    }

    for (const project of ["bloom-housing", "hoppscotch", "langfuse", "openpipe", "saas-starter-kit", "umami"]) {
      it(project, async function () {
        const file = path.join(corpusFolder, project, "schema/schema.prisma");
        const missing = fs.existsSync(file) ? missingOracle() : `no ${file}`;
        if (missing !== null) {
          console.warn(`skipped: ${missing}`);
          this.skip();
        }
        await compare(empty, fs.readFileSync(file, "utf8"), prismaScript(file));
      });
    }
  });
}

async function compare(empty: () => Promise<Connection>, models: string, prismas: string): Promise<void> {
  const parsed = parseModels("schema.prisma", models);
  const lowered = lowerModels([parsed.value], { defaultSchema: null });
  const schema = overlay(lowered.schema, emptySchema, { partialIndexes: true });
  const errors = [...parsed.problems, ...lowered.problems].filter(({ severity }) => severity === "error");
  assert.deepEqual(errors, []);
  const changes = diff(emptySchema, schema);
  const rendered = render(changes, { before: emptySchema, home: "public" });
  assert.deepEqual(rendered.problems, []);
  const ours = await made(empty, schema, (connection) => execute(connection, rendered));
  const theirs = await made(empty, schema, async (connection) => {
    await connection.rows(prismas);
  });
  assert.deepEqual(ours, theirs);
}

async function made(
  empty: () => Promise<Connection>,
  { namespaces }: Schema,
  make: (connection: Connection) => Promise<void>,
): Promise<Schema> {
  const connection = await empty();
  await connection.rows(setup);
  await make(connection);
  return readCatalog(connection, { schemas: namespaces });
}

/** Without the columns of types that only extensions bring which the test servers lack. */
function installable(text: string): string {
  return text
    .split("\n")
    .filter((line) => !/\b(geometry|vector)\(/i.test(line))
    .join("\n");
}

/** What models refer to by text and leave to others to make. */
const setup = `
  CREATE EXTENSION citext;
  CREATE EXTENSION pg_trgm;
  CREATE EXTENSION hstore;
  CREATE FUNCTION nanoid() RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$;`;
