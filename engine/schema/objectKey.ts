import type { CatalogObject } from "#engine/schema/model.ts";
import { displayName, nameKey, type QualifiedName } from "#engine/schema/name.ts";

/**
 * One object of a schema as a stable string: a key for maps, never text for people. The kind stands first, the parts are
 * parted by NUL, which no PostgreSQL identifier can hold.
 */
export type ObjectKey = string;

export function namespaceKey(name: string): ObjectKey {
  return `namespace\0${name}`;
}

export function extensionKey(name: string): ObjectKey {
  return `extension\0${name}`;
}

export function enumKey(name: QualifiedName): ObjectKey {
  return `enum\0${nameKey(name)}`;
}

export function enumValueKey(name: QualifiedName, value: string): ObjectKey {
  return `enumValue\0${nameKey(name)}\0${value}`;
}

export function tableKey(name: QualifiedName): ObjectKey {
  return `table\0${nameKey(name)}`;
}

export function columnKey(table: QualifiedName, column: string): ObjectKey {
  return `column\0${nameKey(table)}\0${column}`;
}

/** Unique constraints too, by their index. The table is part of the key: an index that moves to another is another. */
export function indexKey(table: QualifiedName, index: string): ObjectKey {
  return `index\0${nameKey(table)}\0${index}`;
}

/** A primary key, foreign key or check. */
export function constraintKey(table: QualifiedName, constraint: string): ObjectKey {
  return `constraint\0${nameKey(table)}\0${constraint}`;
}

export function sequenceKey(name: QualifiedName): ObjectKey {
  return `sequence\0${nameKey(name)}`;
}

/** The identity of what Prisma has no word for: a trigger's name is its table's own. */
export function catalogObjectKey({ kind, name, table }: Pick<CatalogObject, "kind" | "name" | "table">): ObjectKey {
  return `object\0${kind}\0${nameKey(name)}${table === null ? "" : `\0${nameKey(table)}`}`;
}

/** Of a collation by what a column or a key names it; null for one of PostgreSQL's own. */
export function collationKey(collation: string | null): ObjectKey | null {
  const [, schema, name] = /^"((?:[^"]|"")*)"\."((?:[^"]|"")*)"$/s.exec(collation ?? "") ?? [];
  if (schema === undefined || name === undefined) return null;
  const plain = (part: string) => part.replaceAll('""', '"');
  return catalogObjectKey({ kind: "collation", name: { schema: plain(schema), name: plain(name) }, table: null });
}

/** What an object is a part of: a column's table, a value's enum. Null for what stands by itself. */
export function ownerKey(key: ObjectKey): ObjectKey | null {
  const [kind = "", schema = "", name = ""] = key.split("\0");
  if (kind === "enumValue") return enumKey({ schema, name });
  return ["column", "index", "constraint"].includes(kind) ? tableKey({ schema, name }) : null;
}

/** The object as people name it: `tasks`, `tasks.priority`, `index tasks_idx`. Null for what is no object of its own. */
export function displayKey(key: ObjectKey, home: string): string | null {
  const [kind = "", ...parts] = key.split("\0");
  if (kind === "namespace" || kind === "extension") {
    return `${kind === "namespace" ? "schema" : kind} ${parts.join("")}`;
  }
  const [objectKind = "", rest] = kind === "object" ? [parts[0], parts.slice(1)] : ["", parts];
  const [schema = "", name = "", part = ""] = rest;
  const named = displayName({ schema, name }, home);
  switch (kind) {
    case "table":
    case "enum":
    case "sequence":
      return named;
    case "column":
    case "enumValue":
      return `${named}.${part}`;
    case "index":
    case "constraint":
      return `${kind} ${part} of ${named}`;
    case "object":
      return `${spaced(objectKind)} ${named}`;
    default:
      return null;
  }
}

function spaced(kind: string): string {
  return kind.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** The key after a table was renamed: of the table, of a part of it, or of an object that belongs to it. */
export function renamedTableInKey(key: ObjectKey, from: QualifiedName, to: QualifiedName): ObjectKey {
  const [kind, ...parts] = key.split("\0");
  const at = kind === "object" ? 3 : tableKinds.has(kind ?? "") ? 0 : null;
  if (at === null || parts[at] !== from.schema || parts[at + 1] !== from.name) return key;
  return [kind, ...parts.toSpliced(at, 2, to.schema, to.name)].join("\0");
}

const tableKinds: ReadonlySet<string> = new Set(["table", "column", "index", "constraint"]);
