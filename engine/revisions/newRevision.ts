import type { Problem } from "#engine/core/problem.ts";
import { type Found, found, refuse, then } from "#engine/revisions/found.ts";
import type { RevisionGraph, RevisionNode } from "#engine/revisions/graph.ts";
import { idFault, labelFault } from "#engine/revisions/identifier.ts";
import type { Revision } from "#engine/revisions/revision.ts";
import { selectAll, selectOne } from "#engine/revisions/select.ts";

/** What is asked of a revision that does not exist yet. */
export interface NewRevision {
  readonly id: string;
  /** What it stands on, `head` where nothing is said; several make a merge, `base` a new base. */
  readonly on?: readonly string[];
  /** Stand on a revision that has children already. */
  readonly splice?: boolean;
  readonly labels?: readonly string[];
  readonly dependsOn?: readonly string[];
}

export interface Placement {
  /** Null where there are problems. */
  readonly place: Pick<Revision, "id" | "parents" | "dependsOn" | "labels"> | null;
  readonly problems: readonly Problem[];
}

/** Where a new revision stands in the graph. Everything that could be wrong with it is told before a file is written. */
export function placeRevision(graph: RevisionGraph, asked: NewRevision): Placement {
  const { id, on = ["head"], labels = [], dependsOn = [], splice = false } = asked;
  const fault = idFault(id);
  const named = fault === null ? found(null) : refuse("graph/malformedId", fault);
  const placed = then(named, () =>
    then(parentsOf(graph, on, splice), (parents) =>
      then(dependenciesOf(graph, dependsOn), (dependencies) =>
        then(freeNames(graph, id, labels), () =>
          found({ id, parents: parents.map((node) => node.id), dependsOn: dependencies, labels }),
        ),
      ),
    ),
  );
  return placed.ok ? { place: placed.value, problems: [] } : { place: null, problems: [placed.problem] };
}

function freeNames(graph: RevisionGraph, id: string, labels: readonly string[]): Found<null> {
  const held = graph.labels.get(id);
  if (graph.nodes.has(id)) {
    const details = ["It exists already, and an id names one revision."];
    return refuse("graph/duplicateId", `Revision ${id} is present more than once`, { details, revisions: [id] });
  }
  if (held !== undefined) {
    const message = `Branch name '${id}' is already used by revision ${held}`;
    return refuse("graph/duplicateId", message, { details: ["An id may not be a label."], revisions: [held] });
  }
  for (const label of labels) {
    const wrong = labelFault(label);
    if (wrong !== null) return refuse("graph/malformedLabel", wrong);
    const holder = graph.labels.get(label) ?? graph.nodes.get(label)?.id;
    if (holder !== undefined) {
      const message = `Branch name '${label}' in revision ${id} already used by revision ${holder}`;
      return refuse("graph/duplicateLabel", message, { revisions: [holder] });
    }
  }
  return found(null);
}

function parentsOf(graph: RevisionGraph, on: readonly string[], splice: boolean): Found<readonly RevisionNode[]> {
  const parents: RevisionNode[] = [];
  for (const identifier of on) {
    const selected = selectAll(graph, identifier);
    if (!selected.ok) {
      if (selected.problem.code !== "graph/multipleHeads") return selected;
      const message =
        "Multiple heads are present; please specify the head revision on which the new revision should be based, or perform a merge.";
      const details = [`The heads are ${graph.heads.join(", ")}.`];
      return refuse("graph/multipleHeads", message, { details, revisions: graph.heads });
    }
    parents.push(...selected.value);
  }
  if (new Set(parents).size < parents.length)
    return refuse("graph/duplicateHeads", "Duplicate head revisions specified");
  const inner = splice ? undefined : parents.find((node) => node.children.length > 0);
  if (!inner) return found(parents);
  const message = `Revision ${inner.id} is not a head revision; please specify --splice to create a new branch from this revision`;
  const details = [`Its children are ${inner.children.join(", ")}.`];
  return refuse("graph/notHead", message, { details, revisions: [inner.id, ...inner.children] });
}

/** Labels stay labels; beginnings of ids become ids. */
function dependenciesOf(graph: RevisionGraph, dependsOn: readonly string[]): Found<readonly string[]> {
  const ids: string[] = [];
  for (const identifier of dependsOn) {
    const selected = selectOne(graph, identifier);
    if (!selected.ok) return selected;
    if (!selected.value)
      return refuse("graph/notFound", `Can't locate revision identified by '${identifier}'`, {
        details: ["Base is no revision to depend on."],
      });
    ids.push(selected.value.branchLabels.includes(identifier) ? identifier : selected.value.id);
  }
  return found(ids);
}
