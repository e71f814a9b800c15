import type { GraphNode } from "#engine/revisions/graph.ts";

/**
 * Alembic's semantics in the plainest words, for checking ours against: sets are found by asking every pair, orders by doing
 * again from the start what was done. It shares nothing with the engine but the type of a revision, and no label is known.
 */
export interface BruteForce {
  /** Everything that must be applied for these to be, they included. */
  below(ids: readonly string[]): ReadonlySet<string>;
  /** Everything that must go when these go, they included. */
  above(ids: readonly string[]): ReadonlySet<string>;
  /** Of these, what no other one of them stands on; in load order. */
  maximal(ids: Iterable<string>): readonly string[];
  /** Steps of an upgrade to `targets` from where `rows` are current. */
  upgrade(rows: readonly string[], targets: readonly string[]): readonly BruteStep[];
  /** Steps of a downgrade to `target`, null for base; null where that is no target. */
  downgrade(rows: readonly string[], target: string | null): readonly BruteStep[] | null;
}

export interface BruteStep {
  readonly id: string;
  readonly rowsAfter: readonly string[];
}

/** The model of revisions in load order, whose references are ids. */
export function bruteForce(revisions: readonly GraphNode[]): BruteForce {
  const ids = revisions.map(({ id }) => id);
  const node = (id: string): GraphNode => {
    const found = revisions.find((one) => one.id === id);
    if (!found) throw new Error(`no revision ${id}`);
    return found;
  };

  /** Grows a set by a relation until it stays as it is. */
  const grown = (from: readonly string[], step: (id: string) => readonly string[]): Set<string> => {
    const set = new Set(from);
    for (let before = -1; before < set.size;) {
      before = set.size;
      for (const id of [...set]) for (const next of step(id)) set.add(next);
    }
    return set;
  };

  const properlyBelowByParents = (id: string) => grown(node(id).parents, (one) => node(one).parents);
  /** Dependencies that no revision further down the branch demands already. */
  const ownDependencies = (id: string) => {
    const demanded = new Set([...properlyBelowByParents(id)].flatMap((one) => node(one).dependsOn));
    return node(id).dependsOn.filter((dependency) => !demanded.has(dependency));
  };
  const standsOn = (id: string) => [...new Set([...node(id).parents, ...ownDependencies(id)])];
  const referring = (id: string) => ids.filter((one) => [...node(one).parents, ...node(one).dependsOn].includes(id));

  const below = (from: readonly string[]) => grown(from, standsOn);
  const above = (from: readonly string[]) => grown(from, referring);
  const inLoadOrder = (some: Iterable<string>) => {
    const set = new Set(some);
    return ids.filter((id) => set.has(id));
  };
  const maximal = (some: Iterable<string>) => {
    const list = inLoadOrder(some);
    return list.filter((id) => !list.some((other) => other !== id && below([other]).has(id)));
  };

  /** Top down: a branch is followed to the fork before another is begun. */
  const topDown = (starts: readonly string[], set: ReadonlySet<string>): readonly string[] => {
    const current = inLoadOrder(starts.filter((id) => set.has(id)));
    const emitted: string[] = [];
    let at = 0;
    while (current.length > 0) {
      const candidate = current[at] ?? "";
      // What was emitted already holds nobody back.
      const holds = (id: string) => id !== candidate && remaining(id, set, emitted).has(candidate);
      const first = current.findIndex((id, place) => place !== at && holds(id));
      if (first !== -1) {
        at = first;
        continue;
      }
      if (set.has(candidate) && !emitted.includes(candidate)) emitted.push(candidate);
      const next = standsOn(candidate).filter((id) => set.has(id) && !emitted.includes(id) && !current.includes(id));
      const [follow, ...others] = next;
      if (follow === undefined) {
        current.splice(at, 1);
        at = Math.max(at - 1, 0);
      } else {
        current[at] = follow;
        current.push(...others);
      }
    }
    return emitted;
  };
  const remaining = (id: string, set: ReadonlySet<string>, emitted: readonly string[]) =>
    new Set([...below([id])].filter((one) => set.has(one) && !emitted.includes(one)));

  const follow = (applied: Set<string>, steps: readonly string[], step: (id: string) => void) =>
    steps.map((id) => {
      step(id);
      return { id, rowsAfter: maximal(applied) };
    });

  return {
    below,
    above,
    maximal,
    upgrade(rows, targets) {
      const applied = below(rows);
      const set = new Set([...below(targets)].filter((id) => !applied.has(id)));
      const now = new Set(applied);
      return follow(now, topDown(targets, set).toReversed(), (id) => now.add(id));
    },
    downgrade(rows, target) {
      const applied = below(rows);
      const roots = ids.filter((id) =>
        target === null ? node(id).parents.length === 0 : node(id).parents.includes(target),
      );
      const set = new Set([...above(roots)].filter((id) => applied.has(id)));
      if (set.size === 0 && target !== null && !rows.includes(target)) return null;
      const now = new Set(applied);
      return follow(now, topDown(rows, set), (id) => now.delete(id));
    },
  };
}
