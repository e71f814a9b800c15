import {
  type CatalogObject,
  catalogObjectKey,
  type Check,
  type Column,
  type EnumType,
  type ForeignKey,
  type Index,
  nameKey,
  plainColumn,
  plainForeignKey,
  plainIndex,
  plainIndexKey,
  plainPrimaryKey,
  plainSequence,
  plainTable,
  type QualifiedName,
  type Schema,
  type Sequence,
  sortedBy,
  type Table,
  tableKey,
} from "#engine/index.ts";
import { catalogObject } from "#test/support/build.ts";
import { buildColumn, type ColumnStock, spelled } from "#test/support/schemaColumns.ts";
import type { Blueprint, PartBlueprint, TableBlueprint } from "#test/support/schemaBlueprint.ts";

const tableNames = ["tasks", "User", "order", "line items", "größe", "a"];
const enumNames = ["mood", "Role", "it's"];
const enumValues = ["low", "HIGH", "it's", "in between", "ünknown", "x"];

/** The schema that a blueprint stands for. What the numbers ask for in vain (a name taken, nothing to refer to) is left out. */
export function build(blueprint: Blueprint): Schema {
  const namespaces = blueprint.second ? ["Second", "public"] : ["public"];
  const schemaOf = (place: number) => (blueprint.second && place % 4 === 3 ? "Second" : "public");
  const taken = new Set<string>();
  const take = (name: QualifiedName) => {
    const free = !taken.has(nameKey(name));
    taken.add(nameKey(name));
    return free;
  };

  const extensions = ["citext", "pg_trgm"]
    .filter((_, at) => (blueprint.extensions >> at) % 2 === 1)
    .map((name) => ({ name, schema: "public", version: null }));
  const enums = blueprint.enums
    .map((type): EnumType => ({
      name: { schema: schemaOf(type.place), name: pick(enumNames, type.name) },
      values: type.values.map((value) => pick(enumValues, value)),
    }))
    .filter((type) => take(type.name));
  const plans = blueprint.tables
    .map((table) => ({ table, name: { schema: schemaOf(table.place), name: pick(tableNames, table.name) } }))
    .filter(({ name }) => take(name));

  const stock: ColumnStock = { enums, citext: extensions.some(({ name }) => name === "citext"), take };
  const tables = plans.map(({ table, name }) => buildTable(table, name, stock));
  const joined = plans.map(({ table }, at) => withForeignKeys(table, tables[at] as Table, tables, take));
  const sequences = blueprint.sequences
    .map((part) => buildSequence(part, schemaOf(part.name)))
    .filter(({ name }) => take(name));
  return {
    namespaces,
    extensions,
    enums: sortedBy(enums, ({ name }) => nameKey(name)),
    tables: sortedBy(joined, ({ name }) => nameKey(name)),
    sequences,
    objects: buildObjects(blueprint.objects, joined, take),
  };
}

const onlyColumn = plainColumn("id", { kind: "builtin", name: "int4", args: [], array: false });

type Take = ColumnStock["take"];

function buildTable(plan: TableBlueprint, name: QualifiedName, stock: ColumnStock): Table {
  const columns: Column[] = [];
  for (const part of plan.columns) {
    const column = buildColumn(part, name, columns, stock);
    if (column) columns.push(column);
  }
  if (columns.length === 0) columns.push(onlyColumn);
  const keyColumns = [...new Set(plan.primaryKey.map((at) => pick(columns, at).name))];
  const keyName = `${name.name}_pkey`;
  const hasKey = keyColumns.length > 0 && stock.take({ ...name, name: keyName });
  const required = columns.map((column) =>
    hasKey && keyColumns.includes(column.name) ? { ...column, nullable: false } : column,
  );
  const table: Table = {
    ...plainTable(name, required),
    primaryKey: hasKey ? plainPrimaryKey(keyName, keyColumns) : null,
  };
  const checks = plan.checks.flatMap((part) => buildCheck(part, table, stock.take) ?? []);
  const indexes = plan.indexes.flatMap((part) => buildIndex(part, table, stock.take) ?? []);
  return {
    ...table,
    indexes: sortedBy(indexes, (index) => index.name),
    checks: sortedBy(checks, (check) => check.name),
  };
}

