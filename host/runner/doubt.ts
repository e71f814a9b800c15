import { type QualifiedName, quoteIdentifier, quoteLiteralAnywhere as quote } from "#engine/index.ts";
import type { Connection } from "#host/connection.ts";
import type { PlacedStatement } from "#host/runner/statementFailure.ts";
import type { EarlierRun, StepRun } from "#host/runner/step.ts";
import { loadSqlParser, type ParsedStatement, type SqlNode } from "#host/sqlParser.ts";

/** Whether a statement ran is not known, and can't be seen in the catalog. */
export class DoubtError extends Error {
  readonly statement: PlacedStatement;

  constructor(statement: PlacedStatement) {
    super("in doubt");
    this.statement = statement;
  }
}

/**
 * What to do with the statement outside of transactions that an earlier run stopped at. What it left half made is taken
 * away first: the invalid index that it names, and nothing else. Rejects with a DoubtError where only a person can tell.
 */
export async function settleDoubt(
  { connection, options, step }: StepRun,
  statement: PlacedStatement,
  { state }: EarlierRun,
): Promise<"run" | "done"> {
  const killed = state === "running";
  const [parsed] = (await loadSqlParser())(statement.sql) ?? [];
  const index = parsed && createdIndex(parsed);
  if (index) {
    const found = await findIndex(connection, index);
    if (found === null) return "run";
    if (found.isValid) return killed ? "done" : "run";
    const name = `${quoteIdentifier(found.schema)}.${quoteIdentifier(found.name)}`;
    options.report({ message: `${step.id}: dropping the invalid index ${found.name}`, done: null, total: null });
    await connection.rows(`DROP INDEX CONCURRENTLY ${name}`);
    return "run";
  }
  for (const left of parsed ? await leftOfReindexing(connection, parsed) : []) {
    options.report({ message: `${step.id}: dropping the invalid index ${left.name}`, done: null, total: null });
    await connection.rows(`DROP INDEX CONCURRENTLY IF EXISTS ${written(left)}`);
  }
  const dropped = parsed && droppedIndex(parsed);
  if (dropped) return killed && !(await exists(connection, dropped)) ? "done" : "run";
  const detached = parsed && detachedPartition(parsed);
  if (detached) return settleDetaching(connection, detached, { killed });
  if (!killed || (parsed && repeatable.has(parsed.node)) || options.doubt === "retry") return "run";
  if (options.doubt === "skip") return "done";
  throw new DoubtError(statement);
}

/** The invalid indexes that a statement with CONCURRENTLY left when it failed, as people write them. */
export async function invalidIndexesLeft(connection: Connection, { sql }: PlacedStatement): Promise<readonly string[]> {
  const [parsed] = (await loadSqlParser())(sql) ?? [];
  if (!parsed) return [];
  const created = createdIndex(parsed);
  const dropped = droppedIndex(parsed);
  const found = created
    ? [await findIndex(connection, created)]
    : dropped
      ? await invalidIndexes(connection, `c.oid = to_regclass(${quote(written(dropped))})`)
      : await leftOfReindexing(connection, parsed);
  return found.flatMap((index) => (index && !index.isValid ? [`${index.schema}.${index.name}`] : []));
}

/** The index that a `CREATE INDEX CONCURRENTLY` names; null for any other statement. */
export async function createdIndexName(sql: string): Promise<string | null> {
  const [parsed] = (await loadSqlParser())(sql) ?? [];
  return (parsed && createdIndex(parsed)?.name) ?? null;
}

interface Relation {
  /** Null: found by the search path. */
  readonly schema: string | null;
  readonly name: string;
}

/** The index that a `DROP INDEX CONCURRENTLY` names; null for any other statement. */
export async function droppedIndexName(sql: string): Promise<string | null> {
  const [parsed] = (await loadSqlParser())(sql) ?? [];
  return (parsed && droppedIndex(parsed)?.name) ?? null;
}

/** Twice is as good as once. */
const repeatable: ReadonlySet<string> = new Set([
  ...["VacuumStmt", "ReindexStmt", "ClusterStmt", "RefreshMatViewStmt", "CheckPointStmt"],
  ...["VariableSetStmt", "AlterSystemStmt", "AlterDatabaseSetStmt", "AlterDatabaseStmt", "DiscardStmt"],
]);

