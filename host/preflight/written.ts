import { child, isNode, lastName, list, tableOf, text, texts } from "#host/preflight/nodes.ts";
import { TableState } from "#host/preflight/tableState.ts";
import type { SqlNode } from "#host/sqlParser.ts";

/** What earlier statements of a run did: to tables and their rows, by the names that they have by now, and to enums. */
export class Written {
  readonly enums = new Map<string, readonly string[]>();
  readonly #tables = new Map<string, TableState>();
  #all: boolean;

  /** `all` where nobody knows what was done to rows. */
  constructor(all: boolean) {
    this.#all = all;
  }

  note(node: string, fields: SqlNode): void {
    if (node === "CreateStmt" && isPlainTable(fields)) {
      this.#tables.set(tableOf(fields["relation"]), new TableState(null));
    }
    if (node === "RenameStmt") this.#noteRename(fields);
    if (node === "AlterObjectSchemaStmt" && fields["objectType"] === "OBJECT_TABLE") {
      this.#move(fields["relation"], { schemaname: text(fields["newschema"]) });
    }
    if (node === "CreateEnumStmt") this.enums.set(lastName(fields["typeName"]), texts(fields["vals"]));
    const target = ["InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"].includes(node) ? fields["relation"] : null;
    if (target !== null) this.#state(tableOf(target)).changed = true;
    if (node === "UpdateStmt") this.#noteUpdate(this.#state(tableOf(target)), fields);
    if (node === "AlterTableStmt") this.#noteColumns(this.#state(tableOf(fields["relation"])), fields);
    if (node === "TruncateStmt")
      for (const item of list(fields["relations"])) this.#state(tableOf(child(item, "RangeVar"))).changed = true;
    // A function may do anything.
    if (["DoStmt", "SelectStmt", "CallStmt", "ExecuteStmt"].includes(node)) this.#all = true;
  }

  /** Every row has a value in it, whatever it held before. */
  isFilled(table: string, column: string): boolean {
    return this.#tables.get(table)?.filled.has(column) ?? false;
  }

  /** Every row has the same value in it. */
  isAlike(table: string, column: string): boolean {
    return this.#tables.get(table)?.alike.has(column) ?? false;
  }

  /** It is made by the run: what rows a table of its name holds before says nothing. */
  isMade(table: string): boolean {
    return this.#tables.get(table)?.isMade ?? false;
  }

  mayHaveChanged(table: string): boolean {
    return this.#all || (this.#tables.get(table)?.changed ?? false);
  }

  /** What to select from before the run for the rows of a table, with the names that its columns have by now. */
  source(table: string): string {
    return this.#tables.get(table)?.source(table) ?? table;
  }

  /** What SQL calls a table before the run. */
  today(table: string): string {
    return this.#tables.get(table)?.today(table) ?? table;
  }

  #state(table: string): TableState {
    const state = this.#tables.get(table) ?? new TableState(table);
    this.#tables.set(table, state);
    return state;
  }

  #noteRename(fields: SqlNode): void {
    const to = text(fields["newname"]);
    if (fields["renameType"] === "OBJECT_TABLE") {
      this.#move(fields["relation"], { relname: to });
    } else if (fields["renameType"] === "OBJECT_COLUMN" && fields["relationType"] === "OBJECT_TABLE") {
      this.#state(tableOf(fields["relation"])).renameColumn(text(fields["subname"]), to);
    } else if (fields["renameType"] === "OBJECT_TYPE") {
      const from = texts(child(fields["object"], "List")["items"]).at(-1) ?? "";
      const values = this.enums.get(from);
      this.enums.delete(from);
      if (values) this.enums.set(to, values);
    } else if (fields["renameType"] === "OBJECT_SCHEMA") {
      // Whatever has its name from now on, and what it is called itself.
      this.#tables.clear();
    }
  }

  /** A table has another name from now on. */
  #move(relation: unknown, changed: SqlNode): void {
    const from = tableOf(relation);
    const state = this.#state(from);
    this.#tables.delete(from);
    const fields = child(relation, "RangeVar");
    const named = Object.keys(fields).length > 0 ? fields : isNode(relation) ? relation : {};
    this.#tables.set(tableOf({ ...named, ...changed }), state);
  }

  #noteUpdate(state: TableState, fields: SqlNode): void {
    const written = list(fields["targetList"]).map((item) => text(child(item, "ResTarget")["name"]));
    const alike = columnsFilled(fields).flatMap(({ column, everywhere }) =>
      everywhere || state.empty.has(column) ? [column] : [],
    );
    for (const column of written) for (const set of [state.filled, state.alike, state.empty]) set.delete(column);
    for (const { column } of columnsFilled(fields)) state.filled.add(column);
    for (const column of alike) state.alike.add(column);
  }

  #noteColumns(state: TableState, fields: SqlNode): void {
    for (const item of list(fields["cmds"])) {
      const command = child(item, "AlterTableCmd");
      if (command["subtype"] === "AT_DropColumn") state.dropColumn(text(command["name"]));
      if (command["subtype"] !== "AT_AddColumn") continue;
      const column = child(child(command, "def"), "ColumnDef");
      const name = text(column["colname"]);
      state.addColumn(name);
      const constraints = list(column["constraints"]).map((each) => child(each, "Constraint"));
      const named = constraints.find(({ contype }) => contype === "CONSTR_DEFAULT");
      if (named && isConstant(named["raw_expr"])) state.alike.add(name);
      const comes = constraints.some(({ contype }) =>
        ["CONSTR_DEFAULT", "CONSTR_IDENTITY", "CONSTR_GENERATED"].includes(text(contype)),
      );
      if (!comes && !isCounted(column)) state.empty.add(name);
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
