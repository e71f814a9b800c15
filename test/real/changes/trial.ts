import assert from "node:assert/strict";

import {
  diff,
  emptySchema,
  hazardsOf,
  displayName,
  parseFill,
  parseRename,
  printScript,
  render,
  type Rendered,
  type Schema,
  withOptional,
} from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import { readNamespaces } from "#host/catalog/readNamespaces.ts";
import { type DiffSide, diffSides } from "#host/commands/diffSources.ts";
import type { Connection } from "#host/connection.ts";
import type { ChangeCase, ChangeSide } from "#test/real/changes/case.ts";
import { schemaOf } from "#test/support/modelsSchema.ts";

const home = "public";

/** The SQL of both ways, without comments. */
export interface Ways {
  readonly up: Rendered;
  readonly down: Rendered;
}

/** Two databases that each call empties. */
export interface Places {
  readonly place: () => Promise<Connection>;
  readonly other: () => Promise<Connection>;
}

/**
 * Goes up and down with rows: up ends in the target's catalog, down in the start's, and both hold what they should. Each
 * script runs as one string, as `psql -f` and others send it.
 */
export async function tryChange({ place, other }: Places, change: ChangeCase): Promise<Ways> {
  const target = await make(await other(), change.to);
  const connection = await place();
  const start = await make(connection, change.from);
  const [from, to] = [sideOf(change.from, start), sideOf(change.to, target)];
  if (change.rows !== undefined) await connection.rows(change.rows);
  const before = await contents(connection);
  const catalog = await read(connection);

  const filesBefore = await files(connection);
  const fills = fillsOf(change);
  const options = { home, reorderEnums: false, renames: renamesOf(change), fills };
  const up = diffSides(from, to, { ...options, down: false });
  const down = diffSides(from, to, { ...options, down: true });
  for (const { problems, rendered } of [up, down]) assert.deepEqual([...problems, ...rendered.problems], []);
  const hazards = hazardsOf(up.changes, from.schema).flatMap((each) => each.hazards);
  const names = (kinds: readonly string[]) =>
    hazards.filter(({ kind }) => kinds.includes(kind)).map(({ was }) => nameOf(was.table, was.column));
  assert.deepEqual(names(["dropsRows", "dropsValues", "narrowsValues"]), change.loses ?? [], "losses told");
  assert.deepEqual(names(["respellsValues"]), change.respells ?? [], "values told to read otherwise");

  const run = ({ rendered, notes }: typeof up) =>
    connection.rows(printScript(rendered, { comments: true, home, notes }));
  if (change.fails) {
    assert.ok(names(["mayFail"]).length > 0, "a hazard says that it may fail");
    await assert.rejects(run(up), change.fails);
    await connection.rows("ROLLBACK");
    assert.deepEqual(await contents(connection), before, "rows after a refusal");
    return { up: up.rendered, down: down.rendered };
  }
  await run(up);
  // Models leave alone what they have no word for: a second diff tells then.
  const whole = "sql" in change.from === "sql" in change.to;
  const reached = await read(connection);
  if (whole) assert.deepEqual(differences(reached, withOptional(target, fills)), [], "catalog after the way up");
  if (change.keepsFiles === true)
    assert.deepEqual(await files(connection), filesBefore, "nothing is rewritten or rebuilt");
  if (to.kind === "models" && !fills.some(({ sql }) => sql === null)) {
    const live = { kind: "catalog", schema: reached } as const;
    assert.deepEqual(
      diffSides(live, to, { ...options, renames: [], fills: [], down: false }).changes,
      [],
      "a second diff",
    );
  }
  for (const [what, expected] of Object.entries(change.up ?? {})) {
    assert.equal(await answer(connection, what), expected, `${what} after the way up`);
  }
  if (change.then !== undefined) {
    await connection.rows(`BEGIN; ${change.then}; ROLLBACK`);
  }
  await run(down);
  assert.deepEqual(differences(await read(connection), catalog), [], "catalog after the way back");
  if (change.down === undefined) {
    assert.deepEqual(await contents(connection), before, "rows after the way back");
  } else {
    assert.ok(change.loses ?? change.respells, "what comes back otherwise was told before");
    for (const [what, expected] of Object.entries(change.down)) {
      assert.equal(await answer(connection, what), expected, `${what} after the way back`);
    }
  }
  return { up: up.rendered, down: down.rendered };
}

/** Makes what a side says in an empty database, and reads it. */
async function make(connection: Connection, side: ChangeSide): Promise<Schema> {
  if ("sql" in side) await connection.rows(side.sql);
  else {
    const changes = diff(emptySchema, schemaOf(side.models));
    await connection.rows(printScript(render(changes, { before: emptySchema, home }), { comments: false, home }));
  }
  return read(connection);
}

function sideOf(side: ChangeSide, catalog: Schema): DiffSide {
  if ("sql" in side) return { kind: "catalog", schema: catalog };
  return { kind: "models", schema: schemaOf(side.models), partialIndexes: true };
}

function differences(actual: Schema, expected: Schema) {
  return diff(actual, expected).filter(({ kind }) => kind !== "dropNamespace");
}

async function read(connection: Connection): Promise<Schema> {
  return readCatalog(connection, { schemas: await readNamespaces(connection) });
}

function renamesOf({ renames = [] }: ChangeCase) {
  return renames.map((text) => parseRename(text, home) ?? assert.fail(text));
}

function fillsOf({ fills = [] }: ChangeCase) {
  return fills.map((text) => parseFill(text, home) ?? assert.fail(text));
}

function nameOf(table: Parameters<typeof displayName>[0], column: string | null): string {
  return `${displayName(table, home)}${column === null ? "" : `.${column}`}`;
}

/** Every row of every table, by the names of its columns: their order is no matter. */
async function contents(connection: Connection): Promise<Readonly<Record<string, string>>> {
  const columns = await connection.rows<[schema: string, table: string, columns: string]>(`
    SELECT n.nspname, c.relname, string_agg(format('%I::text', a.attname), ', ' ORDER BY a.attname)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
       AND a.attnum > 0 AND NOT a.attisdropped
     GROUP BY 1, 2 ORDER BY 1, 2`);
  const held: Record<string, string> = {};
  for (const [schema, table, list] of columns) {
    const rows = await connection.rows(`SELECT ${list} FROM "${schema}"."${table}" ORDER BY 1`);
    held[`${schema}.${table} (${list.replaceAll("::text", "")})`] = JSON.stringify(
      rows.map((row) => [...row]).toSorted(),
    );
  }
  return held;
}

/** What a rewrite or a rebuild would change. */
async function files(connection: Connection): Promise<unknown> {
  return connection.rows(`
    SELECT c.oid::int8, c.relfilenode::int8 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY 1`);
}

async function answer(connection: Connection, what: string): Promise<string> {
  const query = what.includes(" ") ? what : `SELECT * FROM ${what} ORDER BY 1`;
  const rows = await connection.rows<unknown[]>(`SELECT answer::text FROM (${query}) answer`);
  return rows.map(([row]) => cellsOf(String(row)).join("|")).join(", ");
}

/** The cells of a row as PostgreSQL writes one: `(1,"a b",)`. */
function cellsOf(row: string): string[] {
  return [...row.slice(1, -1).matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? plain || "-" : quoted.replaceAll('""', '"').replaceAll("\\\\", "\\"),
  );
}
