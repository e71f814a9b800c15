import { type Index, type IndexKey, type QualifiedName, quoteLiteral } from "#engine/index.ts";
import {
  type CatalogRows,
  type ConstraintRow,
  deferrability,
  type IndexRow,
  type Oid,
} from "#host/catalog/catalogRows.ts";
import { collationNames, type TableColumns } from "#host/catalog/columns.ts";

/** The indexes of each table, without those of its primary key and its exclusion constraints, whole as PostgreSQL has them. */
export function indexesByTable(
  rows: CatalogRows,
  columns: TableColumns,
  indexNames: ReadonlyMap<Oid, QualifiedName>,
): Map<Oid, Index[]> {
  const names: Names = {
    columns,
    methods: new Map(rows.access),
    classes: new Map(
      rows.classes?.map(([oid, name, method, type, isDefault]) => [oid, { name, method, type, isDefault }]),
    ),
    exactDefaults: new Set(rows.classes?.filter((row) => row[4]).map(([, , method, type]) => `${method} ${type}`)),
    collations: collationNames(rows),
    wholes: indexNames,
  };
  const behind = new Map((rows.constraints ?? []).flatMap((row) => (row[2] === "f" ? [] : [[row[12], row] as const])));
  const byTable = new Map<Oid, Index[]>();
  for (const row of rows.indexes ?? []) {
    const constraint = behind.get(row[1]) ?? null;
    if (constraint?.[2] === "p" || constraint?.[2] === "x" || row[5]) continue;
    const index = decode(row, names, constraint);
    const known = byTable.get(row[0]);
    if (known) known.push(index);
    else byTable.set(row[0], [index]);
  }
  return byTable;
}

interface Names {
  readonly columns: TableColumns;
  readonly methods: ReadonlyMap<Oid, string>;
  readonly classes: ReadonlyMap<Oid, OperatorClass>;
  /** `method type` of every default class that was made for exactly that type. */
  readonly exactDefaults: ReadonlySet<string>;
  readonly collations: ReadonlyMap<Oid, string>;
  readonly wholes: ReadonlyMap<Oid, QualifiedName>;
}

interface OperatorClass {
  readonly name: string;
  readonly method: Oid;
  readonly type: Oid;
  readonly isDefault: boolean;
}

/** `constraint`: the UNIQUE that stands on it. */
function decode(row: IndexRow, names: Names, constraint: ConstraintRow | null): Index {
  const [table, , name, method, unique, , valid, nullsNotDistinct, columns, keyCount, options, classes, collations] =
    row;
  const [, , , , , , , , , , , , , storage, predicate, expressions, parent, classOptions, , collated] = row;
  const numbers = vector(columns);
  const [option, operatorClass, collation] = [vector(options), vector(classes), vector(collations)];
  const remaining = [...(expressions ?? [])];
  const keys = numbers.slice(0, keyCount).map((number, at): IndexKey => {
    const bits = option[at] ?? 0;
    const descending = (bits & 1) !== 0;
    const nullsFirst = (bits & 2) !== 0;
    return {
      on:
        number === 0
          ? { kind: "expression", sql: withoutBrackets(remaining.shift() ?? "") }
          : { kind: "column", name: names.columns.name(table, number) },
      descending,
      nulls: nullsFirst === descending ? null : nullsFirst ? "first" : "last",
      operatorClass: classOf(
        operatorClass[at] ?? 0,
        { type: number === 0 ? 0 : names.columns.type(table, number), options: classOptions?.[at + 1] ?? [] },
        names,
      ),
      collation:
        number === 0 && !collated
          ? null
          : collationOf(collation[at] ?? 0, number === 0 ? 0 : names.columns.collation(table, number), names),
    };
  });
  return {
    name,
    unique,
    constraint: constraint !== null,
    deferrable: constraint === null ? "no" : deferrability(constraint),
    withoutOverlaps: constraint?.[16] === true,
    method: names.methods.get(method) ?? "",
    keys,
    include: numbers.slice(keyCount).map((number) => names.columns.name(table, number)),
    predicate,
    nullsNotDistinct,
    valid,
    storage: (storage ?? []).toSorted(),
    partOf: (parent === null ? null : names.wholes.get(parent)) ?? null,
  };
}

/**
 * Null for what a column of `type` gets when no class is named: the default made for exactly its type, and where there
 * is none, the default of a type that it can pass for (`text` for a varchar, any enum for an enum).
 */
function classOf(
  oid: Oid,
  { type, options }: { readonly type: Oid; readonly options: readonly string[] },
  { classes, exactDefaults }: Names,
): string | null {
  const found = classes.get(oid);
  if (found === undefined) return null;
  if (options.length > 0) return `${found.name} (${options.map(classOption).join(", ")})`;
  const isDefault = found.isDefault && (found.type === type || !exactDefaults.has(`${found.method} ${type}`));
  return isDefault ? null : found.name;
}

/** `siglen=32` as SQL takes it. */
function classOption(option: string): string {
  const at = option.indexOf("=");
  return `${option.slice(0, at)}=${quoteLiteral(option.slice(at + 1))}`;
}

/** Null for the column's own, and for an expression's (which is unknown) where it is the database's. */
function collationOf(oid: Oid, own: Oid, { collations }: Names): string | null {
  if (oid === 0 || oid === own) return null;
  const name = collations.get(oid) ?? null;
  return own === 0 && name === "default" ? null : name;
}

/** `pg_get_indexdef` puts what is no function's call in brackets of its own. */
function withoutBrackets(sql: string): string {
  return sql.startsWith("(") ? sql.slice(1, -1) : sql;
}

/** An `int2vector` or `oidvector`: numbers with spaces between. */
export function vector(text: string): number[] {
  return text === "" ? [] : text.split(" ").map(Number);
}
