import {
  type Change,
  conversionOf,
  displayName,
  fillSubject,
  hazardsOf,
  isHandover,
  sameName,
  type Schema,
} from "#engine/index.ts";
import { hazardWords } from "#host/commands/diffNotes.ts";

/** What becomes of keys that change their type, a sentence each, and how to say otherwise. */
export function keyNotes(changes: readonly Change[], from: Schema, home: string): readonly string[] {
  const anew = hazardsOf(changes, from).flatMap(({ change, hazards }) => {
    if (change.kind !== "addColumn" || !isHandover(change.fill) || change.fill.value.kind !== "distinct") return [];
    const option = `--fill ${fillSubject(change.table, change.fill.takenBy, home)}=EXPRESSION`;
    return hazards.map(
      (hazard) =>
        `${hazardWords(hazard, home)}, since no cast leads to its new type. To say which: ${option}, or write it into its UPDATE.`,
    );
  });
  return [...anew, ...changes.flatMap((change) => readNote(change, from, home))];
}

/** Of a key whose values are read from their text, as cuids are not. */
function readNote(change: Change, { tables }: Schema, home: string): string[] {
  if (change.kind !== "alterColumn" || change.fill !== null) return [];
  const { table, from, to } = change;
  const found = tables.find(({ name }) => sameName(name, table));
  const isKey = found?.primaryKey?.columns.includes(to.name) === true;
  const refers = found?.foreignKeys.some(({ columns }) => columns.includes(to.name)) === true;
  if (!isKey || refers || conversionOf(from.type, to.type) !== "parses") return [];
  const option = `--fill ${fillSubject(table, to.name, home)}=EXPRESSION`;
  return [
    `${displayName(table, home)}.${to.name} is read as its new type, which stops on other text. Values of their own for ` +
      `its rows, and for what refers to them: ${option}.`,
  ];
}
