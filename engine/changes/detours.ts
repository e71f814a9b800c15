import type { Change } from "#engine/changes/change.ts";
import { detourObjects } from "#engine/changes/detourObjects.ts";
import { detourTable } from "#engine/changes/detourTable.ts";
import { type Obstructions, obstructionsOf } from "#engine/changes/obstructions.ts";
import { type Planned, plannedOf } from "#engine/changes/planned.ts";
import { mapSegments } from "#engine/changes/segments.ts";
import type { ForeignKey, Schema } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";
import { columnKey, tableKey } from "#engine/schema/objectKey.ts";

/**
 * The changes with what they need besides: PostgreSQL refuses some changes of a column, an enum or a key while others use
 * it, so these are dropped before and made again after. Changes that need nothing come back as they are, and so does an
 * answer that is asked again. Unordered: `order` puts every detour around what it is for.
 */
export function withDetours(changes: readonly Change[], before: Schema): Change[] {
  return changes.some(mayObstruct) ? mapSegments(changes, before, detour) : [...changes];
}

/** Of changes between which every name stays. */
function detour(changes: readonly Change[], schemaBefore: () => Schema): readonly Change[] {
  if (!changes.some(mayObstruct)) return changes;
  const before = schemaBefore();
  const planned = plannedOf(changes);
  const obstructions = obstructionsOf(changes, before, planned);
  const remade = before.tables.flatMap((table) => detourTable(table, obstructions, planned));
  const foreignKeys = detourForeignKeys(before, [...changes, ...remade], obstructions, planned);
  const objects = detourObjects(before.objects, obstructions, planned);
  return [...changes.filter((change) => !planned.replaced.has(change)), ...remade, ...foreignKeys, ...objects];
}

function mayObstruct({ kind }: Change): boolean {
  return (
    kind === "alterColumn" ||
    kind === "dropEnumValue" ||
    kind === "reorderEnum" ||
    kind === "dropPrimaryKey" ||
    kind === "dropIndex" ||
    kind === "dropObject"
  );
}

/** Foreign keys that lean on a key which goes, or join columns whose values become others. */
function detourForeignKeys(
  before: Schema,
  changes: readonly Change[],
  { recast }: Obstructions,
  planned: Planned,
): Change[] {
  const gone = goneKeys(changes);
  if (gone.size === 0 && recast.size === 0) return [];
  const isInTheWay = (table: QualifiedName, { columns, references }: ForeignKey): boolean =>
    gone.has(columnSet(references.table, references.columns)) ||
    columns.some((column) => recast.has(columnKey(table, column))) ||
    references.columns.some((column) => recast.has(columnKey(references.table, column)));
  return before.tables.flatMap(({ name: table, foreignKeys }) => {
    if (planned.drops.has(tableKey(table))) return [];
    return foreignKeys
      .filter((key) => isInTheWay(table, key) && !planned.dropsConstraint(table, key.name))
      .flatMap((foreignKey): Change[] => [
        { kind: "dropForeignKey", table, foreignKey },
        { kind: "addForeignKey", table, foreignKey: { ...foreignKey, name: planned.rename(table, foreignKey.name) } },
      ]);
  });
}

/** The sets of columns that lose a key which foreign keys may lean on. */
function goneKeys(changes: readonly Change[]): ReadonlySet<string> {
  const gone = new Set<string>();
  for (const change of changes) {
    if (change.kind === "dropPrimaryKey") gone.add(columnSet(change.table, change.primaryKey.columns));
    if (change.kind === "dropIndex" && change.index.unique) {
      const columns = change.index.keys.flatMap(({ on }) => (on.kind === "column" ? [on.name] : []));
      gone.add(columnSet(change.table, columns));
    }
  }
  return gone;
}

function columnSet(table: QualifiedName, columns: readonly string[]): string {
  return `${nameKey(table)}\0${columns.toSorted().join("\0")}`;
}
