import { type Fill, fillSubject } from "#engine/index.ts";
import { failed } from "#host/failure.ts";
import type { ProofFault } from "#host/proof/prove.ts";
import { loadSqlReader } from "#host/sqlParser.ts";

/** Says why a text is no single expression of SQL, with the place in it; null for one that is. */
export async function fillReader(): Promise<(sql: string) => string | null> {
  const read = await loadSqlReader();
  return (sql) => {
    // As it is rendered: in parentheses, which a comment at its end would swallow.
    const reading = read(`${before}${sql})`);
    if (reading.kind === "refused") {
      const at = reading.at - before.length;
      // Behind its end stands what encloses it.
      if (at >= Array.from(sql).length) return "It ends before the expression does.";
      return `${capital(reading.message)}, at character ${at + 1}.`;
    }
    const [statement, ...others] = reading.statements;
    const isOne = statement?.node === "SelectStmt" && others.length === 0;
    const { targetList, ...rest } = isOne ? statement.fields : {};
    const isPlain = Object.keys(rest).every((field) => field === "limitOption" || field === "op");
    if (Array.isArray(targetList) && targetList.length === 1 && isPlain) return null;
    return "It must be one expression of SQL, and nothing after it.";
  };
}

const before = "SELECT (";

/** The refusal of the first of `fills` that is no expression; null where all are. */
export async function misspeltFill(fills: readonly Fill[], home: string): Promise<ReturnType<typeof failed> | null> {
  if (fills.length === 0) return null;
  const faultIn = await fillReader();
  for (const fill of fills) {
    const fault = fill.sql === null ? null : faultIn(fill.sql);
    if (fault !== null) return misfilled(fill, home, [fault]);
  }
  return null;
}

/**
 * The refusal of the fill that the shadow could not run, in a revision whose text is `text`: it names what is not there,
 * or is of another type. Null where something else is at fault.
 */
export function refusedFill(
  { faults, text }: { readonly faults: readonly ProofFault[]; readonly text: string },
  fills: readonly Fill[],
  home: string,
): ReturnType<typeof failed> | null {
  const failure = faults.find(({ way }) => way === "up")?.failure;
  const at = failure?.place?.span.start;
  if (!failure || at === undefined) return null;
  const fill = fills.find(({ sql }) => {
    const set = sql === null ? -1 : text.indexOf(` = (${sql})`);
    return set !== -1 && at >= text.lastIndexOf("UPDATE ", set) && at <= set + ` = (${sql ?? ""})`.length;
  });
  // Its message begins with the revision, which nobody has seen yet.
  const words = failure.message.slice(Math.max(0, failure.message.indexOf("PostgreSQL: ")));
  return fill ? misfilled(fill, home, [words, ...failure.details]) : null;
}

/** What a refused answer is told as: it names the column and what was given. */
export function misfilledWords(subject: string, sql: string): string {
  return `${sql} can't be what ${subject} holds.`;
}

function misfilled(fill: Fill, home: string, details: readonly string[]): ReturnType<typeof failed> {
  const subject = fillSubject(fill.table, fill.column, home);
  return failed({
    code: "question/fill",
    exit: 2,
    message: misfilledWords(subject, fill.sql ?? "NULL"),
    details,
    unchanged: "No revision was written.",
    next: [
      `Give an expression over the row: --fill ${subject}=SQL-EXPRESSION, such as 0, 'unknown' or lower(email).`,
      `Or leave it optional for now: --fill ${subject}=NULL.`,
    ],
  });
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
