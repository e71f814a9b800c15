import * as vscode from "vscode";

import { headsOf } from "#client/projects.ts";
import type { ProjectState, RevisionState } from "#protocol/state.ts";

/** A head in a quick pick. */
export interface HeadItem extends vscode.QuickPickItem {
  readonly id: string;
}

export function headItem({ id, shortId, message, labels }: RevisionState): HeadItem {
  return { label: message === "" ? shortId : message, description: [...labels, shortId].join(" · "), id };
}

/** The head that a new revision stands on: asked where there are several. Undefined where the person left. */
export async function pickHead(project: ProjectState, title: string): Promise<string | null | undefined> {
  const heads = headsOf(project);
  if (heads.length < 2) return null;
  const picked = await vscode.window.showQuickPick(heads.map(headItem), {
    title,
    placeHolder: "On which branch does it stand?",
    matchOnDescription: true,
  });
  return picked?.id;
}
