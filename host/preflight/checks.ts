import { quoteIdentifier, quoteLiteral } from "#engine/index.ts";
import type { DataCheck, DataCheckKind } from "#host/preflight/dataCheck.ts";
import { isPlainCast } from "#host/preflight/conversions.ts";
import { child, lastName, list, tableOf, text, texts } from "#host/preflight/nodes.ts";
import { after, alterCommands, listItems, parenthesized } from "#host/preflight/pieces.ts";
import { isCounted, Written } from "#host/preflight/written.ts";
import type { PlacedStatement } from "#host/runner/statementFailure.ts";
import type { SqlNode, SqlParser } from "#host/sqlParser.ts";

/**
 * What the statements of a run take for granted about rows, in their order. `hasCode` where the run holds TypeScript, of
 * which nobody knows what it does to rows.
 */
export function dataChecks(
  statements: readonly PlacedStatement[],
  { parse, hasCode }: { readonly parse: SqlParser; readonly hasCode: boolean },
): readonly DataCheck[] {
  const written = new Written(hasCode);
  return statements.flatMap((statement) => {
    const found = (parse(statement.sql) ?? []).flatMap(({ node, fields }) => {
      const checks = readers[node]?.({ statement, fields, written }) ?? [];
      written.note(node, fields);
      return checks;
    });
    return found;
  });
}

interface Reading {
  readonly statement: PlacedStatement;
  readonly fields: SqlNode;
  readonly written: Written;
}

const readers: Readonly<Record<string, (reading: Reading) => readonly DataCheck[]>> = {
  AlterTableStmt: alterTable,
  IndexStmt: uniqueIndex,
};

function alterTable({ statement, fields, written }: Reading): readonly DataCheck[] {
  if (fields["objtype"] !== "OBJECT_TABLE") return [];
  const table = tableOf(fields["relation"]);
  if (written.isMade(table)) return [];
  const commands = list(fields["cmds"]).map((item) => child(item, "AlterTableCmd"));
  const pieces = alterCommands(statement.sql);
  const known = pieces.length === commands.length;
  const certain = !written.mayHaveChanged(table);
  const source = written.source(table);
  return commands.flatMap((command, index): readonly DataCheck[] => {
    const piece = known ? (pieces[index] ?? null) : null;
    const make = maker({ statement, table, certain });
    const column = text(command["name"]);
    const definition = child(command, "def");
    switch (command["subtype"]) {
      case "AT_SetNotNull":
        if (written.isFilled(table, column)) return [];
        return [make("nulls", [column], `FROM ${source} t WHERE t.${quoteIdentifier(column)} IS NULL`)];
      case "AT_AddColumn":
        return addColumn(child(definition, "ColumnDef"), make, source);
      case "AT_AddConstraint":
        return addConstraint(child(definition, "Constraint"), { make, table, source, piece, written });
      case "AT_AlterColumnType":
        return retype(column, child(definition, "ColumnDef"), { make, source, piece, enums: written.enums });
      default:
        return [];
    }
  });
}

type Make = (kind: DataCheckKind, columns: readonly string[], rows: string, cast?: string | null) => DataCheck;

function maker({
  statement,
  table,
  certain,
}: {
  readonly statement: PlacedStatement;
  readonly table: string;
  readonly certain: boolean;
}): Make {
  const shown = table.replaceAll('"', "");
  return (kind, columns, rows, cast = null) => {
    const [only = "", ...more] = columns;
    const object =
      columns.length === 0 ? shown : more.length === 0 ? `${shown}.${only}` : `${shown} (${columns.join(", ")})`;
    return { kind, statement, table, object, rows, cast, references: null, constraint: null, certain };
  };
}

function addColumn(column: SqlNode, make: Make, source: string): readonly DataCheck[] {
  const constraints = list(column["constraints"]).map((item) => child(item, "Constraint"));
  const has = (...types: readonly string[]) => constraints.some(({ contype }) => types.includes(text(contype)));
  const comes = has("CONSTR_DEFAULT", "CONSTR_IDENTITY", "CONSTR_GENERATED") || isCounted(column);
  if (comes || !has("CONSTR_NOTNULL", "CONSTR_PRIMARY")) return [];
  return [make("missing", [text(column["colname"])], `FROM ${source} t`)];
}

