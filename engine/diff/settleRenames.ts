import type { Problem } from "#engine/core/problem.ts";
import { printRenameOption, type Rename } from "#engine/diff/renames.ts";
import { mentions } from "#engine/schema/expressionNames.ts";
import type { EnumType, Schema, Table } from "#engine/schema/model.ts";
import { displayName, nameKey, type QualifiedName } from "#engine/schema/name.ts";

/** Renames as two schemas bear them out. Names are `nameKey`s. */
export interface SettledRenames {
  /** New name by old, of tables and enums: PostgreSQL keeps their names apart. */
  readonly types: Map<string, string>;
  /** By table (its old name), the new names of columns by their old ones. */
  readonly columns: Map<string, Map<string, string>>;
  /** By enum (its old name), the new names of values by their old ones. */
  readonly values: Map<string, Map<string, string>>;
  /** By enum (its old name), values that go and the ones that rows hold instead. */
  readonly replacements: Map<string, Map<string, string>>;
}

export interface Sides {
  readonly oldTables: ReadonlyMap<string, Table>;
  readonly newTables: ReadonlyMap<string, Table>;
  readonly oldEnums: ReadonlyMap<string, EnumType>;
  readonly newEnums: ReadonlyMap<string, EnumType>;
}

export function sidesOf(from: Schema, to: Schema): Sides {
  return {
    oldTables: byName(from.tables),
    newTables: byName(to.tables),
    oldEnums: byName(from.enums),
    newEnums: byName(to.enums),
  };
}

/** What is wrong with renames that people asked for: none that is not there, nothing twice. */
export function renameProblems(from: Schema, to: Schema, renames: readonly Rename[], home: string): readonly Problem[] {
  return renames.length === 0 ? [] : settleRenames(renames, sidesOf(from, to), home).problems;
}

/** What of `wanted` fits both sides, and what is wrong with the rest. What a text meant, the schemas tell. */
export function settleRenames(
  wanted: readonly Rename[],
  sides: Sides,
  home: string,
): { readonly settled: SettledRenames; readonly problems: readonly Problem[] } {
  const settled: SettledRenames = { types: new Map(), columns: new Map(), values: new Map(), replacements: new Map() };
  const problems: Problem[] = [];
  const read = wanted.map((rename) => [rename, meant(rename, sides, home)] as const);
  const refuse = (rename: Rename, why: string) => {
    const message = `--rename ${printRenameOption(rename, home)}: ${why}.`;
    problems.push({ code: "change/rename", severity: "error", message, place: null });
  };
  // Parts may be written under the new name of their whole: tables and enums come first.
  const wholes = read.flatMap(([, as]) => (as.kind === "table" || as.kind === "enum" ? [nameKey(as.from)] : []));
  for (const [rename, as] of read) {
    if (as.kind !== "table" && as.kind !== "enum") continue;
    // A table that stands in the way goes first; an enum can't while columns are of it.
    const isTaken = sides.oldEnums.has(nameKey(as.to)) && !wholes.includes(nameKey(as.to));
    const taken = isTaken ? `there is an enum ${displayName(as.to, home)} already` : null;
    const why = taken ?? settleType(as, settled, sides, home);
    if (why !== null) refuse(rename, why);
  }
  const renamedValues = new Set(
    read.flatMap(([, as]) => (as.kind === "enumValue" ? [valueKey(as.enum, settled, as.from)] : [])),
  );
  for (const [rename, as] of read) {
    if (as.kind === "table" || as.kind === "enum") continue;
    const why =
      as.kind === "column"
        ? settleColumn(as, settled, sides, home)
        : settleValue(as, settled, sides, home, { targetGoes: renamedValues.has(valueKey(as.enum, settled, as.to)) });
    if (why !== null) refuse(rename, why);
  }
  return { settled, problems };
}

function valueKey(type: QualifiedName, { types }: SettledRenames, value: string): string {
  return `${oldNameOf(nameKey(type), types)}\0${value}`;
}

/** The rename that a text stands for, once it is known what bears the names. */
function meant(rename: Rename, { oldTables, oldEnums, newEnums }: Sides, home: string): Rename {
  if (rename.kind === "table") {
    const { from, to } = rename;
    const isTable = oldTables.has(nameKey(from));
    if (!isTable && oldEnums.has(nameKey(from))) return { ...rename, kind: "enum" };
    // `tasks.description=tasks.details` says the table twice.
    const table = { schema: home, name: from.schema };
    if (!isTable && from.schema === to.schema && oldTables.has(nameKey(table))) {
      return { kind: "column", table, from: from.name, to: to.name };
    }
  }
  if (rename.kind === "column") {
    const { table, from, to } = rename;
    if (oldTables.has(nameKey(table))) return rename;
    if (oldEnums.has(nameKey(table)) || newEnums.has(nameKey(table))) {
      return { kind: "enumValue", enum: table, from, to };
    }
    // `app.tasks=todos` stays in its PostgreSQL schema.
    const whole = { schema: table.name, name: from };
    const target = { schema: table.name, name: to };
    if (oldTables.has(nameKey(whole))) return { kind: "table", from: whole, to: target };
    if (oldEnums.has(nameKey(whole))) return { kind: "enum", from: whole, to: target };
  }
  return rename;
}

