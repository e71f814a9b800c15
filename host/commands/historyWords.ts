import path from "node:path";

import { type LineParts, type RevisionGraph, revisionLine } from "#engine/index.ts";
import type { History, HistoryEntry } from "#host/commands/history.ts";

/** A revision in a list, such as `1975ea83b712 -> 3f2a9c1b7d04 (head), add priority to tasks` in a history. */
export function listLine(id: string, { entries, graph }: History, parts: LineParts, marks: Marks): string {
  const node = graph.nodes.get(id);
  if (!node) return `${id} (file missing)`;
  const current = marks.current?.has(id) === true;
  const message = entries.get(id)?.revision.message ?? "";
  return revisionLine(node, { ...parts, current, ...(parts.parents === true ? { message } : {}) });
}

/** The whole of a revision's header, a fact a line. */
export function verboseEntry(entry: HistoryEntry, graph: RevisionGraph, marks: Marks, file: string): string {
  const { id, parents, dependsOn, message, created } = entry.revision;
  const node = graph.nodes.get(id);
  const lines = [
    `Rev: ${id}${node ? signs(id, node, marks) : ""}`,
    parents.length > 1 ? `Merges: ${parents.join(", ")}` : `Parent: ${parents[0] ?? "<base>"}`,
    ...(dependsOn.length > 0 ? [`Also depends on: ${dependsOn.join(", ")}`] : []),
    ...(node && node.children.length > 1 ? [`Branches into: ${node.children.join(", ")}`] : []),
    ...(node && node.branchLabels.length > 0 ? [`Branch names: ${node.branchLabels.join(", ")}`] : []),
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

/** Alembic's order of them here is another than in lists, and a head is a head, whoever depends on it. */
function signs(
  id: string,
  { children, parents }: { readonly children: readonly string[]; readonly parents: readonly string[] },
  marks: Marks,
): string {
  return [
    children.length === 0 ? " (head)" : "",
    children.length > 1 ? " (branchpoint)" : "",
    parents.length > 1 ? " (mergepoint)" : "",
    marks.current?.has(id) === true ? " (current)" : "",
  ].join("");
}
