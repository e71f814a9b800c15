import type { Span } from "#engine/core/span.ts";
import type { Attribute, SettingsBlock } from "#engine/prisma/ast.ts";
import type { Datasource, ExtensionPlace } from "#engine/prisma/lower/datasource.ts";
import type { Enum, ModelField } from "#engine/prisma/lower/declarations.ts";
import type { LoweredTable, ModelSource } from "#engine/prisma/lower/modelTable.ts";
import type { RelationField } from "#engine/prisma/lower/relations.ts";
import { moved } from "#engine/prisma/moved.ts";
import type { Origin, Origins } from "#engine/prisma/origins.ts";
import type { Table } from "#engine/schema/model.ts";
import { nameKey } from "#engine/schema/name.ts";
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

export interface PlacedParts {
  readonly source: {
    readonly datasource: Datasource;
    readonly block: SettingsBlock;
    readonly extensions: readonly ExtensionPlace[];
  } | null;
  readonly enums: readonly Enum[];
  readonly tables: readonly LoweredTable[];
  readonly namespaces: readonly string[];
  /** How many characters further on a model or enum stands by now, by its name; the others stand where they were read. */
  readonly displaced: ReadonlyMap<string, number>;
}

/** Where each object of the schema was asked for. The first origin of an object stands. */
export function originsOf(parts: PlacedParts): Origins {
  const ofSettings = collect((add) => {
    addSettings(parts, add);
  });
  const tables = new Map(parts.tables.map((lowered) => [nameKey(lowered.table.name), lowered]));
  const known = new Map<string, ReadonlyMap<ObjectKey, Origin>>();
  const ofTable = (name: string, { table, source }: LoweredTable): ReadonlyMap<ObjectKey, Origin> => {
    const found = known.get(name);
    if (found) return found;
    const { model } = source.kind === "model" ? source : source.relation;
    const origins = collect((add) => {
      const addMoved = adding(add, parts.displaced.get(model.name));
      if (source.kind === "model") addModel(table, source, addMoved);
      else addJoinTable(table, source.relation, addMoved);
    });
    known.set(name, origins);
    return origins;
  };
  return {
    get(key) {
      const [kind = "", schema = "", name = ""] = key.split("\0");
      if (!ofTables.has(kind)) return ofSettings.get(key);
      const place = nameKey({ schema, name });
      const table = tables.get(place);
      return table && ofTable(place, table).get(key);
    },
    *[Symbol.iterator]() {
      yield* ofSettings;
      for (const [name, table] of tables) yield* ofTable(name, table);
    },
  };
}

/** The kinds of keys that name a table, or a part of one. */
const ofTables: ReadonlySet<string> = new Set(["table", "column", "index", "constraint"]);

type Add = (key: ObjectKey, origin: Origin) => void;

function collect(work: (add: Add) => void): ReadonlyMap<ObjectKey, Origin> {
  const origins = new Map<ObjectKey, Origin>();
  work((key, origin) => {
    if (!origins.has(key)) origins.set(key, origin);
  });
  return origins;
}

/** Adds what stands `by` characters further on. */
function adding(add: Add, by = 0): Add {
  return by === 0
    ? add
    : (key, origin) => {
        add(key, moved(origin, by));
      };
}

function addSettings({ source, enums, namespaces, displaced }: PlacedParts, add: Add): void {
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
    const addMoved = adding(add, displaced.get(name));
    addMoved(enumKey(type), { ...own, place: { file, span: block.name.span } });
    for (const { text, value } of values.values()) {
      const place = { file, span: value.name.span };
      addMoved(enumValueKey(type, text), {
        place,
        declaration: value.span,
        what: "value",
        block: name,
        member: value.name.text,
      });
    }
  }
}

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
