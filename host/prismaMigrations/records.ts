import { splitStatements } from "#engine/index.ts";

/**
 * Scripts that speak of Prisma's own table, as hosts advise who find it without policies. Only databases that Prisma made
 * have it, and to Retort it counts as nothing: such a statement is no part of a history.
 */

/** The statements about that table, as written. */
export function statementsAboutRecords(script: string): readonly string[] {
  return aboutRecords(script).map(({ sql }) => sql);
}

/** The script with blanks for them, so that all else has its place. */
export function withoutRecords(script: string): string {
  let text = script;
  for (const { span } of aboutRecords(script)) {
    const blank = script.slice(span.start, span.end).replaceAll(/[^\n]/g, " ");
    // Its semicolon would end a statement that is none.
    const end = /^\s*;/.exec(script.slice(span.end))?.[0] ?? "";
    text = `${text.slice(0, span.start)}${blank}${end.replace(";", " ")}${text.slice(span.end + end.length)}`;
  }
  return text;
}

function aboutRecords(script: string): ReturnType<typeof splitStatements> {
  return splitStatements(script).filter(({ sql }) => ofRecords.test(sql));
}

const ofRecords = new RegExp(
  String.raw`^(?:alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?|(?:create|alter|drop)\s+policy\s[^;]*?\son\s+|` +
    String.raw`(?:grant|revoke)\s[^;]*?\son\s+(?:table\s+)?|comment\s+on\s+table\s+)` +
    String.raw`(?:"?\w+"?\s*\.\s*)?"?_prisma_migrations"?(?!["\w$.,]|\s*,)`,
  "i",
);
