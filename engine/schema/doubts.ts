import { defaultFromCatalog } from "#engine/schema/catalogDefault.ts";
import type { ColumnDefault, ColumnType, Schema, Table } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";
import { sameDefault, samePredicate, sameType } from "#engine/schema/same.ts";

/**
 * An expression that reads differently on two sides and may yet be one: PostgreSQL keeps what it understood, not what was
 * written. Only a database can tell.
 */
export type Doubt =
  | {
      readonly kind: "default";
      readonly table: QualifiedName;
      readonly column: string;
      readonly type: ColumnType;
      readonly asked: ColumnDefault;
      readonly recorded: ColumnDefault;
    }
  | {
      readonly kind: "predicate";
      readonly table: QualifiedName;
      readonly index: string;
      readonly asked: string;
      readonly recorded: string;
    };

/** What of `asked` and `recorded` can't be told apart, or together, by reading it. */
export function doubtsOf(asked: Schema, recorded: Schema): Doubt[] {
  const old = new Map(recorded.tables.map((table) => [nameKey(table.name), table]));
  return asked.tables.flatMap((table) => {
    const before = old.get(nameKey(table.name));
    return before === undefined || before === table ? [] : doubtsBetween(table, before);
  });
}

/** Of the last look at each table: of thousands few change between two looks at them. */
const looks = new WeakMap<Table, { readonly recorded: Table; readonly doubts: readonly Doubt[] }>();

function doubtsBetween(table: Table, recorded: Table): readonly Doubt[] {
  const last = looks.get(table);
  if (last?.recorded === recorded) return last.doubts;
  const doubts = [...defaultDoubts(table, recorded), ...predicateDoubts(table, recorded)];
  looks.set(table, { recorded, doubts });
  return doubts;
}

/** Whether a doubt is none, now that PostgreSQL has told how it spells what is asked for. */
export function isSpelledAlike(doubt: Doubt, spelled: string): boolean {
  return doubt.kind === "default"
    ? sameDefault(defaultFromCatalog(spelled, doubt.type), doubt.recorded, doubt.type)
    : samePredicate(spelled, doubt.recorded);
}

/** `asked` with the recorded spelling of the expressions that were found to be one. */
export function settle(asked: Schema, alike: readonly Doubt[]): Schema {
  if (alike.length === 0) return asked;
  const settled = new Map<string, Doubt[]>();
  for (const doubt of alike) {
    const key = nameKey(doubt.table);
    settled.set(key, [...(settled.get(key) ?? []), doubt]);
  }
  const tables = asked.tables.map((table) => (settled.get(nameKey(table.name)) ?? []).reduce(withRecorded, table));
  return { ...asked, tables };
}

function defaultDoubts(asked: Table, recorded: Table): Doubt[] {
  return asked.columns.flatMap((column, at): Doubt[] => {
    if (column.default === null) return [];
    const before = counterpart(recorded.columns, column.name, at);
    if (!before?.default || !mayBeOne(column.default, before.default)) return [];
    const { name, type } = column;
    if (!sameType(type, before.type) || sameDefault(column.default, before.default, type)) return [];
    return [
      { kind: "default", table: asked.name, column: name, type, asked: column.default, recorded: before.default },
    ];
  });
}

/** Constants are read as they are, and nothing is like a sequence. */
function mayBeOne(a: ColumnDefault, b: ColumnDefault): boolean {
  return a.kind !== "serial" && b.kind !== "serial" && (a.kind === "expression" || b.kind === "expression");
}

function predicateDoubts(asked: Table, recorded: Table): Doubt[] {
  return asked.indexes.flatMap(({ name, predicate }, at): Doubt[] => {
    if (predicate === null) return [];
    const before = counterpart(recorded.indexes, name, at)?.predicate ?? null;
    if (before === null || samePredicate(predicate, before)) return [];
    return [{ kind: "predicate", table: asked.name, index: name, asked: predicate, recorded: before }];
  });
}

/** Mostly it stands at the same place. */
function counterpart<T extends { readonly name: string }>(
  items: readonly T[],
  name: string,
  at: number,
): T | undefined {
  const likely = items[at];
  return likely?.name === name ? likely : items.find((item) => item.name === name);
}

function withRecorded(table: Table, doubt: Doubt): Table {
  if (doubt.kind === "default") {
    const { column, recorded } = doubt;
    return { ...table, columns: replaced(table.columns, column, (each) => ({ ...each, default: recorded })) };
  }
  const { index, recorded } = doubt;
  return { ...table, indexes: replaced(table.indexes, index, (each) => ({ ...each, predicate: recorded })) };
}

function replaced<T extends { readonly name: string }>(items: readonly T[], name: string, edit: (item: T) => T): T[] {
  return items.map((item) => (item.name === name ? edit(item) : item));
}
