import type { Change, ChangeOf } from "#engine/changes/change.ts";
import { stateCursor } from "#engine/changes/cursor.ts";
import { laterNames } from "#engine/changes/laterNames.ts";
import type { Hazard } from "#engine/changes/hazards.ts";
import { mentions } from "#engine/schema/expressionNames.ts";
import { identifierOf, tokenize } from "#engine/schema/expressionTokens.ts";
import { tableFinder } from "#engine/schema/inherited.ts";
import type { Check, Column, ForeignKey, Index, PrimaryKey, Schema, Table } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";
import { columnKey } from "#engine/schema/objectKey.ts";

/**
 * Where a way back from `after` stops on rows because of what the way there took: columns come back without their values,
 * and tables without their rows. What rows may have come to hold meanwhile is not among it.
 */
export function returnHazards(back: readonly Change[], after: Schema): Hazard[] {
  const stateBefore = stateCursor(after, back);
  const returned = new Returned();
  const found: Hazard[] = [];
  for (const [at, change] of back.entries()) {
    returned.follow(change);
    const table = "table" in change && "schema" in change.table ? change.table : null;
    if (table === null || returned.isTable(table)) continue;
    const key = keyOf(change);
    if (change.kind === "addColumn") found.push(...ofColumn(change, back.slice(at + 1)));
    else if (key !== null) found.push(...ofKey({ table, ...key }, returned, [after, stateBefore(at)]));
    else if (change.kind === "addForeignKey") found.push(...ofForeignKey(table, change.foreignKey, returned));
    else if (change.kind === "addCheck") found.push(...ofCheck(table, change.check, returned));
    else if (change.kind === "alterCheck") found.push(...ofCheck(table, change.to, returned));
  }
  return found;
}

/** What is unique after a change, where it makes that anew. */
function keyOf(change: Change): Omit<Key, "table"> | null {
  if (change.kind === "addPrimaryKey") return ofPrimary(change.primaryKey);
  if (change.kind === "alterPrimaryKey") return ofPrimary(change.to);
  if (change.kind === "createIndex") return ofUnique(change.index);
  return change.kind === "alterIndex" ? ofUnique(change.to) : null;
}

function ofPrimary({ columns }: PrimaryKey): Omit<Key, "table"> {
  return { columns, texts: [], nullsCount: true };
}

function ofUnique({ unique, keys, predicate, nullsNotDistinct }: Index): Omit<Key, "table"> | null {
  if (!unique) return null;
  const texts = keys.flatMap(({ on }) => (on.kind === "expression" ? [on.sql] : []));
  return {
    columns: keys.flatMap(({ on }) => (on.kind === "column" ? [on.name] : [])),
    texts: predicate === null ? texts : [...texts, predicate],
    nullsCount: nullsNotDistinct,
  };
}

/** What came back so far, by the names that it has at the moment. */
class Returned {
  readonly #tables = new Set<string>();
  #columns = new Map<string, ChangeOf<"addColumn">>();

  follow(change: Change): void {
    if (change.kind === "createTable") this.#tables.add(nameKey(change.table.name));
    if (change.kind === "addColumn") this.#columns.set(columnKey(change.table, change.column.name), change);
    if (change.kind === "renameTable") {
      if (this.#tables.delete(nameKey(change.from))) this.#tables.add(nameKey(change.to));
      this.#rename((table, column) => (nameKey(table) === nameKey(change.from) ? { table: change.to, column } : null));
    }
    if (change.kind === "renameColumn") {
      this.#rename((table, column) =>
        nameKey(table) === nameKey(change.table) && column === change.from ? { table, column: change.to } : null,
      );
    }
  }

  isTable(table: QualifiedName): boolean {
    return this.#tables.has(nameKey(table));
  }

  column(table: QualifiedName, column: string): ChangeOf<"addColumn"> | undefined {
    return this.#columns.get(columnKey(table, column));
  }

  /** The columns of a table that came back without a value of their own, by name. */
  mentionedIn(text: string, table: QualifiedName): boolean {
    const names = mentions(text);
    return [...this.#columns.values()].some(
      (each) => nameKey(each.table) === nameKey(table) && names.has(each.column.name) && !isApart(each),
    );
  }

  #rename(to: (table: QualifiedName, column: string) => { table: QualifiedName; column: string } | null): void {
    const renamed = [...this.#columns.values()].map((each) => {
      const next = to(each.table, each.column.name);
      return next ? { ...each, table: next.table, column: { ...each.column, name: next.column } } : each;
    });
    this.#columns = new Map(renamed.map((each) => [columnKey(each.table, each.column.name), each]));
  }
}

function ofColumn({ table, column, fill }: ChangeOf<"addColumn">, later: readonly Change[]): Hazard[] {
  if (fill !== null || hasOwnValue(column) || column.nullable) return [];
  const reference = later.flatMap((change, at) => {
    if (change.kind !== "addForeignKey") return [];
    const now = laterNames({ table, column: column.name }, later.slice(0, at));
    const isOf = nameKey(change.table) === nameKey(now.table) && change.foreignKey.columns.includes(now.column);
    return isOf ? [change.foreignKey.references.table.name] : [];
  })[0];
  const to = reference === undefined ? "" : `, and refers to ${reference}`;
  return [hazard(table, column.name, `is required${to}, and its values are gone`)];
}

