import type { CatalogObject, ColumnType } from "#engine/schema/model.ts";

/**
 * What is said of how a column is kept, once it has another type: SET STORAGE and SET COMPRESSION stay as far as the type
 * can be kept so. Null where nothing is left to say.
 */
export function storageUnder(object: CatalogObject, type: ColumnType): CatalogObject | null {
  const usual = usualStorage(type);
  if (usual === null) return object;
  const holds = (statement: string) => {
    if (/ SET COMPRESSION \w+$/.test(statement)) return usual !== "PLAIN";
    const storage = / SET STORAGE (\w+)$/.exec(statement)?.[1];
    return storage === undefined || (usual !== "PLAIN" && storage !== usual);
  };
  const parts = object.parts.filter(({ name }) => holds(name));
  if (parts.length === object.parts.length) return object;
  return parts.length === 0 ? null : { ...object, definition: parts.map(({ name }) => name).join(";\n"), parts };
}

/** `pg_type.typstorage`; null for the types of which only the database knows. */
function usualStorage(type: ColumnType): "PLAIN" | "MAIN" | "EXTENDED" | null {
  if (type.array) return "EXTENDED";
  if (type.kind === "enum") return "PLAIN";
  if (type.kind === "other") return null;
  if (main.has(type.name)) return "MAIN";
  return plain.has(type.name) || type.name.startsWith("interval") ? "PLAIN" : "EXTENDED";
}

const main: ReadonlySet<string> = new Set(["numeric", "inet", "cidr"]);
const plain: ReadonlySet<string> = new Set(
  (
    "aclitem bool box char cid circle date float4 float8 int2 int4 int8 line lseg macaddr macaddr8 money name oid pg_lsn " +
    "point regclass regcollation regconfig regdictionary regnamespace regoper regoperator regproc regprocedure regrole " +
    "regtype tid time timestamp timestamptz timetz tsquery uuid xid xid8"
  ).split(" "),
);
