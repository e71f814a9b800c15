import type { Change } from "#engine/changes/change.ts";
import type {
  Attribute,
  BlockAttribute,
  EnumBlock,
  EnumValue,
  ModelBlock,
  SchemaDocument,
} from "#engine/prisma/ast.ts";
import { stringArgument } from "#engine/prisma/lower/attributes.ts";
import { type Datasource, readDatasource } from "#engine/prisma/lower/datasource.ts";
import { declare, type Enum, type Model, type ModelField } from "#engine/prisma/lower/declarations.ts";
import type { LoweredTable, ModelSource } from "#engine/prisma/lower/modelTable.ts";
import type { RelationField } from "#engine/prisma/lower/relations.ts";
import { lowerTables } from "#engine/prisma/lower/tables.ts";
import { nameKey, type QualifiedName, sameName } from "#engine/schema/name.ts";

/** Models as they are written, by what they stand for in the database: by the name it has, or is about to have. */
export interface ModelsView {
  readonly datasource: Datasource | null;
  readonly models: readonly Model[];
  readonly enums: readonly Enum[];
  document(file: string): SchemaDocument;
  /** The model of a table; null where none names it, or a relation of lists stands for it. */
  table(name: QualifiedName): { readonly model: Model; readonly source: ModelSource } | null;
  /** One of the two fields that a join table stands for. */
  join(name: QualifiedName): RelationField | null;
  enum(name: QualifiedName): Enum | null;
  /** The field of a column. */
  field(table: QualifiedName, column: string): ModelField | null;
  value(name: QualifiedName, label: string): { readonly name: string; readonly value: EnumValue } | null;
  /** The fields of a model that are of another model's type. */
  relations(from: Model, to: Model): readonly ModelField[];
}

/** What is wrong with the models is told by whoever lowers them; what they say rightly is here. */
export function viewModels(
  documents: readonly SchemaDocument[],
  home: string,
  /** Those that rename say what is about to be. */
  changes: readonly Change[],
): ModelsView {
  const report = () => undefined;
  const datasource = readDatasource(documents, report)?.datasource ?? null;
  const declarations = declare(documents, { datasource, home, report });
  const tables = new Map(
    lowerTables({ declarations, datasource, home, report }).tables.map((lowered) => [
      nameKey(lowered.table.name),
      lowered,
    ]),
  );
  const files = new Map(documents.map((document) => [document.file, document]));
  const enums = [...declarations.enums.values()];
  const before = namesBefore(changes);
  const sourceOf = (name: QualifiedName): LoweredTable["source"] | null =>
    (tables.get(nameKey(name)) ?? tables.get(nameKey(before.table(name))))?.source ?? null;
  const view: ModelsView = {
    datasource,
    models: [...declarations.models.values()],
    enums,
    document(file) {
      const document = files.get(file);
      if (!document) throw new Error(`no models in ${file}`);
      return document;
    },
    table(name) {
      const source = sourceOf(name);
      return source?.kind === "model" ? { model: source.model, source } : null;
    },
    join(name) {
      const source = sourceOf(name);
      return source?.kind === "relation" ? source.relation : null;
    },
    enum: (name) =>
      enums.find(({ type }) => sameName(type, name)) ??
      enums.find(({ type }) => sameName(type, before.enum(name))) ??
      null,
    field(name, column) {
      const fields = [...(view.table(name)?.model.fields.values() ?? [])];
      return fields.find(isColumn(column)) ?? fields.find(isColumn(before.part(name, column))) ?? null;
    },
    value(name, label) {
      const values = [...(view.enum(name)?.values ?? [])].map(([own, rest]) => ({ name: own, ...rest }));
      const old = before.part(name, label);
      return values.find(({ text }) => text === label) ?? values.find(({ text }) => text === old) ?? null;
    },
    relations: (from, to) =>
      [...from.fields.values()].filter(({ target }) => target.kind === "model" && target.model === to),
  };
  return view;
}

function isColumn(column: string) {
  return (field: ModelField): boolean => field.target.kind !== "model" && field.column === column;
}

/** What tells a relation apart from others between the same models; null where it is not written. */
export function relationName({ field }: ModelField): string | null {
  const attribute = field.attributes.find((a) => a.name.text === "relation");
  return attribute ? stringArgument(attribute, "name", { positional: true }) : null;
}

/** The other side of a relation: a field of `target` that is of `model`'s type. */
export function oppositeOf(side: ModelField, view: ModelsView): ModelField | null {
  if (side.target.kind !== "model") return null;
  const name = relationName(side);
  const others = view.relations(side.target.model, side.model).filter((field) => field !== side);
  return others.find((field) => relationName(field) === name) ?? null;
}

/** The line that a block attribute stands on. */
export function lineOf(block: ModelBlock | EnumBlock, attribute: Attribute): BlockAttribute | null {
  const lines = block.members.filter((member): member is BlockAttribute => member.kind === "attribute");
  return lines.find((line) => line.attribute === attribute) ?? null;
}

/** What bears a name now, by the name it comes to have. */
function namesBefore(changes: readonly Change[]) {
  const tables = new Map<string, QualifiedName>();
  const enums = new Map<string, QualifiedName>();
  const parts = new Map<string, string>();
  for (const change of changes) {
    if (change.kind === "renameTable") tables.set(nameKey(change.to), change.from);
    if (change.kind === "renameEnum") enums.set(nameKey(change.to), change.from);
    if (change.kind === "renameColumn") parts.set(`${nameKey(change.table)}\0${change.to}`, change.from);
    if (change.kind === "renameEnumValue") parts.set(`${nameKey(change.enum)}\0${change.to}`, change.from);
  }
  const part = (owner: QualifiedName, name: string) => parts.get(`${nameKey(owner)}\0${name}`) ?? name;
  return {
    table: (name: QualifiedName) => tables.get(nameKey(name)) ?? name,
    enum: (name: QualifiedName) => enums.get(nameKey(name)) ?? name,
    part,
  };
}
