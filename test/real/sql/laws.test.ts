import assert from "node:assert/strict";

import fc from "fast-check";

import { diff, emptySchema, render, type Rendered, type Schema, wayBack } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import type { Connection } from "#host/connection.ts";
import { execute } from "#test/support/execute.ts";
import { checkLaw, type LawTarget, lawTargets } from "#test/support/laws.ts";
import { checkRows, type RowsFate } from "#test/support/rowLaw.ts";
import { schemaPair } from "#test/support/schemaArbitrary.ts";

for (const target of lawTargets()) {
  describe(`sql: laws on ${target.name}`, () => {
    const empty = target.emptied();

    it("up ends in the target, where diff finds nothing; down ends in the start; rows stay", async function () {
      const fates: RowsFate[] = [];
      await checkLaw(
        this,
        target,
        schemaPair.map((pair) => ({ from: suited(pair.from, target), to: suited(pair.to, target) })),
        async (pair) => {
          fc.pre(isPossible(pair.from) && isPossible(pair.to));
          const to = await made(await empty(), pair.to);
          const connection = await empty();
          const from = await made(connection, pair.from);

          const changes = diff(from, to);
          const up = render(changes, { before: from, home: "public" });
          const down = render(wayBack(changes, from, to), { before: to, home: "public" });
          await run(connection, up);
          assert.deepEqual(diff(await read(connection), to), [], "up");
          await run(connection, down);
          assert.deepEqual(diff(await read(connection), from), [], "down");
          fates.push(await checkRows({ from, to, connection, choice: fates.length }));
        },
      );
      const kept = fates.filter((fate) => fate === "kept").length;
      assert.ok(kept > fates.length / 3, `rows came up and down in ${kept} of ${fates.length}`);
    });
  });
}

/** What the server's version has. */
function suited(schema: Schema, { major }: LawTarget): Schema {
  if (major >= 15) return schema;
  const tables = schema.tables.map((table) => ({
    ...table,
    indexes: table.indexes.map((index) => ({ ...index, nullsNotDistinct: false })),
  }));
  return { ...schema, tables };
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

/** PostgreSQL makes no foreign key between lists whose elements have a length, or are VARCHAR: it finds no operator. */
function isPossible({ tables }: Schema): boolean {
  return tables.every(({ columns, foreignKeys }) => {
    const lists = columns.filter(
      ({ type }) => type.kind === "builtin" && type.array && (type.args.length > 0 || type.name === "varchar"),
    );
    return !lists.some(({ name }) => foreignKeys.some((key) => key.columns.includes(name)));
  });
}
