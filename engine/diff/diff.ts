import { applyAll } from "#engine/changes/apply.ts";
import type { Change } from "#engine/changes/change.ts";
import { withDetours } from "#engine/changes/detours.ts";
import { order } from "#engine/changes/order.ts";
import type { DiffContext } from "#engine/diff/context.ts";
import { diffEnums, renamedEnums } from "#engine/diff/enums.ts";
import { diffExtensions } from "#engine/diff/extensions.ts";
import { diffNamespaces } from "#engine/diff/namespaces.ts";
import { diffObjects } from "#engine/diff/objects.ts";
import type { Rename } from "#engine/diff/renames.ts";
import { planRenames } from "#engine/diff/renameSteps.ts";
import { diffSequences } from "#engine/diff/sequences.ts";
import { diffTables } from "#engine/diff/tables.ts";
import type { Schema } from "#engine/schema/model.ts";
import { nameKey } from "#engine/schema/name.ts";

export interface DiffOptions {
  /** What is renamed instead of dropped and added. Those that fit neither side are passed over. */
  readonly renames?: readonly Rename[];
  /**
   * SQL that fills a required column for rows that have no value, by `schema.table.column` in the target's names, or
   * `table.column` in `home`.
   */
  readonly fills?: ReadonlyMap<string, string>;
  readonly home?: string;
}

/**
 * The changes that turn `from` into `to`, in an order in which they can run. Complete over all that a Schema holds;
 * in place wherever PostgreSQL can.
 */
export function diff(from: Schema, to: Schema, options: DiffOptions = {}): Change[] {
  if (from === to) return [];
  const given = { fills: options.fills ?? new Map<string, string>(), home: options.home ?? null };
  const namespaces = diffNamespaces(from.namespaces, to.namespaces);
  const plan = planRenames(from, to, options.renames ?? []);
  const cleared = plan.cleared ?? from;
  const moved = applyAll(cleared, plan.renames);
  const enums = renamedEnums(moved, to);
  const renamed = applyAll(moved, enums);
  const { renamedColumns } = plan;
  const changes = [
    ...namespaces.filter((change) => change.kind === "createNamespace"),
    ...differ(from, cleared, { ...given, renamedColumns: new Map() }),
    ...plan.renames,
    ...enums,
    ...differ(renamed, to, { ...given, renamedColumns }),
    ...namespaces.filter((change) => change.kind === "dropNamespace"),
  ];
  return order(withDetours(changes, from), from);
}

/** Of schemas in which everything that stays has its name. Namespaces are left out. */
function differ(from: Schema, to: Schema, given: Pick<DiffContext, "fills" | "home" | "renamedColumns">): Change[] {
  if (from === to) return [];
  const context: DiffContext = { ...given, isTaken: relationNames(from) };
  return [
    ...diffExtensions(from.extensions, to.extensions),
    ...diffEnums(from.enums, to.enums),
    ...diffSequences(from.sequences, to.sequences),
    ...diffTables(from.tables, to.tables, context),
    ...diffObjects(from.objects, to.objects),
  ];
}

/** Computed when the first renaming comes up. */
function relationNames(schema: Schema): DiffContext["isTaken"] {
  let names: Set<string> | null = null;
  return (namespace, relation) => {
    names ??= new Set(
      schema.tables.flatMap((table) =>
        [table.name.name, table.primaryKey?.name, ...table.indexes.map((index) => index.name)].flatMap((name) =>
          name === undefined ? [] : [nameKey({ schema: table.name.schema, name })],
        ),
      ),
    );
    return names.has(nameKey({ schema: namespace, name: relation }));
  };
}
