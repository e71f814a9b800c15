import type { Section } from "#engine/revisions/revision.ts";
import { isComment, scan } from "#engine/sql/scan.ts";

/**
 * What is hashed of one direction (docs/formats.md, `v1:`): for each section its mode and its tokens, without comments
 * and white space, so that only what PostgreSQL would see differently differs. A section without tokens counts as absent.
 * Tokens are never empty, so the doubled NUL between sections cannot be mistaken.
 */
export function hashInput(sections: readonly Section[]): string {
  return sections
    .map(({ mode, sql }) => [
      mode,
      ...scan(sql)
        .filter((token) => !isComment(token))
        // Git may check a file out with other line ends than it was written with.
        .map((token) => sql.slice(token.start, token.end).replaceAll("\r\n", "\n")),
    ])
    .filter((parts) => parts.length > 1)
    .map((parts) => parts.join("\0"))
    .join("\0\0");
}