/** Null, or why it can't be. */
function settleType(
  { kind, from, to }: Extract<Rename, { kind: "table" | "enum" }>,
  { types }: SettledRenames,
  { oldTables, newTables, oldEnums, newEnums }: Sides,
  home: string,
): string | null {
  const [old, target] = [nameKey(from), nameKey(to)];
  const [before, after] = kind === "table" ? [oldTables, newTables] : [oldEnums, newEnums];
  const [a, b] = [displayName(from, home), displayName(to, home)];
  if (!before.has(old)) return `there is no ${kind === "table" ? "table or enum" : "enum"} ${a} to rename`;
  if (old === target) return "both names are the same";
  if (!after.has(target)) return `there is no ${kind} ${b} afterwards`;
  if (types.has(old)) return types.get(old) === target ? null : `${a} has another new name already`;
  if ([...types.values()].includes(target)) return `something else is renamed to ${b} already`;
  types.set(old, target);
  return null;
}

function settleColumn(
  { table, from, to }: Extract<Rename, { kind: "column" }>,
  { types, columns }: SettledRenames,
  { oldTables, newTables }: Sides,
  home: string,
): string | null {
  const key = oldNameOf(nameKey(table), types);
  const before = oldTables.get(key);
  const after = newTables.get(types.get(key) ?? key);
  const name = displayName(table, home);
  const has = ({ columns: all }: Table, column: string) => all.some((each) => each.name === column);
  if (!before) return `there is no table or enum ${name}`;
  if (!has(before, from)) return `${name} has no column ${from} to rename`;
  if (from === to) return "both names are the same";
  if (!after) return `there is no table ${name} afterwards: name the table's renaming too`;
  if (!has(after, to)) return `${displayName(after.name, home)} has no column ${to} afterwards`;
  const { generated = null } = before.columns.find((column) => column.name === from) ?? {};
  if (generated && mentions(generated.expression).has(to)) return `${from} is computed from ${to}`;
  const pairs = columns.get(key) ?? new Map<string, string>();
  if (pairs.has(from)) return pairs.get(from) === to ? null : `${from} has another new name already`;
  if ([...pairs.values()].includes(to)) return `another column of ${name} is renamed to ${to} already`;
  columns.set(key, pairs.set(from, to));
  return null;
}

/** To a value that stays, it is a replacement. */
function settleValue(
  { enum: type, from, to }: Extract<Rename, { kind: "enumValue" }>,
  { types, values, replacements }: SettledRenames,
  { oldEnums, newEnums }: Sides,
  home: string,
  { targetGoes }: { readonly targetGoes: boolean },
): string | null {
  const key = oldNameOf(nameKey(type), types);
  const before = oldEnums.get(key);
  const after = newEnums.get(types.get(key) ?? key);
  const name = displayName(type, home);
  if (!before?.values.includes(from)) return `the enum ${name} has no value ${from} to rename`;
  if (from === to) return "both names are the same";
  if (!after) return `there is no enum ${name} afterwards: name the enum's renaming too`;
  if (!after.values.includes(to)) return `the enum ${displayName(after.name, home)} has no value ${to} afterwards`;
  const renamed = values.get(key) ?? new Map<string, string>();
  const replaced = replacements.get(key) ?? new Map<string, string>();
  const given = renamed.get(from) ?? replaced.get(from);
  if (given !== undefined) return given === to ? null : `${from} has another new name already`;
  const isFree = !before.values.includes(to) || targetGoes;
  if (isFree && ![...renamed.values()].includes(to)) {
    values.set(key, renamed.set(from, to));
    return null;
  }
  if (after.values.includes(from)) return `both ${from} and ${to} are values of ${name} before and afterwards`;
  replacements.set(key, replaced.set(from, to));
  return null;
}

/** Whoever renames a table too may think of its columns by the new name already. */
function oldNameOf(written: string, types: ReadonlyMap<string, string>): string {
  if (types.has(written)) return written;
  for (const [from, to] of types) if (to === written) return from;
  return written;
}

function byName<T extends { readonly name: QualifiedName }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [nameKey(item.name), item]));
}
