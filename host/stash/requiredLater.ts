import { type QualifiedName, quoteIdentifier, quoteName } from "#engine/index.ts";
import type { SqlNode, SqlParser } from "#host/sqlParser.ts";

/** A statement that adds required columns, in two: between them the columns' values can come. */
export interface RequiredLater {
  /** The statement, whose columns need no value yet. */
  readonly add: string;
  readonly require: string;
}

/** A column whose values wait. */
export interface Awaited {
  readonly table: QualifiedName;
  readonly column: string | null;
}

/**
 * `ALTER TABLE … ADD COLUMN … NOT NULL` taken apart for those columns whose values are `awaited`. Null for any other
 * statement, and for one with which that can't be done.
 */
export function requiredLater(sql: string, parse: SqlParser, awaited: readonly Awaited[]): RequiredLater | null {
  const [statement, ...more] = parse(sql) ?? [];
  if (statement?.node !== "AlterTableStmt" || more.length > 0) return null;
  const { schemaname = null, relname = "" } = statement.fields["relation"] as {
    readonly schemaname?: string;
    readonly relname?: string;
  };
  // Without a schema it is the one of unqualified names, which the stash spells out.
  const isMeant = ({ table, column }: Awaited, name: string) =>
    column === name && table.name === relname && (schemaname === null || schemaname === table.schema);
  const required = (statement.fields["cmds"] as readonly SqlNode[]).flatMap((command) => {
    const { name, notNull } = addedColumn(command);
    return notNull !== null && awaited.some((one) => isMeant(one, name)) ? [{ name, notNull }] : [];
  });
  const add = withoutMarks(
    sql,
    required.map(({ notNull }) => notNull),
  );
  if (required.length === 0 || add === null) return null;
  const table = schemaname === null ? quoteIdentifier(relname) : quoteName({ schema: schemaname, name: relname }, "");
  const each = required.map(({ name }) => `ALTER COLUMN ${quoteIdentifier(name)} SET NOT NULL`);
  return { add, require: `ALTER TABLE ${table} ${each.join(", ")}` };
}

/** The column that a command of ALTER TABLE adds, and where in bytes its NOT NULL stands; null where it has none. */
function addedColumn(command: SqlNode): { readonly name: string; readonly notNull: number | null } {
  const { subtype, def } = command["AlterTableCmd"] as { readonly subtype?: string; readonly def?: SqlNode };
  if (subtype !== "AT_AddColumn") return { name: "", notNull: null };
  const { colname, constraints = [] } = def?.["ColumnDef"] as {
    readonly colname: string;
    readonly constraints?: readonly { readonly Constraint?: SqlNode }[];
  };
  const found = constraints.find(({ Constraint: one }) => one?.["contype"] === "CONSTR_NOTNULL");
  return { name: colname, notNull: found ? Number(found.Constraint?.["location"]) : null };
}

/** Blanks in place of each NOT NULL, which the parser places in bytes; null where something else stands there. */
function withoutMarks(sql: string, marks: readonly number[]): string | null {
  const bytes = Buffer.from(sql);
  for (const at of marks) {
    const words = /^not\s+null\b/i.exec(bytes.toString("latin1", at))?.[0];
    if (words === undefined) return null;
    bytes.fill(" ", at, at + words.length);
  }
  return bytes.toString();
}
