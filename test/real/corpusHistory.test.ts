import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { diff, emptySchema, lowerModels, overlay, parseModels, render, type Schema, undo } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import type { Connection } from "#host/connection.ts";
import { emptiedDatabase } from "#test/support/emptiedDatabase.ts";
import { execute } from "#test/support/execute.ts";
import { installedMajors } from "#test/support/servers.ts";

const corpusFolder = path.resolve(import.meta.dirname, "../../../shared/corpus");

/** How many steps of each project's history: the newest ones. `RETORT_HISTORY_STEPS=300` is all of all. */
const steps = Number(process.env["RETORT_HISTORY_STEPS"] ?? 2);

/** From version to version of real models, each step up, down and up again. */
const major = installedMajors().at(-1);
if (major !== undefined) {
  describe(`histories of real models on PostgreSQL ${major}`, () => {
    const empty = emptiedDatabase(major);

    for (const project of ["bloom-housing", "hoppscotch", "langfuse", "openpipe", "saas-starter-kit", "umami"]) {
      it(project, async function () {
        this.timeout(60_000 + steps * 20_000);
        const folder = path.join(corpusFolder, project, "history");
        if (!fs.existsSync(folder)) {
          console.warn(`skipped: no ${folder}`);
          this.skip();
        }
        const versions = fs.readdirSync(folder).filter((name) => name.endsWith(".prisma"));
        await walk(
          await empty(),
          versions.slice(-1 - steps).map((name) => path.join(folder, name)),
        );
      });
    }
  });
}

async function walk(connection: Connection, versions: readonly string[]): Promise<void> {
  await connection.rows(setup);
  let before = await read(connection);
  for (const [at, file] of versions.entries()) {
    const after = asked(file, before);
    const changes = diff(before, after);
    const up = render(changes, { before, home: "public" });
    const down = render(undo(changes, after), { before: after, home: "public" });
    const impossible = [...up.problems, ...down.problems].map(({ message }) => message);
    assert.deepEqual(impossible, [], file);
    await execute(connection, up);
    assert.deepEqual(diff(await read(connection), after), [], `${file}: up`);
    if (at > 0) {
      await execute(connection, down);
      assert.deepEqual(diff(await read(connection), before), [], `${file}: down`);
      await execute(connection, up);
    }
    before = await read(connection);
  }
}

function asked(file: string, recorded: Schema): Schema {
  const parsed = parseModels(file, fs.readFileSync(file, "utf8"));
  const { schema, problems } = lowerModels([parsed.value], { defaultSchema: null });
  assert.deepEqual(
    [...parsed.problems, ...problems].filter(({ severity }) => severity === "error"),
    [],
  );
  return overlay(schema, recorded, { partialIndexes: true });
}

function read(connection: Connection): Promise<Schema> {
  return readCatalog(connection, { schemas: emptySchema.namespaces });
}

/** What models refer to by text and leave to others to make. */
const setup = `
  CREATE EXTENSION IF NOT EXISTS "uuid-ossp";
  CREATE FUNCTION nanoid() RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$;`;
