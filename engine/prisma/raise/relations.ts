import { sortedBy } from "#engine/core/compare.ts";
import { foreignKeyName } from "#engine/prisma/lower/names.ts";
import { findJoin, type JoinedTables } from "#engine/prisma/raise/joinTables.ts";
import { freeName, type RaisedNames } from "#engine/prisma/raise/names.ts";
import type { RaisedAttribute, RaisedField } from "#engine/prisma/raise/raised.ts";
import { raiseType } from "#engine/prisma/raise/types.ts";
import type { ForeignKey, ReferentialAction, Schema, Table } from "#engine/schema/model.ts";
import { nameKey } from "#engine/schema/name.ts";

export interface RaisedRelations {
  /** The relation fields of each table's model, by the table's key. */
  readonly fields: ReadonlyMap<string, readonly RaisedField[]>;
  /** Tables that stand for a relation of lists and need no model. */
  readonly joined: ReadonlySet<Table>;
  /** Of each table with foreign keys that have no relation field: what a reader should know of them. */
  readonly notes: ReadonlyMap<Table, readonly string[]>;
}

export interface RelationOptions {
  readonly names: RaisedNames;
  /** The model of this table is kept from the client, and every field of its type must be. */
  readonly ignored: (table: Table) => boolean;
}

/** Both sides of every relation, named as `prisma db pull` names them. */
export function raiseRelations(schema: Schema, { names, ignored }: RelationOptions): RaisedRelations {
  const tables = new Map(schema.tables.map((table) => [nameKey(table.name), table]));
  const joins = schema.tables.flatMap((table) => findJoin(table, { tables, names, ignored }) ?? []);
  const joined = new Set(joins.map((join) => join.table));
  const references = schema.tables
    .filter((table) => !joined.has(table))
    .flatMap((table) => table.foreignKeys.flatMap((key) => reference(table, key, tables, names)));
  const writer = new RelationWriter(
    { names, ignored },
    schema,
    joins.map((join) => join.relation),
  );
  const pairs = new Map<string, number>();
  for (const [a, b] of [...references.map((r) => [r.table, r.target]), ...joins.map((j) => [j.a, j.b])]) {
    if (a && b) pairs.set(pairKey(a, b), (pairs.get(pairKey(a, b)) ?? 0) + 1);
  }
  const several = (a: Table, b: Table): boolean => (pairs.get(pairKey(a, b)) ?? 0) > 1;
  for (const each of references) writer.addReference(each, several(each.table, each.target));
  for (const each of joins) writer.addJoin(each, several(each.a, each.b));
  const said = new Set(references.map((each) => each.key));
  const notes = new Map(
    schema.tables
      .filter((table) => !joined.has(table))
      .map((table) => [
        table,
        table.foreignKeys
          .filter((key) => !said.has(key))
          .map((key) => `The foreign key ${key.name} has no relation field: ${why}.`),
      ]),
  );
  return { fields: writer.fields(), joined, notes };
}

const why = "Prisma can't name its table, or takes its columns for different types";

/** A foreign key that a relation field can say. */
export interface Reference {
  readonly table: Table;
  readonly key: ForeignKey;
  readonly target: Table;
}

/** Nothing for a key to a table that has no model, or that joins types which Prisma takes for different. */
export function reference(
  table: Table,
  key: ForeignKey,
  tables: ReadonlyMap<string, Table>,
  names: RaisedNames,
): Reference[] {
  const target = tables.get(nameKey(key.references.table));
  if (!target) return [];
  const typeOf = (owner: Table, name: string | undefined): string => {
    const column = owner.columns.find((c) => c.name === name);
    const type = column && raiseType(column.type, names);
    return type?.kind === "scalar" ? type.scalar : type?.kind === "enum" ? type.name : "Unsupported";
  };
  const same = key.columns.every((column, at) => typeOf(table, column) === typeOf(target, key.references.columns[at]));
  return same ? [{ table, key, target }] : [];
}

function pairKey(a: Table, b: Table): string {
  return [nameKey(a.name), nameKey(b.name)].sort().join("\0\0");
}

/** Collects fields by model, and keeps their names and those of relations apart. */
class RelationWriter {
  readonly #names: RaisedNames;
  readonly #ignored: (table: Table) => boolean;
  readonly #taken = new Map<Table, Set<string>>();
  readonly #relations: Set<string>;
  readonly #forward = new Map<Table, RaisedField[]>();
  readonly #backward = new Map<Table, RaisedField[]>();

  constructor({ names, ignored }: RelationOptions, schema: Schema, relations: readonly string[]) {
    this.#names = names;
    this.#ignored = ignored;
    this.#relations = new Set(relations);
    for (const table of schema.tables) {
      this.#taken.set(table, new Set(table.columns.map((column) => names.field(table, column.name))));
    }
  }

