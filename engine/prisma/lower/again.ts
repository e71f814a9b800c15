import { equal } from "#engine/core/equal.ts";
import type { Problem } from "#engine/core/problem.ts";
import type { Block, ModelBlock, SchemaDocument } from "#engine/prisma/ast.ts";
import { readDatasource } from "#engine/prisma/lower/datasource.ts";
import { declareAgain, type Model, type ModelField } from "#engine/prisma/lower/declarations.ts";
import { lowerKeys, type ModelKeys, uniqueCriteria } from "#engine/prisma/lower/keys.ts";
import { refuseUnknownAttributes } from "#engine/prisma/lower/knownAttributes.ts";
import {
  homeOf,
  type LoweredModels,
  loweredModels,
  type LoweredParts,
  type LowerOptions,
} from "#engine/prisma/lower/lowered.ts";
import type { LoweredTable } from "#engine/prisma/lower/modelTable.ts";
import { readRelations, relationFields } from "#engine/prisma/lower/relations.ts";
import { reportTo } from "#engine/prisma/lower/report.ts";
import { tableOfModel } from "#engine/prisma/lower/tables.ts";
import { isWarning, warningsKept, warningsLast } from "#engine/prisma/lower/warnings.ts";
import { asFirstRead } from "#engine/prisma/moved.ts";
import type { Column, Table } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";

/** With more models than these changed, lowering all is as fast, and the common case is one. */
const most = 20;

/**
 * What `lowerModels` would make of the documents, where nothing but the inside of a few models differs from `before`: what
 * other models see of them, relations, keys and sequences among it, is as it was. Their tables are lowered, and those of
 * all others taken over, the same objects, with what they are warned of. Null where more is different, or anything is
 * wrong: the whole is to be lowered.
 */
export function lowerAgain(
  before: LoweredModels,
  documents: readonly SchemaDocument[],
  options: LowerOptions,
): LoweredModels | null {
  const { parts } = before;
  const home = homeOf(options);
  if (home !== parts.home || !before.problems.every(isWarning)) return null;
  const blocks = changedModels(parts.documents, documents);
  if (blocks === null || blocks.length > most) return null;
  const anew = new Set<Block>(blocks.map(({ block }) => block));
  const kept = warningsKept(before.problems, parts.documents, documents, (block) => anew.has(block));
  if (kept === null) return null;

  const problems: Problem[] = [];
  const report = reportTo(problems);
  const source = readDatasource(documents, report);
  const datasource = source?.datasource ?? null;
  const declarations = declareAgain(parts.declarations, blocks, { datasource, home, report });
  const changes = blocks.flatMap(({ block }) => changeOf(block.name.text, parts, declarations.models) ?? []);
  if (changes.length < blocks.length) return null;
  const models = changes.map(({ model }) => model);
  refuseUnknownAttributes({ models: new Map(models.map((model) => [model.name, model])), enums: new Map() }, report);

  const keys = new Map(parts.keys);
  for (const { old, model } of changes) {
    keys.delete(old);
    keys.set(model, lowerKeys(model, report));
  }
  const facesOf = (change: ModelChange) => [
    faceOf(change.old, parts.keys, parts.declarations),
    faceOf(change.model, keys, declarations),
  ];
  if (!changes.map(facesOf).every(([a, b]) => equal(a, b))) return null;

  const relations = readRelations(declarations, models, report);
  const owners = new Set(models.map(({ name }) => name));
  const relationNames = new Map([...parts.relationNames].filter(([, owner]) => !owners.has(owner)));
  const sequences = new Map(changes.flatMap(({ lowered }) => sequencesOf(lowered.table)));
  const nameSequence = (field: ModelField): QualifiedName => sequences.get(columnPath(field)) ?? field.model.table;
  const lower = tableOfModel({ declarations, datasource, home, report, keys, relations, relationNames, nameSequence });
  const lowered = new Map<LoweredTable, LoweredTable>();
  for (const { lowered: old, model } of changes) {
    const next = lower(model);
    if (!seemsTheSame(old.table, next.table)) return null;
    lowered.set(old, next);
  }
  if (!problems.every(isWarning)) return null;

  for (const table of parts.tables) {
    if (table.source.kind !== "relation" || !owners.has(table.source.relation.model.name)) continue;
    const { field } = table.source.relation;
    const relation = relations.find(
      (each) => each.kind === "lists" && each.a.field.name === field.name && each.a.model.name === field.model.name,
    );
    if (relation?.kind !== "lists") return null;
    lowered.set(table, { table: table.table, source: { kind: "relation", relation: relation.a } });
  }
  const tables = parts.tables.map((table) => lowered.get(table) ?? table);
  const replaced = new Map([...lowered].map(([old, { table }]) => [old.table, table]));
  const schema = { ...before.schema, tables: before.schema.tables.map((table) => replaced.get(table) ?? table) };
  const displaced = displacedBlocks(documents, declarations);
  return loweredModels(
    { home, documents, source, declarations, displaced, tables, keys, relationNames },
    schema,
    warningsLast([...kept, ...problems], documents),
  );
}

