import { renameColumnIn, renameQualifiedColumnIn, renameTableIn } from "#engine/schema/expressionNames.ts";
import { tokenize } from "#engine/schema/expressionTokens.ts";
import type { CatalogObject, CatalogObjectKind } from "#engine/schema/model.ts";
import { renameColumnInQuery } from "#engine/changes/followView.ts";
import { type QualifiedName, sameName } from "#engine/schema/name.ts";
import { columnKey, renamedTableInKey } from "#engine/schema/objectKey.ts";

/** The object with the text edited that PostgreSQL keeps as a tree, as all but the body of a function is. */
export function followText(object: CatalogObject, edit: (sql: string) => string): CatalogObject {
  const definition = object.kind === "function" ? object.definition : edit(object.definition);
  if (definition === object.definition) return object;
  return {
    ...object,
    definition,
    parts: object.parts.map(({ name, text }) => ({ name: edit(name), text: edit(text) })),
  };
}

/** The object after a table was renamed. */
export function followTable(object: CatalogObject, from: QualifiedName, to: QualifiedName): CatalogObject {
  // What is said of a key's index names that, and an index moves with its table.
  const isOfIndex = object.kind === "storage" && object.table !== null && sameName(object.table, from);
  const { name } = object.name;
  const moved = (sql: string) =>
    isOfIndex ? renameTableIn(sql, { schema: from.schema, name }, { schema: to.schema, name }) : sql;
  const edit = object.kind === "constraintTriggers" ? renameQuotedTable : renameTableIn;
  const edited = followText(object, (sql) => edit(moved(sql), from, to));
  const dependsOn = edited.dependsOn.map((key) => renamedTableInKey(key, from, to));
  const isSame = dependsOn.every((key, at) => key === edited.dependsOn[at]);
  const followed = isSame ? edited : { ...edited, dependsOn: dependsOn.toSorted() };
  if (object.table === null || !sameName(object.table, from)) return followed;
  return { ...followed, table: to, name: followName(object, from, to) };
}

/** Where names stand in constants too: `'"public"."tasks"'::regclass`. */
function renameQuotedTable(sql: string, from: QualifiedName, to: QualifiedName): string {
  return sql.replaceAll(/('?)("(?:[^"]|"")*"\."(?:[^"]|"")*")/g, (_, quote: string, name: string) =>
    quote === ""
      ? renameTableIn(name, from, to)
      : quote + renameTableIn(name.replaceAll("''", "'"), from, to).replaceAll("'", "''"),
  );
}

/** What belongs to a table lives in its schema, and properties of the table bear its name. */
function followName(object: CatalogObject, from: QualifiedName, to: QualifiedName): QualifiedName {
  const { kind, name } = object;
  const schema = name.schema === from.schema ? to.schema : name.schema;
  if (kind === "comment" || kind === "privileges") return { schema, name: renameTableIn(name.name, from, to) };
  if (kind === "storage" && name.name.startsWith(`${from.name}.`)) {
    return { schema: to.schema, name: to.name + name.name.slice(from.name.length) };
  }
  return bearingNames.has(kind) && name.name === from.name ? to : { schema, name: name.name };
}

const bearingNames = new Set<CatalogObjectKind>([
  "rowSecurity",
  "storage",
  "replicaIdentity",
  "clustering",
  "tableType",
]);

/** The object after a column of `table` was renamed. */
export function followColumn(
  object: CatalogObject,
  table: QualifiedName,
  rename: { readonly from: string; readonly to: string },
): CatalogObject {
  const [old, next] = [columnKey(table, rename.from), columnKey(table, rename.to)];
  const followed = object.dependsOn.includes(old)
    ? { ...object, dependsOn: object.dependsOn.map((key) => (key === old ? next : key)).toSorted() }
    : object;
  const { kind, definition } = object;
  if ((kind === "view" || kind === "materializedView") && object.dependsOn.includes(old)) {
    const inQuery = (text: string) => renameColumnInQuery(text, table, rename);
    const parts = object.parts.map(({ name, text }) => ({ name, text: name === "query" ? inQuery(text) : text }));
    const [head, query] = splitAtQuery(definition);
    return { ...followed, definition: head + inQuery(query), parts };
  }
  if (object.table === null || !sameName(object.table, table)) return followed;
  if (kind === "comment") {
    const qualified = (text: string) => renameQualifiedColumnIn(text, new Set([table.name]), rename);
    const text = qualified(definition);
    if (text === definition) return followed;
    const parts = object.parts.map((part) => ({ name: qualified(part.name), text: qualified(part.text) }));
    return { ...followed, name: { ...object.name, name: qualified(object.name.name) }, definition: text, parts };
  }
  if (kind === "storage") {
    if (!object.dependsOn.includes(old)) return followed;
    const altered = (text: string) =>
      text.replaceAll(/(?<= ALTER COLUMN )"(?:[^"]|"")*"/g, (column) => renameColumnIn(column, rename.from, rename.to));
    const parts = object.parts.map((part) => ({ name: altered(part.name), text: altered(part.text) }));
    const name = { ...object.name, name: `${table.name}.${rename.to}` };
    return { ...followed, name, definition: altered(definition), parts };
  }
  if (kind === "privileges") {
    const listed = (text: string) =>
      text.replaceAll(/\("(?:[^"]|"")*"\)(?= ON )/g, (column) => renameColumnIn(column, rename.from, rename.to));
    const parts = object.parts.map((part) => ({ name: listed(part.name), text: listed(part.text) }));
    return { ...followed, definition: listed(definition), parts };
  }
  if (kind !== "trigger" && kind !== "policy") return followed;
  const inTail = (text: string) =>
    renameQualifiedColumnIn(renameColumnIn(text, rename.from, rename.to), new Set(["old", "new", table.name]), rename);
  const [head, tail] = splitAtTable(definition);
  const text = head + inTail(tail);
  if (text === definition) return followed;
  return { ...followed, definition: text, parts: object.parts.map((part) => ({ ...part, text: inTail(part.text) })) };
}

/** The columns of a view stand in its query. */
function splitAtQuery(definition: string): readonly [string, string] {
  const at = definition.search(/\bAS\s/) + "AS".length;
  return [definition.slice(0, at), definition.slice(at)];
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
