import type { Problem } from "#engine/index.ts";
import type { Assessment } from "#host/commands/assess.ts";
import type { CommandContext } from "#host/commands/context.ts";
import type { History } from "#host/commands/history.ts";
import type { ModelsReading } from "#host/commands/models.ts";
import type { Failure } from "#host/failure.ts";
import type { Operation } from "#host/operations.ts";
import type { ProofState } from "#host/proof/verdicts.ts";
import type { Project } from "#host/project.ts";
import type { Touch } from "#host/commands/blame.ts";

/** What is known of a project after one evaluation: everything that diagnostics, lenses, hovers and trees are made of. */
export interface Evaluation {
  readonly project: Project;
  /** What retort.json holds; empty where there is none. */
  readonly configText: string;
  readonly context: CommandContext;
  readonly models: ModelsReading;
  /** What Prisma's own validation finds in the models. */
  readonly lint: readonly Problem[];
  readonly history: History;
  readonly assessment: Assessment;
  /** What is known of each revision's proof; code has none. */
  readonly proofs: ReadonlyMap<string, ProofState>;
  /** The way up of each revision, in words. */
  readonly operations: ReadonlyMap<string, readonly Operation[]>;
  /** Why the last run of this session stopped, and the text of the file it points into; null where it did not. */
  readonly stop: { readonly failure: Failure; readonly text: string } | null;
  /** That the shadow is another version of PostgreSQL than the database, as a sentence; null where it is not. */
  readonly versionNote: string | null;
  /** By table, and by `table.column`: the revisions that made or changed it, newest first. */
  readonly touches: ReadonlyMap<string, readonly Touch[]>;
}

/** The text that a place in this evaluation refers to; null for what is no file of it. */
export function textOf(
  { models, history, project, configText }: Pick<Evaluation, "models" | "history" | "project" | "configText">,
  file: string,
): string | null {
  const model = models.files.find((candidate) => candidate.file === file);
  if (model) return model.text;
  return history.texts.get(file) ?? (file === project.config.file ? configText : null);
}