interface ChangedBlock {
  readonly file: string;
  readonly block: ModelBlock;
}

/** The models whose text differs; null where blocks came, went, traded places or got other names, or others than models differ. */
function changedModels(
  before: readonly SchemaDocument[],
  after: readonly SchemaDocument[],
): readonly ChangedBlock[] | null {
  if (before.length !== after.length) return null;
  const changed: ChangedBlock[] = [];
  for (const [at, { file, items }] of after.entries()) {
    const last = before[at];
    if (last?.file !== file) return null;
    const [old, now] = [last.items.filter(isBlock), items.filter(isBlock)];
    if (old.length !== now.length) return null;
    for (const [index, block] of now.entries()) {
      const other = old[index];
      if (other === undefined) return null;
      if (asFirstRead(other) === asFirstRead(block)) continue;
      if (block.kind !== "model" || other.kind !== "model" || block.name.text !== other.name.text) return null;
      changed.push({ file, block });
    }
  }
  return changed;
}

function isBlock(item: SchemaDocument["items"][number]): item is Block {
  return item.kind === "model" || item.kind === "enum" || item.kind === "settings";
}

interface ModelChange {
  readonly old: Model;
  readonly model: Model;
  /** The table of `old`. */
  readonly lowered: LoweredTable;
}

/** Null for a view, which has no table, and for a model that none was declared of. */
function changeOf(name: string, parts: LoweredParts, models: ReadonlyMap<string, Model>): ModelChange | null {
  const [old, model] = [parts.declarations.models.get(name), models.get(name)];
  const lowered = parts.tables.find(({ source }) => source.kind === "model" && source.model === old);
  return old && model && lowered ? { old, model, lowered } : null;
}

/** All that lowering other models asks of one, as plain values. */
function faceOf(
  model: Model,
  keys: ReadonlyMap<Model, ModelKeys>,
  declarations: LoweredParts["declarations"],
): unknown {
  const own = keys.get(model);
  const relations = relationFields(model, declarations).map(({ field, target, name, owning, list }) => [
    field.name,
    target.name,
    name,
    owning,
    list,
  ]);
  const criteria = own ? uniqueCriteria(own).map((fields) => fields.map(faceOfField)) : [];
  const { file, view, ignored, table, tableName } = model;
  const id = own?.primaryKey?.fields.map(faceOfField) ?? null;
  return { file, view, ignored, table, tableName, relations, criteria, id };
}

function faceOfField({ field, name, column, columnName }: ModelField): unknown {
  return [name, column, columnName, field.type?.name.text ?? null, field.type?.arity ?? null];
}

/** Whether join tables that refer to the key would be the same, and the sequences have the names that they had. */
function seemsTheSame(before: Table, after: Table): boolean {
  return equal(idOf(before), idOf(after)) && equal(sequencesOf(before), sequencesOf(after));
}

function idOf({ primaryKey, columns }: Table): readonly Column[] {
  return columns.filter(({ name }) => primaryKey?.columns.includes(name));
}

/** The columns that count up, by their paths, with the names of their sequences. */
function sequencesOf({ name, columns }: Table): (readonly [string, QualifiedName])[] {
  return columns.flatMap((column) =>
    column.default?.kind === "serial" ? [[`${nameKey(name)}\0${column.name}`, column.default.sequence] as const] : [],
  );
}

function columnPath({ model, column }: ModelField): string {
  return `${nameKey(model.table)}\0${column}`;
}

/** How far each model and enum stands from where it was declared, by its name; none that stands there. */
function displacedBlocks(
  documents: readonly SchemaDocument[],
  { models, enums }: LoweredParts["declarations"],
): ReadonlyMap<string, number> {
  const displaced = new Map<string, number>();
  for (const block of documents.flatMap(({ items }) => items.filter(isBlock))) {
    if (block.kind === "settings") continue;
    const { text } = block.name;
    const declared = (block.kind === "model" ? models.get(text) : enums.get(text))?.block;
    const by = declared ? block.head.start - declared.head.start : 0;
    if (by !== 0) displaced.set(text, by);
  }
  return displaced;
}
