import type { Change, ChangeOf, Handover } from "#engine/changes/change.ts";
import { meanwhileName } from "#engine/changes/meanwhile.ts";
import { mapSegments } from "#engine/changes/segments.ts";
import { isCastable } from "#engine/schema/castable.ts";
import { parentsOf } from "#engine/schema/inherited.ts";
import type { Column, ColumnType, ForeignKey, Schema, Table } from "#engine/schema/model.ts";
import { nameKey } from "#engine/schema/name.ts";
import { longestName, utf8Length } from "#engine/schema/nameLength.ts";
import { columnKey, type ObjectKey } from "#engine/schema/objectKey.ts";
import { plainColumn } from "#engine/schema/plain.ts";
import { sameType } from "#engine/schema/same.ts";

type Altered = ChangeOf<"alterColumn">;

/**
 * Keys that take a type which no cast leads to, with what refers to them: each row gets a new key, and what refers to it
 * gets the same, so that the rows belong together as before. The new values stand in a column beside for a moment, filled
 * by the foreign keys while everything still holds its old value, and each column then takes its own.
 *
 * A fill that a person gave for a key says what its rows get, also where a cast would do: texts may not be as the new
 * type reads them.
 */
export function keepReferences(changes: readonly Change[], from: Schema): readonly Change[] {
  if (!changes.some((change) => change.kind === "alterColumn" && mayLead(change))) return changes;
  return mapSegments(changes, from, (segment, before) => handedOver(segment, before()));
}

/** Whether rows get another value than PostgreSQL would make of theirs. */
function mayLead({ from, to, fill }: Pick<Altered, "from" | "to" | "fill">): boolean {
  if (sameType(from.type, to.type)) return false;
  return !isCastable(from.type, to.type) || (typeof fill === "string" && !from.nullable);
}

function handedOver(changes: readonly Change[], before: Schema): readonly Change[] {
  const plans = plansOf(changes, before);
  if (plans.size === 0) return changes;
  return changes.flatMap((change) => {
    const plan = change.kind === "alterColumn" ? plans.get(keyOf(change)) : undefined;
    if (change.kind !== "alterColumn" || !plan) return [change];
    const { table } = change;
    const column = meanwhileColumn(plan.name);
    const { name: takenBy } = change.to;
    return [
      { kind: "addColumn", table, column, fill: { takenBy, value: plan.there } },
      { ...change, fill: { handed: plan.name } },
      { kind: "dropColumn", table, column, fill: { takenBy, value: plan.back } },
    ] satisfies Change[];
  });
}

/** Where the rows of one column get their values, there and back. */
interface Plan {
  readonly name: string;
  readonly there: Handover["value"];
  readonly back: Handover["value"];
}

/** A foreign key from a column to another, both of which change their type. */
interface Lead {
  readonly key: ForeignKey;
  readonly to: ObjectKey;
}

function plansOf(changes: readonly Change[], before: Schema): ReadonlyMap<ObjectKey, Plan> {
  const apart = tablesApart(before);
  const altered = new Map(
    changes.flatMap((change) =>
      change.kind === "alterColumn" && !apart.has(nameKey(change.table)) && isPlain(change)
        ? [[keyOf(change), change] as const]
        : [],
    ),
  );
  const leads = leadsOf(before, altered);
  const roots = new Map<ObjectKey, ObjectKey | null>();
  const rootOf = (key: ObjectKey): ObjectKey | null => {
    const known = roots.get(key);
    if (known !== undefined) return known;
    // Until it is known: keys that lead round to themselves lead nowhere.
    roots.set(key, null);
    const change = altered.get(key);
    const found = new Set((typeof change?.fill === "string" ? [] : (leads.get(key) ?? [])).map(({ to }) => rootOf(to)));
    const [only = null] = found;
    const root = found.size > 0 ? (found.size === 1 ? only : null) : change && valuesOf(change) ? key : null;
    roots.set(key, root);
    return root;
  };
  const all = [...altered.keys()];
  const followed = new Set(all.map((key) => rootOf(key)).filter((root, at) => root !== null && root !== all[at]));
  const left = leftBy(before, rootOf);
  const names = namesIn(changes, before);
  return new Map(
    all.flatMap((key) => {
      const change = altered.get(key);
      const root = rootOf(key);
      if (!change || root === null) return [];
      const rooted = altered.get(root);
      // What is not taken along would refer to other rows: with a cast it refers to the same ones, as the key stays what it is.
      if (rooted && isCastable(rooted.from.type, rooted.to.type) && left.has(root)) return [];
      const isAlone = !followed.has(root);
      // By itself a key without a cast is made anew as any column is.
      if (isAlone && !isCastable(change.from.type, change.to.type)) return [];
      const name = names(change);
      if (root === key) {
        const values = valuesOf(change);
        return values ? [[key, { name, ...values }] as const] : [];
      }
      const [first] = (leads.get(key) ?? []).toSorted((a, b) => a.key.columns.length - b.key.columns.length);
      const target = first && altered.get(first.to);
      if (!first || !target) return [];
      const { columns, references } = first.key;
      const value = { kind: "followed", key: { columns, references }, column: names(target) } as const;
      return [[key, { name, there: value, back: value }] as const];
    }),
  );
}

