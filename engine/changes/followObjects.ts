import { renameColumnIn, renameQualifiedColumnIn, renameTableIn } from "#engine/schema/expressionNames.ts";
import { tokenize } from "#engine/schema/expressionTokens.ts";
import type { CatalogObject, CatalogObjectKind } from "#engine/schema/model.ts";
import { type QualifiedName, sameName } from "#engine/schema/name.ts";

/** The object with the text edited that PostgreSQL keeps as a tree, as all but the body of a function is. */
export function followText(object: CatalogObject, edit: (sql: string) => string): CatalogObject {
  const definition = object.kind === "function" ? object.definition : edit(object.definition);
  return definition === object.definition ? object : { ...object, definition };
}

/** The object after a table was renamed. */
export function followTable(object: CatalogObject, from: QualifiedName, to: QualifiedName): CatalogObject {
  const followed = followText(object, (sql) => renameTableIn(sql, from, to));
  if (object.table === null || !sameName(object.table, from)) return followed;
  return { ...followed, table: to, name: followName(object, from, to) };
}

/** What belongs to a table lives in its schema, and properties of the table bear its name. */
function followName(object: CatalogObject, from: QualifiedName, to: QualifiedName): QualifiedName {
  const { kind, name } = object;
  const schema = name.schema === from.schema ? to.schema : name.schema;
  if (kind === "comment") return { schema, name: renameTableIn(name.name, from, to) };
  // A partition is a table of its own, wherever its parent goes.
  if (kind === "partition" && !sameName(name, from)) return name;
  return bearingNames.has(kind) && name.name === from.name ? to : { schema, name: name.name };
}

const bearingNames = new Set<CatalogObjectKind>(["rowSecurity", "storage", "inheritance", "partition"]);

/** The object after a column of `table` was renamed. A view would give its own column an alias: its text is left alone. */
export function followColumn(
  object: CatalogObject,
  table: QualifiedName,
  rename: { readonly from: string; readonly to: string },
): CatalogObject {
  if (object.table === null || !sameName(object.table, table)) return object;
  const { kind, definition } = object;
  if (kind === "comment") {
    const qualified = (text: string) => renameQualifiedColumnIn(text, new Set([table.name]), rename);
    const name = { ...object.name, name: qualified(object.name.name) };
    const followed = qualified(definition);
    return followed === definition ? object : { ...object, name, definition: followed };
  }
  if (kind !== "trigger" && kind !== "policy") return object;
  const [head, tail] = splitAtTable(definition);
  const plain = renameColumnIn(tail, rename.from, rename.to);
  const followed = head + renameQualifiedColumnIn(plain, new Set(["old", "new", table.name]), rename);
  return followed === definition ? object : { ...object, definition: followed };
}

/** The object's own name stands before `OF` or `ON`; columns are named after. */
function splitAtTable(definition: string): readonly [string, string] {
  let at = 0;
  for (const { kind, text } of tokenize(definition)) {
    if (kind === "name" && /^(?:of|on)$/i.test(text)) break;
    at += text.length;
  }
  return [definition.slice(0, at), definition.slice(at)];
}