interface Around {
  readonly make: Make;
  /** What to select its rows from, which may be called otherwise before the run. */
  readonly source: string;
  /** The command as written; null where it could not be cut out. */
  readonly piece: string | null;
}

/** Which table it is, by its name by now, and what was done before. */
interface Of extends Pick<Reading, "written"> {
  readonly table: string;
}

function addConstraint(
  constraint: SqlNode,
  { make, table, source, piece, written }: Around & Of,
): readonly DataCheck[] {
  if (constraint["skip_validation"] === true || text(constraint["indexname"]) !== "") return [];
  const keys = texts(constraint["keys"]);
  switch (constraint["contype"]) {
    case "CONSTR_CHECK": {
      const condition = piece === null ? null : parenthesized(piece, /^check$/i);
      if (condition === null) return [];
      const named = text(constraint["conname"]) || `(${condition.replaceAll(/\s+/g, " ")})`;
      return [{ ...make("violations", [], `FROM ${source} t WHERE (${condition}) IS FALSE`), constraint: named }];
    }
    case "CONSTR_NOTNULL":
      return keys.map((column) =>
        make("nulls", [column], `FROM ${source} t WHERE t.${quoteIdentifier(column)} IS NULL`),
      );
    case "CONSTR_PRIMARY": {
      const nulls = keys.map((column) => `t.${quoteIdentifier(column)} IS NULL`).join(" OR ");
      return [
        make("nulls", keys, `FROM ${source} t WHERE ${nulls}`),
        duplicates(columnKeys(keys), { make, table, written, nullsCount: false }),
      ];
    }
    case "CONSTR_UNIQUE":
      return [
        duplicates(columnKeys(keys), { make, table, written, nullsCount: constraint["nulls_not_distinct"] === true }),
      ];
    case "CONSTR_FOREIGN":
      return orphans(constraint, { make, source, written });
    default:
      return [];
  }
}

interface Duplicates extends Of {
  readonly make: Make;
  readonly nullsCount: boolean;
  readonly where?: string | null;
}

interface Key {
  /** The column; what stands for it where the key is an expression. */
  readonly shown: string;
  readonly sql: string;
}

function columnKeys(columns: readonly string[]): readonly Key[] {
  return columns.map((column) => ({ shown: column, sql: quoteIdentifier(column) }));
}

function duplicates(keys: readonly Key[], { make, table, written, nullsCount, where = null }: Duplicates): DataCheck {
  // An expression may name the table.
  const source = written.source(table) === table ? table : `${written.source(table)} AS ${lastPart(table)}`;
  // What the run itself gives one value in all rows tells none of them apart, and may not be there yet.
  const telling = where === null ? keys.filter(({ shown }) => !written.isAlike(table, shown)) : keys;
  const own = telling.map(({ sql }) => sql);
  const filter = [
    ...(where === null ? [] : [`(${where})`]),
    ...(nullsCount ? [] : own.map((column) => `${column} IS NOT NULL`)),
  ];
  // Whoever reads the rows reads this name too, and no column of the table may have it.
  const alike = quoteIdentifier("rows alike");
  const counted = `count(*) OVER (${own.length === 0 ? "" : `PARTITION BY ${own.join(", ")}`}) AS ${alike}`;
  const from = `FROM (SELECT *, ${counted} FROM ${source}${filter.length > 0 ? ` WHERE ${filter.join(" AND ")}` : ""}) t WHERE t.${alike} > 1`;
  return make(
    "duplicates",
    keys.map(({ shown }) => shown),
    from,
  );
}

/** Of a qualified name its last, as SQL writes it. */
function lastPart(name: string): string {
  return /(?:"(?:[^"]|"")*"|[^".]+)$/.exec(name)?.[0] ?? name;
}

