import { readFileSync } from "node:fs";
import { relative } from "node:path";

import { lineStarts, type Place, positionAt } from "#engine/index.ts";

/** `prisma/schema.prisma:12:3`, lines and columns from 1; the file alone where it cannot be read any more. */
export function placeText(place: Place, cwd: string): string {
  const name = relative(cwd, place.file);
  const at = lineAndColumn(place);
  return at ? `${name}:${at.line}:${at.column}` : name;
}

/** Lines and columns from 1, as people count; null where the file cannot be read. */
export function lineAndColumn(place: Place): { readonly line: number; readonly column: number } | null {
  try {
    const { line, character } = positionAt(lineStarts(readFileSync(place.file, "utf8")), place.span.start);
    return { line: line + 1, column: character + 1 };
  } catch {
    // A place in something that is no file (stored source, a generated text) has a name and no line.
    return null;
  }
}
