import type { Checked } from "#engine/core/problem.ts";
import type { Place } from "#engine/core/span.ts";
import { branchLabels } from "#engine/revisions/branchLabels.ts";
import {
  knownRevisions,
  references,
  type ReferringNode,
  referringTo,
  resolveReferences,
} from "#engine/revisions/graphFaults.ts";
import { inLoadOrder } from "#engine/revisions/lineage.ts";
import { orderDown } from "#engine/revisions/order.ts";

/** What a graph is built of: a revision's header. */
export interface GraphNode {
  readonly id: string;
  readonly parents: readonly string[];
  /** Ids or labels. */
  readonly dependsOn: readonly string[];
  readonly labels: readonly string[];
  /** Where the user can mend it. */
  readonly place: Place | null;
  /** Where it names the others, if that is another place. */
  readonly named?: { readonly parents: Place | null; readonly dependsOn: Place | null };
}

export interface RevisionNode extends GraphNode {
  /** Of loading, from 0. */
  readonly position: number;
  /** Those parents and dependencies that no revision answers to, as written; what they name is missing below. */
  readonly missing: readonly string[];
  readonly parents: readonly string[];
  /** `dependsOn` in ids. */
  readonly dependencies: readonly string[];
  /** What it stands on directly: parents, and the dependencies that no revision further down its branch has already. */
  readonly needs: readonly string[];
  /** Revisions it is a parent of, in load order. */
  readonly children: readonly string[];
  /** Revisions it is a parent or a dependency of, in load order. */
  readonly dependents: readonly string[];
  /** Its own labels and those that reach it from elsewhere on its branch, sorted. */
  readonly branchLabels: readonly string[];
}

/** The revisions of a project and how they stand on each other. Built once, never altered; every list is in load order. */
export interface RevisionGraph {
  /** What each stands on comes before it: the order in which all of them would be applied. */
  readonly nodes: ReadonlyMap<string, RevisionNode>;
  /** The revision that each branch label is written in. */
  readonly labels: ReadonlyMap<string, string>;
  /** Ids and labels, sorted. */
  readonly names: readonly string[];
  /** Revisions without a child. */
  readonly heads: readonly string[];
  /** Revisions that no other one stands on, be it as a dependency. */
  readonly realHeads: readonly string[];
  /** Revisions without a parent. */
  readonly bases: readonly string[];
  /** Revisions with several children. */
  readonly branchPoints: readonly string[];
  /** Revisions with several parents. */
  readonly mergePoints: readonly string[];
}

export interface GraphOptions {
  /** Kept, they can be named and listed, and come last in `nodes`; nothing may walk from one to the next for ever. */
  readonly cycles?: "left out" | "kept";
}

/**
 * The graph of `revisions`, given in load order. What is wrong with them is told in problems, and the rest of the history
 * stays usable: of two revisions with one id or label the first counts, a reference to nothing is in `missing`, and
 * revisions on a cycle or above one are left out.
 */
export function buildGraph(
  revisions: readonly GraphNode[],
  { cycles = "left out" }: GraphOptions = {},
): Checked<RevisionGraph> {
  const { known, labels: written, problems: doubled } = knownRevisions(revisions);
  const { referring: all, cyclic, depths, problems: unresolved } = resolveReferences(known, written);
  const kept = cycles === "kept" || cyclic.size === 0;
  const referring = kept ? all : new Map([...all].filter(([id]) => !cyclic.has(id)));
  const labels = new Map([...written].filter(([, id]) => referring.has(id)));

  const children = referringTo(referring, (node) => node.parents);
  const depending = referringTo(referring, (node) => node.dependencies);
  const dependents = depending.size === 0 ? children : referringTo(referring, references);
  const linked = new Map<string, Draft>();
  for (const node of referring.values()) {
    linked.set(node.id, {
      ...node,
      needs: needsOf(referring, { depending, depths }, node),
      children: children.get(node.id) ?? [],
      dependents: dependents.get(node.id) ?? [],
      branchLabels: [],
    });
  }
  const sound = [...linked.keys()].filter((id) => !cyclic.has(id));
  const order = [...orderDown(linked, sound).reverse(), ...(kept ? cyclic : [])];
  const reach = branchLabels(linked, order);
  const nodes = new Map<string, RevisionNode>();
  for (const id of order) {
    const node = linked.get(id);
    if (!node) continue;
    node.branchLabels = reach.get(id) ?? [];
    nodes.set(id, node);
  }
  const list = (choose: (node: RevisionNode) => boolean) =>
    inLoadOrder(
      nodes,
      [...nodes.values()].filter(choose).map((node) => node.id),
    );
  const graph: RevisionGraph = {
    nodes,
    labels,
    names: [...nodes.keys(), ...labels.keys()].sort(),
    heads: list((node) => node.children.length === 0),
    realHeads: list((node) => node.dependents.length === 0),
    bases: list((node) => node.parents.length === 0),
    branchPoints: list((node) => node.children.length > 1),
    mergePoints: list((node) => node.parents.length > 1),
  };
  return { value: graph, problems: [...doubled, ...unresolved] };
}

/** A node whose labels are not known yet: they follow from the order, which follows from the rest. */
type Draft = Omit<RevisionNode, "branchLabels"> & { branchLabels: readonly string[] };

type Depths = ReadonlyMap<string, number>;

/** Dependencies that a revision further down the branch has are met already. */
function needsOf(
  nodes: ReadonlyMap<string, ReferringNode>,
  { depending, depths }: { readonly depending: ReadonlyMap<string, readonly string[]>; readonly depths: Depths },
  node: ReferringNode,
): readonly string[] {
  if (node.dependencies.length === 0) return node.parents;
  const needs = new Set(node.parents);
  for (const dependency of node.dependencies) {
    const others = new Set(depending.get(dependency)?.filter((id) => id !== node.id));
    if (others.size === 0 || !standsOnAny(nodes, depths, node, others)) needs.add(dependency);
  }
  return [...needs];
}

function standsOnAny(
  nodes: ReadonlyMap<string, ReferringNode>,
  depths: Depths,
  node: ReferringNode,
  wanted: ReadonlySet<string>,
): boolean {
  const depthOf = (id: string) => depths.get(id) ?? 0;
  // Below the least deep of them there is none.
  const bottom = Math.min(...[...wanted].map(depthOf));
  const seen = new Set<string>();
  const waiting = [...node.parents];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (wanted.has(id)) return true;
    if (seen.has(id) || depthOf(id) <= bottom) continue;
    seen.add(id);
    waiting.push(...(nodes.get(id)?.parents ?? []));
  }
  return false;
}
