import { type Change, describe } from "#engine/index.ts";

/**
 * A difference as the database's owner reads it. The change goes from what was recorded to what is there, so an
 * addition is something that no revision made, and a removal something that a revision made and that is gone.
 */
export function describeDrift(change: Change, home: string): string {
  const { text, effect } = describe(change, { home });
  const subject = text.replace(/^(add|create|drop) /, "");
  switch (effect) {
    case "add":
      return `${subject} is in the database, and no revision made it`;
    case "remove":
      return `${subject} is gone from the database`;
    case "change":
      return `${statement(text)} in the database`;
  }
}

/** The same beside its table, where room is scarce: what it is about, and what became of it (empty where that is said). */
export function shortDrift(
  change: Change,
  home: string,
  { table }: { readonly table: string },
): { readonly subject: string; readonly fate: string } {
  const { text, effect } = describe(change, { home });
  const short = (words: string) => withoutTable(words.replace(`${table}.`, ""), table);
  switch (effect) {
    case "add":
      return { subject: short(text.replace(/^(add|create) /, "")), fate: "in no revision" };
    case "remove":
      return { subject: short(text.replace(/^drop /, "")), fate: "missing" };
    case "change":
      return { subject: short(statement(text)), fate: "" };
  }
}

/** What a change would do, said of what is. */
function statement(text: string): string {
  const renamed = /^rename (.+) to (.+)$/s.exec(text);
  if (renamed) return `${renamed[1] ?? ""} is called ${renamed[2] ?? ""}`;
  if (text.startsWith("alter ")) return `${text.slice("alter ".length)} differs`;
  return text.replace(/^reorder (.+?): /s, "$1 is in the order ");
}

/** `unique index users_email_key on users` beside `users`. */
function withoutTable(words: string, table: string): string {
  const ending = [` on ${table}`, ` of ${table}`].find((candidate) => words.endsWith(candidate));
  return ending === undefined ? words : words.slice(0, -ending.length);
}
