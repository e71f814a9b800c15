import type { CatalogRows, Oid } from "#host/catalog/catalogRows.ts";

/** The document that changed.sql answers. */
export interface ChangedRows {
  /** What to ask `since` next: a transaction. */
  readonly next: string;
  /** Of what was asked `since`: what is not older was written since. */
  readonly age: number;
  /** Of each catalog that is not by tables: how many rows, and the age of the youngest. */
  readonly others: readonly [rows: number, youngest: number | null][];
  /** How often something other than its table needs a row type. */
  readonly rowTypes: number;
  /** How many tables and the like are not read, for lying in another schema or being an extension's. */
  readonly elsewhere: number;
  /** Tables, indexes, sequences and the like that there are. */
  readonly relations: readonly Oid[] | null;
  /** Those of tables, without NOT NULL: one goes with what its column says of itself. */
  readonly constraints: readonly Oid[] | null;
  /** In any PostgreSQL schema. */
  readonly changed: readonly ChangedRelation[] | null;
}

export type ChangedRelation = [
  oid: Oid,
  /** `r`, `i`, `S`, `t` or any other `relkind`. */
  kind: string,
  namespace: Oid,
  name: string,
  /** Whose it is: of a table itself, of an index what it indexes, of a sequence whose column owns it. */
  table: Oid | null,
];

/** What is known of a database between two readings, by what PostgreSQL knows it by. */
export interface Known {
  readonly relations: ReadonlyMap<Oid, KnownRelation>;
  /** The tables that constraints are of. */
  readonly constraints: ReadonlyMap<Oid, Oid>;
}

export interface KnownRelation {
  readonly table: Oid;
  readonly namespace: Oid;
  readonly name: string;
  /** Of a table, by number. */
  readonly columns: ReadonlyMap<number, string> | null;
}

/**
 * What is to be known of what `rows` hold; null where a table may be printed otherwise without a row of its own having
 * changed, or where what is no table's is to be read: views, functions, triggers, comments, heirs, references to
 * elsewhere, and so on.
 */
export function knownOf(rows: CatalogRows): Known | null {
  for (const [name, part] of Object.entries(rows)) {
    if (!plainParts.has(name) && Array.isArray(part) && part.length > 0) return null;
  }
  const relations = new Map<Oid, KnownRelation>();
  for (const [oid, namespace, name, , , , , , partitionKey, , bound] of rows.tables ?? []) {
    if (partitionKey !== null || bound !== null) return null;
    relations.set(oid, { table: oid, namespace, name, columns: new Map() });
  }
  // A list of relations by name needs none of them, in PostgreSQL's eyes, and is printed otherwise when one is gone.
  const texts = [
    ...(rows.columns ?? []).map((row) => row[9]),
    ...(rows.constraints ?? []).map((row) => row[13]),
    ...(rows.indexes ?? []).flatMap((row) => [row[14], ...(row[15] ?? [])]),
  ];
  if (texts.some((text) => text?.includes("regclass[]"))) return null;
  const columnsOf = (oid: Oid) => relations.get(oid)?.columns as Map<number, string> | null | undefined;
  for (const [table, number, name] of rows.columns ?? []) columnsOf(table)?.set(number, name);
  for (const [table, oid, name] of rows.indexes ?? []) {
    const namespace = relations.get(table)?.namespace;
    if (namespace === undefined) return null;
    relations.set(oid, { table, namespace, name, columns: null });
  }
  for (const [oid, namespace, name, , , , , , , , table] of rows.sequences ?? []) {
    if (table === null || !relations.has(table)) return null;
    relations.set(oid, { table, namespace, name, columns: null });
  }
  return { relations, constraints: new Map((rows.constraints ?? []).map((row) => [row[17], row[0]])) };
}

/** Tables, and what changes nothing as long as no row of it does. */
const plainParts: ReadonlySet<string> = new Set([
  "namespaces",
  "extensions",
  "tables",
  "columns",
  "notNulls",
  "columnStorage",
  "types",
  "enums",
  "constraints",
  "indexes",
  "access",
  "classes",
  "collations",
  "sequences",
  // Only of what is not plain, and of enums in schemas.
  "dependencies",
] satisfies (keyof CatalogRows)[]);

/** The tables that are no longer what they were. */
export interface ChangedTables {
  /** Those to be read, new ones included. */
  readonly read: ReadonlySet<Oid>;
  /** Those that are gone. */
  readonly gone: ReadonlySet<Oid>;
}

/** What became of tables since what was known; null where that can't be told of tables alone. */
export function changedTables(known: Known, before: ChangedRows, now: ChangedRows): ChangedTables | null {
  if (!isOfTables(before) || !isOfTables(now) || !isUntouched(before, now)) return null;
  const there = new Set(now.relations);
  const read = new Set<Oid>();
  const changed = new Set<Oid>();
  for (const [oid, kind, namespace, name, table] of now.changed ?? []) {
    changed.add(oid);
    if (!tableKinds.has(kind)) return null;
    const was = known.relations.get(oid);
    if (!there.has(oid) && kind !== toast) return null;
    // Renamed or moved: what names it reads otherwise, wherever that is.
    if (was && (was.name !== name || was.namespace !== namespace)) return null;
    if (was) read.add(was.table);
    if (table !== null && there.has(table)) read.add(table);
    else if (kind !== toast) return null;
  }
  for (const oid of there) if (!known.relations.has(oid) && !changed.has(oid)) return null;
  const gone = new Set<Oid>();
  for (const [oid, { table }] of known.relations) {
    if (there.has(oid)) continue;
    if (oid === table) gone.add(oid);
    else read.add(table);
  }
  const constraints = new Set(now.constraints);
  for (const [oid, table] of known.constraints) if (!constraints.has(oid)) read.add(table);
  for (const oid of gone) read.delete(oid);
  return { read, gone };
}

/** A toast table may have options of its own; it lies in a schema of PostgreSQL's. */
const toast = "t";
const tableKinds: ReadonlySet<string> = new Set(["r", "i", "S", toast]);

/** Whether what a table is printed as is its own affair, as far as these rows tell. */
export function isOfTables({ elsewhere, rowTypes }: ChangedRows): boolean {
  return elsewhere === 0 && rowTypes === 0;
}

function isUntouched(before: ChangedRows, { others, age }: ChangedRows): boolean {
  return others.every(([rows, youngest], at) => rows === before.others[at]?.[0] && (youngest ?? Infinity) > age);
}

/** What is known once some tables were read again; null where one is not what it was by more than its own rows. */
export function knownAfter(known: Known, { read, gone }: ChangedTables, rows: CatalogRows): Known | null {
  // What foreign keys refer to beside the tables that were read.
  const elsewhere =
    rows.referenced?.filter(([oid]) => known.relations.get(oid)?.table !== oid || gone.has(oid)) ?? null;
  const part = knownOf({ ...rows, referenced: elsewhere });
  if (part === null) return null;
  const relations = new Map<Oid, KnownRelation>();
  for (const [oid, relation] of known.relations) {
    if (!read.has(relation.table) && !gone.has(relation.table)) relations.set(oid, relation);
  }
  for (const [oid, relation] of part.relations) {
    const was = known.relations.get(oid);
    if (was?.columns && [...was.columns].some(([number, name]) => (relation.columns?.get(number) ?? name) !== name)) {
      return null;
    }
    relations.set(oid, relation);
  }
  const constraints = new Map([...known.constraints].filter(([, table]) => !read.has(table) && !gone.has(table)));
  for (const [oid, table] of part.constraints) constraints.set(oid, table);
  return { relations, constraints };
}
