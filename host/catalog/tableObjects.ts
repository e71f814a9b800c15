import {
  type CatalogObject,
  catalogObjectKey,
  columnKey,
  indexKey,
  type QualifiedName,
  quoteIdentifier,
  quoteLiteral,
  quoteName,
  type Table,
} from "#engine/index.ts";
import { catalogObject, known, type ObjectContext, option, part, property } from "#host/catalog/catalogObject.ts";
import type { CatalogRows, ColumnStorageRow, PolicyRow, StorageCode, TableRow } from "#host/catalog/catalogRows.ts";
import { catalogs } from "#host/catalog/objectKeys.ts";

/** What tables say of themselves and has no place in Table: how they are kept, row security and policies. */
export function readTableObjects(rows: CatalogRows, tables: readonly Table[], context: ObjectContext): CatalogObject[] {
  const columns = new Map<number, ColumnStorageRow[]>();
  for (const row of rows.columnStorage ?? []) columns.set(row[0], [...(columns.get(row[0]) ?? []), row]);
  return [
    ...(rows.tables ?? []).flatMap((row) => ofTable(row, columns.get(row[0]) ?? [], context)),
    ...typedTables(rows, tables, context),
    ...(rows.policies ?? []).flatMap((row) => policy(row, context)),
  ];
}

function ofTable(row: TableRow, columns: readonly ColumnStorageRow[], context: ObjectContext): CatalogObject[] {
  const [, namespace, plainName, , , rowSecurity, forced, , , , , , clustered] = row;
  const name = context.name(namespace, plainName);
  const alter = `ALTER TABLE ${quoteName(name, "")}`;
  const identity = replicaIdentity(row);
  const index = row[9];
  return [
    ...property(
      "rowSecurity",
      name,
      [
        ...(rowSecurity
          ? [[`${alter} ENABLE ROW LEVEL SECURITY`, `${alter} DISABLE ROW LEVEL SECURITY`] as const]
          : []),
        ...(forced ? [[`${alter} FORCE ROW LEVEL SECURITY`, `${alter} NO FORCE ROW LEVEL SECURITY`] as const] : []),
      ],
      { table: name },
    ),
    ...property("storage", name, tableStorage(row, alter), { table: name }),
    ...columns.flatMap((each) => {
      const [, column] = each;
      const own = { schema: name.schema, name: `${name.name}.${column}` };
      // What is said of a column of a table with heirs would be said of theirs too.
      const only = `ALTER TABLE ONLY ${quoteName(name, "")}`;
      return property("storage", own, columnStorage(each, only), {
        table: name,
        dependsOn: [columnKey(name, column)],
      });
    }),
    ...property(
      "replicaIdentity",
      name,
      identity === null ? [] : [[`${alter} REPLICA IDENTITY ${identity}`, `${alter} REPLICA IDENTITY DEFAULT`]],
      { table: name, dependsOn: index === null ? [] : keysOfIndex(name, index) },
    ),
    ...property(
      "clustering",
      name,
      clustered === null ? [] : [[`${alter} CLUSTER ON ${quoteIdentifier(clustered)}`, `${alter} SET WITHOUT CLUSTER`]],
      { table: name, dependsOn: clustered === null ? [] : keysOfIndex(name, clustered) },
    ),
  ];
}

/** Tables that are OF a composite type: all their columns are its attributes. */
function typedTables(rows: CatalogRows, tables: readonly Table[], context: ObjectContext): CatalogObject[] {
  return (rows.tables ?? []).flatMap((row, at) => {
    const type = row[14];
    const table = tables[at];
    if (type === null || table === undefined) return [];
    const name = context.name(row[1], row[2]);
    const alter = `ALTER TABLE ${quoteName(name, "")}`;
    const [schema, plainName] = type;
    const key = catalogObjectKey({ kind: "compositeType", name: { schema, name: plainName }, table: null });
    const of = quoteName({ schema, name: plainName }, "");
    return property("tableType", name, [[`${alter} OF ${of}`, `${alter} NOT OF`]], {
      table: name,
      dependsOn: [key, ...table.columns.map((column) => columnKey(name, column.name))].toSorted(),
    });
  });
}

