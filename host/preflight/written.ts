import { child, isNode, lastName, list, tableOf, text, texts } from "#host/preflight/nodes.ts";
import type { SqlNode } from "#host/sqlParser.ts";

/** What earlier statements of a run did: rows they may have put right, and the values of enums that they made. */
export class Written {
  readonly enums = new Map<string, readonly string[]>();
  readonly #tables = new Set<string>();
  readonly #filled = new Set<string>();
  readonly #alike = new Set<string>();
  /** Columns that came without a default: no row has a value in them. */
  readonly #empty = new Set<string>();
  readonly #made = new Set<string>();
  #all: boolean;

  /** `all` where nobody knows what was done to rows. */
  constructor(all: boolean) {
    this.#all = all;
  }

  note(node: string, fields: SqlNode): void {
    if (node === "CreateStmt" && isPlainTable(fields)) this.#made.add(tableOf(fields["relation"]));
    // Whatever has its name from now on, and what it is called itself.
    if (node === "RenameStmt") this.#made.clear();
    if (node === "CreateEnumStmt") this.enums.set(lastName(fields["typeName"]), texts(fields["vals"]));
    const target = ["InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"].includes(node) ? fields["relation"] : null;
    if (target !== null) this.#tables.add(tableOf(target));
    if (node === "UpdateStmt") this.#noteUpdate(tableOf(target), fields);
    if (node === "AlterTableStmt") this.#noteColumns(tableOf(fields["relation"]), fields);
    if (node === "TruncateStmt")
      for (const item of list(fields["relations"])) this.#tables.add(tableOf(child(item, "RangeVar")));
    // A function may do anything.
    if (["DoStmt", "SelectStmt", "CallStmt", "ExecuteStmt"].includes(node)) this.#all = true;
  }

  /** Every row has a value in it, whatever it held before. */
  isFilled(table: string, column: string): boolean {
    return this.#filled.has(keyOf(table, column));
  }

  /** Every row has the same value in it. */
  isAlike(table: string, column: string): boolean {
    return this.#alike.has(keyOf(table, column));
  }

  /** It is made by the run: what rows a table of its name holds before says nothing. */
  isMade(table: string): boolean {
    return this.#made.has(table);
  }

  mayHaveChanged(table: string): boolean {
    return this.#all || this.#tables.has(table);
  }

  #noteUpdate(table: string, fields: SqlNode): void {
    const written = list(fields["targetList"]).map((item) => keyOf(table, text(child(item, "ResTarget")["name"])));
    const alike = columnsFilled(fields).flatMap(({ column, everywhere }) => {
      const key = keyOf(table, column);
      return everywhere || this.#empty.has(key) ? [key] : [];
    });
    for (const key of written) for (const keys of [this.#filled, this.#alike, this.#empty]) keys.delete(key);
    for (const { column } of columnsFilled(fields)) this.#filled.add(keyOf(table, column));
    for (const key of alike) this.#alike.add(key);
  }

  #noteColumns(table: string, fields: SqlNode): void {
    for (const item of list(fields["cmds"])) {
      const command = child(item, "AlterTableCmd");
      if (command["subtype"] !== "AT_AddColumn") continue;
      const column = child(child(command, "def"), "ColumnDef");
      const key = keyOf(table, text(column["colname"]));
      const constraints = list(column["constraints"]).map((each) => child(each, "Constraint"));
      const named = constraints.find(({ contype }) => contype === "CONSTR_DEFAULT");
      if (named && isConstant(named["raw_expr"])) this.#alike.add(key);
      const comes = constraints.some(({ contype }) =>
        ["CONSTR_DEFAULT", "CONSTR_IDENTITY", "CONSTR_GENERATED"].includes(text(contype)),
      );
      if (!comes && !isCounted(column)) this.#empty.add(key);
    }
  }
}

/** One that comes without rows, and is not there already. */
function isPlainTable(fields: SqlNode): boolean {
  return fields["if_not_exists"] !== true && fields["inhRelations"] === undefined && fields["partspec"] === undefined;
}

/** A type that brings its own default: `serial`. */
export function isCounted(column: SqlNode): boolean {
  return /^(small|big)?serial$/.test(lastName(child(column, "typeName")["names"]));
}

function keyOf(table: string, column: string): string {
  return JSON.stringify([table, column]);
}

/** The columns that an UPDATE gives a constant to, in all rows or in those without a value. */
function columnsFilled(update: SqlNode): readonly { readonly column: string; readonly everywhere: boolean }[] {
  const where = child(child(update, "whereClause"), "NullTest");
  const asked = texts(child(child(where, "arg"), "ColumnRef")["fields"]).at(-1);
  const everywhere = update["whereClause"] === undefined;
  if (update["fromClause"] !== undefined || !(everywhere || where["nulltesttype"] === "IS_NULL")) return [];
  return list(update["targetList"]).flatMap((item) => {
    const { name, val, indirection } = child(item, "ResTarget");
    const column = text(name);
    const takes = indirection === undefined && isConstant(val) && (everywhere || column === asked);
    return takes ? [{ column, everywhere }] : [];
  });
}

/** It has a value in every row; nothing else is known to. */
function isConstant(value: unknown): boolean {
  const cast = child(value, "TypeCast");
  if (Object.keys(cast).length > 0) return isConstant(cast["arg"]);
  const constant = isNode(value) ? value["A_Const"] : undefined;
  return isNode(constant) && constant["isnull"] !== true;
}
