import {
  type Change,
  displayName,
  fillSubject,
  type Hazard,
  hazardsOf,
  isHandover,
  plausibleRenames,
  printRenameOption,
  type Rename,
  type RenameCandidate,
  renameSubject,
  type Schema,
} from "#engine/index.ts";

export interface DiffNotesOptions {
  readonly start: Schema;
  readonly end: Schema;
  /** Of the way there; null on the way back, which follows from it: there is nothing to ask then. */
  readonly renames: readonly Rename[] | null;
  readonly home: string;
}

/** What to know about changes beside their SQL, a line each: hazards, and the options that would avoid them. */
export function diffNotes(
  changes: readonly Change[],
  { start, end, renames, home }: DiffNotesOptions,
): ReadonlyMap<Change, readonly string[]> {
  const found = hazardsOf(changes, start);
  if (found.length === 0) return new Map();
  const candidates = renames && plausibleRenames(start, end, { renames, home });
  return new Map(
    found.map(({ change, hazards }) => [
      change,
      [
        ...hazards.map((hazard) => `hazard: ${hazardWords(hazard, home)}`),
        ...(candidates ? hintsOf(change, candidates, home) : []),
      ],
    ]),
  );
}

/** `tasks.title may hold values that its new type cannot` */
export function hazardWords({ table, column, text }: Hazard, home: string): string {
  return `${displayName(table, home)}${column === null ? "" : `.${column}`} ${text}`;
}

function hintsOf(change: Change, candidates: readonly RenameCandidate[], home: string): readonly string[] {
  if (change.kind === "addColumn" && isHandover(change.fill)) {
    return [`give rows other values: --fill ${fillSubject(change.table, change.fill.takenBy, home)}=EXPRESSION`];
  }
  if (change.kind === "addColumn")
    return [`give rows a value: --fill ${fillSubject(change.table, change.column.name, home)}=EXPRESSION`];
  if (change.kind === "alterColumn" && change.from.nullable && !change.to.nullable && change.fill === null) {
    return [`give rows a value: --fill ${fillSubject(change.table, change.to.name, home)}=EXPRESSION`];
  }
  const subject = goneSubject(change, home);
  if (subject === null) return [];
  return candidates
    .filter(({ rename }) => renameSubject(rename, home) === subject)
    .map(({ rename, merges }) => {
      const when = merges ? "for rows to hold another value" : "if it was renamed";
      return `${when}: --rename ${printRenameOption(rename, home)}`;
    });
}

function goneSubject(change: Change, home: string): string | null {
  if (change.kind === "dropTable") return displayName(change.table.name, home);
  if (change.kind === "dropColumn") return `${displayName(change.table, home)}.${change.column.name}`;
  return change.kind === "dropEnumValue" ? `${displayName(change.enum, home)}.${change.value}` : null;
}