function buildIndex(part: PartBlueprint, table: Table, take: Take): Index | null {
  const columns = [...new Set(part.on.map((at) => pick(table.columns, at)))];
  const [first] = columns;
  if (!first) return null;
  const { options } = part;
  const name = { schema: table.name.schema, name: `${table.name.name}_${String(part.name)}_idx` };
  if (!take(name)) return null;
  const plain = plainIndex(
    name.name,
    columns.map((column) => plainIndexKey(column.name)),
  );
  const isText = first.type.kind === "builtin" && first.type.name === "text" && !first.type.array;
  const rest = table.columns.find((column) => !columns.includes(column) && column.generated === null);
  switch (part.kind % 9) {
    case 0:
      return { ...plain, unique: true };
    case 1:
      return { ...plain, unique: true, constraint: true };
    case 2:
      return { ...plain, unique: true, nullsNotDistinct: options % 2 === 0 };
    case 3:
      return { ...plain, predicate: `(${spelled(first.name)} IS NOT NULL)`, unique: options % 2 === 0 };
    case 4:
      return isText
        ? {
            ...plain,
            keys: [{ ...plainIndexKey(""), on: { kind: "expression", sql: `lower(${spelled(first.name)})` } }],
          }
        : { ...plain, method: "hash", keys: [plainIndexKey(first.name)] };
    case 5:
      return first.type.array
        ? { ...plain, method: "gin", keys: [plainIndexKey(first.name)] }
        : { ...plain, storage: ["fillfactor=70"] };
    case 6:
      return rest ? { ...plain, include: [rest.name] } : plain;
    case 7: {
      const [descending, nulls] = [options % 2 === 0, options % 3 === 0];
      const directed = {
        ...plainIndexKey(first.name),
        descending,
        nulls: nulls ? (descending ? "last" : "first") : null,
      } as const;
      return { ...plain, keys: [directed, ...plain.keys.slice(1)] };
    }
    default:
      return isText ? { ...plain, keys: [{ ...plainIndexKey(first.name), operatorClass: "text_pattern_ops" }] } : plain;
  }
}

function buildCheck(part: PartBlueprint, table: Table, take: Take): Check | null {
  const column = pick(table.columns, part.on[0] ?? 0);
  const name = `${table.name.name}_${String(part.name)}_check`;
  if (!take({ schema: table.name.schema, name })) return null;
  const own = spelled(column.name);
  if (part.kind % 3 === 0) return { name, kind: "exclusion", definition: `EXCLUDE USING btree (${own} WITH =)` };
  return { name, kind: "check", definition: `CHECK ((${own} IS ${part.kind % 3 === 1 ? "NOT " : ""}NULL))` };
}

/** Each foreign key brings columns of its own, of the types of the key that it refers to. */
function withForeignKeys(plan: TableBlueprint, table: Table, tables: readonly Table[], take: Take): Table {
  return plan.foreignKeys.reduce<Table>((own, part) => {
    const target = pick(tables, part.on[0] ?? 0);
    const targets = [
      ...(target.primaryKey ? [target.primaryKey.columns] : []),
      ...target.indexes.flatMap((index) =>
        index.unique && index.predicate === null
          ? [index.keys.flatMap(({ on }) => (on.kind === "column" ? [on.name] : []))]
          : [],
      ),
    ];
    const referenced = targets[part.kind % Math.max(targets.length, 1)];
    const name = `${table.name.name}_${String(part.name)}_fkey`;
    if (!referenced || !take({ schema: table.name.schema, name })) return own;
    const columns = referenced.flatMap((column, at): Column[] => {
      const type = target.columns.find((each) => each.name === column)?.type;
      const fresh = `fk ${String(part.name)} ${String(at)}`;
      const collation = target.columns.find((each) => each.name === column)?.collation ?? null;
      return type ? [{ ...plainColumn(fresh, type), nullable: true, collation }] : [];
    });
    const actions = ["no action", "restrict", "cascade", "set null", "set default"] as const;
    const deferrable = ["no", "no", "initially immediate", "initially deferred"] as const;
    const foreignKey: ForeignKey = {
      ...plainForeignKey(
        name,
        columns.map((column) => column.name),
        { table: target.name, columns: referenced },
      ),
      onDelete: pick(actions, part.options),
      onUpdate: pick(actions, part.options >> 3),
      match: part.options % 5 === 0 ? "full" : "simple",
      deferrable: pick(deferrable, part.options >> 5),
      validated: part.options % 7 !== 0,
    };
    return {
      ...own,
      columns: [...own.columns, ...columns],
      foreignKeys: sortedBy([...own.foreignKeys, foreignKey], (each) => each.name),
    };
  }, table);
}

