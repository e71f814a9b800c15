import { type CatalogObject, type QualifiedName, quoteIdentifier, quoteLiteral, quoteName } from "#engine/index.ts";
import type { CatalogRows, Oid, PartitionRow, PolicyRow, TableRow } from "#host/catalog/catalogRows.ts";
import type { Namespaces } from "#host/catalog/namespaces.ts";

/** What belongs to tables and has no place in Table: storage, row security and policies, triggers, inheritance, partitions. */
export function tableObjects(rows: CatalogRows, namespaces: Namespaces): CatalogObject[] {
  const tables = new Map((rows.tables ?? []).map((row) => [row[0], namespaces.name(row[1], row[2])]));
  return [
    ...(rows.tables ?? []).flatMap((row) => ofTable(row, namespaces.name(row[1], row[2]))),
    ...(rows.policies ?? []).flatMap((row) => policy(row, tables)),
    ...triggers(rows, namespaces),
    ...inheritance(rows, tables),
    ...(rows.partitions ?? []).map((row) => partition(row, namespaces)),
  ];
}

function ofTable(row: TableRow, name: QualifiedName): CatalogObject[] {
  const [, , , , , rowSecurity, forced, , partitionKey] = row;
  const table = quoteName(name, "");
  const security = [
    ...(rowSecurity ? [`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`] : []),
    ...(forced ? [`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`] : []),
  ];
  const storage = storageOf(row, table);
  return [
    ...(partitionKey === null ? [] : [object("partition", name, name, `PARTITION BY ${partitionKey}`)]),
    ...(security.length === 0 ? [] : [object("rowSecurity", name, name, statements(security))]),
    ...(storage.length === 0 ? [] : [object("storage", name, name, statements(storage))]),
  ];
}

function storageOf(row: TableRow, table: string): string[] {
  const [, , , persistence, replicaIdentity, , , parameters, , replicaIndex] = row;
  const identity = {
    d: null,
    n: "NOTHING",
    f: "FULL",
    i: replicaIndex === null ? null : `USING INDEX ${quoteIdentifier(replicaIndex)}`,
  }[replicaIdentity];
  return [
    ...(persistence === "u" ? [`ALTER TABLE ${table} SET UNLOGGED`] : []),
    ...(parameters === null ? [] : [`ALTER TABLE ${table} SET (${parameters.toSorted().map(parameter).join(", ")})`]),
    ...(identity === null ? [] : [`ALTER TABLE ${table} REPLICA IDENTITY ${identity}`]),
  ];
}

function policy(row: PolicyRow, tables: ReadonlyMap<Oid, QualifiedName>): CatalogObject[] {
  const [oid, name, command, permissive, roles, using, check] = row;
  const table = tables.get(oid);
  if (table === undefined) return [];
  const parts = [
    `CREATE POLICY ${quoteIdentifier(name)} ON ${quoteName(table, "")}`,
    ...(permissive ? [] : ["AS RESTRICTIVE"]),
    `FOR ${commands[command]}`,
    `TO ${roles
      .map((role) => (role === null ? "PUBLIC" : quoteIdentifier(role)))
      .toSorted()
      .join(", ")}`,
    ...(using === null ? [] : [`USING (${using})`]),
    ...(check === null ? [] : [`WITH CHECK (${check})`]),
  ];
  return [object("policy", { schema: table.schema, name }, table, parts.join(" "))];
}

const commands = { r: "SELECT", a: "INSERT", w: "UPDATE", d: "DELETE", "*": "ALL" } as const;

function triggers(rows: CatalogRows, namespaces: Namespaces): CatalogObject[] {
  return (rows.triggers ?? []).map(([, namespace, tableName, name, enabled, definition]) => {
    const table = namespaces.name(namespace, tableName);
    const on = `ALTER TABLE ${quoteName(table, "")}`;
    const state = { O: [], D: ["DISABLE"], R: ["ENABLE REPLICA"], A: ["ENABLE ALWAYS"] }[enabled];
    const all = [definition, ...state.map((how) => `${on} ${how} TRIGGER ${quoteIdentifier(name)}`)];
    return object("trigger", { schema: table.schema, name }, table, statements(all));
  });
}

function inheritance(rows: CatalogRows, tables: ReadonlyMap<Oid, QualifiedName>): CatalogObject[] {
  const parents = new Map<Oid, QualifiedName[]>();
  for (const [table, schema, name] of rows.inherits ?? []) {
    parents.set(table, [...(parents.get(table) ?? []), { schema, name }]);
  }
  return [...parents].flatMap(([oid, from]) => {
    const name = tables.get(oid);
    if (name === undefined) return [];
    const all = from.map((parent) => `ALTER TABLE ${quoteName(name, "")} INHERIT ${quoteName(parent, "")}`);
    return [object("inheritance", name, name, statements(all))];
  });
}

function partition(row: PartitionRow, namespaces: Namespaces): CatalogObject {
  const [namespace, tableName, parentSchema, parentName, , bound, key, indexes, constraints] = row;
  const name = namespaces.name(namespace, tableName);
  const parent = { schema: parentSchema, name: parentName };
  const table = quoteName(name, "");
  const create = `CREATE TABLE ${table} PARTITION OF ${quoteName(parent, "")} ${bound}`;
  const own = (constraints ?? []).map(
    ([constraint, definition]) => `ALTER TABLE ${table} ADD CONSTRAINT ${quoteIdentifier(constraint)} ${definition}`,
  );
  const all = [key === null ? create : `${create} PARTITION BY ${key}`, ...own, ...(indexes ?? [])];
  return object("partition", name, parent, statements(all));
}

/** `name=value` as SQL takes it. */
function parameter(text: string): string {
  const [name = "", ...value] = text.split("=");
  return `${name}=${quoteLiteral(value.join("="))}`;
}

function statements(all: readonly string[]): string {
  return all.join(";\n");
}

function object(
  kind: CatalogObject["kind"],
  name: QualifiedName,
  table: QualifiedName,
  definition: string,
): CatalogObject {
  return { kind, name, table, definition };
}
