import { sortedBy } from "#engine/core/compare.ts";
import type { Model, ModelField } from "#engine/prisma/lower/declarations.ts";
import { serialType } from "#engine/prisma/lower/columns.ts";
import { lowerDefault } from "#engine/prisma/lower/defaults.ts";
import type { OwnedForeignKey } from "#engine/prisma/lower/foreignKeys.ts";
import type { Keyed, ModelKeys } from "#engine/prisma/lower/keys.ts";
import type { RelationField } from "#engine/prisma/lower/relations.ts";
import type { Report } from "#engine/prisma/lower/report.ts";
import type { Column, ColumnType, Index, PrimaryKey, Table } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";
import { plainColumn, plainTable } from "#engine/schema/plain.ts";

/** A table with what asks for each part of it. */
export interface LoweredTable {
  readonly table: Table;
  readonly source: ModelSource | { readonly kind: "relation"; readonly relation: RelationField };
}

export interface ModelSource {
  readonly kind: "model";
  readonly model: Model;
  /** Of the columns, in their order. */
  readonly fields: readonly ModelField[];
  readonly primaryKey: Keyed<PrimaryKey> | null;
  readonly indexes: readonly Keyed<Index>[];
  readonly foreignKeys: readonly OwnedForeignKey[];
}

export interface ModelTableOptions {
  readonly keys: ModelKeys;
  readonly foreignKeys: readonly OwnedForeignKey[];
  /** Null, with a problem, for a field that has no column. */
  readonly typeOf: (field: ModelField) => ColumnType | null;
  readonly nameSequence: (field: ModelField) => QualifiedName;
  /** Whose each name of a key or index is, for all models: PostgreSQL keeps them in one space per schema. */
  readonly relationNames: Map<string, string>;
  readonly report: Report;
}

export function lowerModel(model: Model, options: ModelTableOptions): LoweredTable {
  const { keys, report } = options;
  const columns = new Map<ModelField, Column>();
  const names = new Set<string>();
  for (const field of model.fields.values()) {
    const type = options.typeOf(field);
    if (type === null || names.has(field.column)) continue;
    names.add(field.column);
    columns.set(field, lowerColumn(field, type, options));
  }
  requireId(model, keys, report);
  const exists = (field: ModelField): boolean => columns.has(field);
  const isSound = (key: Keyed<PrimaryKey | Index>): boolean =>
    key.fields.every(exists) && takeName(model, key, options);
  const source: ModelSource = {
    kind: "model",
    model,
    fields: [...columns.keys()],
    primaryKey: keys.primaryKey && isSound(keys.primaryKey) ? keys.primaryKey : null,
    indexes: keys.indexes.filter(isSound),
    foreignKeys: options.foreignKeys.filter((foreignKey) => foreignKey.fields.every(exists)),
  };
  const inKey = source.primaryKey?.value.columns ?? [];
  const table: Table = {
    ...plainTable(
      model.table,
      [...columns.values()].map((c) => (c.nullable && inKey.includes(c.name) ? { ...c, nullable: false } : c)),
    ),
    primaryKey: source.primaryKey?.value ?? null,
    indexes: sortedBy(
      source.indexes.map((index) => index.value),
      (index) => index.name,
    ),
    foreignKeys: sortedBy(
      source.foreignKeys.map((foreignKey) => foreignKey.value),
      (foreignKey) => foreignKey.name,
    ),
  };
  return { table, source };
}

function lowerColumn(field: ModelField, type: ColumnType, options: ModelTableOptions): Column {
  if (serialType(field.target) !== null) {
    return { ...plainColumn(field.column, type), default: { kind: "serial", sequence: options.nameSequence(field) } };
  }
  return {
    ...plainColumn(field.column, type),
    // A list is never NOT NULL in Prisma's migrations.
    nullable: field.field.type?.arity !== "required",
    default: lowerDefault(field, options),
  };
}

/** Prisma can't work with rows that nothing identifies, unless the client leaves the model out. */
function requireId(model: Model, keys: ModelKeys, report: Report): void {
  const identifies = ({ fields }: { readonly fields: readonly ModelField[] }): boolean =>
    fields.every((field) => field.field.type?.arity === "required" && field.target.kind !== "unsupported");
  // A unique key with a condition is enough for Prisma, though no foreign key may refer to it.
  const criteria = [...(keys.primaryKey ? [keys.primaryKey] : []), ...keys.indexes.filter(({ value }) => value.unique)];
  if (model.ignored || criteria.some(identifies)) return;
  const message = `The model \`${model.name}\` needs an id or a unique key of required fields.`;
  report(model.file, model.block.name.span, "prisma/missingId", message);
}

function takeName(model: Model, key: Keyed<PrimaryKey | Index>, { relationNames, report }: ModelTableOptions): boolean {
  const { name } = key.value;
  const place = nameKey({ schema: model.table.schema, name });
  const owner = relationNames.get(place);
  if (owner === undefined) {
    relationNames.set(place, model.name);
    return true;
  }
  const message = `The name \`${name}\` is taken by a key or index of \`${owner}\`; give another with \`map\`.`;
  report(model.file, key.attribute.span, "prisma/duplicateName", message);
  return false;
}
