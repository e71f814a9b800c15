import assert from "node:assert/strict";

import {
  type Change,
  type Column,
  diff,
  type Fill,
  type Hazard,
  hazardsOf,
  plausibleRenames,
  type Rename,
  render,
  type Rendered,
  sameName,
  type Schema,
  wayBack,
} from "#engine/index.ts";
import { isHanded } from "#engine/changes/change.ts";
import type { HazardInRun } from "#engine/changes/hazards.ts";
import type { Connection } from "#host/connection.ts";
import { execute } from "#test/support/execute.ts";
import { byText, columnPath, fillTables, isAboutData, sampleOf, valuesIn } from "#test/support/rows.ts";

/** What became of a pair of schemas with rows. */
export type RowsFate =
  /** Up and down, with every value in its place. */
  | "kept"
  /** The rows were not as a change requires, which a hazard told. */
  | "refused"
  /** Types without a cast, where the editing of models would be asked for. */
  | "impossible";

export interface RowsLaw {
  readonly from: Schema;
  readonly to: Schema;
  /** Whether the database holds `from`; it holds rows after. */
  readonly connection: Connection;
  /** Picks which of the plausible renames are ones. */
  readonly choice: number;
}

/**
 * With rows in every table: a step up and down either fails with a hazard that said so, or leaves every value that no
 * hazard is about, under the name that a rename gave it.
 */
export async function checkRows({ from, to, connection, choice }: RowsLaw): Promise<RowsFate> {
  await fillTables(connection, from);
  const before = await valuesIn(connection, from);
  const renames = chosenRenames(from, to, choice);
  const changes = diff(from, to, { renames, fills: everyFill(to) });
  const back = wayBack(changes, from, to);
  const up = render(changes, { before: from, home: "public" });
  const down = render(back, { before: to, home: "public" });
  if ([...up.problems, ...down.problems].some(({ severity }) => severity === "error")) return "impossible";

  const there = hazardsOf(changes, from).flatMap(({ hazards }) => hazards);
  const again = hazardsOf(back, to).flatMap(({ hazards }) => hazards);
  const [isLostThere, isLostAgain] = [losses(there), losses(again)];
  const follows = followers(changes);
  const kept = columnsKept(from, to, renames).filter(
    ([old, { path }]) => !isLostThere(old.path) && !isLostAgain(path) && !follows.has(path),
  );

  if (!(await isAccepted(connection, up, there))) return "refused";
  const reached = await valuesIn(connection, to);
  for (const [old, { path, column }] of kept) {
    const names = namesOfValues(old.column, column, { from, renames });
    const values = before.get(old.path)?.map((value) => names.get(value ?? "") ?? value);
    assert.deepEqual(reached.get(path), values?.toSorted(byText), `${path} after the way up`);
  }
  if (!(await isAccepted(connection, down, again))) return "refused";
  const returned = await valuesIn(connection, from);
  // Where a value was joined with another, rows can't be told apart; a hazard said so.
  for (const [{ path }] of kept) assert.deepEqual(returned.get(path), before.get(path), `${path} after the way down`);
  return "kept";
}

/** Columns that take what their key has got: what a hazard says of the key is said of them. */
function followers(changes: readonly Change[]): ReadonlySet<string> {
  return new Set(
    changes.flatMap((change) =>
      change.kind === "alterColumn" && isHanded(change.fill) ? [columnPath(change.table, change.to)] : [],
    ),
  );
}

/** Of what may have been renamed some, no two to one name. */
function chosenRenames(from: Schema, to: Schema, choice: number): readonly Rename[] {
  const taken = new Set<string>();
  return plausibleRenames(from, to)
    .map(({ rename }) => rename)
    .filter((rename, at) => {
      if ((choice >> (at % 8)) % 2 === 0) return false;
      const ends = [JSON.stringify({ ...rename, to: null }), JSON.stringify({ ...rename, from: null })];
      if (ends.some((end) => taken.has(end))) return false;
      for (const end of ends) taken.add(end);
      return true;
    });
}

