import assert from "node:assert/strict";

import fc from "fast-check";

import { diff, emptySchema, render, type Rendered, type Schema, undo } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import type { Connection } from "#host/connection.ts";
import { emptiedDatabase } from "#test/support/emptiedDatabase.ts";
import { execute } from "#test/support/execute.ts";
import { schemaPair } from "#test/support/schemaArbitrary.ts";
import { installedMajors } from "#test/support/servers.ts";

const runs = Number(process.env["RETORT_LAW_RUNS"] ?? 15);
/** That of a failure, to see it again. */
const seed = process.env["RETORT_LAW_SEED"];

for (const major of installedMajors()) {
  describe(`sql: laws on PostgreSQL ${major}`, () => {
    const empty = emptiedDatabase(major);

    it("up ends in the target, where diff finds nothing; down ends in the start", async function () {
      const limit = 60_000 + runs * 2000;
      this.timeout(limit * 2);
      await fc.assert(
        fc.asyncProperty(schemaPair, async (pair) => {
          fc.pre(isPossible(pair.from) && isPossible(pair.to));
          const to = await made(await empty(), pair.to);
          const connection = await empty();
          const from = await made(connection, pair.from);

          const changes = diff(from, to);
          const up = render(changes, { before: from, home: "public" });
          const down = render(undo(changes, to), { before: to, home: "public" });
          // Types that no cast leads to are for whoever edits the models to settle.
          fc.pre(isCastable(up) && isCastable(down));
          await run(connection, up);
          assert.deepEqual(diff(await read(connection), to), [], "up");
          await run(connection, down);
          assert.deepEqual(diff(await read(connection), from), [], "down");
        }),
        {
          numRuns: runs,
          maxSkipsPerRun: 1000,
          // Shrinking goes through the server too, and may stop before it found the smallest.
          interruptAfterTimeLimit: limit,
          markInterruptAsFailure: true,
          ...(seed !== undefined && { seed: Number(seed) }),
        },
      );
    });
  });
}

async function run(connection: Connection, rendered: Rendered): Promise<void> {
  assert.deepEqual(rendered.problems, []);
  await execute(connection, rendered);
}

/** The schema as the catalog tells it once it was created: PostgreSQL has its own words for some of what was asked. */
async function made(connection: Connection, schema: Schema): Promise<Schema> {
  await run(connection, render(diff(emptySchema, schema), { before: emptySchema, home: "public" }));
  const catalog = await read(connection);
  assert.deepEqual(names(catalog), names(schema));
  return catalog;
}

function names({ tables, enums, sequences, objects }: Schema): unknown {
  return {
    enums,
    sequences,
    objects: objects.map(({ kind, name, table }) => JSON.stringify([kind, name, table])).toSorted(),
    tables: tables.map(({ name, columns, indexes, foreignKeys, checks, primaryKey }) => ({
      name,
      columns: columns.map((column) => column.name).toSorted(),
      primaryKey,
      foreignKeys,
      indexes: indexes.map((index) => index.name),
      checks: checks.map((check) => check.name),
    })),
  };
}

function read(connection: Connection): Promise<Schema> {
  return readCatalog(connection, { schemas: ["public", "Second"] });
}

function isCastable({ problems }: Rendered): boolean {
  return !problems.some(({ code }) => code === "change/noCast");
}

/** PostgreSQL makes no foreign key between lists whose elements have a length, or are VARCHAR: it finds no operator. */
function isPossible({ tables }: Schema): boolean {
  return tables.every(({ columns, foreignKeys }) => {
    const lists = columns.filter(
      ({ type }) => type.kind === "builtin" && type.array && (type.args.length > 0 || type.name === "varchar"),
    );
    return !lists.some(({ name }) => foreignKeys.some((key) => key.columns.includes(name)));
  });
}