function createdIndex({ node, fields }: ParsedStatement): { readonly name: string; readonly table: Relation } | null {
  const { concurrent, idxname, relation } = fields;
  if (node !== "IndexStmt" || concurrent !== true || typeof idxname !== "string") return null;
  return { name: idxname, table: relationOf(relation as SqlNode) };
}

function droppedIndex({ node, fields }: ParsedStatement): Relation | null {
  if (node !== "DropStmt" || fields["concurrent"] !== true || fields["removeType"] !== "OBJECT_INDEX") return null;
  const [object] = fields["objects"] as readonly { readonly List: { readonly items: readonly SqlNode[] } }[];
  const names = (object?.List.items ?? []).map((item) => (item["String"] as { readonly sval: string }).sval);
  const name = names.at(-1);
  return name === undefined ? null : { schema: names.at(-2) ?? null, name };
}

function detachedPartition({ node, fields }: ParsedStatement) {
  if (node !== "AlterTableStmt") return null;
  const [command] = fields["cmds"] as readonly { readonly AlterTableCmd: SqlNode }[];
  const { subtype, def } = command?.AlterTableCmd ?? {};
  if (subtype !== "AT_DetachPartition") return null;
  const { name } = (def as { readonly PartitionCmd: { readonly name: SqlNode } }).PartitionCmd;
  return { parent: relationOf(fields["relation"] as SqlNode), partition: relationOf(name) };
}

function relationOf({ schemaname, relname }: SqlNode): Relation {
  return { schema: typeof schemaname === "string" ? schemaname : null, name: String(relname) };
}

/** PostgreSQL manual, "REINDEX": what a concurrent one that failed leaves is named `_ccnew` or `_ccold`, and may be dropped. */
function leftOfReindexing(connection: Connection, { node, fields }: ParsedStatement) {
  const { relation, params } = fields;
  if (node !== "ReindexStmt" || relation === undefined || params === undefined) return Promise.resolve([]);
  const table = `to_regclass(${quote(written(relationOf(relation as SqlNode)))})`;
  const isOfIt = `i.indrelid = coalesce((SELECT indrelid FROM pg_index WHERE indexrelid = ${table}), ${table})`;
  return invalidIndexes(connection, `${isOfIt} AND c.relname ~ '_cc(new|old)[0-9]*$'`);
}

async function invalidIndexes(connection: Connection, condition: string): Promise<readonly FoundIndex[]> {
  const rows = await connection.rows<[string, string]>(`
    SELECT n.nspname::text, c.relname::text
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT i.indisvalid AND ${condition} ORDER BY c.relname`);
  return rows.map(([schema, name]) => ({ schema, name, isValid: false }));
}

type FoundIndex = QualifiedName & { readonly isValid: boolean };

/** An index lies in the schema of its table. */
async function findIndex(
  connection: Connection,
  { name, table }: { readonly name: string; readonly table: Relation },
): Promise<FoundIndex | null> {
  const [row] = await connection.rows<[string, boolean]>(`
    SELECT n.nspname::text, i.indisvalid
    FROM pg_class t JOIN pg_class c ON c.relnamespace = t.relnamespace JOIN pg_index i ON i.indexrelid = c.oid
      JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE t.oid = to_regclass(${quote(written(table))}) AND c.relname = ${quote(name)} AND i.indrelid = t.oid`);
  if (!row) return null;
  const [schema, isValid] = row;
  return { schema, name, isValid };
}

async function exists(connection: Connection, relation: Relation): Promise<boolean> {
  const [row] = await connection.rows<[boolean]>(`SELECT to_regclass(${quote(written(relation))}) IS NOT NULL`);
  return row?.[0] === true;
}

/** Interrupted, it leaves the partition half detached, and PostgreSQL takes nothing but FINALIZE. */
async function settleDetaching(
  connection: Connection,
  { parent, partition }: { readonly parent: Relation; readonly partition: Relation },
  { killed }: { readonly killed: boolean },
): Promise<"run" | "done"> {
  const [row] = await connection.rows<[boolean]>(`
    SELECT inhdetachpending FROM pg_inherits
    WHERE inhparent = to_regclass(${quote(written(parent))}) AND inhrelid = to_regclass(${quote(written(partition))})`);
  if (!row) return killed ? "done" : "run";
  const [isPending] = row;
  if (!isPending) return "run";
  await connection.rows(`ALTER TABLE ${written(parent)} DETACH PARTITION ${written(partition)} FINALIZE`);
  return "done";
}

function written({ schema, name }: Relation): string {
  return schema === null ? quoteIdentifier(name) : `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}
