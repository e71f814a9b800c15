import { applyAll } from "#engine/changes/apply.ts";
import type { Rename } from "#engine/diff/renames.ts";
import { planRenames, type RenamePlan } from "#engine/diff/renameSteps.ts";
import type { Column, Schema, Table } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";
import { columnKey } from "#engine/schema/objectKey.ts";

export interface RenamedToOptions {
  readonly home: string;
  /** Names that count as nothing. */
  readonly exclude?: (name: QualifiedName) => boolean;
}

/**
 * `from` after the renames that lead to names of `to`: what models are overlaid on whose author renamed something, so
 * that what Prisma has no word for goes along. A SERIAL's sequence that bears the default name gets the new one.
 */
export function renamedTo(from: Schema, to: Schema, renames: readonly Rename[], options: RenamedToOptions): Schema {
  const exclude = options.exclude ?? (() => false);
  const counted = <T extends { readonly name: QualifiedName }>(items: readonly T[]) =>
    items.filter(({ name }) => !exclude(name));
  const considered = options.exclude ? { ...from, tables: counted(from.tables), enums: counted(from.enums) } : from;
  const plan = planRenames(considered, to, renames, options.home);
  if (plan.renames.length === 0) return from;
  const renamed = applyAll(plan.cleared ?? from, plan.renames);
  const targets = new Map(to.tables.map((table) => [nameKey(table.name), table]));
  return {
    ...renamed,
    tables: renamed.tables.map((table) => renameSequences(table, targets.get(nameKey(table.name)), plan)),
  };
}

function renameSequences(table: Table, target: Table | undefined, { renamedColumns }: RenamePlan): Table {
  const renameSequence = (column: Column): Column => {
    const old = renamedColumns.get(columnKey(table.name, column.name));
    const asked = target?.columns.find(({ name }) => name === column.name)?.default;
    if (!old || column.default?.kind !== "serial" || asked?.kind !== "serial") return column;
    if (column.default.sequence.name !== `${old.table.name}_${old.column}_seq`) return column;
    return { ...column, default: asked };
  };
  const columns = table.columns.map(renameSequence);
  return columns.some((column, at) => column !== table.columns[at]) ? { ...table, columns } : table;
}
