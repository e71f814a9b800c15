import { type Section, splitStatements } from "#engine/index.ts";
import { after, alterCommands } from "#host/preflight/pieces.ts";

export type HowConverted = "free" | "plain" | "first" | "cast";

/**
 * How sections change the types of columns, by their names, as far as their text shows it. `free`: by an expression of
 * their own, `USING left(code, 5)`: what becomes of values there is what it says. `plain`: once in each table, by the cast
 * to the new type and nothing else. `first`: once, a list by its first value and casts of it. `cast`: by casts that refuse what does not fit, as no USING does.
 */
export function conversionsIn(sections: readonly Section[]): ReadonlyMap<string, HowConverted> {
  const columns = new Map<string, HowConverted>();
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
      const seen = columns.get(column);
      const how = howConverted(using, found);
      if (how === "free") columns.set(column, how);
      else if (seen !== "free") columns.set(column, isOnce && (seen ?? how) === how ? how : "cast");
    }
  }
  return columns;
}

function howConverted(using: string | null, column: string): HowConverted {
  if (using === null) return "plain";
  if (isFirstOf(using, column)) return "first";
  if (!isPlainCast(using, column)) return "free";
  return using.split("::").length === 2 ? "plain" : "cast";
}

/** Of `ALTER TABLE ONLY a.b ALTER …` the `a.b`, as it is written. */
function tableWords(sql: string): string {
  return /^alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?((?:"(?:[^"]|"")*"|[^\s"])+)/i.exec(sql)?.[1] ?? "";
}

/** `code::text::"Mood"`, in parentheses or not. */
export function isPlainCast(expression: string, column: string): boolean {
  return new RegExp(`^\\(?${own(column)}${casts}+\\)?$`, "i").test(expression);
}

/** `codes[1]::text`, in parentheses or not. */
function isFirstOf(expression: string, column: string): boolean {
  return new RegExp(`^\\(?${own(column)}\\[\\s*1\\s*\\]\\s*${casts}*\\)?$`, "i").test(expression);
}

const casts = String.raw`(::\s*(?:"(?:[^"]|"")*"|[\w$\u0080-\uffff.\s[\](),])+)`;

function own(column: string): string {
  const bare = column.replace(/^"|"$/g, "").replaceAll(/\W/g, "\\$&");
  return `"?${bare}"?\\s*`;
}
