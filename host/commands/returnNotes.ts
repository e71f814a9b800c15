import { type Change, fillSubject, type Hazard, type QualifiedName, sameName, type Schema } from "#engine/index.ts";
import { hazardWords } from "#host/commands/diffNotes.ts";

/** The way back that the hazards are of, from `after`. */
export interface WayBackOf {
  readonly back: readonly Change[];
  readonly after: Schema;
  readonly home: string;
}

/** Where a way down stops on rows because of what the way up took, a sentence each, and what helps. */
export function returnWarnings(hazards: readonly Hazard[], of: WayBackOf): readonly string[] {
  // All that goes is kept, or nothing is run.
  const isKept = of.back.every((change) => change.kind !== "addColumn" || isFoundAgain(change.table, of));
  return hazards.map((hazard) => {
    const { table, column } = hazard;
    const fill =
      column !== null && isNew(table, column, of)
        ? [`give rows a value: --fill ${fillSubject(table, column, of.home)}=EXPRESSION`]
        : [];
    const ways = [...(isKept ? ["keep what goes: upgrade --stash"] : []), ...fill];
    const helps = ways.length > 0 ? ways.join(", or ") : "write down by hand what they shall hold";
    const words = hazardWords(hazard, of.home);
    return `On a table with rows the way down stops: ${words}. ${helps.charAt(0).toUpperCase()}${helps.slice(1)}.`;
  });
}

/** The same for the top of the way down itself, a line each. */
export function returnLines(hazards: readonly Hazard[], home: string): readonly string[] {
  return hazards.map((hazard) => `${hazardWords(hazard, home)}: on a table with rows this stops.`);
}

/** A fill of one that is merely replaced is for the way up. */
function isNew(table: QualifiedName, column: string, { back, after }: WayBackOf): boolean {
  const isAdded = back.some(
    (change) => change.kind === "addColumn" && sameName(change.table, table) && change.column.name === column,
  );
  const found = after.tables.find(({ name }) => sameName(name, table));
  return isAdded && found !== undefined && !found.columns.some(({ name }) => name === column);
}

/** A stash finds rows by a key that is there before and after. */
function isFoundAgain(table: QualifiedName, { back, after }: WayBackOf): boolean {
  const key = after.tables.find(({ name }) => sameName(name, table))?.primaryKey;
  const isReplaced = (column: string) =>
    back.some(
      (change) =>
        (change.kind === "addColumn" || change.kind === "dropColumn") &&
        sameName(change.table, table) &&
        change.column.name === column,
    );
  return key?.columns.some(isReplaced) === false;
}
