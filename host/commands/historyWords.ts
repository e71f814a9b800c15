import path from "node:path";

import type { RevisionGraph } from "#engine/index.ts";
import type { History, HistoryEntry } from "#host/commands/history.ts";

/** What is said of a revision in lists: `1975ea83b712 -> 3f2a9c1b7d04 (head), add priority to tasks`. */
export function historyLine(entry: HistoryEntry, graph: RevisionGraph, marks: Marks): string {
  const { id, parents, message } = entry.revision;
  const from = parents.length === 0 ? "<base>" : parents.join(", ");
  return `${from} -> ${id}${suffix(id, entry, graph, marks)}, ${message}`;
}

/** `3f2a9c1b7d04 (head)` */
export function shortLine(id: string, entry: HistoryEntry | undefined, graph: RevisionGraph, marks: Marks): string {
  return `${id}${suffix(id, entry, graph, marks)}`;
}

/** The whole of a revision's header, a fact a line. */
export function verboseEntry(entry: HistoryEntry, graph: RevisionGraph, marks: Marks, file: string): string {
  const { id, parents, dependsOn, labels, message, created } = entry.revision;
  const node = graph.nodes.get(id);
  const lines = [
    `Rev: ${shortLine(id, entry, graph, marks)}`,
    parents.length > 1 ? `Merges: ${parents.join(", ")}` : `Parent: ${parents[0] ?? "<base>"}`,
    ...(node && node.children.length > 1 ? [`Branches into: ${node.children.join(", ")}`] : []),
    ...(dependsOn.length > 0 ? [`Also depends on: ${dependsOn.join(", ")}`] : []),
    ...(labels.length > 0 ? [`Branch names: ${labels.join(", ")}`] : []),
    `Path: ${file}`,
    "",
    `    ${message}`,
    "",
    `    Revision: ${id}`,
    `    Revises: ${parents.join(", ")}`,
    `    Created: ${created ?? ""}`,
  ];
  return lines.join("\n");
}

/** What else is known of revisions when they are listed. */
export interface Marks {
  /** The database's current revisions; null where it was not asked. */
  readonly current: ReadonlySet<string> | null;
}

function suffix(id: string, entry: HistoryEntry | undefined, graph: RevisionGraph, marks: Marks): string {
  const node = graph.nodes.get(id);
  const labels = entry?.revision.labels ?? [];
  const notes = [
    labels.length > 0 ? `(${labels.join(", ")})` : "",
    graph.heads.includes(id) ? "(head)" : "",
    node && node.children.length > 1 ? "(branchpoint)" : "",
    node && node.parents.length > 1 ? "(mergepoint)" : "",
    marks.current?.has(id) === true ? "(current)" : "",
  ].filter((note) => note !== "");
  return notes.length === 0 ? "" : ` ${notes.join(" ")}`;
}

/** Revisions whole, in the order given, with file names relative to a folder. */
export function historyWords(
  { entries, graph }: History,
  ids: readonly string[],
  { relativeTo, ...marks }: Marks & { readonly relativeTo: string },
): string {
  return ids
    .flatMap((id) => {
      const entry = entries.get(id);
      return entry ? [verboseEntry(entry, graph, marks, path.relative(relativeTo, entry.file))] : [];
    })
    .join("\n\n");
}
