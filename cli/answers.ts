import { type Fill, parseFill, parseRename, type Rename } from "#engine/index.ts";
import { failed, done, type Outcome } from "#host/failure.ts";

export interface AnswerOptions {
  readonly rename?: readonly string[];
  readonly fill?: readonly string[];
}

export interface GivenAnswers {
  readonly renames: readonly Rename[];
  readonly fills: readonly Fill[];
}

/** What `--rename` and `--fill` say. */
export function readAnswers(options: AnswerOptions, home: string, unchanged: string): Outcome<GivenAnswers> {
  const misspelt = (option: string, text: string, example: string) =>
    failed({
      code: "usage/option",
      exit: 2,
      message: `${option} ${text}: not understood.`,
      unchanged,
      next: [`Write it as ${option} ${example}.`],
    });
  const renames: Rename[] = [];
  for (const text of options.rename ?? []) {
    const rename = parseRename(text, home);
    if (rename === null) return misspelt("--rename", text, "tasks.description=details or tasks=todos");
    renames.push(rename);
  }
  const fills: Fill[] = [];
  for (const text of options.fill ?? []) {
    const fill = parseFill(text, home);
    if (fill === null) return misspelt("--fill", text, "tasks.owner_id=1 or tasks.name=\"'unknown'\"");
    fills.push(fill);
  }
  return done({ renames, fills });
}
