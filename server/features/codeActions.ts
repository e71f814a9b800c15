import { type CodeAction, CodeActionKind, type CodeActionParams, type Diagnostic } from "vscode-languageserver/node";

import type { FixData, FixedText } from "#protocol/fixes.ts";
import { type CommandArgument, commands, diagnosticCodes } from "#protocol/settings.ts";

/** What can be done about the diagnostics at the cursor. The client carries the commands out, and confirms what it must. */
export function codeActions({ context, textDocument: { uri } }: CodeActionParams): readonly CodeAction[] {
  const ours = context.diagnostics.filter((diagnostic) => diagnostic.source === "retort");
  const offered = ours.flatMap((diagnostic) =>
    [...textFixes(diagnostic, uri), ...actionsFor(diagnostic)].map((action) => ({
      ...action,
      diagnostics: [diagnostic],
    })),
  );
  // Five unrevised fields under one selection are still one revision to generate.
  return offered.filter((action, at) => offered.findIndex((other) => isSame(action, other)) === at);
}

/** Two fields may have the same misspelled type: the same words, and not the same place. */
function isSame(one: CodeAction, other: CodeAction): boolean {
  return one.title === other.title && JSON.stringify(one.edit) === JSON.stringify(other.edit);
}

/** Other text in place of what is wrong; the only one there is may be taken without looking at the list. */
function textFixes({ data }: Diagnostic, uri: string): readonly CodeAction[] {
  const { fixes = [] } = (data ?? {}) as FixData;
  return fixes.map(({ title, range, newText, replaced }) => ({
    title,
    kind: CodeActionKind.QuickFix,
    isPreferred: fixes.length === 1,
    edit: { changes: { [uri]: [{ range, newText }] } },
    data: { replaced } satisfies FixedText,
  }));
}

function actionsFor(diagnostic: Diagnostic): readonly CodeAction[] {
  const { project, heads, revisions, target, object } = (diagnostic.data ?? {}) as {
    readonly project?: string;
    readonly heads?: string;
    readonly revisions?: string;
    readonly target?: string;
    readonly object?: string;
  };
  if (project === undefined) return [];
  const argument: CommandArgument = { project };
  switch (String(diagnostic.code)) {
    case diagnosticCodes.unrevised:
    case diagnosticCodes.noRevisions:
      return [
        action("Generate migration…", commands.generate, argument, { preferred: true }),
        action("Show the SQL of what is unrevised", commands.previewSql, { project, what: { kind: "unrevised" } }),
      ];
    case diagnosticCodes.multipleHeads:
      return [
        action("Merge heads…", commands.merge, argument, { preferred: true }),
        action("Show history", commands.showHistory, argument),
      ];
    case diagnosticCodes.pending:
      return [
        heads === "several"
          ? action("Upgrade to all heads", commands.upgrade, { project, target: "heads" }, { preferred: true })
          : action("Upgrade to head", commands.upgrade, { project, target: "head" }, { preferred: true }),
      ];
    case diagnosticCodes.drift:
      return [
        ...(object === undefined
          ? []
          : [
              action(`Pull ${object} into the models`, commands.pullDrift, { project, objects: [object] }),
              action(`Adopt ${object} into a revision…`, commands.adoptDrift, { project, objects: [object] }),
              action(`Restore ${object} in the database…`, commands.restoreDrift, { project, objects: [object] }),
              action(`Compare ${object} with what was recorded`, commands.compareDrift, { project, objects: [object] }),
            ]),
        action("Show the SQL that would restore the database", commands.previewSql, {
          project,
          what: { kind: "restore", driftId: null },
        }),
        action("Look at the database again", commands.refresh, argument),
      ];
    case diagnosticCodes.halfDone: {
      const revision = { project, ...(target === undefined ? {} : { target }) };
      return [
        action("Resume from there…", commands.resume, revision, { preferred: true }),
        action("It was finished by hand…", commands.resolveApplied, revision),
        action("It was taken back by hand…", commands.resolveRolledBack, revision),
      ];
    }
    case diagnosticCodes.edited: {
      const revision = { project, ...(target === undefined ? {} : { target }) };
      return [
        action("Show what changed", commands.showChanged, revision, { preferred: true }),
        action("Make it a new revision…", commands.editToRevision, revision),
        action("Bring the file back as it was applied…", commands.restoreFile, revision),
        action("Accept it as applied…", commands.acceptEdited, revision),
      ];
    }
    case diagnosticCodes.proof:
      return [action("Prove it again", commands.prove, { project, ...(target === undefined ? {} : { target }) })];
    case diagnosticCodes.run:
      return [
        ...(target === undefined ? [] : [action("Upgrade to here again…", commands.upgradeTo, { project, target })]),
        action("Show log", commands.showLog, argument),
      ];
    case diagnosticCodes.replay:
      return [action("Try again", commands.refresh, argument), action("Show log", commands.showLog, argument)];
    case diagnosticCodes.unmanaged:
      return [
        action("Import Prisma's migrations", commands.importPrisma, argument),
        action("Begin from what the database holds (baseline)", commands.initialize, argument, { preferred: true }),
        ...(revisions === "some" ? [action("Mark as applied…", commands.stamp, argument)] : []),
      ];
    case diagnosticCodes.database:
      return [
        action("Connect…", commands.connect, argument, { preferred: true }),
        action("Try again", commands.refresh, argument),
      ];
    default:
      return [];
  }
}

function action(
  title: string,
  command: string,
  argument: CommandArgument,
  { preferred = false }: { readonly preferred?: boolean } = {},
): CodeAction {
  return {
    title,
    kind: CodeActionKind.QuickFix,
    isPreferred: preferred,
    command: { title, command, arguments: [argument] },
  };
}
