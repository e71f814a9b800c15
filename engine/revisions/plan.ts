import type { Problem } from "#engine/core/problem.ts";
import { type Found, found, refuse, then } from "#engine/revisions/found.ts";
import type { RevisionGraph, RevisionNode } from "#engine/revisions/graph.ts";
import { ancestors, descendants, overlap } from "#engine/revisions/lineage.ts";
import { orderDown } from "#engine/revisions/order.ts";
import type { Direction } from "#engine/revisions/revision.ts";
import { knownRows, rowsAlong } from "#engine/revisions/rows.ts";
import { downgradeTarget, upgradeTargets } from "#engine/revisions/target.ts";

/** What an upgrade or a downgrade does: nothing where there are problems. */
export interface Plan {
  readonly steps: readonly Step[];
  /** The current revisions once every step is done. */
  readonly rows: readonly string[];
  readonly problems: readonly Problem[];
}

export interface Step {
  readonly id: string;
  readonly direction: Direction;
  /** The current revisions once this step is done, in load order. */
  readonly rowsAfter: readonly string[];
}

/**
 * The steps up to `target` where `current` are the current revisions (see `currentRevisions`): everything that the target
 * stands on and that is not applied. Where all of that is, there is nothing to do and nothing wrong.
 */
export function planUpgrade(graph: RevisionGraph, current: readonly string[], target: string): Plan {
  if (target.includes(":")) return planned(graph, current, "upgrade", rangeNotAllowed());
  const targets = upgradeTargets(graph, current, target, { clamp: false });
  const ids = then(targets, (nodes) => {
    const wanted = nodes.map((node) => node.id);
    return then(apart(graph, wanted), () =>
      then(soundRows(graph, current), () => {
        const applied = ancestors(graph.nodes, current);
        const steps = [...ancestors(graph.nodes, wanted)].filter((id) => !applied.has(id));
        return then(complete(graph, steps), () => found(orderDown(graph.nodes, steps).reverse()));
      }),
    );
  });
  return planned(graph, current, "upgrade", ids);
}

/**
 * The steps down to `target`, which stays, from where `current` are the current revisions: what is applied of the revisions
 * above the target, and all that stands on those. With `label@` only that branch of several above the target goes.
 */
export function planDowngrade(graph: RevisionGraph, current: readonly string[], target: string): Plan {
  if (target.includes(":")) return planned(graph, current, "downgrade", rangeNotAllowed());
  const ids = then(downgradeTarget(graph, current, target), ({ node, above }) =>
    then(knownRows(graph, current), () => {
      const applied = ancestors(graph.nodes, current);
      const steps = [...descendants(graph.nodes, above)].filter((id) => applied.has(id));
      if (node && steps.length === 0 && !current.includes(node.id)) {
        return notAbove(target, node, { isApplied: applied.has(node.id) });
      }
      return found(orderDown(graph.nodes, steps));
    }),
  );
  return planned(graph, current, "downgrade", ids);
}

/** Rows that name no revision, or of which one stands on another, are not to be built on. */
export function soundRows(graph: RevisionGraph, current: readonly string[]): Found<null> {
  return then(knownRows(graph, current), () => apart(graph, current));
}

/** None of `ids` stands on another. */
export function apart(graph: RevisionGraph, ids: readonly string[]): Found<null> {
  const two = overlap(graph, ids);
  if (!two) return found(null);
  const { id, others } = two;
  return refuse(
    "graph/overlap",
    `Requested revision ${id} overlaps with other requested revisions ${others.join(", ")}`,
    { details: [`${id} stands on ${others.join(", ")}.`], revisions: [id, ...others] },
  );
}

function complete(graph: RevisionGraph, ids: readonly string[]): Found<null> {
  for (const id of ids) {
    const [missing] = graph.nodes.get(id)?.missing ?? [];
    if (missing !== undefined) {
      return refuse("graph/missingReference", `Can't locate revision identified by '${missing}'`, {
        details: [`Revision ${id} stands on it, and no file has it.`],
        revisions: [id],
      });
    }
  }
  return found(null);
}

function planned(
  graph: RevisionGraph,
  current: readonly string[],
  direction: Direction,
  ids: Found<readonly string[]>,
): Plan {
  if (!ids.ok) return { steps: [], rows: current, problems: [ids.problem] };
  const rowsAfter = rowsAlong(graph, current, direction, ids.value);
  const steps = ids.value.map((id, at): Step => ({
    id,
    direction,
    // Of a wide graph all of them together would be many times the graph.
    get rowsAfter() {
      return rowsAfter(at);
    },
  }));
  return { steps, rows: steps.at(-1)?.rowsAfter ?? current, problems: [] };
}

function rangeNotAllowed() {
  const details = ["A range is for printing SQL, which asks no database where it stands: --sql."];
  return refuse("graph/range", "Range revision not allowed", { details });
}

function notAbove(target: string, { id }: RevisionNode, { isApplied }: { readonly isApplied: boolean }) {
  const why = isApplied ? `What stands on ${id} is not of its branch.` : `${id} is not applied.`;
  const message = `Destination ${target} is not a valid downgrade target from current head(s)`;
  return refuse("graph/notApplied", message, { details: [why], revisions: [id] });
}
