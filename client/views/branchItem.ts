import * as vscode from "vscode";

import type { Branch } from "#client/views/branches.ts";
import type { RevisionSurroundings } from "#client/views/revisionItem.ts";
import { treeItem } from "#client/views/treeItem.ts";
import { appendWords } from "#client/views/words.ts";

/** A branch in the tree: how it ends, how long it is, and how much of it is applied. */
export function branchItem(
  project: string,
  branch: Branch,
  { mergeable, obstacles }: Pick<RevisionSurroundings, "mergeable" | "obstacles">,
): vscode.TreeItem {
  const { tip, name, revisions } = branch;
  const count = revisions.length === 1 ? "1 revision" : `${revisions.length} revisions`;
  const pending = revisions.filter(({ status }) => status === "pending" || status === "failed").length;
  const edited = revisions.filter(({ status }) => status === "edited").length;
  const words = [
    ...(tip.head ? ["head"] : []),
    ...(pending === 0 ? [] : pending === revisions.length ? ["pending"] : [`${pending} pending`]),
    // Folded up, a branch must not look sound where it is not.
    ...(edited === 0 ? [] : [`${edited} edited`]),
    ...(revisions.some(({ stopped }) => stopped !== null) ? ["half done"] : []),
    ...(revisions.some(({ status }) => status === "current") ? ["current"] : []),
    count,
  ].join(" · ");
  // The id first, as of revisions: a narrow side bar cuts what stands at the end.
  return treeItem(name === tip.shortId ? name : `${tip.shortId} ${name}`, {
    id: `${project}#branch#${tip.id}`,
    description: words,
    tooltip: tooltipOf(branch, words),
    iconPath: new vscode.ThemeIcon("git-branch"),
    contextValue: [
      "branch",
      ...(pending > 0 && !obstacles.halfDone && !obstacles.unsound ? ["upgradable"] : []),
      ...(tip.head && mergeable ? ["mergeable"] : []),
    ].join(" "),
    collapsibleState: vscode.TreeItemCollapsibleState.Expanded,
    accessibilityInformation: { label: `Branch ${name}, ${words.replaceAll(" · ", ", ")}, ends at ${tip.shortId}` },
  });
}

function tooltipOf({ tip, name, revisions }: Branch, words: string): vscode.MarkdownString {
  const text = new vscode.MarkdownString("", true);
  appendWords(appendWords(text.appendMarkdown("$(git-branch) **"), name).appendMarkdown("**\n\n"), words);
  const oldest = revisions.at(-1) ?? tip;
  const from = oldest.parents.length === 0 ? "<base>" : oldest.parents.join(", ");
  text.appendMarkdown(`\n\n| | |\n|---|---|\n| Ends at | \`${tip.id}\` |\n| Stands on | \`${from}\` |\n`);
  return text;
}
