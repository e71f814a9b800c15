import type { Schema } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";
import { columnKey, type ObjectKey } from "#engine/schema/objectKey.ts";
import { objectName } from "#engine/schema/partNames.ts";

/** A column that counts up on both sides, by sequences of different names. */
interface Pair {
  readonly key: ObjectKey;
  readonly recorded: QualifiedName;
  readonly model: QualifiedName;
  /** Both are names that PostgreSQL would choose: a number at the end tells that a name was taken. */
  readonly numbered: boolean;
}

/**
 * Columns whose sequence takes the name that the models give it. Elsewhere its name is the database's own affair: a renamed
 * table may keep that of its sequence. But another column may need the name now, or the number at its end may be there for
 * the sake of one that goes.
 */
export function renamedSequences(models: Schema, recorded: Schema): ReadonlySet<ObjectKey> {
  const held = serialsOf(recorded);
  const asked = serialsOf(models);
  const pairs = pairsOf(asked, held);
  const renamed = new Set<ObjectKey>();
  if (pairs.length === 0) return renamed;
  const claimants = new Map([...asked].map(([key, { sequence }]) => [nameKey(sequence), key]));
  const holders = new Map([...held].map(([key, { sequence }]) => [nameKey(sequence), key]));
  const steady = new Set(pairs.map(({ key }) => key));
  const comes = (key: ObjectKey | undefined) => key !== undefined && !steady.has(key);
  for (let left = pairs, before = -1; left.length !== before;) {
    before = left.length;
    left = left.filter(({ key, recorded: old, model, numbered }) => {
      if (!comes(claimants.get(nameKey(old))) && !(numbered && comes(holders.get(nameKey(model))))) return true;
      renamed.add(key);
      steady.delete(key);
      return false;
    });
  }
  return renamed;
}

interface Serial {
  readonly table: QualifiedName;
  readonly column: string;
  readonly sequence: QualifiedName;
}

function serialsOf({ tables }: Schema): ReadonlyMap<ObjectKey, Serial> {
  const serials = new Map<ObjectKey, Serial>();
  for (const { name: table, columns } of tables) {
    for (const { name: column, default: value } of columns) {
      if (value?.kind !== "serial") continue;
      serials.set(columnKey(table, column), { table, column, sequence: value.sequence });
    }
  }
  return serials;
}

function pairsOf(asked: ReadonlyMap<ObjectKey, Serial>, held: ReadonlyMap<ObjectKey, Serial>): Pair[] {
  return [...asked].flatMap(([key, { table, column, sequence: model }]) => {
    const recorded = held.get(key)?.sequence;
    if (!recorded || nameKey(recorded) === nameKey(model)) return [];
    const isChosen = ({ schema, name }: QualifiedName) => {
      const count = /_seq([1-9]\d*)$/.exec(name)?.[1] ?? "";
      return schema === table.schema && name === objectName(table.name, column, `seq${count}`);
    };
    return [{ key, recorded, model, numbered: isChosen(recorded) && isChosen(model) }];
  });
}
