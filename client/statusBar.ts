import * as vscode from "vscode";

import { clientCommands } from "#client/ids.ts";
import { projectOfEditor } from "#client/projects.ts";
import type { Store } from "#client/store.ts";
import type { ProjectState } from "#protocol/state.ts";

/** Work that is over sooner than this shows no spinner, in milliseconds. */
const patience = 500;

/** One item: how the active database stands, and a click for what can be done about it. */
export function registerStatusBar(store: Store): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("retort.status", vscode.StatusBarAlignment.Left, 50);
  item.name = "Retort";
  let spinner: NodeJS.Timeout | undefined;

  const draw = () => {
    clearTimeout(spinner);
    const project = projectOfEditor(store) ?? store.projects[0];
    if (store.server === "stopped")
      show(item, { icon: "error", text: "Retort stopped", tooltip: "Click to start it again." });
    else if (!project) item.hide();
    else {
      const several = store.projects.length > 1;
      showProject(item, project, { icon: "database", several });
      const working = store.working.get(project.project);
      if (working) {
        spinner = setTimeout(() => {
          showProject(item, project, { icon: "loading~spin", several, doing: working.message });
        }, patience);
      }
    }
  };
  draw();
  return vscode.Disposable.from(
    item,
    store.onDidChange(draw),
    store.onDidProgress(draw),
    vscode.window.onDidChangeActiveTextEditor(draw),
    new vscode.Disposable(() => {
      clearTimeout(spinner);
    }),
  );
}

interface Appearance {
  readonly icon: string;
  readonly text: string;
  readonly tooltip: string;
  readonly project?: string;
}

function showProject(
  item: vscode.StatusBarItem,
  { project, name, status }: ProjectState,
  { icon, several, doing }: { readonly icon: string; readonly several: boolean; readonly doing?: string },
): void {
  const lines = [status.tooltip, ...(doing === undefined ? [] : [doing])];
  const text = several ? `${name}: ${status.text}` : status.text;
  show(item, { icon, text, tooltip: lines.join("\n\n"), project });
}

function show(item: vscode.StatusBarItem, { icon, text, tooltip, project }: Appearance): void {
  item.text = `$(${icon}) ${text}`;
  item.tooltip = tooltip;
  item.accessibilityInformation = { label: `Retort: ${text}` };
  item.command = {
    command: clientCommands.whatNow,
    title: "What can be done now",
    arguments: project === undefined ? [] : [{ project }],
  };
  item.show();
}
