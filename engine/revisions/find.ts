import { type Found, found, refuse, then } from "#engine/revisions/found.ts";
import type { RevisionGraph, RevisionNode } from "#engine/revisions/graph.ts";
import { lineage } from "#engine/revisions/lineage.ts";

/** The revision of an id, a label, or the unique beginning of either; on `branch`, where one is given. */
export function findRevision(graph: RevisionGraph, name: string, branch: string | null = null): Found<RevisionNode> {
  const onBranch = branch === null ? found(null) : lineageOf(graph, branch);
  if (!onBranch.ok) return onBranch;
  const isOn = (id: string) => onBranch.value === null || onBranch.value.has(id);

  const exact = idOf(graph, name);
  const matching = exact === undefined ? namesFrom(graph, name) : [name];
  const candidates = matching.filter((candidate) => isOn(idOf(graph, candidate) ?? ""));
  const [only, ...others] = candidates;
  const node = graph.nodes.get(idOf(graph, only ?? "") ?? "");
  if (node && others.length === 0) return found(node);
  const concerned = (names: readonly string[]) => names.flatMap((candidate) => idOf(graph, candidate) ?? []);
  if (node) return notFound(name, `It is ambiguous: it begins ${someOf(candidates)}.`, concerned(candidates));
  if (branch !== null && matching.length > 0) {
    return notFound(name, `It is not on the branch '${branch}'.`, concerned(matching));
  }
  return notFound(name, "No revision and no branch label begins so.", []);
}

/** The ids on the branch that a label, an id or the beginning of one names. */
export function lineageOf(graph: RevisionGraph, branch: string): Found<ReadonlySet<string>> {
  return then(findRevision(graph, branch), (node) => found(lineage(graph.nodes, [node.id], { dependencies: false })));
}

export function splitBranch(identifier: string): { readonly branch: string | null; readonly name: string } {
  const at = identifier.indexOf("@");
  return at < 1
    ? { branch: null, name: identifier }
    : { branch: identifier.slice(0, at), name: identifier.slice(at + 1) };
}

export function nodesOf(graph: RevisionGraph, ids: Iterable<string>): RevisionNode[] {
  return [...ids].flatMap((id) => graph.nodes.get(id) ?? []);
}

function notFound(name: string, why: string, revisions: readonly string[]) {
  return refuse("graph/notFound", `Can't locate revision identified by '${name}'`, { details: [why], revisions });
}

function idOf(graph: RevisionGraph, name: string): string | undefined {
  return graph.nodes.has(name) ? name : graph.labels.get(name);
}

/** Ids and labels that begin with `text`; only those of more than three characters can be shortened. */
function namesFrom(graph: RevisionGraph, text: string): string[] {
  if (text === "") return [];
  let low = 0;
  let high = graph.names.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((graph.names[middle] ?? "") < text) low = middle + 1;
    else high = middle;
  }
  const names: string[] = [];
  for (let name = graph.names[low]; name?.startsWith(text); name = graph.names[(low += 1)]) {
    if (name.length > 3) names.push(name);
  }
  return names;
}

function someOf(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => `'${name}'`);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(" and ");
}
