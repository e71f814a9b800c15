/**
 * Models of Prisma 5 and 6 for Prisma 7, which refuses lines that those demand, a flag, and an id in a view; none of them
 * has a meaning in the database. Offsets within the file may move.
 */
export function modernized(text: string): string {
  return text
    .replace(/^[ \t]*(?:url|directUrl|shadowDatabaseUrl)[ \t]*=[^\r\n]*$/gmu, (line) => " ".repeat(line.length))
    .replace(/,\s*"metrics"|"metrics"\s*,?\s*/u, "")
    .replace(/^view\s+\w+\s*\{[^}]*\}/gmu, (view) =>
      view.replaceAll("@@id(", "@@unique(").replaceAll(/\s@id\b(\([^)]*\))?/gu, " @unique"),
    );
}
