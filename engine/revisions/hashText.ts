import type { Section } from "#engine/revisions/revision.ts";
import { isComment, scan } from "#engine/sql/scan.ts";

/**
 * What is hashed of one direction (docs/formats.md, `v1:`): for each section its mode and its tokens, without comments
 * and white space, so that only what PostgreSQL would see differently differs. A section without tokens counts as absent.
 * Tokens are never empty, so the doubled NUL between sections cannot be mistaken.
 */
export function hashInput(sections: readonly Section[]): string {
  return sections
    .map(({ mode, sql }) => ({ mode, tokens: tokensOf(sql) }))
    .filter(({ tokens }) => tokens.length > 0)
    .map(({ mode, tokens }) => `${mode}\0${tokens.join("\0")}`)
    .join("\0\0");
}

function tokensOf(sql: string): string[] {
  const texts: string[] = [];
  // Git may check a file out with other line ends than it was written with.
  const hasOthers = sql.includes("\r\n");
  for (const token of scan(sql)) {
    if (isComment(token)) continue;
    const text = sql.slice(token.start, token.end);
    texts.push(hasOthers ? text.replaceAll("\r\n", "\n") : text);
  }
  return texts;
}
