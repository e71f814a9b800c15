import * as vscode from "vscode";

const id = "Prisma.prisma";

/** Prisma's own extension reports syntax errors of models; saying them twice helps nobody. */
export function prismaExtensionActive(): boolean {
  return vscode.extensions.getExtension(id) !== undefined;
}

/** Calls `changed` when that extension comes or goes. */
export function watchPrismaExtension(changed: () => void): vscode.Disposable {
  let before = prismaExtensionActive();
  return vscode.extensions.onDidChange(() => {
    const now = prismaExtensionActive();
    if (now === before) return;
    before = now;
    changed();
  });
}
