import { relative, resolve } from "node:path";

import type { Command } from "#cli/globals.ts";
import { exitCodes } from "#cli/globals.ts";
import { type Opened, withProject } from "#cli/opened.ts";
import { readAnswers } from "#cli/answers.ts";
import {
  type Answers,
  answerQuestions,
  clearAmong,
  questionFailure,
  type Typed,
  withoutRefused,
} from "#cli/questions.ts";
import { prismaRefusals } from "#cli/prismaRefusals.ts";
import { failureText, type Terminal } from "#cli/terminal.ts";
import { describe } from "#engine/index.ts";
import type { CommandContext } from "#host/commands/context.ts";
import { generate, type Generated } from "#host/commands/generate.ts";
import { newRevision } from "#host/commands/newRevision.ts";
import type { PlacementOptions } from "#host/commands/placement.ts";
import { done, failed, type Outcome } from "#host/failure.ts";

export interface RevisionOptions {
  readonly message?: string;
  readonly autogenerate?: boolean;
  readonly rename?: readonly string[];
  /** What `rename` does not name was not renamed. */
  readonly noRename?: true;
  /** What was clearly renamed was renamed. */
  readonly renameLikeliest?: boolean;
  readonly fill?: readonly string[];
  readonly head?: readonly string[];
  readonly splice?: boolean;
  readonly branchLabel?: readonly string[];
  readonly dependsOn?: readonly string[];
  readonly revId?: string;
  readonly versionPath?: string;
  readonly ts?: boolean;
  readonly evenIfPending?: boolean;
  readonly reorderEnums?: boolean;
}

/** `retort revision`: an empty revision, or with `--autogenerate` one from what the models ask for. */
export const revision: Command<RevisionOptions> = (terminal, options) =>
  withProject(terminal, options, (opened) =>
    options.autogenerate === true && options.ts === true
      ? Promise.resolve(codeFromModels())
      : options.autogenerate === true
        ? autogenerate(terminal, opened, options)
        : empty(terminal, opened, options),
  );

/** Changes of the catalog are SQL: code that made them could be neither read nor proved. */
function codeFromModels(): ReturnType<typeof failed> {
  return failed({
    code: "usage/option",
    exit: 2,
    message: "--ts does not go with --autogenerate: what the models ask for is SQL.",
    unchanged: "No revision was written.",
    next: ["Generate the SQL revision, then write the code that moves data into one of its own: retort revision --ts."],
  });
}

type Given = Parameters<typeof revision>[1];

async function empty(terminal: Terminal, { context, history }: Opened, options: Given): Promise<Outcome<number>> {
  const written = await newRevision(context, history, {
    message: messageOf(options),
    ...placing(terminal, context, options),
    language: options.ts === true ? "ts" : "sql",
  });
  if (!written.ok) return written;
  const { file, revision: made } = written.value;
  if (options.json === true) terminal.print(JSON.stringify({ ok: true, id: made.id, file }, null, 2));
  else terminal.print(`Wrote ${relative(terminal.cwd, file)}. Write both ways, then: retort upgrade head.`);
  return done(exitCodes.done);
}

async function autogenerate(terminal: Terminal, opened: Opened, options: Given): Promise<Outcome<number>> {
  const given = readAnswers(options, opened.context.scope.home, "No revision was written.");
  if (!given.ok) return given;
  const { home } = opened.context.scope;
  const typed: Typed = new Map();
  let answers: Answers = { ...given.value, refusedRenames: [] };
  let isLeftToUs = options.renameLikeliest === true;
  if (!isLeftToUs && options.noRename === true) answers = { ...answers, refusedRenames: "all" };
  for (;;) {
    const generated = await generate(opened.context, opened.models, opened.history, {
      message: messageOf(options),
      ...placing(terminal, opened.context, options),
      evenIfPending: options.evenIfPending ?? false,
      reorderEnums: options.reorderEnums ?? false,
      ...answers,
    });
    if (!generated.ok) {
      const kept = withoutRefused(generated.failure, answers, { home, typed });
      if (kept === null) return generated;
      // What a person typed a moment ago may be mended: it is asked again, with what is wrong with it.
      terminal.note(failureText(terminal, { ...generated.failure, unchanged: "", next: [] }, null).trimEnd());
      answers = kept;
      continue;
    }
    if (generated.value.kind !== "questions") return done(report(terminal, opened, generated.value, options));
    const { questions } = generated.value;
    if (isLeftToUs) {
      // Of a table that was renamed, its columns are asked about after.
      const clear = clearAmong(questions);
      answers = { ...answers, renames: [...answers.renames, ...clear] };
      isLeftToUs = clear.length > 0;
      if (!isLeftToUs && options.noRename === true) answers = { ...answers, refusedRenames: "all" };
      if (isLeftToUs || options.noRename === true) continue;
    }
    if (!terminal.interactive) return questionFailure(questions, home);
    const answered = await answerQuestions(terminal, questions, answers, { home, typed });
    if (answered === null) {
      return failed({
        code: "question/escaped",
        exit: 3,
        message: "A question was not answered.",
        unchanged: "No revision was written.",
        next: questionFailure(questions, home).failure.next,
      });
    }
    answers = answered;
  }
}

/** Alembic's words for a revision that nobody named. */
function messageOf({ message }: Given): string {
  return message ?? "empty message";
}

function placing(
  { cwd }: Terminal,
  { project }: CommandContext,
  { revId, head, splice, branchLabel, dependsOn, versionPath }: Given,
): PlacementOptions {
  // Typed here, or as retort.json has it.
  const meant = versionPath === undefined ? [] : [resolve(cwd, versionPath), resolve(project.root, versionPath)];
  const folder = meant.find((one) => project.revisionFolders.includes(one)) ?? meant[0];
  return {
    ...(folder === undefined ? {} : { folder }),
    id: revId ?? null,
    splice: splice ?? false,
    labels: branchLabel ?? [],
    dependsOn: dependsOn ?? [],
    ...(head ? { on: head } : {}),
  };
}

function report(
  terminal: Terminal,
  { context, models }: Opened,
  generated: Exclude<Generated, { kind: "questions" }>,
  options: Given,
): number {
  const json = options.json === true;
  if (generated.kind === "nothing") {
    terminal.print(
      json
        ? JSON.stringify({ ok: true, id: null, file: null }, null, 2)
        : "The models ask for nothing new: no revision was written.",
    );
    return exitCodes.done;
  }
  const { file, revision: made, changes } = generated;
  const warnings = [...generated.warnings, ...prismaRefusals(models.documents, terminal.cwd)];
  const operations = changes.map((change) => describe(change, { home: context.scope.home }).text);
  if (json) {
    terminal.print(JSON.stringify({ ok: true, id: made.id, file, operations, warnings }, null, 2));
    return exitCodes.done;
  }
  for (const operation of operations) terminal.print(`  ${operation}`);
  for (const warning of warnings) terminal.note(`warning: ${warning}`);
  terminal.print(`Wrote ${relative(terminal.cwd, file)}. Review it, then: retort upgrade head.`);
  return exitCodes.done;
}
