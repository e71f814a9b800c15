import { printFailure } from "#cli/opened.ts";
import type { Command } from "#cli/globals.ts";
import { describe, parseRename, printScript, type Rename } from "#engine/index.ts";
import { diffSides, type SourceDiff } from "#host/commands/diffSources.ts";
import { openDiffSides } from "#host/commands/openDiffSides.ts";

export interface DiffOptions {
  readonly from: string;
  readonly to: string;
  readonly down?: boolean;
  readonly rename?: readonly string[];
  readonly fill?: readonly string[];
}

/** `diff` answers as Prisma's does, so that a script can change tools: 0 the same, 2 different, 1 any error. */
export const diff: Command<DiffOptions> = async (terminal, options) => {
  const sides = await openDiffSides({
    from: options.from,
    to: options.to,
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
  const { from, to, home } = sides.value;
  const renames: Rename[] = [];
  for (const text of options.rename ?? []) {
    const rename = parseRename(text, home);
    if (rename === null) {
      terminal.note(`error: --rename ${text}: not understood. Write it as tasks.description=details or tasks=todos.`);
      return 1;
    }
    renames.push(rename);
  }
  const fills = new Map(
    (options.fill ?? []).map((text) => [text.slice(0, text.indexOf("=")), text.slice(text.indexOf("=") + 1)]),
  );
  const result = diffSides(from, to, { home, down: options.down ?? false, renames, fills });
  if (options.json === true) terminal.print(json(result, home));
  else if (result.changes.length > 0) terminal.print(printScript(result.rendered, { comments: true, home }));
  const errors = result.rendered.problems.filter((problem) => problem.severity === "error");
  for (const problem of errors) terminal.note(`error: ${problem.message}`);
  return errors.length > 0 ? 1 : result.changes.length === 0 ? 0 : 2;
};

function json({ changes, rendered }: SourceDiff, home: string): string {
  return JSON.stringify(
    {
      ok: true,
      changes: changes.map((change) => ({ kind: change.kind, text: describe(change, { home }).text })),
      sections: rendered.sections.map(({ mode, statements }) => ({ mode, statements: statements.map((s) => s.sql) })),
      problems: rendered.problems.map(({ code, severity, message }) => ({ code, severity, message })),
    },
    null,
    2,
  );
}