/** Keys that a foreign key refers to whose own column does not follow them. */
function leftBy({ tables }: Schema, rootOf: (key: ObjectKey) => ObjectKey | null): ReadonlySet<ObjectKey> {
  return new Set(
    tables.flatMap(({ name, foreignKeys }) =>
      foreignKeys.flatMap(({ columns, references }) =>
        references.columns.flatMap((target, at) => {
          const root = rootOf(columnKey(references.table, target));
          return root === null || rootOf(columnKey(name, columns[at] ?? "")) === root ? [] : [root];
        }),
      ),
    ),
  );
}

/** What a key's own rows get, there and back; null where it must have been another way, or nothing could be made up. */
function valuesOf({ from, to, fill }: Pick<Altered, "from" | "to" | "fill">): Omit<Plan, "name"> | null {
  if (!mayLead({ from, to, fill }) || from.nullable || to.nullable) return null;
  const there = typeof fill === "string" ? ({ kind: "given", sql: fill } as const) : distinct(to.type);
  const back = isCastable(to.type, from.type)
    ? ({ kind: "own", from: to.type, to: from.type } as const)
    : distinct(from.type);
  return there && back ? { there, back } : null;
}

function distinct(type: ColumnType): Handover["value"] | null {
  if (type.kind !== "builtin" || type.array) return null;
  if (type.name === "uuid") return { kind: "distinct", of: "uuid" };
  const isWide = wholeNumbers.has(type.name) || (type.name === "numeric" && type.args.length === 0);
  return isWide ? { kind: "distinct", of: "number" } : null;
}

const wholeNumbers: ReadonlySet<string> = new Set(["int2", "int4", "int8"]);

/** Of foreign keys that hold, in all rows: what they lead to is there. */
function leadsOf({ tables }: Schema, altered: ReadonlyMap<ObjectKey, Altered>): ReadonlyMap<ObjectKey, Lead[]> {
  const leads = new Map<ObjectKey, Lead[]>();
  for (const table of tables) {
    for (const key of table.foreignKeys) {
      const { columns, references, validated, enforced, period } = key;
      if (!validated || !enforced || period) continue;
      for (const [at, column] of columns.entries()) {
        const own = columnKey(table.name, column);
        const to = columnKey(references.table, references.columns[at] ?? "");
        const others = columns.filter((each) => each !== column);
        const [follower, target] = [altered.get(own), altered.get(to)];
        if (!follower || !target || others.some((each) => isNullable(table, each))) continue;
        if (!readAlike(follower.from.type, target.from.type) || !readAlike(follower.to.type, target.to.type)) continue;
        leads.set(own, [...(leads.get(own) ?? []), { key, to }]);
      }
    }
  }
  return leads;
}

/** Whether what the one type writes is what the other reads. */
function readAlike(a: ColumnType, b: ColumnType): boolean {
  if (a.kind !== "builtin" || b.kind !== "builtin") return false;
  return a.name === b.name || [wholeNumbers, texts].some((alike) => alike.has(a.name) && alike.has(b.name));
}

const texts: ReadonlySet<string> = new Set(["text", "varchar"]);

function isNullable({ columns }: Table, name: string): boolean {
  return columns.some((column) => column.name === name && column.nullable);
}

/** Tables whose columns are those of others too. */
function tablesApart({ tables }: Schema): ReadonlySet<string> {
  return new Set(
    tables.flatMap((table) => {
      const parents = parentsOf(table).map(nameKey);
      return parents.length > 0 || table.partitionBy !== null ? [nameKey(table.name), ...parents] : [];
    }),
  );
}

function isPlain({ from, to }: Altered): boolean {
  return [from, to].every(({ type, generated }) => type.kind === "builtin" && !type.array && generated === null);
}

/** `id~new`: where nobody else in the table is called so. */
function namesIn(changes: readonly Change[], { tables }: Schema): (change: Altered) => string {
  const taken = new Set([
    ...tables.flatMap(({ name, columns }) => columns.map((column) => columnKey(name, column.name))),
    ...changes.flatMap((change) => (change.kind === "addColumn" ? [columnKey(change.table, change.column.name)] : [])),
  ]);
  const given = new Map<ObjectKey, string>();
  return (change) => {
    const known = given.get(keyOf(change));
    if (known !== undefined) return known;
    const wanted = `${change.to.name}~new`;
    const isFree = utf8Length(wanted) <= longestName && !taken.has(columnKey(change.table, wanted));
    const name = isFree ? wanted : meanwhileName(given.size);
    given.set(keyOf(change), name);
    return name;
  };
}

function meanwhileColumn(name: string): Column {
  return { ...plainColumn(name, { kind: "builtin", name: "text", args: [], array: false }), nullable: true };
}

function keyOf({ table, to }: Altered): ObjectKey {
  return columnKey(table, to.name);
}
