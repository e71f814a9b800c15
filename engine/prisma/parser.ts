import type { Checked } from "#engine/core/problem.ts";
import type { SchemaDocument } from "#engine/prisma/ast.ts";
import { parseItems } from "#engine/prisma/parser/blocks.ts";
import { Cursor } from "#engine/prisma/parser/cursor.ts";

/**
 * Reads one file of models (`.prisma`) as Prisma 5 to 7 do, with the place of everything.
 *
 * Any text has a document, and printing that gives back the text. What can't be read is a problem with code `prisma/…`;
 * reading goes on with the next line, and a block that lacks its brace ends where the next one begins.
 */
export function parseModels(file: string, text: string): Checked<SchemaDocument> {
  const cursor = new Cursor(file, text);
  const items = parseItems(cursor);
  return { value: { file, text, items }, problems: cursor.problems };
}
