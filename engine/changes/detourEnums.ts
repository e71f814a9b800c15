import type { Change, ChangeOf } from "#engine/changes/change.ts";
import type { Planned } from "#engine/changes/planned.ts";
import type { Column, ColumnDefault, ColumnType } from "#engine/schema/model.ts";
import { nameKey } from "#engine/schema/name.ts";
import { enumValueKey, type ObjectKey } from "#engine/schema/objectKey.ts";

/**
 * Columns that an enum made anew can't take along. A default that gives up a value for one that comes: the column has none
 * meanwhile. Columns that take each other's enums in a circle, where every enum would have to wait for another: they are
 * text meanwhile.
 */
export function detourEnums(changes: readonly Change[], planned: Planned): Change[] {
  const valuesOf = (kind: "addEnumValue" | "dropEnumValue") =>
    new Set(changes.flatMap((change) => (change.kind === kind ? [enumValueKey(change.enum, change.value)] : [])));
  const gone = valuesOf("dropEnumValue");
  const come = valuesOf("addEnumValue");
  const names = ({ type, default: value }: Column, values: ReadonlySet<ObjectKey>) =>
    type.kind === "enum" && textsOf(value).some((text) => values.has(enumValueKey(type.name, text)));
  const altered = changes.flatMap((change) =>
    change.kind === "alterColumn" && !planned.replaced.has(change) ? [change] : [],
  );
  const moves = movesBetween(altered, madeAnewIn(changes));
  return altered.flatMap((change): Change[] => {
    const { from, to } = change;
    const type = isInCircle(change, moves) ? textLike(from.type) : from.type;
    if (type === from.type && !(names(from, gone) && names(to, come))) return [];
    planned.replaced.add(change);
    const between: Column = { ...from, type, default: null };
    return [
      { ...change, to: between, fill: null },
      { ...change, from: between },
    ];
  });
}

function textsOf(value: ColumnDefault | null): readonly string[] {
  return value?.kind === "literal" ? [value.text] : value?.kind === "list" ? value.elements : [];
}

/** Enums that lose a value or their order, by `nameKey`. */
function madeAnewIn(changes: readonly Change[]): ReadonlySet<string> {
  return new Set(
    changes.flatMap((change) =>
      change.kind === "dropEnumValue" || change.kind === "reorderEnum" ? [nameKey(change.enum)] : [],
    ),
  );
}

/** From enum to enums, by `nameKey`: where columns of it move to. Of enums that are made anew. */
type Moves = ReadonlyMap<string, ReadonlySet<string>>;

function movesBetween(altered: readonly ChangeOf<"alterColumn">[], madeAnew: ReadonlySet<string>): Moves {
  const moves = new Map<string, Set<string>>();
  for (const { from, to } of altered) {
    if (from.type.kind !== "enum" || to.type.kind !== "enum") continue;
    const [source, target] = [nameKey(from.type.name), nameKey(to.type.name)];
    if (source === target || !madeAnew.has(source) || !madeAnew.has(target)) continue;
    moves.set(source, (moves.get(source) ?? new Set()).add(target));
  }
  return moves;
}

function isInCircle({ from, to }: ChangeOf<"alterColumn">, moves: Moves): boolean {
  if (moves.size < 2 || from.type.kind !== "enum" || to.type.kind !== "enum") return false;
  const start = nameKey(from.type.name);
  if (moves.get(start)?.has(nameKey(to.type.name)) !== true) return false;
  const reached = new Set([nameKey(to.type.name)]);
  for (const each of reached) for (const next of moves.get(each) ?? []) reached.add(next);
  return reached.has(start);
}

function textLike({ array }: ColumnType): ColumnType {
  return { kind: "builtin", name: "text", args: [], array };
}
