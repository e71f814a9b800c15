import * as vscode from "vscode";

import type { Server } from "#client/languageClient.ts";

/** The server learns of trust when it comes; it never goes within a window's life. */
export function watchTrust(server: Server): vscode.Disposable {
  return vscode.workspace.onDidGrantWorkspaceTrust(() => {
    server.notify("retort/trusted", {});
  });
}

/** True in a trusted workspace; otherwise says why not and offers the way there. */
export function requireTrust(doing: string): boolean {
  if (vscode.workspace.isTrusted) return true;
  void vscode.window
    .showWarningMessage(`${doing} needs a trusted workspace: it runs what the folder holds.`, "Manage Workspace Trust")
    .then((chosen) => {
      if (chosen !== undefined) void vscode.commands.executeCommand("workbench.trust.manage");
    });
  return false;
}