function everyFill({ tables, enums }: Schema): readonly Fill[] {
  return tables.flatMap(({ name: table, columns }) =>
    columns
      .filter((column) => !column.nullable && column.default === null && column.identity === null && !column.generated)
      .map(({ name: column, type }): Fill => ({ table, column, sql: sampleOf(type, 1, enums) })),
  );
}

/** Whether the statements ran. That rows are not as they need them must have been foretold. */
async function isAccepted(connection: Connection, rendered: Rendered, foretold: readonly Hazard[]): Promise<boolean> {
  try {
    await execute(connection, rendered);
    return true;
  } catch (error) {
    if (isAboutData(error) && foretold.some(({ kind }) => kind === "mayFail" || kind === "narrowsValues")) return false;
    throw error;
  }
}

/** Tells of a column before the changes whether some of its values go, or come to read otherwise. */
function losses(hazards: readonly HazardInRun[]): (path: string) => boolean {
  const lost = hazards.filter(({ kind }) => kind !== "mayFail").map(({ was }) => was);
  const tables = lost.filter(({ column }) => column === null).map(({ table }) => columnPath(table, { name: "" }));
  const columns = new Set(
    lost.flatMap(({ table, column }) => (column === null ? [] : [columnPath(table, { name: column })])),
  );
  return (path) =>
    columns.has(path) || tables.includes(JSON.stringify([...(JSON.parse(path) as string[]).slice(0, 2), ""]));
}

interface PlacedColumn {
  readonly path: string;
  readonly column: Column;
}

/** The columns that are there before and after, under whatever name, whose values read the same. */
function columnsKept(from: Schema, to: Schema, renames: readonly Rename[]): (readonly [PlacedColumn, PlacedColumn])[] {
  const after = new Map(
    to.tables.flatMap(({ name, columns }) =>
      columns.map((column) => [columnPath(name, column), { path: columnPath(name, column), column }] as const),
    ),
  );
  return from.tables.flatMap(({ name, columns }) => {
    const table = renames.find((each) => each.kind === "table" && sameName(each.from, name));
    return columns.flatMap((column) => {
      const renamed = renames.find(
        (each) => each.kind === "column" && sameName(each.table, name) && each.from === column.name,
      );
      const newName = renamed?.kind === "column" ? renamed.to : column.name;
      const other = after.get(columnPath(table?.kind === "table" ? table.to : name, { name: newName }));
      return other && readsTheSame(column, other.column)
        ? [[{ path: columnPath(name, column), column }, other] as const]
        : [];
    });
  });
}

/**
 * New names of the values of an enum by the old ones, for a column of it. A value that is joined with another stays where
 * the column goes over to an enum that still has it: only what has to be replaced is.
 */
function namesOfValues(
  { type }: Column,
  { type: next }: Column,
  { from, renames }: { readonly from: Schema; readonly renames: readonly Rename[] },
): ReadonlyMap<string, string> {
  if (type.kind !== "enum" || type.array) return new Map();
  const values = from.enums.find(({ name }) => sameName(name, type.name))?.values ?? [];
  const renamed = renames.find((each) => each.kind === "enum" && sameName(each.from, type.name));
  const stays = next.kind === "enum" && sameName(next.name, renamed?.kind === "enum" ? renamed.to : type.name);
  return new Map(
    renames.flatMap((each) =>
      each.kind === "enumValue" && sameName(each.enum, type.name) && (stays || !values.includes(each.to))
        ? [[each.from, each.to] as const]
        : [],
    ),
  );
}

function readsTheSame(a: Column, b: Column): boolean {
  if (a.generated !== null || b.generated !== null || a.type.array !== b.type.array) return false;
  // Rows without a value were given one.
  if (a.nullable !== b.nullable) return false;
  if (a.type.kind === "enum" && a.type.array) return false;
  if (a.type.kind === "builtin" && b.type.kind === "builtin") {
    const kind = (name: string) =>
      /^int[248]$/.test(name) ? "integer" : /^(text|varchar)$/.test(name) ? "text" : name;
    return kind(a.type.name) === kind(b.type.name);
  }
  return a.type.kind === b.type.kind;
}
