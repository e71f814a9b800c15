import type { Problem } from "#engine/core/problem.ts";
import { findRevision, lineageOf, nodesOf, splitBranch } from "#engine/revisions/find.ts";
import { type Found, found, refuse, then } from "#engine/revisions/found.ts";
import type { RevisionGraph, RevisionNode } from "#engine/revisions/graph.ts";
import { walk, type WalkEnd } from "#engine/revisions/walk.ts";

export interface Selection {
  /** Empty for base. */
  readonly ids: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * The revisions that an identifier means, as `show`, `merge` or `--head` take one: an id or a unique beginning of one, a
 * label, `head`, `heads`, `base`, `-N` below every head, each with or without `label@`; and `current`, where those are given.
 */
export function selectRevisions(
  graph: RevisionGraph,
  identifier: string,
  options: { readonly current?: readonly string[] } = {},
): Selection {
  if (identifier === "current" && options.current) return { ids: options.current, problems: [] };
  const selected = selectAll(graph, identifier);
  if (!selected.ok) return { ids: [], problems: [selected.problem] };
  return { ids: selected.value.map((node) => node.id), problems: [] };
}

/** As `selectRevisions`, for other modules of the graph. `argument` is what the user typed, if that is more. */
export function selectAll(graph: RevisionGraph, identifier: string, argument?: string): Found<readonly RevisionNode[]> {
  const { branch, name } = splitBranch(identifier);
  if (isBelowHeads(name)) {
    return then(belowHeads(graph, branch, Number(name)), (ends) => {
      const nodes = ends.flatMap((end) => (end.kind === "revision" ? [end.node] : []));
      if (nodes.length === ends.length) return found(nodes);
      const details = ["It leads below the first revision."];
      return refuse("graph/walkedTooFar", `Can't locate revision identified by '${identifier}'`, { details });
    });
  }
  switch (name) {
    case "base":
      return found([]);
    case "heads":
      if (branch === null) return found(nodesOf(graph, graph.realHeads));
      return then(headsOf(graph, branch), (heads) => found(nodesOf(graph, heads)));
    case "head":
      return then(headsOf(graph, branch), (heads) =>
        heads.length > 1 ? multipleHeads(argument ?? identifier, heads) : found(nodesOf(graph, heads)),
      );
    default:
      return then(findRevision(graph, name, branch), (node) => found([node]));
  }
}

/** The one revision that an identifier means, null for base. `-N` means none: it may be several. */
export function selectOne(graph: RevisionGraph, identifier: string, argument?: string): Found<RevisionNode | null> {
  const { branch, name } = splitBranch(identifier);
  if (isBelowHeads(name)) return then(findRevision(graph, name, branch), found);
  return then(selectAll(graph, identifier, argument), (nodes) => {
    if (nodes.length <= 1) return found(nodes[0] ?? null);
    return multipleHeads(
      argument ?? identifier,
      nodes.map((node) => node.id),
    );
  });
}

export function isBelowHeads(name: string): boolean {
  return /^-[1-9]\d*$/.test(name);
}

function headsOf(graph: RevisionGraph, branch: string | null): Found<readonly string[]> {
  if (branch === null) return found(graph.heads);
  return then(lineageOf(graph, branch), (on) => found(graph.heads.filter((head) => on.has(head))));
}

/** Where `-N` of every head ends, or of those that carry the label. */
export function belowHeads(graph: RevisionGraph, label: string | null, steps: number): Found<readonly WalkEnd[]> {
  const ends: WalkEnd[] = [];
  for (const head of nodesOf(graph, graph.realHeads)) {
    if (label !== null && !head.branchLabels.includes(label)) continue;
    const end = walk(graph, head, steps, { branch: null, clamp: false });
    if (!end.ok) return end;
    ends.push(end.value);
  }
  return found(ends);
}

export function multipleHeads(
  argument: string,
  heads: readonly string[],
): { readonly ok: false; readonly problem: Problem } {
  return refuse(
    "graph/multipleHeads",
    `Multiple head revisions are present for given argument '${argument}'; please specify a specific target revision, '<branchname>@${argument}' to narrow to a specific head, or 'heads' for all heads`,
    { details: [`The heads are ${heads.join(", ")}.`], revisions: heads },
  );
}
