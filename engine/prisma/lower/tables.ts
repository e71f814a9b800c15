import { type ColumnTypeOptions, lowerType } from "#engine/prisma/lower/columns.ts";
import type { Datasource } from "#engine/prisma/lower/datasource.ts";
import type { Declarations, Model, ModelField } from "#engine/prisma/lower/declarations.ts";
import { lowerForeignKey, type OwnedForeignKey } from "#engine/prisma/lower/foreignKeys.ts";
import { lowerKeys, type ModelKeys, uniqueCriteria } from "#engine/prisma/lower/keys.ts";
import { joinTable, type JoinEnd } from "#engine/prisma/lower/manyToMany.ts";
import { type LoweredTable, lowerModel } from "#engine/prisma/lower/modelTable.ts";
import { sequenceNames } from "#engine/prisma/lower/sequences.ts";
import { readRelations, type Relation, type RelationField, relationPath } from "#engine/prisma/lower/relations.ts";
import type { Report } from "#engine/prisma/lower/report.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";

export interface TableOptions {
  readonly declarations: Declarations;
  readonly datasource: Datasource | null;
  /** The PostgreSQL schema of what names none. */
  readonly home: string;
  readonly report: Report;
}

/** The tables of models, with what was found out about all of them on the way. */
export interface LoweredTables {
  /** Those of the models, and then those that join models with lists on both sides. */
  readonly tables: readonly LoweredTable[];
  readonly keys: ReadonlyMap<Model, ModelKeys>;
  /** Whose each name of a key or index is: PostgreSQL keeps them in one space per schema. */
  readonly relationNames: ReadonlyMap<string, string>;
}

/** The tables of all models, and those that join models with lists on both sides. */
export function lowerTables(options: TableOptions): LoweredTables {
  const { declarations, datasource, report } = options;
  const models = [...declarations.models.values()].filter((model) => !model.view);
  const keys = new Map(models.map((model) => [model, lowerKeys(model, report)]));
  const relations = readRelations(declarations, declarations.models.values(), report);
  const relationNames = new Map<string, string>();
  const lower = tableOfModel({ ...options, keys, relations, relationNames, nameSequence: sequenceNames(models) });
  const tables = new Map<string, LoweredTable>();
  for (const model of models) {
    const key = nameKey(model.table);
    // Two models with one table are a problem already.
    if (!tables.has(key)) tables.set(key, lower(model));
  }
  for (const relation of relations) {
    if (relation.kind !== "lists") continue;
    const { a, b } = relation;
    const ends = [a, b].map((side) => joinEnd(side, keys, tables, report));
    const [first, second] = ends;
    if (!first || !second) continue;
    const names = { schema: a.model.table.schema, relation: a.name ?? `${a.model.name}To${b.model.name}` };
    const table = joinTable({ ...names, a: first, b: second }, { foreignKeys: hasForeignKeys(datasource) });
    const key = nameKey(table.name);
    if (!tables.has(key)) tables.set(key, { table, source: { kind: "relation", relation: a } });
    else {
      const message = `The relation \`${relationPath(a)}\` needs the table \`${table.name.name}\`, whose name is taken.`;
      report(a.model.file, a.field.field.name.span, "prisma/duplicateName", message);
    }
  }
  return { tables: [...tables.values()], keys, relationNames };
}

export interface ModelTablesOptions extends TableOptions {
  /** Of all models. */
  readonly keys: ReadonlyMap<Model, ModelKeys>;
  readonly relations: readonly Relation[];
  /** Takes up the names of the models' keys and indexes. */
  readonly relationNames: Map<string, string>;
  readonly nameSequence: (field: ModelField) => QualifiedName;
}

/** Makes the table of one model after another. */
export function tableOfModel(options: ModelTablesOptions): (model: Model) => LoweredTable {
  const { declarations, datasource, home, report, keys, relations, relationNames, nameSequence } = options;
  const foreignKeys = lowerForeignKeys(relations, keys, report);
  const types: ColumnTypeOptions = { datasource: datasource?.name ?? null, home, declarations, report };
  const typeOf = (field: ModelField) => lowerType(field, types);
  return (model) =>
    lowerModel(model, {
      keys: keys.get(model) ?? noKeys,
      foreignKeys: hasForeignKeys(datasource) ? (foreignKeys.get(model) ?? []) : [],
      typeOf,
      nameSequence,
      relationNames,
      report,
    });
}

const noKeys: ModelKeys = { primaryKey: null, indexes: [] };

function hasForeignKeys(datasource: Datasource | null): boolean {
  return datasource?.relationMode !== "prisma";
}

function lowerForeignKeys(
  relations: readonly Relation[],
  keys: ReadonlyMap<Model, ModelKeys>,
  report: Report,
): ReadonlyMap<Model, readonly OwnedForeignKey[]> {
  const known = new Map<Model, ReturnType<typeof uniqueCriteria>>();
  const criteria = (model: Model): ReturnType<typeof uniqueCriteria> => {
    const found = known.get(model) ?? uniqueCriteria(keys.get(model) ?? noKeys);
    known.set(model, found);
    return found;
  };
  const found = new Map<Model, OwnedForeignKey[]>();
  for (const relation of relations) {
    if (relation.kind !== "foreignKey") continue;
    const { owner } = relation;
    const foreignKey = lowerForeignKey(owner, { criteria, report });
    if (foreignKey === null || owner.target.view) continue;
    const own = found.get(owner.model) ?? [];
    found.set(owner.model, own);
    if (!own.some((other) => other.value.name === foreignKey.value.name)) own.push(foreignKey);
    else {
      const message = `The constraint name \`${foreignKey.value.name}\` is taken in \`${owner.model.name}\`; give another with \`map\`.`;
      report(owner.model.file, owner.attribute?.span ?? owner.field.field.span, "prisma/duplicateName", message);
    }
  }
  return found;
}

/** The id that a join table refers to; null, with a problem, where the model has not exactly one id field. */
function joinEnd(
  relation: RelationField,
  keys: ReadonlyMap<Model, ModelKeys>,
  tables: ReadonlyMap<string, LoweredTable>,
  report: Report,
): JoinEnd | null {
  const { model } = relation;
  if (model.view) return null;
  const [id, ...more] = keys.get(model)?.primaryKey?.fields ?? [];
  const column = tables.get(nameKey(model.table))?.table.columns.find((c) => c.name === id?.column);
  if (id && more.length === 0) return column ? { table: model.table, column: column.name, type: column.type } : null;
  const message = `The relation \`${relationPath(relation)}\` has lists on both sides, so \`${model.name}\` needs an id of one field.`;
  report(model.file, relation.field.field.name.span, "prisma/badRelation", message);
  return null;
}
