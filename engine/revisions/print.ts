import { headerKeys, headerValue, type HeaderKey } from "#engine/revisions/header.ts";
import type { Direction, Revision, Section } from "#engine/revisions/revision.ts";

/**
 * A revision's file, LF throughout. Parsing it gives the revision back, given that the message is one line, sections
 * hold SQL without white space around and without marks or psql commands of their own, and list items hold no commas
 * outside double quotes.
 */
export function printRevision(revision: Revision): string {
  const message = oneLine(revision.message);
  const top = [
    ...(message === "" ? [] : [comment(message), "--"]),
    ...headerKeys.flatMap((key) => headerLine(key, headerValue(revision, key))),
  ];
  const up = printSections("upgrade", revision.up);
  const down =
    revision.irreversible === null
      ? printSections("downgrade", revision.down).replace("\n", "\n\\if false\n").concat("\\endif\n")
      : `-- retort: downgrade (irreversible: ${oneLine(revision.irreversible) || "no reason given"})\n`;
  return `${top.join("\n")}\n\n${up}\n${down}`;
}

function headerLine(key: HeaderKey, value: string | readonly string[] | null): string[] {
  const text = typeof value === "string" ? value : (value ?? []).join(", ");
  return text === "" ? [] : [comment(`${key}: ${oneLine(text)}`)];
}

/** An empty direction has its mark all the same: the place to write, and the statement that nothing is missing. */
function printSections(direction: Direction, sections: readonly Section[]): string {
  const printed = sections.length > 0 ? sections : [{ mode: "transaction", sql: "" } as const];
  return printed
    .map(({ mode, sql }) => `-- retort: ${direction}${mode === "transaction" ? "" : ` (${mode})`}\n${sql}\n`)
    .join("\n");
}

function comment(text: string): string {
  return `-- ${text}`;
}

function oneLine(text: string): string {
  return text.trim().replaceAll(/\s*[\r\n]+\s*/g, " ");
}
