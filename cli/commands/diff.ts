import { printFailure } from "#cli/opened.ts";
import type { Command } from "#cli/globals.ts";
import { readAnswers } from "#cli/answers.ts";
import { describe, displayName, printScript } from "#engine/index.ts";
import { diffSides, type SourceDiff } from "#host/commands/diffSources.ts";
import { openDiffSides } from "#host/commands/openDiffSides.ts";
import { failureOf } from "#host/failure.ts";

export interface DiffOptions {
  readonly from: string;
  readonly to: string;
  readonly down?: boolean;
  readonly rename?: readonly string[];
  readonly fill?: readonly string[];
  readonly reorderEnums?: boolean;
  readonly grants?: boolean;
}

/** `diff` answers as Prisma's does, so that a script can change tools: 0 the same, 2 different, 1 any error. */
export const diff: Command<DiffOptions> = async (terminal, options) => {
  const sides = await openDiffSides({
    from: options.from,
    to: options.to,
    grants: options.grants ?? false,
    folder: options.project ?? terminal.cwd,
    cwd: terminal.cwd,
    config: options.config ?? null,
    env: terminal.env,
    signal: terminal.signal,
  });
  if (!sides.ok) {
    printFailure(terminal, options, sides.failure);
    return 1;
  }
  const { from, to, home, withGrants } = sides.value;
  if (options.grants === true && !withGrants) {
    terminal.note("note: models and revisions say nothing of privileges: --grants compares two databases.");
  }
  const answers = readAnswers(options, home, "Nothing was compared.");
  if (!answers.ok) {
    printFailure(terminal, options, answers.failure);
    return 1;
  }
  const { down = false, reorderEnums = false } = options;
  const result = diffSides(from, to, { home, down, reorderEnums, ...answers.value });
  const misanswered = failureOf(result.problems, {
    code: "question/answer",
    exit: 2,
    unchanged: "Nothing was printed.",
  });
  if (misanswered) {
    printFailure(terminal, options, misanswered.failure);
    return 1;
  }
  const { changes, rendered, notes } = result;
  if (options.json === true) terminal.print(json(result, home));
  else if (changes.length > 0) terminal.print(printScript(rendered, { comments: true, home, notes }));
  for (const { enum: type, from: old, to: next } of result.reordered) {
    const orders = `${old.join(", ")} → ${next.join(", ")}`;
    terminal.note(`note: enum ${displayName(type, home)} keeps the order of its values (${orders}): --reorder-enums.`);
  }
  const errors = rendered.problems.filter((problem) => problem.severity === "error");
  for (const problem of errors) terminal.note(`error: ${problem.message}`);
  return errors.length > 0 ? 1 : changes.length === 0 ? 0 : 2;
};

function json({ changes, rendered, notes, reordered }: SourceDiff, home: string): string {
  return JSON.stringify(
    {
      ok: true,
      changes: changes.map((change) => ({
        kind: change.kind,
        text: describe(change, { home }).text,
        notes: notes.get(change) ?? [],
      })),
      reordered,
      sections: rendered.sections.map(({ mode, statements }) => ({ mode, statements: statements.map((s) => s.sql) })),
      problems: rendered.problems.map(({ code, severity, message }) => ({ code, severity, message })),
    },
    null,
    2,
  );
}
