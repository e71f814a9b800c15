import { inTwoSteps } from "#engine/changes/madeAnew.ts";
import { type Change, type ChangeOf, type ChangeTable, dispatch } from "#engine/changes/change.ts";
import type { SchemaDocument } from "#engine/prisma/ast.ts";
import type { TextEdit } from "#engine/prisma/edit/textEdit.ts";
import { asPrismaSees, type RaisedModels } from "#engine/prisma/raise.ts";
import {
  addEnumValue,
  createEnum,
  createTable,
  dropEnum,
  dropEnumValue,
  dropTable,
  renameEnum,
  renameEnumValue,
  renameTable,
} from "#engine/pull/blocks.ts";
import { addColumn, alterColumn, dropColumn, renameColumn } from "#engine/pull/columns.ts";
import { addPrimaryKey, createIndex, dropIndex, dropPrimaryKey, renameIndex } from "#engine/pull/keys.ts";
import { apart } from "#engine/pull/apart.ts";
import { ignoreEdits } from "#engine/pull/ignored.ts";
import { viewModels } from "#engine/pull/modelsView.ts";
import { namesInModels } from "#engine/pull/names.ts";
import { nothing, type Pulling, type Words } from "#engine/pull/pulling.ts";
import { addForeignKey, dropForeignKey, renameConstraint } from "#engine/pull/relations.ts";
import type { Schema } from "#engine/schema/model.ts";
import { columnKey } from "#engine/schema/objectKey.ts";

export interface PullOptions {
  /** The PostgreSQL schema of what names none. */
  readonly home: string;
}

export interface Pulled {
  /** By file; they do not overlap. */
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
  /** Blocks for what no model names, to be printed at the end of `file`. */
  readonly blocks: (RaisedModels & { readonly file: string }) | null;
}

/**
 * One step of bringing models to what a database holds (`whole`): the smallest edits that carry `wanted` into their text,
 * which lead there from what the models ask for. A change may need another to be written first, so whoever asks reads the
 * models anew and asks again until nothing is left, or nothing more comes.
 */
export function pull(
  documents: readonly SchemaDocument[],
  wanted: readonly Change[],
  whole: Schema,
  { home }: PullOptions,
): Pulled {
  const changes = inPlace(inTwoSteps(wanted));
  const target = asPrismaSees(whole);
  const view = viewModels(documents, home, changes);
  const { datasource } = view;
  const multiSchema = (datasource?.schemas.length ?? 0) > 0;
  const pulling: Pulling = {
    view,
    names: namesInModels(view, target, { multiSchema }),
    target,
    raise: {
      datasource: datasource?.name ?? "db",
      multiSchema,
      partialIndexes: datasource?.previewFeatures.includes("partialIndexes") ?? false,
    },
    changes,
    claimed: new Set(),
  };
  const words = changes.map((change) => dispatch(writers, change, pulling));
  const models = words.flatMap((each) => each.models ?? []);
  const enums = words.flatMap((each) => each.enums ?? []);
  const file = models.length + enums.length === 0 ? null : homeOfBlocks(documents, pulling);
  return {
    edits: apart([...words.map((each) => each.edits ?? []), ignoreEdits(changes, pulling)]),
    blocks: file === null ? null : { file, models, enums },
  };
}

/** A column that the database can only make anew is, to the models, a field of another type. */
function inPlace(changes: readonly Change[]): Change[] {
  const keyOf = ({ table, column }: ChangeOf<"addColumn" | "dropColumn">) => columnKey(table, column.name);
  const dropped = new Map(
    changes.flatMap((change) => (change.kind === "dropColumn" ? [[keyOf(change), change] as const] : [])),
  );
  const altered = changes.flatMap((change): Change[] => {
    const from = change.kind === "addColumn" ? dropped.get(keyOf(change))?.column : undefined;
    if (change.kind !== "addColumn" || !from) return [change];
    const { table, column: to, fill } = change;
    return [{ kind: "alterColumn", table, from, to, fill: typeof fill === "string" ? fill : null }];
  });
  const made = new Set(
    altered.flatMap((change) => (change.kind === "alterColumn" ? [columnKey(change.table, change.to.name)] : [])),
  );
  return altered.filter((change) => change.kind !== "dropColumn" || !made.has(keyOf(change)));
}

const none = (): Words => nothing;

/** Kinds that no model can say come to nothing, and those that are taken in two steps. */
const writers: ChangeTable<Words, [Pulling]> = {
  createNamespace: none,
  dropNamespace: none,
  createExtension: none,
  dropExtension: none,
  alterExtension: none,
  createEnum,
  dropEnum,
  renameEnum,
  addEnumValue,
  dropEnumValue,
  renameEnumValue,
  reorderEnum: none,
  createTable,
  dropTable,
  renameTable,
  attachPartition: none,
  detachPartition: none,
  addParent: none,
  dropParent: none,
  addColumn,
  dropColumn,
  renameColumn,
  alterColumn,
  addPrimaryKey,
  dropPrimaryKey,
  alterPrimaryKey: none,
  createIndex,
  dropIndex,
  alterIndex: none,
  renameIndex,
  addForeignKey,
  dropForeignKey,
  alterForeignKey: none,
  addCheck: none,
  dropCheck: none,
  alterCheck: none,
  renameConstraint,
  createSequence: none,
  dropSequence: none,
  alterSequence: none,
  freeSequence: none,
  bindSequence: none,
  createObject: none,
  dropObject: none,
  alterObject: none,
  runSql: none,
};

/** The file that holds most models; the one of the datasource where none does. */
function homeOfBlocks(documents: readonly SchemaDocument[], { view }: Pulling): string | null {
  const counts = new Map<string, number>();
  for (const { file } of view.models) counts.set(file, (counts.get(file) ?? 0) + 1);
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  return most?.[0] ?? view.datasource?.place.file ?? documents[0]?.file ?? null;
}
