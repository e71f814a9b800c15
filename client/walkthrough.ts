import * as vscode from "vscode";

import { contextKeys } from "#client/ids.ts";

/** The page has read its steps by then, in milliseconds. */
const patience = 1000;

/**
 * Completes the steps of the walkthrough that are done already. VS Code reads steps when somebody first looks at one of
 * its welcome pages, and only what becomes true afterwards completes any: so a key does, a moment after a page of VS
 * Code's own has opened. Of those pages extensions see that there is one, and not which.
 */
export function watchWalkthrough(): vscode.Disposable {
  let soon: NodeJS.Timeout | undefined;
  const tell = (value: boolean) => vscode.commands.executeCommand("setContext", contextKeys.pageOpened, value);
  return vscode.Disposable.from(
    vscode.window.tabGroups.onDidChangeTabs(({ opened, changed }) => {
      if (![...opened, ...changed].some(({ input }) => input === undefined)) return;
      clearTimeout(soon);
      soon = setTimeout(() => void tell(true).then(() => tell(false)), patience);
    }),
    new vscode.Disposable(() => {
      clearTimeout(soon);
    }),
  );
}
