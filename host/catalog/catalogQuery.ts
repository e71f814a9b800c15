import { quoteLiteral } from "#engine/index.ts";
import { assetText } from "#host/assets.ts";
import type { CatalogRows, Oid } from "#host/catalog/catalogRows.ts";
import type { ChangedRows } from "#host/catalog/changedRows.ts";
import { preparedRows } from "#host/catalog/preparedQuery.ts";
import { versionParts } from "#host/catalog/versions.ts";
import type { Connection } from "#host/connection.ts";

export interface CatalogOptions {
  /** The PostgreSQL schemas to read; those that don't exist are left out. */
  readonly schemas: readonly string[];
  /** What counts as nothing: `schema.name`, with `*` for any text. */
  readonly exclude?: readonly string[];
  /** Owners and privileges too. */
  readonly grants?: boolean;
}

/** The rows of one reading. */
export async function queryCatalog(
  connection: Connection,
  { schemas, grants = false }: CatalogOptions,
  { within = null }: { readonly within?: "a transaction" | null } = {},
): Promise<CatalogRows> {
  const privileges = grants ? assetText("catalog/privileges.sql") : "NULL";
  const defaultPrivileges = grants ? assetText("catalog/defaultPrivileges.sql") : "NULL";
  const query = filledIn(connection, schemas, [
    [":objects", assetText("catalog/objects.sql")],
    [":beside", assetText("catalog/beside.sql")],
    [":privileges", privileges],
    [":defaultPrivileges", defaultPrivileges],
    [":within", ""],
  ]);
  // The planner takes the parts of the query for small, whatever their size, and the whole for one that is worth compiling:
  // where PostgreSQL can (Debian's does by default) that took twenty seconds, and the query itself a tenth of one.
  const settings = `${assetText("catalog/settings.sql")}SET LOCAL enable_nestloop = off;\nSET LOCAL jit = off;\n`;
  // Sent as one text, they are one transaction, and one round trip.
  const rows =
    within === null
      ? await preparedRows<[string]>(connection, query, { first: snapshot + settings })
      : await connection.rows<[string]>(settings + query);
  return inRows(JSON.parse(answerOf(rows)) as ByColumn);
}

/**
 * The rows of some tables, and of what all of them share: types, enums, extensions. Objects that are no part of a table
 * are left out. What a foreign key refers to is `referenced`, unless it is one of the tables.
 */
export async function queryTables(
  connection: Connection,
  { schemas }: Pick<CatalogOptions, "schemas">,
  tables: ReadonlySet<Oid>,
): Promise<CatalogRows> {
  const query = filledIn(connection, schemas, [
    [":objects", ""],
    [":within", assetText("catalog/within.sql")],
  ]);
  // Here the parts are small indeed.
  const settings = `${assetText("catalog/settings.sql")}SET LOCAL retort.tables = ${quoteLiteral(`{${[...tables].join(",")}}`)};\n`;
  const rows = await preparedRows<[string]>(connection, query, { first: snapshot + settings });
  return inRows(JSON.parse(answerOf(rows)) as ByColumn);
}

/** What was written to the catalogs since a transaction; since now where that is null. */
export async function queryChanged(
  connection: Connection,
  { schemas }: Pick<CatalogOptions, "schemas">,
  since: string | null,
): Promise<ChangedRows> {
  const query = assetText("catalog/changed.sql").replaceAll(":schemas", () => namesOf(schemas));
  const settings = `SET LOCAL search_path = '';\nSET LOCAL retort.since = ${quoteLiteral(since ?? "")};\n`;
  return JSON.parse(
    answerOf(await preparedRows<[string]>(connection, query, { first: snapshot + settings })),
  ) as ChangedRows;
}

function filledIn(
  { version }: Connection,
  schemas: readonly string[],
  parts: readonly (readonly [place: string, text: string])[],
): string {
  let query = assetText("catalog/catalog.sql");
  for (const [place, text] of [...parts, ...versionParts(version)]) query = query.replaceAll(place, () => text);
  // The last to be filled in: names can hold anything.
  return query.replaceAll(":schemas", () => namesOf(schemas));
}

function namesOf(schemas: readonly string[]): string {
  return `ARRAY[${schemas.map(quoteLiteral).join(", ")}]::text[]`;
}

function answerOf([row]: readonly [string][]): string {
  if (row === undefined) throw new Error("The catalog answered nothing.");
  return row[0];
}

/** What every table has many of, which the query sends column by column. */
type ManyRows = "tables" | "columns" | "constraints" | "indexes" | "sequences";
type ByColumn = Omit<CatalogRows, ManyRows> & Readonly<Record<ManyRows, readonly (readonly unknown[] | null)[]>>;

function inRows(read: ByColumn): CatalogRows {
  const rows = <Row>(columns: readonly (readonly unknown[] | null)[]): Row[] =>
    (columns[0] ?? []).map((_, at) => columns.map((column) => column?.[at]) as Row);
  return {
    ...read,
    tables: rows(read.tables),
    columns: rows(read.columns),
    constraints: rows(read.constraints),
    indexes: rows(read.indexes),
    sequences: rows(read.sequences),
  };
}

const snapshot = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;\n";
