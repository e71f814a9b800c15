import * as vscode from "vscode";

import type { Workbench } from "#client/workbench.ts";
import type { CommandArgument } from "#protocol/settings.ts";

/** For a commit message or the command line. */
export async function copyRevisionId(_workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  if (argument?.target !== undefined) await vscode.env.clipboard.writeText(argument.target);
}
