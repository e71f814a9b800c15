import { type Section, splitStatements } from "#engine/index.ts";
import { after, alterCommands } from "#host/preflight/pieces.ts";

/**
 * How sections change the types of columns, by their names, as far as their text shows it. `free`: by an expression of
 * their own, `USING left(code, 5)`: what becomes of values there is what it says. `plain`: once in each table, by the cast
 * to the new type and nothing else. `cast`: by casts that refuse what does not fit, as no USING does.
 */
export function conversionsIn(sections: readonly Section[]): ReadonlyMap<string, "free" | "plain" | "cast"> {
  const columns = new Map<string, "free" | "plain" | "cast">();
  const tables = new Set<string>();
  for (const { sql } of sections.flatMap((section) => splitStatements(section.sql))) {
    for (const piece of alterCommands(sql)) {
      const found = /^alter\s+(?:column\s+)?("(?:[^"]|"")+"|[\w$]+)\s+(?:set\s+data\s+)?type\b/i.exec(piece)?.[1];
      if (found === undefined) continue;
      const column = found.startsWith('"') ? found.slice(1, -1).replaceAll('""', '"') : found.toLowerCase();
      const using = after(piece, /^using$/i);
      const place = `${tableWords(sql)}\0${column}`;
      const isOnce = !tables.has(place);
      tables.add(place);
      if (using !== null && !isPlainCast(using, found)) columns.set(column, "free");
      else if (columns.get(column) === "free") continue;
      else if (isOnce && (using?.split("::").length ?? 2) === 2 && columns.get(column) !== "cast")
        columns.set(column, "plain");
      else columns.set(column, "cast");
    }
  }
  return columns;
}

/** Of `ALTER TABLE ONLY a.b ALTER …` the `a.b`, as it is written. */
function tableWords(sql: string): string {
  return /^alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?(\S+)/i.exec(sql)?.[1] ?? "";
}

/** `code::text::"Mood"`, in parentheses or not. */
export function isPlainCast(expression: string, column: string): boolean {
  const bare = column.replace(/^"|"$/g, "").replaceAll(/\W/g, "\\$&");
  return new RegExp(`^\\(?"?${bare}"?\\s*(::\\s*[\\w."\\s[\\](),]+)+\\)?$`, "i").test(expression);
}