interface Key {
  readonly table: QualifiedName;
  readonly columns: readonly string[];
  /** Expressions among the keys, and the condition. */
  readonly texts: readonly string[];
  /** Rows without a value are alike. */
  readonly nullsCount: boolean;
}

function ofKey({ table, columns, texts, nullsCount }: Key, returned: Returned, states: readonly Schema[]): Hazard[] {
  const back = columns.flatMap((column) => returned.column(table, column) ?? []);
  const concerned = back.length > 0 || texts.some((text) => returned.mentionedIn(text, table));
  if (!concerned) return [];
  const isNull = ({ column }: ChangeOf<"addColumn">) => column.nullable && !hasOwnValue(column);
  // Without a value to be given rows stop at the column.
  const tells = (each: ChangeOf<"addColumn">) => isApart(each) || (isNull(each) ? !nullsCount : isEmpty(each));
  if (back.some(tells)) return [];
  const kept = columns.filter((column) => returned.column(table, column) === undefined);
  // Rows stay as they are on the way: what told them apart when it began still does.
  const found = states.flatMap(({ tables }) => tableFinder(tables)(table) ?? []);
  if (found.some((each) => areApart(each, kept))) return [];
  const [only, ...more] = back;
  const name = only && more.length === 0 ? only.column.name : null;
  return [hazard(table, name, "is unique, and its values are gone: several rows may get one value")];
}

/** Rows differ in these columns already. */
function areApart({ primaryKey, indexes, columns: all }: Table, columns: readonly string[]): boolean {
  const isRequired = (name: string) => all.some((column) => column.name === name && !column.nullable);
  const keys = [
    ...(primaryKey ? [primaryKey.columns] : []),
    ...indexes
      .filter(({ unique, predicate, valid }) => unique && predicate === null && valid)
      .map(({ keys: list }) => list.map(({ on }) => (on.kind === "column" ? on.name : "")))
      .filter((list) => list.every(isRequired)),
  ];
  return keys.some((list) => list.every((name) => columns.includes(name)));
}

function ofForeignKey(table: QualifiedName, key: ForeignKey, returned: Returned): Hazard[] {
  const { columns, references, validated, enforced, match } = key;
  if (!validated || !enforced) return [];
  // No stand-in is made up for a reference: a fill is what a person gave.
  const back = columns.flatMap((column) => returned.column(table, column) ?? []).filter(({ fill }) => fill === null);
  // Rows without a value refer to nothing; those that must have one stop at the column.
  const isNull = (each: ChangeOf<"addColumn">) => each.column.nullable && !hasOwnValue(each.column);
  if (back.some((each) => isEmpty(each) || (isNull(each) && match === "simple"))) return [];
  if (back.length > 0 && back.length === columns.length && back.every(isNull)) return [];
  const target = references.table.name;
  const name = columns.length === 1 ? (columns[0] ?? null) : null;
  if (returned.isTable(references.table)) {
    return [hazard(table, name, `refers to ${target}, which comes back without its rows`)];
  }
  const gone = references.columns.filter((column) => returned.column(references.table, column));
  if (gone.length > 0)
    return [
      hazard(
        table,
        name,
        `refers to ${target}.${gone.join(", ")}, whose values are gone: it may find none, or another row`,
      ),
    ];
  return back.length > 0 ? [hazard(table, name, `refers to ${target}, and its values are gone`)] : [];
}

function ofCheck(table: QualifiedName, { name, definition }: Check, returned: Returned): Hazard[] {
  if (/\bNOT VALID\s*$/i.test(definition) || !returned.mentionedIn(definition, table)) return [];
  return [hazard(table, null, `gets the check ${name}, and values that it is about are gone`)];
}

/** Another value in each row, as far as anybody can tell: what a person gave for rows may be anything. */
function isApart({ column, fill }: ChangeOf<"addColumn">): boolean {
  if (fill !== null) return typeof fill !== "string" || !/^(?:'[^]*'|-?[\d.]+|true|false)$/.test(fill);
  if (column.identity !== null || column.generated !== null || column.default?.kind === "serial") return true;
  return column.default?.kind === "expression" && mayDiffer(column.default.sql);
}

/** What calls nothing is the same in every row, and so is a time of the transaction. Any other function may be meant to differ. */
function mayDiffer(sql: string): boolean {
  const tokens = tokenize(sql).filter(({ kind }) => kind !== "space");
  return tokens.some((token, at) => {
    const name = tokens[at + 1]?.text === "(" && tokens[at - 1]?.text !== "::" ? identifierOf(token) : null;
    return name !== null && !sameInAllRows.has(name);
  });
}

const sameInAllRows: ReadonlySet<string> = new Set(
  "now transaction_timestamp statement_timestamp current_timestamp localtimestamp timezone date_trunc lower upper".split(
    " ",
  ),
);

function isEmpty({ column, fill }: ChangeOf<"addColumn">): boolean {
  return fill === null && !column.nullable && !hasOwnValue(column);
}

function hasOwnValue({ default: own, identity, generated }: Column): boolean {
  return own !== null || identity !== null || generated !== null;
}

function hazard(table: QualifiedName, column: string | null, text: string): Hazard {
  return { kind: "mayFail", table, column, value: null, text };
}
