import type { RevisionGraph, RevisionNode } from "#engine/revisions/graph.ts";

export interface LineParts {
  /** Begin with the parents and what it depends on, as `history` does. */
  readonly parents?: boolean;
  readonly labels?: boolean;
  /** Leave out what says where in the tree it is. */
  readonly plain?: boolean;
  readonly current?: boolean;
  readonly message?: string;
}

/** What each list shows of a revision, as Alembic's does. */
export const lineParts = {
  history: { parents: true, labels: true },
  heads: { labels: true, plain: true },
  current: {},
  branches: { labels: true },
} as const satisfies Readonly<Record<string, LineParts>>;

/** A revision as lists show it, in Alembic's form: `a1 (b2) -> c3 (label) (head) (branchpoint), message`. */
export function revisionLine(node: RevisionNode, parts: LineParts = {}): string {
  const { parents = false, labels = false, plain = false, current = false, message } = parts;
  const dependencies = node.dependsOn.length > 0 ? ` (${node.dependsOn.join(", ")})` : "";
  const from = node.parents.length > 0 ? node.parents.join(", ") : "<base>";
  const isHead = node.children.length === 0;
  const signs = [
    labels && node.branchLabels.length > 0 ? node.branchLabels.join(", ") : null,
    node.dependents.length === 0 ? "head" : isHead ? "effective head" : null,
    current ? "current" : null,
    !plain && node.children.length > 1 ? "branchpoint" : null,
    !plain && node.parents.length > 1 ? "mergepoint" : null,
  ];
  const shown = signs.filter((sign) => sign !== null).map((sign) => ` (${sign})`);
  return `${parents ? `${from}${dependencies} -> ` : ""}${node.id}${shown.join("")}${message === undefined ? "" : `, ${message}`}`;
}

/** A branch point and, below it, its children. */
export function branchLines(graph: RevisionGraph, node: RevisionNode): string {
  return [revisionLine(node, lineParts.branches), ...childLines(graph, node, () => lineParts.branches)].join("\n");
}

/** The children of a branch point, indented as far as its id reaches. */
export function childLines(
  graph: RevisionGraph,
  node: RevisionNode,
  parts: (child: RevisionNode) => LineParts,
): readonly string[] {
  const children = node.children.toSorted().flatMap((id) => graph.nodes.get(id) ?? []);
  return children.map((child) => `${" ".repeat(node.id.length)} -> ${revisionLine(child, parts(child))}`);
}