  fields(): ReadonlyMap<string, readonly RaisedField[]> {
    const tables = new Set([...this.#forward.keys(), ...this.#backward.keys()]);
    return new Map(
      [...tables].map((table) => [
        nameKey(table.name),
        [...(this.#forward.get(table) ?? []), ...sortedBy(this.#backward.get(table) ?? [], (field) => field.name)],
      ]),
    );
  }

  addReference({ table, key, target }: Reference, several: boolean): void {
    const [own, other] = [this.#names.model(table), this.#names.model(target)];
    const self = table === target;
    const fields = key.columns.map((column) => this.#names.field(table, column));
    // Without a name of its own the relation's fields are named by the models, which a column may be named by too.
    const clash = this.#isTaken(table, other) || this.#isTaken(target, own);
    const plain = !several && !self && !clash;
    const short = self && !several && !this.#isTaken(table, own);
    const relation = plain
      ? null
      : this.#nameRelation(short ? `${own}To${other}` : `${own}_${fields.join("_")}To${other}`);
    const stem = (model: string): string => (relation === null || short ? model : `${model}_${relation}`);
    const optional = key.columns.some((name) => table.columns.find((c) => c.name === name)?.nullable === true);
    this.#add(this.#forward, table, {
      name: this.#take(table, stem(other)),
      type: { kind: "named", text: other },
      arity: optional ? "optional" : "required",
      attributes: [
        relationAttribute({ table, key, target }, { relation, names: this.#names }),
        ...this.#ignore(table, target),
      ],
    });
    this.#add(this.#backward, target, {
      name: this.#take(target, self ? `other_${stem(own)}` : stem(own)),
      type: { kind: "named", text: own },
      arity: isUnique(table, key.columns) ? "optional" : "list",
      attributes: [...nameAttribute(relation), ...this.#ignore(target, table)],
    });
  }

  addJoin({ a, b, relation, standard }: JoinedTables, several: boolean): void {
    const clash = this.#isTaken(a, this.#names.model(b)) || this.#isTaken(b, this.#names.model(a));
    const self = a === b;
    const named = several || self || clash || !standard ? relation : null;
    for (const [side, from, to] of [["A", a, b] as const, ["B", b, a] as const]) {
      const model = this.#names.model(to);
      const long = self ? `${model}_${side}` : several || clash ? `${model}_${relation}` : model;
      this.#add(this.#backward, from, {
        name: this.#take(from, long),
        type: { kind: "named", text: model },
        arity: "list",
        attributes: nameAttribute(named),
      });
    }
  }

  #ignore(owner: Table, target: Table): RaisedAttribute[] {
    return this.#ignored(target) && !this.#ignored(owner) ? [{ name: "ignore", arguments: [] }] : [];
  }

  #isTaken(table: Table, name: string): boolean {
    return this.#taken.get(table)?.has(name) === true;
  }

  #take(table: Table, name: string): string {
    const taken = this.#taken.get(table) ?? new Set();
    const free = freeName([name], taken);
    taken.add(free);
    return free;
  }

  #nameRelation(name: string): string {
    const free = freeName([name], this.#relations);
    this.#relations.add(free);
    return free;
  }

  #add(to: Map<Table, RaisedField[]>, table: Table, field: RaisedField): void {
    const own = to.get(table);
    if (own) own.push(field);
    else to.set(table, [field]);
  }
}

/** `@relation(…)` of the side that holds the columns. */
export function relationAttribute(
  { table, key, target }: Reference,
  { relation, names }: { readonly relation: string | null; readonly names: RaisedNames },
): RaisedAttribute {
  const list = (owner: Table, columns: readonly string[]): string =>
    `[${columns.map((column) => names.field(owner, column)).join(", ")}]`;
  const args = [`fields: ${list(table, key.columns)}`, `references: ${list(target, key.references.columns)}`];
  if (relation !== null) args.unshift(JSON.stringify(relation));
  for (const [name, value] of relationOptions(table, key, table.name.name))
    if (value !== null) args.push(`${name}: ${value}`);
  return { name: "relation", arguments: args };
}

/** What a foreign key has otherwise than Prisma would make it by itself; null where it is the same. */
export function relationOptions(
  table: Table,
  key: ForeignKey,
  /** As the models spell it. */
  tableName: string,
): readonly (readonly ["onDelete" | "onUpdate" | "map", string | null])[] {
  // A list is no optional field, though its column may hold NULL.
  const required = key.columns.some((name) => {
    const column = table.columns.find((c) => c.name === name);
    return column !== undefined && (!column.nullable || column.type.array);
  });
  const usual = required ? "restrict" : "set null";
  return [
    ["onDelete", key.onDelete === usual ? null : actionNames[key.onDelete]],
    ["onUpdate", key.onUpdate === "cascade" ? null : actionNames[key.onUpdate]],
    ["map", key.name === foreignKeyName(tableName, key.columns) ? null : JSON.stringify(key.name)],
  ];
}

const actionNames: Readonly<Record<ReferentialAction, string>> = {
  cascade: "Cascade",
  restrict: "Restrict",
  "no action": "NoAction",
  "set null": "SetNull",
  "set default": "SetDefault",
};

function nameAttribute(relation: string | null): RaisedAttribute[] {
  return relation === null ? [] : [{ name: "relation", arguments: [JSON.stringify(relation)] }];
}

/** Whether at most one row can refer to each: the columns are a key, in whatever order. */
export function isUnique(table: Table, columns: readonly string[]): boolean {
  const keys = table.indexes
    .filter((index) => index.unique && index.predicate === null)
    .map((index) => index.keys.flatMap(({ on }) => (on.kind === "column" ? [on.name] : [])));
  return [...keys, ...(table.primaryKey ? [table.primaryKey.columns] : [])].some(
    (key) => key.length === columns.length && key.every((column) => columns.includes(column)),
  );
}
