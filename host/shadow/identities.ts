import {
  nameKey,
  partitionsBelow,
  quoteLiteral,
  type QualifiedName,
  type Rename,
  sameName,
  type Schema,
} from "#engine/index.ts";
import type { Connection } from "#host/connection.ts";
import type { DroppedObject } from "#host/shadow.ts";

/** Tables and enums by what PostgreSQL knows them by, whatever they are called. */
export interface Identities {
  /** By oid; columns by their number. */
  readonly tables: ReadonlyMap<string, Identity<number>>;
  /** By oid, and so are their values. */
  readonly enums: ReadonlyMap<string, Identity<string>>;
}

interface Identity<Key> {
  readonly name: QualifiedName;
  readonly parts: ReadonlyMap<Key, string>;
}

/** Every table and enum of the database. */
export async function readIdentities(connection: Connection): Promise<Identities> {
  return { tables: await readTables(connection), enums: await readEnums(connection) };
}

async function readTables(connection: Connection): Promise<Identities["tables"]> {
  const rows = await connection.rows<[string, string, string, number[] | null, string[] | null]>(`
    SELECT c.oid::text, n.nspname, c.relname, a.numbers, a.names
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN (
        SELECT attrelid, json_agg(attnum ORDER BY attnum) AS numbers, json_agg(attname ORDER BY attnum) AS names
        FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped GROUP BY attrelid
      ) a ON a.attrelid = c.oid
    WHERE c.relkind IN ('r', 'p') AND n.nspname <> ALL (ARRAY[${hidden.map(quoteLiteral).join(", ")}])
    ORDER BY n.nspname, c.relname`);
  return new Map(
    rows.map(([oid, schema, name, numbers, names]) => [
      oid,
      { name: { schema, name }, parts: new Map(numbers?.map((number, at) => [number, names?.[at] ?? ""])) },
    ]),
  );
}

async function readEnums(connection: Connection): Promise<Identities["enums"]> {
  const rows = await connection.rows<[string, string, string, string | null, string | null]>(`
    SELECT t.oid::text, n.nspname, t.typname, e.oid::text, e.enumlabel
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_enum e ON e.enumtypid = t.oid
    WHERE t.typtype = 'e' AND n.nspname <> ALL (ARRAY[${hidden.map(quoteLiteral).join(", ")}])
    ORDER BY n.nspname, t.typname, e.enumsortorder`);
  return gathered(rows);
}

function gathered(rows: readonly (readonly [string, string, string, string | null, string | null])[]) {
  const owners = new Map<string, { readonly name: QualifiedName; readonly parts: Map<string, string> }>();
  for (const [oid, schema, name, key, part] of rows) {
    const owner = owners.get(oid) ?? { name: { schema, name }, parts: new Map<string, string>() };
    if (key !== null && part !== null) owner.parts.set(key, part);
    owners.set(oid, owner);
  }
  return owners;
}

/** What is in `before` and no longer in `after`, of the tables that `schema` tells of. */
export function droppedObjects(schema: Schema, before: Identities, after: Identities): DroppedObject[] {
  const told = keysOf(schema.tables);
  const left = new Set([...before.tables].flatMap(([oid, { name }]) => (after.tables.has(oid) ? [nameKey(name)] : [])));
  return [...before.tables].flatMap(([oid, { name, parts }]): DroppedObject[] => {
    if (!told.has(nameKey(name))) return [];
    const now = after.tables.get(oid);
    if (!now) {
      const stays = partitionsBelow(name, schema.tables).filter((partition) => left.has(nameKey(partition)));
      return [{ table: name, column: null, stays }];
    }
    return [...parts].flatMap(([number, column]) =>
      now.parts.has(number) ? [] : [{ table: name, column, stays: [] }],
    );
  });
}

/** What has another name in `after`, of the tables and enums that `schema` tells of. */
export function renamedObjects(schema: Schema, before: Identities, after: Identities): Rename[] {
  const tables = renamedOf(before.tables, after.tables, keysOf(schema.tables)).map((renamed): Rename =>
    "from" in renamed
      ? { kind: "table", ...renamed }
      : { kind: "column", table: renamed.of, from: renamed.part, to: renamed.now },
  );
  const enums = renamedOf(before.enums, after.enums, keysOf(schema.enums)).map((renamed): Rename =>
    "from" in renamed
      ? { kind: "enum", ...renamed }
      : { kind: "enumValue", enum: renamed.of, from: renamed.part, to: renamed.now },
  );
  return [...tables, ...enums];
}

type Renamed =
  | { readonly from: QualifiedName; readonly to: QualifiedName }
  | { readonly of: QualifiedName; readonly part: string; readonly now: string };

function renamedOf<Key>(
  before: ReadonlyMap<string, Identity<Key>>,
  after: ReadonlyMap<string, Identity<Key>>,
  told: ReadonlySet<string>,
): Renamed[] {
  return [...before].flatMap(([oid, { name, parts }]): Renamed[] => {
    const now = after.get(oid);
    if (!now || !told.has(nameKey(name))) return [];
    const moved: Renamed[] = sameName(name, now.name) ? [] : [{ from: name, to: now.name }];
    const renamed = [...parts].flatMap(([key, part]): Renamed[] => {
      const to = now.parts.get(key);
      return to === undefined || to === part ? [] : [{ of: name, part, now: to }];
    });
    return [...moved, ...renamed];
  });
}

function keysOf(things: readonly { readonly name: QualifiedName }[]): ReadonlySet<string> {
  return new Set(things.map((thing) => nameKey(thing.name)));
}

const hidden = ["pg_catalog", "information_schema", "pg_toast"];
