import * as vscode from "vscode";

import { clientCommands } from "#client/ids.ts";
import { treeItem } from "#client/views/treeItem.ts";
import type { Obstacles } from "#client/views/wayDown.ts";
import { appendWords } from "#client/views/words.ts";
import type { RevisionState, RevisionStatus } from "#protocol/state.ts";

export interface RevisionSurroundings {
  /** The database's revisions; null where they are not known. */
  readonly current: readonly string[] | null;
  /** There are other heads to merge with. */
  readonly mergeable: boolean;
  readonly obstacles: Obstacles;
}

/** A revision in the tree. */
export function revisionItem(
  project: string,
  revision: RevisionState,
  surroundings: RevisionSurroundings,
): vscode.TreeItem {
  const { id, shortId, message, uri, operations } = revision;
  const words = marksOf(revision).join(" · ");
  // The file, or what the database stored of one that is missing.
  const command =
    uri === null
      ? { command: clientCommands.openRevision, title: "Open Revision", arguments: [{ project, target: id }] }
      : { command: "vscode.open", title: "Open Revision", arguments: [vscode.Uri.parse(uri)] };
  // The id first: a narrow side bar cuts what stands at the end, and the icon tells the status too.
  return treeItem(`${shortId} ${message}`.trimEnd(), {
    id: `${project}#${id}`,
    description: words,
    tooltip: tooltipOf(revision),
    iconPath: iconOf(revision.status),
    contextValue: contextOf(revision, surroundings),
    collapsibleState:
      operations.length > 0 ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None,
    accessibilityInformation: { label: `Revision ${message}, ${[words.replaceAll(" · ", ", "), shortId].join(", ")}` },
    command,
  });
}

interface Appearance {
  readonly icon: string;
  readonly color: string;
  /** After the message, in the item's description; null where the icon says enough. */
  readonly words: string | null;
  /** In the tooltip. */
  readonly sentence: string;
}

/** Colours that high contrast themes have too: a list's own for warnings and errors they have not. */
const appearances: Readonly<Record<RevisionStatus, Appearance>> = {
  current: {
    icon: "circle-filled",
    color: "charts.green",
    words: "current",
    sentence: "The database is at this revision.",
  },
  applied: { icon: "pass", color: "charts.green", words: "applied", sentence: "Applied to the database." },
  pending: {
    icon: "circle-large-outline",
    color: "charts.blue",
    words: "pending",
    sentence: "Not yet applied to the database.",
  },
  unknown: {
    icon: "circle-outline",
    color: "disabledForeground",
    words: null,
    sentence: "Whether it is applied is not known: there is no connection to the database.",
  },
  edited: {
    icon: "warning",
    color: "gitDecoration.modifiedResourceForeground",
    words: "edited",
    sentence: "Applied, and its file was edited since: the database was made by another text.",
  },
  missing: {
    icon: "question",
    color: "errorForeground",
    words: "file missing",
    sentence:
      "Applied to the database, and no file of this branch has it. A click shows what the database stored; going down runs that, once you have seen it.",
  },
  running: {
    icon: "loading~spin",
    color: "charts.blue",
    words: "running",
    sentence: "Being applied, or interrupted while it was.",
  },
  failed: {
    icon: "error",
    color: "errorForeground",
    words: "failed",
    sentence: "A statement of it failed part of the way.",
  },
};

function iconOf(status: RevisionStatus): vscode.ThemeIcon {
  const { icon, color } = appearances[status];
  return new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
}

/** The status first: a narrow side bar cuts what stands at the end. */
function marksOf({
  status,
  labels,
  head,
  branchPoint,
  mergePoint,
  irreversible,
  proof,
  stopped,
}: RevisionState): string[] {
  const { words } = appearances[status];
  return [
    ...(stopped === null ? (words === null ? [] : [words]) : [stopped.replace(/^its way /, "")]),
    ...(head ? ["head"] : []),
    ...labels,
    ...(branchPoint ? ["branch point"] : []),
    ...(mergePoint ? ["merge point"] : []),
    ...(irreversible === null ? [] : ["irreversible"]),
    ...(proof === null ? [] : [proofWords[proof.kind]]),
  ];
}

const proofWords = { proved: "proved", unproved: "unproved", fails: "proof fails" } as const;

/** Words that `when` clauses look for: what can be done with the item. */
function contextOf(
  { id, status, stopped, uri, head, proof, irreversible }: RevisionState,
  { current, mergeable, obstacles: { halfDone, unsound, barred } }: RevisionSurroundings,
): string {
  const applied = status === "applied" || status === "current" || status === "edited" || status === "missing";
  const here = current?.includes(id) === true;
  // What was edited or has no file may have a way down in what was applied.
  const final = irreversible !== null && (status === "applied" || status === "current");
  return [
    "revision",
    ...(!halfDone && !unsound && (status === "pending" || status === "failed") ? ["upgradable"] : []),
    ...(stopped === null ? [] : ["halfDone"]),
    ...(!halfDone && applied && !here && current !== null && !barred.has(id) ? ["downgradable"] : []),
    ...(!halfDone && here && !final ? ["current"] : []),
    ...(status === "edited" || status === "missing" ? [status] : []),
    ...(uri === null ? [] : ["file", ...(/\.sql$/i.test(uri) ? ["sql"] : [])]),
    ...(head && mergeable ? ["mergeable"] : []),
    ...(proof === null ? [] : ["provable"]),
  ].join(" ");
}

function tooltipOf(revision: RevisionState): vscode.MarkdownString {
  const { id, message, created, parents, status, stopped, appliedAt, irreversible, proof } = revision;
  const text = new vscode.MarkdownString("", true);
  appendWords(text.appendMarkdown("**"), message).appendMarkdown("**\n\n");
  appendWords(text, stopped === null ? appearances[status].sentence : `Half done: ${stopped}.`).appendMarkdown("\n\n");
  if (irreversible !== null) appendWords(text, `Irreversible: ${irreversible}`).appendMarkdown("\n\n");
  if (proof !== null) {
    appendWords(text, proofSentences[proof.kind]).appendMarkdown("\n\n");
    for (const line of proof.lines) appendWords(text.appendMarkdown("- "), line).appendMarkdown("\n");
    if (proof.lines.length > 0) text.appendMarkdown("\n");
  }
  const rows: readonly (readonly [string, string | null])[] = [
    ["Revision", id],
    ["Revises", parents.length === 0 ? "<base>" : parents.join(", ")],
    ["Created", created && inWords(created)],
    [stopped === null ? "Applied" : "Begun", appliedAt && inWords(appliedAt)],
  ];
  text.appendMarkdown("| | |\n|---|---|\n");
  for (const [name, value] of rows) {
    if (value !== null) text.appendMarkdown(`| ${name} | \`${value}\` |\n`);
  }
  return text;
}

const proofSentences = {
  proved: "Proved: the shadow ran it up, down and up again, and each way led where it should.",
  unproved: "Unproved: no proof is known of this very text on this very history.",
  fails: "Its proof fails:",
} as const;

function inWords(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : date.toLocaleString();
}
