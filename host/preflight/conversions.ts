import { type Section, splitStatements } from "#engine/index.ts";
import { after, alterCommands } from "#host/preflight/pieces.ts";

/**
 * The columns whose type sections change by an expression of their own, `USING left(code, 5)`: what becomes of values
 * there is what it says. A plain cast refuses what does not fit, as no USING does.
 */
export function convertedFreely(sections: readonly Section[]): ReadonlySet<string> {
  const columns = new Set<string>();
  for (const { sql } of sections.flatMap((section) => splitStatements(section.sql))) {
    for (const piece of alterCommands(sql)) {
      const found = /^alter\s+(?:column\s+)?("(?:[^"]|"")+"|[\w$]+)\s+(?:set\s+data\s+)?type\b/i.exec(piece)?.[1];
      const using = found === undefined ? null : after(piece, /^using$/i);
      if (found === undefined || using === null || isPlainCast(using, found)) continue;
      columns.add(found.startsWith('"') ? found.slice(1, -1).replaceAll('""', '"') : found.toLowerCase());
    }
  }
  return columns;
}

/** `code::text::"Mood"`, in parentheses or not. */
export function isPlainCast(expression: string, column: string): boolean {
  const bare = column.replace(/^"|"$/g, "").replaceAll(/\W/g, "\\$&");
  return new RegExp(`^\\(?"?${bare}"?\\s*(::\\s*[\\w."\\s[\\]()]+)+\\)?$`, "i").test(expression);
}