type Said = readonly [said: string, undone: string];

function tableStorage([, , , persistence, , , , parameters, , , , toast, , access]: TableRow, alter: string): Said[] {
  return [
    ...(persistence === "u" ? [[`${alter} SET UNLOGGED`, `${alter} SET LOGGED`] as const] : []),
    ...(access === null
      ? []
      : [[`${alter} SET ACCESS METHOD ${quoteIdentifier(access)}`, `${alter} SET ACCESS METHOD heap`] as const]),
    ...[...(parameters ?? []), ...(toast ?? [])].toSorted().map((text): Said => {
      const [name, value] = option(text);
      return [`${alter} SET (${name}=${quoteLiteral(value)})`, `${alter} RESET (${name})`];
    }),
  ];
}

/** What is said of a column, after `ALTER TABLE name`, and what takes it back. */
export function columnStorage(row: ColumnStorageRow, alter: string): Said[] {
  const [, name, storage, usual, compression, statistics, options] = row;
  const column = `${alter} ALTER COLUMN ${quoteIdentifier(name)}`;
  return [
    ...(storage === null
      ? []
      : [[`${column} SET STORAGE ${storages[storage]}`, `${column} SET STORAGE ${storages[usual]}`] as const]),
    ...(compression === null
      ? []
      : [
          [
            `${column} SET COMPRESSION ${compression === "p" ? "pglz" : "lz4"}`,
            `${column} SET COMPRESSION default`,
          ] as const,
        ]),
    ...(statistics === null
      ? []
      : [[`${column} SET STATISTICS ${statistics}`, `${column} SET STATISTICS -1`] as const]),
    ...(options ?? []).toSorted().map((text): Said => {
      const [key, value] = option(text);
      return [`${column} SET (${key}=${value})`, `${column} RESET (${key})`];
    }),
  ];
}

const storages: Readonly<Record<StorageCode, string>> = { p: "PLAIN", e: "EXTERNAL", m: "MAIN", x: "EXTENDED" };

function replicaIdentity(row: TableRow): string | null {
  const [code, index] = [row[4], row[9]];
  const using = index === null ? null : `USING INDEX ${quoteIdentifier(index)}`;
  return { d: null, n: "NOTHING", f: "FULL", i: using }[code];
}

/** The index may be one behind a constraint. */
function keysOfIndex(table: QualifiedName, index: string): string[] {
  return [indexKey(table, index)];
}

function policy(row: PolicyRow, context: ObjectContext): CatalogObject[] {
  const [oid, tableOid, plainName, command, permissive, roles, using, check] = row;
  const table = context.table(tableOid);
  if (table === undefined) return [];
  const grantees = roles
    .map((role) => (role === null ? "PUBLIC" : quoteIdentifier(role)))
    .toSorted()
    .join(", ");
  const definition = [
    `CREATE POLICY ${quoteIdentifier(plainName)} ON ${quoteName(table, "")}`,
    ...(permissive ? [] : ["AS RESTRICTIVE"]),
    `FOR ${commands[command]}`,
    `TO ${grantees}`,
    ...(using === null ? [] : [`USING (${using})`]),
    ...(check === null ? [] : [`WITH CHECK (${check})`]),
  ].join(" ");
  const parts = [
    { name: "command", text: commands[command] },
    { name: "permissive", text: permissive ? "PERMISSIVE" : "RESTRICTIVE" },
    { name: "roles", text: grantees },
    ...part("using", using),
    ...part("check", check),
  ];
  const object = catalogObject("policy", { schema: table.schema, name: plainName }, definition, { table, parts });
  return [known(object, context, catalogs.policy, oid)];
}

const commands = { r: "SELECT", a: "INSERT", w: "UPDATE", d: "DELETE", "*": "ALL" } as const;
