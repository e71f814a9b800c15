import type { Span } from "#engine/core/span.ts";
import type { Attribute, SettingsBlock } from "#engine/prisma/ast.ts";
import type { Datasource, ExtensionPlace } from "#engine/prisma/lower/datasource.ts";
import type { Enum, ModelField } from "#engine/prisma/lower/declarations.ts";
import type { LoweredTable, ModelSource } from "#engine/prisma/lower/modelTable.ts";
import type { RelationField } from "#engine/prisma/lower/relations.ts";
import type { Origin, Origins } from "#engine/prisma/origins.ts";
import type { Table } from "#engine/schema/model.ts";
import {
  columnKey,
  constraintKey,
  enumKey,
  enumValueKey,
  extensionKey,
  indexKey,
  namespaceKey,
  type ObjectKey,
  tableKey,
} from "#engine/schema/objectKey.ts";

export interface LoweredParts {
  readonly source: {
    readonly datasource: Datasource;
    readonly block: SettingsBlock;
    readonly extensions: readonly ExtensionPlace[];
  } | null;
  readonly enums: readonly Enum[];
  readonly tables: readonly LoweredTable[];
  readonly namespaces: readonly string[];
}

/** Where each object of the schema was asked for. The first origin of an object stands. */
export function originsOf({ source, enums, tables, namespaces }: LoweredParts): Origins {
  const origins = new Map<ObjectKey, Origin>();
  const add = (key: ObjectKey, origin: Origin): void => {
    if (!origins.has(key)) origins.set(key, origin);
  };
  if (source !== null) {
    const { datasource, block, extensions } = source;
    const settings = { declaration: block.span, what: "datasource", block: datasource.name, member: null } as const;
    for (const { extension, span } of extensions) {
      add(extensionKey(extension.name), { ...settings, place: { file: datasource.place.file, span } });
    }
    for (const name of namespaces) add(namespaceKey(name), { ...settings, place: datasource.place });
  }
  for (const { file, block, name, type, values } of enums) {
    const own = { declaration: block.span, what: "enum", block: name, member: null } as const;
    add(enumKey(type), { ...own, place: { file, span: block.name.span } });
    for (const { text, value } of values.values()) {
      const place = { file, span: value.name.span };
      add(enumValueKey(type, text), {
        place,
        declaration: value.span,
        what: "value",
        block: name,
        member: value.name.text,
      });
    }
  }
  for (const { table, source: from } of tables) {
    if (from.kind === "model") addModel(table, from, add);
    else addJoinTable(table, from.relation, add);
  }
  return origins;
}

type Add = (key: ObjectKey, origin: Origin) => void;

function addModel({ name }: Table, { model, fields, primaryKey, indexes, foreignKeys }: ModelSource, add: Add): void {
  const { file, block } = model;
  const own = { declaration: block.span, what: "model", block: model.name, member: null } as const;
  add(tableKey(name), { ...own, place: { file, span: block.name.span } });
  for (const field of fields) add(columnKey(name, field.column), fieldOrigin(field));
  const attributeOrigin = (attribute: Attribute, owner: ModelField | null): Origin => {
    const declaration: Span = owner?.field.span ?? attribute.span;
    const place = { file, span: attribute.span };
    return { place, declaration, what: "attribute", block: model.name, member: owner?.name ?? null };
  };
  if (primaryKey) {
    add(constraintKey(name, primaryKey.value.name), attributeOrigin(primaryKey.attribute, primaryKey.owner));
  }
  for (const { value, attribute, owner } of indexes) add(indexKey(name, value.name), attributeOrigin(attribute, owner));
  for (const { value, relation } of foreignKeys) {
    add(constraintKey(name, value.name), fieldOrigin(relation.field));
  }
}

/** Everything about a join table was asked for by one relation field. */
function addJoinTable(table: Table, { field }: RelationField, add: Add): void {
  const { name, columns, primaryKey, indexes, foreignKeys } = table;
  const origin = fieldOrigin(field);
  add(tableKey(name), origin);
  for (const column of columns) add(columnKey(name, column.name), origin);
  for (const constraint of [...(primaryKey ? [primaryKey] : []), ...foreignKeys]) {
    add(constraintKey(name, constraint.name), origin);
  }
  for (const index of indexes) add(indexKey(name, index.name), origin);
}

function fieldOrigin({ model, field, name }: ModelField): Origin {
  const place = { file: model.file, span: field.name.span };
  return { place, declaration: field.span, what: "field", block: model.name, member: name };
}
