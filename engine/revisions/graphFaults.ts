import { sortedBy } from "#engine/core/compare.ts";
import type { Problem } from "#engine/core/problem.ts";
import type { Place } from "#engine/core/span.ts";
import type { GraphNode, RevisionNode } from "#engine/revisions/graph.ts";

/** A revision whose references are ids of the graph. */
export type ReferringNode = Omit<RevisionNode, "needs" | "children" | "dependents" | "branchLabels">;

/** The revisions and labels by name; of two with the same name the first counts. */
export function knownRevisions(revisions: readonly GraphNode[]): {
  readonly known: ReadonlyMap<string, GraphNode>;
  readonly labels: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const known = new Map<string, GraphNode>();
  for (const revision of revisions) {
    const first = known.get(revision.id);
    if (first) {
      const details = first.place ? [`It is in ${first.place.file} already.`] : [];
      const message = `Revision ${revision.id} is present more than once`;
      problems.push({ ...fault("graph/duplicateId", message, revision), details });
    } else known.set(revision.id, revision);
  }
  const labels = new Map<string, string>();
  for (const revision of known.values()) {
    for (const label of revision.labels) {
      const holder = labels.get(label) ?? (known.has(label) ? label : undefined);
      if (holder === undefined) labels.set(label, revision.id);
      else {
        const message = `Branch name '${label}' in revision ${revision.id} already used by revision ${holder}`;
        problems.push(fault("graph/duplicateLabel", message, revision));
      }
    }
  }
  return { known, labels, problems };
}

/** Turns references into ids, sets aside those to nothing, and tells what stands on a cycle. */
export function resolveReferences(
  known: ReadonlyMap<string, GraphNode>,
  labels: ReadonlyMap<string, string>,
): {
  readonly referring: ReadonlyMap<string, ReferringNode>;
  /** Those on a cycle and above one. */
  readonly cyclic: ReadonlySet<string>;
  /** Of the others, the length of the longest way down: what one stands on is less deep. */
  readonly depths: ReadonlyMap<string, number>;
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const referring = new Map<string, ReferringNode>();
  let position = 0;
  for (const revision of known.values()) {
    const missing: string[] = [];
    const look = (
      names: readonly string[],
      idOf: (name: string) => string | undefined,
      header: string,
      loop: string,
      place: Place | null,
    ) => {
      if (names.length === 0) return names;
      const ids = new Set<string>();
      for (const name of names) {
        const id = idOf(name);
        if (id === revision.id && id === name) {
          problems.push({ ...fault("graph/cycle", `${loop} is detected in revisions (${id})`, revision), place });
        } else if (id !== undefined) ids.add(id);
        else {
          missing.push(name);
          const message = `Can't locate revision identified by '${name}'`;
          const details = [`\`${header}\` of revision ${revision.id} names it, and no file has it.`];
          problems.push({ ...fault("graph/missingReference", message, revision), details, place });
        }
      }
      return [...ids];
    };
    const revisionId = (name: string) => (known.has(name) ? name : undefined);
    const { parents, dependsOn, place, named } = revision;
    referring.set(revision.id, {
      ...revision,
      position,
      parents: look(parents, revisionId, "Revises", "Self-loop", named?.parents ?? place),
      dependencies: look(
        dependsOn,
        (name) => revisionId(name) ?? labels.get(name),
        "Depends on",
        "Dependency self-loop",
        named?.dependsOn ?? place,
      ),
      missing,
    });
    position += 1;
  }
  const { unplaced: cyclic, depths } = placed(referring, references);
  const [anyOf] = cyclic;
  const revision = anyOf === undefined ? undefined : known.get(anyOf);
  if (!revision) return { referring, cyclic, depths, problems };

  const alongParents = placed(referring, (node) => node.parents).unplaced;
  const kind = alongParents.size > 0 ? "Cycle" : "Dependency cycle";
  const ids = circling(referring, kind === "Cycle" ? (node) => node.parents : references);
  problems.push(fault("graph/cycle", `${kind} is detected in revisions (${ids.join(", ")})`, revision));
  return { referring, cyclic, depths, problems };
}

/** Parents and dependencies, each once. */
export function references({ parents, dependencies }: ReferringNode): readonly string[] {
  return dependencies.length === 0 ? parents : [...new Set([...parents, ...dependencies])];
}

/** By id, the revisions that refer to it, in load order. `to` names none twice. */
export function referringTo(
  nodes: ReadonlyMap<string, ReferringNode>,
  to: (node: ReferringNode) => readonly string[],
): Map<string, string[]> {
  const referring = new Map<string, string[]>();
  for (const node of nodes.values()) {
    for (const id of to(node)) {
      const list = referring.get(id);
      if (list) list.push(node.id);
      else referring.set(id, [node.id]);
    }
  }
  return referring;
}

/**
 * The depths of the revisions that an order can place after all that they refer to, and the others: those on a cycle and
 * above one.
 */
function placed(
  nodes: ReadonlyMap<string, ReferringNode>,
  to: (node: ReferringNode) => readonly string[],
): { readonly unplaced: ReadonlySet<string>; readonly depths: ReadonlyMap<string, number> } {
  const depths = new Map<string, number>();
  const referring = referringTo(nodes, to);
  const waiting = new Map([...nodes.values()].map((node) => [node.id, to(node).length]));
  const ready = [...waiting].filter(([, count]) => count === 0).map(([id]) => id);
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    waiting.delete(id);
    const depth = depths.get(id) ?? 0;
    depths.set(id, depth);
    for (const above of referring.get(id) ?? []) {
      depths.set(above, Math.max(depths.get(above) ?? 0, depth + 1));
      const left = (waiting.get(above) ?? 0) - 1;
      waiting.set(above, left);
      if (left === 0) ready.push(above);
    }
  }
  return { unplaced: new Set(waiting.keys()), depths };
}

/** The revisions that neither a way down from a head nor a way up from a base meets without going in circles. */
function circling(nodes: ReadonlyMap<string, ReferringNode>, to: (node: ReferringNode) => readonly string[]): string[] {
  const upwards = referringTo(nodes, to);
  const below = (id: string) => {
    const node = nodes.get(id);
    return node ? to(node) : [];
  };
  const above = (id: string) => upwards.get(id) ?? [];
  const ids = [...nodes.keys()];
  const heads = ids.filter((id) => above(id).length === 0);
  const bases = ids.filter((id) => below(id).length === 0);
  if (heads.length === 0 || bases.length === 0) return ids;
  const [down, up] = [reached(heads, below), reached(bases, above)];
  const outside = ids.filter((id) => !down.has(id) || !up.has(id));
  return sortedBy(outside.length > 0 ? outside : [...placed(nodes, to).unplaced], (id) => id);
}

function reached(from: readonly string[], next: (id: string) => readonly string[]): Set<string> {
  const seen = new Set<string>();
  const waiting = [...from];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    waiting.push(...next(id));
  }
  return seen;
}

function fault(code: `graph/${string}`, message: string, revision: GraphNode): Problem {
  return { code, severity: "error", message, place: revision.place };
}