function buildSequence(part: PartBlueprint, schema: string): Sequence {
  return {
    name: { schema, name: `counter ${String(part.name)}` },
    ownedBy: null,
    ...plainSequence("int8"),
    start: String((part.options % 9) + 1),
    increment: part.kind % 2 === 0 ? "1" : "10",
    cycle: part.kind % 3 === 0,
  };
}

function buildObjects(parts: readonly PartBlueprint[], tables: readonly Table[], take: Take): CatalogObject[] {
  const touch: QualifiedName = { schema: "public", name: "touch()" };
  const objects = new Map<string, CatalogObject>();
  const add = (object: CatalogObject) => {
    objects.set(`${object.kind}\0${nameKey(object.name)}\0${object.table ? nameKey(object.table) : ""}`, object);
  };
  for (const part of parts) {
    const table = tables[(part.on[0] ?? 0) % Math.max(tables.length, 1)];
    if (!table) continue;
    const { name } = table;
    const identity = `${spelled(name.schema)}.${spelled(name.name)}`;
    const quoted = `"${name.schema}"."${name.name}"`;
    switch (part.kind % 4) {
      case 0: {
        const text = `about ${String(part.options % 3)}`;
        const named = { schema: name.schema, name: `table ${identity}` };
        const on = `COMMENT ON TABLE ${identity} IS`;
        const parts = [{ name: `${on} '${text}'`, text: `${on} NULL` }];
        add(catalogObject("comment", named, `${on} '${text}'`, { table: name, parts, dependsOn: [tableKey(name)] }));
        break;
      }
      case 1: {
        const definition = `ALTER TABLE ${quoted} ENABLE ROW LEVEL SECURITY`;
        const parts = [{ name: definition, text: `ALTER TABLE ${quoted} DISABLE ROW LEVEL SECURITY` }];
        add(catalogObject("rowSecurity", name, definition, { table: name, parts }));
        break;
      }
      case 2: {
        const view = { schema: name.schema, name: `view ${String(part.name)}` };
        if (!take(view)) break;
        const definition = `CREATE VIEW "${view.schema}"."${view.name}" AS\nSELECT count(*) AS n\n   FROM ${identity}`;
        const parts = [{ name: "column n", text: "bigint" }];
        add(catalogObject("view", view, definition, { parts, dependsOn: [tableKey(name)] }));
        break;
      }
      default: {
        const event = part.options % 2 === 0 ? "INSERT" : "UPDATE";
        const definition = `CREATE TRIGGER touched BEFORE ${event} ON ${identity} FOR EACH ROW EXECUTE FUNCTION public.touch()`;
        const call = catalogObject("function", touch, touchDefinition);
        const dependsOn = [catalogObjectKey(call), tableKey(name)].toSorted();
        add(call);
        add(
          catalogObject("trigger", { schema: name.schema, name: "touched" }, definition, {
            table: name,
            parts: [{ name: "is", text: definition }],
            dependsOn,
          }),
        );
      }
    }
  }
  return [...objects].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
}

const touchDefinition = `CREATE OR REPLACE FUNCTION public.touch()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin return new; end $function$`;

function pick<T>(items: readonly T[], at: number): T {
  return items[at % items.length] as T;
}
