import { isComment, scan } from "#engine/index.ts";

/** The commands of one ALTER TABLE as they are written, cut at the commas between them: `SET NOT NULL`, `ADD CHECK (…)`. */
export function alterCommands(sql: string): readonly string[] {
  const tokens = scan(sql).filter((token) => !isComment(token));
  const pieces: string[] = [];
  let depth = 0;
  let start: number | null = null;
  for (const [index, { start: at, end }] of tokens.entries()) {
    const text = sql.slice(at, end);
    if (text === "(" || text === "[") depth += 1;
    else if (text === ")" || text === "]") depth -= 1;
    if (start === null) {
      // The first command begins at the first word that can begin one, after the table's name.
      if (index > 1 && depth === 0 && commandWord.test(text)) start = at;
    } else if (depth === 0 && (text === "," || text === ";")) {
      pieces.push(sql.slice(start, at).trim());
      start = text === ";" ? null : end;
    }
  }
  if (start !== null) pieces.push(sql.slice(start).trim());
  return pieces;
}

const commandWord =
  /^(add|alter|attach|cluster|detach|disable|drop|enable|force|inherit|no|not|owner|rename|replica|reset|set|validate)$/i;

/** What stands in the parentheses after a word: of `ADD CHECK (a > 1) NOT VALID` the `a > 1`. Null where there are none. */
export function parenthesized(sql: string, word: RegExp): string | null {
  const tokens = scan(sql).filter((token) => !isComment(token));
  const at = tokens.findIndex(({ start, end }) => word.test(sql.slice(start, end)));
  let depth = 0;
  let begin = 0;
  for (const { start, end } of at === -1 ? [] : tokens.slice(at + 1)) {
    const text = sql.slice(start, end);
    if (text === "(" && ++depth === 1) begin = end;
    else if (text === ")" && --depth === 0) return sql.slice(begin, start).trim();
  }
  return null;
}

/** What follows a word to the end: of `ALTER a TYPE int USING a::int` the `a::int`. Null where the word is not there. */
export function after(sql: string, word: RegExp): string | null {
  const token = scan(sql).find(({ kind, start, end }) => kind === "word" && word.test(sql.slice(start, end)));
  return token ? sql.slice(token.end).replace(/;\s*$/, "").trim() : null;
}

/** The items of a list, cut at its commas: of `lower(a), b DESC` those two. */
export function listItems(sql: string): readonly string[] {
  const items: string[] = [];
  let depth = 0;
  let begin = 0;
  for (const { start, end } of scan(sql)) {
    const text = sql.slice(start, end);
    if (text === "(" || text === "[") depth += 1;
    else if (text === ")" || text === "]") depth -= 1;
    else if (text === "," && depth === 0) {
      items.push(sql.slice(begin, start).trim());
      begin = end;
    }
  }
  return [...items, sql.slice(begin).trim()].filter((item) => item !== "");
}
