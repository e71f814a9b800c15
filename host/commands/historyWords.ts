import path from "node:path";

import { type RevisionGraph, revisionLine } from "#engine/index.ts";
import type { History, HistoryEntry } from "#host/commands/history.ts";

/** What is said of a revision in lists: `1975ea83b712 -> 3f2a9c1b7d04 (head), add priority to tasks`. */
export function historyLine(id: string, { entries, graph }: History, marks: Marks): string {
  const node = graph.nodes.get(id);
  if (!node) return `${id} (file missing)`;
  const message = entries.get(id)?.revision.message ?? "";
  return revisionLine(node, { parents: true, labels: true, current: marks.current?.has(id) === true, message });
}

/** `3f2a9c1b7d04 (head)` */
export function shortLine(id: string, { graph }: Pick<History, "graph">, marks: Marks): string {
  const node = graph.nodes.get(id);
  return node ? revisionLine(node, { labels: true, current: marks.current?.has(id) === true }) : `${id} (file missing)`;
}

/** The whole of a revision's header, a fact a line. */
export function verboseEntry(entry: HistoryEntry, graph: RevisionGraph, marks: Marks, file: string): string {
  const { id, parents, dependsOn, labels, message, created } = entry.revision;
  const node = graph.nodes.get(id);
  const lines = [
    `Rev: ${shortLine(id, { graph }, marks)}`,
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
