import { lineageOf, nodesOf } from "#engine/revisions/find.ts";
import { type Found, found, refuse } from "#engine/revisions/found.ts";
import type { RevisionGraph, RevisionNode } from "#engine/revisions/graph.ts";

/** Where a walk ended: on a revision, below the first one, or past an end of the graph. */
export type WalkEnd =
  { readonly kind: "revision"; readonly node: RevisionNode } | { readonly kind: "base" } | { readonly kind: "beyond" };

/**
 * `steps` up (positive) along children or down along parents from `start`, null for base. `branch` chooses at forks on the
 * way up. With `clamp` a walk past an end stays there.
 */
export function walk(
  graph: RevisionGraph,
  start: RevisionNode | null,
  steps: number,
  { branch, clamp }: { readonly branch: string | null; readonly clamp: boolean },
): Found<WalkEnd> {
  const on = branch === null ? found(null) : lineageOf(graph, branch);
  if (!on.ok) return on;
  let at: WalkEnd = start ? { kind: "revision", node: start } : { kind: "base" };
  for (let step = 0; step < Math.abs(steps); step += 1) {
    const next: WalkEnd[] = steps > 0 ? above(graph, at, on.value) : below(graph, at);
    const [only, other]: (WalkEnd | undefined)[] = next;
    if (other) {
      const revisions = idsOf(next);
      const details = [`${revisions.join(" and ")} are all one step ${steps > 0 ? "above" : "below"}.`];
      return refuse("graph/ambiguousWalk", "Ambiguous walk", { details, revisions });
    }
    if (!only) return found(clamp ? at : { kind: "beyond" });
    at = only;
  }
  return found(at);
}

function above(graph: RevisionGraph, at: WalkEnd, on: ReadonlySet<string> | null): WalkEnd[] {
  const ids = at.kind === "revision" ? at.node.children : graph.bases;
  return ends(graph, on ? ids.filter((id) => on.has(id)) : ids);
}

function below(graph: RevisionGraph, at: WalkEnd): WalkEnd[] {
  if (at.kind !== "revision") return [];
  return at.node.parents.length > 0 ? ends(graph, at.node.parents) : [{ kind: "base" }];
}

function ends(graph: RevisionGraph, ids: readonly string[]): WalkEnd[] {
  return nodesOf(graph, ids).map((node) => ({ kind: "revision", node }));
}

function idsOf(list: readonly WalkEnd[]): readonly string[] {
  return list.flatMap((end) => (end.kind === "revision" ? [end.node.id] : []));
}
