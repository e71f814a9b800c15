import path from "node:path";

import { baseline } from "#host/commands/baseline.ts";
import type { Progress } from "#host/commands/context.ts";
import { importPrisma } from "#host/commands/importPrisma.ts";
import { importWords } from "#host/commands/importWords.ts";
import { stamp } from "#host/commands/stamp.ts";
import { done, type Outcome } from "#host/failure.ts";
import { type InitializedProject, initializeProject } from "#host/initialize.ts";
import type {
  ImportPrismaParams,
  ImportPrismaResult,
  InitializeProjectParams,
  WrittenResult,
} from "#protocol/commands.ts";
import type { StampParams } from "#protocol/requests.ts";
import { failedWith } from "#server/convert/failures.ts";
import { createLocator, uriOf } from "#server/convert/ranges.ts";
import { withOpened } from "#server/requests/opened.ts";
import type { Workspace } from "#server/workspace.ts";

/** `retort init` from the editor. `project` may be a folder that holds no project yet. */
export async function initialize(
  workspace: Workspace,
  { project, from, typedName }: InitializeProjectParams,
): Promise<WrittenResult> {
  const made = await initializeProject({
    folder: project,
    config: null,
    embedded: from === "embedded",
    models: true,
    trusted: workspace.trusted(),
    env: workspace.env,
  });
  if (!made.ok)
    return failedWith(
      made.failure,
      createLocator(() => null),
    );
  const session = await workspace.session(project);
  session?.invalidate();
  // What was just chosen is the configuration's default now.
  if (from === "embedded") session?.activate(null);
  await workspace.refresh();
  if (from !== "database") return summary(made.value);
  return withOpened<WrittenResult>(workspace, project, { changes: true }, async ({ context, models, history }) => {
    const based: Outcome<WrittenResult> = await baseline(context, models, history, {
      allowProtected: typedName,
    }).then((outcome) =>
      outcome.ok
        ? done({
            kind: "written",
            uri: uriOf(outcome.value.revision),
            message: `Began from ${outcome.value.tables} table${outcome.value.tables === 1 ? "" : "s"} of the database.`,
            warnings: outcome.value.warnings,
          })
        : outcome,
    );
    return based;
  });
}

/** `retort import prisma` from the editor, from where Prisma keeps its migrations. */
export function importMigrations(
  workspace: Workspace,
  { project, typedName }: ImportPrismaParams,
): Promise<ImportPrismaResult> {
  const report = (progress: Progress): void => {
    workspace.report(project, progress);
  };
  return withOpened<ImportPrismaResult>(workspace, project, { changes: true, report }, async (opened) => {
    const { context, models, history } = opened;
    const imported = await importPrisma(context, models, history, {
      migrations: null,
      dryRun: false,
      downgrades: true,
      allowProtected: typedName,
    });
    if (!imported.ok) return imported;
    const { lines, notes } = importWords(imported.value, { dryRun: false });
    const { database } = imported.value;
    const unmarked = database.kind === "protected" ? database.name : null;
    return done({ kind: "written", uri: null, message: lines.join("\n"), warnings: notes, unmarked });
  });
}

export function stampRows(workspace: Workspace, { project, target, typedName }: StampParams): Promise<WrittenResult> {
  return withOpened<WrittenResult>(workspace, project, { changes: true }, async ({ context, history }) => {
    const stamped = await stamp(context, history, { targets: [target], purge: false, allowProtected: typedName });
    if (!stamped.ok) return stamped;
    const at = stamped.value.current.length === 0 ? "base" : stamped.value.current.join(", ");
    return done({
      kind: "written",
      uri: null,
      message: `The database is marked as at ${at}. Nothing was run.`,
      warnings: [],
    });
  });
}

function summary(made: InitializedProject): WrittenResult {
  const sentences = (["created", "changed"] as const).flatMap((kind) => {
    const paths = made.actions.filter((action) => action.kind === kind).map(({ path: file }) => relativeTo(made, file));
    return paths.length === 0 ? [] : [`${kind === "created" ? "Created" : "Changed"} ${inWords(paths)}.`];
  });
  const message = sentences.length === 0 ? "Everything was there already." : sentences.join(" ");
  return { kind: "written", uri: null, message, warnings: [] };
}

function relativeTo({ root }: InitializedProject, file: string): string {
  return (path.relative(root, file) || file).replaceAll("\\", "/");
}

function inWords(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}