function orphans(
  constraint: SqlNode,
  { make, source, written }: Omit<Around, "piece"> & Pick<Reading, "written">,
): readonly DataCheck[] {
  const own = texts(constraint["fk_attrs"]);
  const target = tableOf(constraint["pktable"]);
  const theirs = texts(constraint["pk_attrs"]);
  const set = own.map((column) => `t.${quoteIdentifier(column)} IS NOT NULL`).join(" AND ");
  if (written.isMade(target)) {
    return written.mayHaveChanged(target) ? [] : [make("orphans", own, `FROM ${source} t WHERE ${set}`)];
  }
  if (theirs.length === 0) {
    // The primary key is meant: which columns that are, the database knows.
    return [
      { ...make("orphans", own, `FROM ${source} t WHERE ${set}`), references: { table: written.today(target), own } },
    ];
  }
  return [make("orphans", own, `FROM ${source} t WHERE ${set} AND ${noMatch(written.source(target), own, theirs)}`)];
}

/** No row of `target` has what row `t` refers to. */
export function noMatch(target: string, own: readonly string[], theirs: readonly string[]): string {
  const same = theirs.map((column, index) => `p.${quoteIdentifier(column)} = t.${quoteIdentifier(own[index] ?? "")}`);
  return `NOT EXISTS (SELECT FROM ${target} p WHERE ${same.join(" AND ")})`;
}

function uniqueIndex({ statement, fields, written }: Reading): readonly DataCheck[] {
  if (fields["unique"] !== true) return [];
  const table = tableOf(fields["relation"]);
  if (written.isMade(table)) return [];
  const elements = list(fields["indexParams"]).map((item) => child(item, "IndexElem"));
  const items = listItems(parenthesized(statement.sql, /^on$/i) ?? "");
  if (elements.length !== items.length) return [];
  const keys = elements.map((element, index): Key => {
    const name = text(element["name"]);
    if (name !== "") return { shown: name, sql: quoteIdentifier(name) };
    const expression = (items[index] ?? "").replace(/(\s+(asc|desc|nulls\s+(first|last)))+$/i, "");
    return { shown: expression, sql: expression };
  });
  // Its class or collation decides what is the same, and is not asked about.
  if (elements.some((element) => element["opclass"] !== undefined || element["collation"] !== undefined)) return [];
  const make = maker({ statement, table, certain: !written.mayHaveChanged(table) });
  const where = fields["whereClause"] === undefined ? null : after(statement.sql, /^where$/i);
  return [duplicates(keys, { make, table, written, where, nullsCount: fields["nulls_not_distinct"] === true })];
}

interface Retyping extends Around {
  readonly enums: ReadonlyMap<string, readonly string[]>;
}

function retype(name: string, definition: SqlNode, { make, source, piece, enums }: Retyping): readonly DataCheck[] {
  if (piece === null) return [];
  const column = quoteIdentifier(name);
  const typeName = child(definition, "typeName");
  const type = lastName(typeName["names"]);
  const values = list(typeName["arrayBounds"]).length > 0 ? undefined : enums.get(type);
  const using = after(piece, /^using$/i);
  if (values !== undefined) {
    // Only a plain cast keeps the names of values; anything else says itself what becomes of them.
    const plain = using !== null && isPlainCast(using, name);
    const kept = values.map(quoteLiteral).join(", ");
    return plain
      ? [make("casts", [name], `FROM ${source} t WHERE t.${column}::text <> ALL (ARRAY[${kept}]::text[])`)]
      : [];
  }
  const written = writtenType(piece);
  if (written === null) return [];
  const [, length] = /^(?:character varying|varchar|character|char)\s*\((\d+)\)$/i.exec(written) ?? [];
  // Without USING a text that is too long is refused, not cut; what is blank beyond the length does not count.
  if (using === null && length !== undefined) {
    return [make("casts", [name], `FROM ${source} t WHERE length(rtrim(t.${column}::text)) > ${Number(length)}`)];
  }
  return [make("casts", [name], `FROM ${source} t`, `(${using ?? column})::${written}`)];
}

/** The type as it is written in `ALTER COLUMN c [SET DATA] TYPE type [COLLATE c] [USING …]`. */
function writtenType(piece: string): string | null {
  const rest = after(piece, /^type$/i);
  if (rest === null) return null;
  const using = after(rest, /^using$/i);
  const head = using === null ? rest : rest.slice(0, rest.length - using.length).replace(/using\s*$/i, "");
  return head.replace(/\bcollate\b.*$/is, "").trim() || null;
}
