import * as vscode from "vscode";

import { activateDatabase } from "#client/commands/activateDatabase.ts";
import { baseline } from "#client/commands/baseline.ts";
import { check } from "#client/commands/check.ts";
import { connect } from "#client/commands/connect.ts";
import { copyRevisionId } from "#client/commands/copyRevisionId.ts";
import { downgrade, downgradeTo, takeBack } from "#client/commands/downgrade.ts";
import { adoptDrift, compareDrift, pullDrift, restoreDrift } from "#client/commands/drift.ts";
import { forgetUrl } from "#client/commands/forgetUrl.ts";
import { generate } from "#client/commands/generate.ts";
import { resolveApplied, resolveRolledBack, resume } from "#client/commands/halfDone.ts";
import { importPrisma } from "#client/commands/importPrisma.ts";
import { initialize } from "#client/commands/initialize.ts";
import { merge } from "#client/commands/merge.ts";
import { acceptEdited, editToRevision, restoreFile, showChanged } from "#client/commands/mend.ts";
import { newCodeRevision, newRevision } from "#client/commands/newRevision.ts";
import { openConfiguration } from "#client/commands/openConfiguration.ts";
import { openRevision } from "#client/commands/openRevision.ts";
import { dryRun } from "#client/commands/dryRun.ts";
import { previewSql, previewUnrevised } from "#client/commands/previewSql.ts";
import { prove } from "#client/commands/prove.ts";
import { refresh } from "#client/commands/refresh.ts";
import { showDiff } from "#client/commands/showDiff.ts";
import { showHistory } from "#client/commands/showHistory.ts";
import { stamp } from "#client/commands/stamp.ts";
import { upgrade, upgradeTo } from "#client/commands/upgrade.ts";
import { useEmbedded } from "#client/commands/useEmbedded.ts";
import { whatNow } from "#client/commands/whatNow.ts";
import { commandLine } from "#client/commandLog.ts";
import { showUnexpected } from "#client/failures.ts";
import { allCommands, type CommandId } from "#client/ids.ts";
import { readArgument } from "#client/projects.ts";
import { requireTrust } from "#client/trust.ts";
import type { Workbench } from "#client/workbench.ts";
import type { CommandArgument } from "#protocol/settings.ts";

/** Resolves when it is done, notifications not waited for. The argument is null where the palette started it. */
export type Command = (workbench: Workbench, argument: CommandArgument | null) => Promise<void> | void;

interface Registration {
  readonly run: Command;
  /** For the message in Restricted Mode; absent where the command is safe there. */
  readonly trusted?: string;
}

const registrations: Readonly<Record<CommandId, Registration>> = {
  [allCommands.generate]: { run: generate, trusted: "Generating a migration" },
  [allCommands.newRevision]: { run: newRevision, trusted: "Writing a revision" },
  [allCommands.newCodeRevision]: { run: newCodeRevision, trusted: "Writing a revision" },
  [allCommands.merge]: { run: merge, trusted: "Merging heads" },
  [allCommands.showChanged]: { run: showChanged, trusted: "Reading what a database stored" },
  [allCommands.acceptEdited]: { run: acceptEdited, trusted: "Accepting an edited revision" },
  [allCommands.editToRevision]: { run: editToRevision, trusted: "Writing a revision" },
  [allCommands.restoreFile]: { run: restoreFile, trusted: "Reading what a database stored" },
  [allCommands.upgrade]: { run: upgrade, trusted: "Upgrading" },
  [allCommands.upgradeTo]: { run: upgradeTo, trusted: "Upgrading" },
  [allCommands.downgrade]: { run: downgrade, trusted: "Downgrading" },
  [allCommands.downgradeTo]: { run: downgradeTo, trusted: "Downgrading" },
  [allCommands.takeBack]: { run: takeBack, trusted: "Downgrading" },
  [allCommands.showHistory]: { run: showHistory },
  [allCommands.prove]: { run: prove, trusted: "Proving a revision" },
  [allCommands.check]: { run: check, trusted: "Checking" },
  [allCommands.connect]: { run: connect, trusted: "Connecting" },
  [allCommands.useEmbedded]: { run: useEmbedded, trusted: "Using the embedded database" },
  [allCommands.initialize]: { run: initialize, trusted: "Initializing" },
  [allCommands.importPrisma]: { run: importPrisma, trusted: "Importing migrations" },
  [allCommands.baseline]: { run: baseline, trusted: "Baselining" },
  [allCommands.refresh]: { run: refresh },
  [allCommands.stamp]: { run: stamp, trusted: "Marking revisions as applied" },
  [allCommands.previewSql]: { run: previewSql },
  [allCommands.compareDrift]: { run: compareDrift, trusted: "Comparing with a database" },
  [allCommands.pullDrift]: { run: pullDrift, trusted: "Pulling from a database" },
  [allCommands.adoptDrift]: { run: adoptDrift, trusted: "Adopting what drifted" },
  [allCommands.restoreDrift]: { run: restoreDrift, trusted: "Restoring a database" },
  [allCommands.resume]: { run: resume, trusted: "Resuming a revision" },
  [allCommands.resolveApplied]: { run: resolveApplied, trusted: "Resolving a revision" },
  [allCommands.resolveRolledBack]: { run: resolveRolledBack, trusted: "Resolving a revision" },
  [allCommands.dryRun]: { run: dryRun, trusted: "A dry run" },
  [allCommands.previewUnrevised]: { run: previewUnrevised, trusted: "Previewing what is unrevised" },
  [allCommands.showDiff]: { run: showDiff },
  [allCommands.showLog]: {
    run: ({ server }) => {
      server.log.show();
    },
  },
  [allCommands.whatNow]: { run: whatNow },
  [allCommands.openRevision]: { run: openRevision },
  [allCommands.copyRevisionId]: { run: copyRevisionId },
  [allCommands.openConfiguration]: { run: openConfiguration },
  [allCommands.activateDatabase]: { run: activateDatabase, trusted: "Connecting" },
  [allCommands.forgetUrl]: { run: forgetUrl },
};

export function registerCommands(workbench: Workbench): vscode.Disposable {
  const { contributes } = workbench.extension.extension.packageJSON as {
    readonly contributes: { readonly commands: readonly { readonly command: string; readonly title: string }[] };
  };
  const titles = new Map(contributes.commands.map(({ command, title }) => [command, title]));
  return vscode.Disposable.from(
    ...Object.entries(registrations).map(([id, { run, trusted }]) =>
      vscode.commands.registerCommand(id, async (value: unknown) => {
        if (trusted !== undefined && !requireTrust(trusted)) return;
        const argument = readArgument(value);
        const began = performance.now();
        try {
          await run(workbench, argument);
        } catch (error) {
          showUnexpected(workbench, error);
        }
        workbench.server.log.info(commandLine(titles.get(id) ?? id, argument, performance.now() - began));
      }),
    ),
  );
}
