import { fillSubject, type Hazard } from "#engine/index.ts";
import { hazardWords } from "#host/commands/diffNotes.ts";

/** Where a way down stops on rows because of what the way up took, a sentence each, and what helps. */
export function returnWarnings(hazards: readonly Hazard[], home: string): readonly string[] {
  return hazards.map((hazard) => {
    const { table, column } = hazard;
    const fill =
      column === null ? "" : `, or give rows a value for it: --fill ${fillSubject(table, column, home)}=EXPRESSION`;
    return `On a table with rows the way down stops: ${hazardWords(hazard, home)}. Keep them: upgrade --stash${fill}.`;
  });
}

/** The same for the top of the way down itself, a line each. */
export function returnLines(hazards: readonly Hazard[], home: string): readonly string[] {
  return hazards.map((hazard) => `${hazardWords(hazard, home)}: on a table with rows this stops.`);
}
