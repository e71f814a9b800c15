import type { Checked } from "#engine/core/problem.ts";
import { type Found, found, refuse, then } from "#engine/revisions/found.ts";
import type { RevisionGraph } from "#engine/revisions/graph.ts";
import type { Direction } from "#engine/revisions/revision.ts";
import { selectOne } from "#engine/revisions/select.ts";

/** Where printed SQL begins, as current revisions, and the target that it leads to. */
export interface SqlRange {
  readonly current: readonly string[];
  readonly target: string;
}

/** A range as written: `FROM:TO`, or for an upgrade `TO` alone, which begins at base. */
export function parseSqlRange(
  direction: Direction,
  range: string,
): Found<{ readonly from: string; readonly to: string }> {
  const [first = "", second, ...more] = range.split(":");
  if (more.length > 0 || (second === undefined && direction === "downgrade")) {
    return refuse("graph/range", `${direction} with --sql requires <fromrev>:<torev>`);
  }
  if (second === undefined) return found({ from: "base", to: first });
  return found({ from: first === "" ? "base" : first, to: second });
}

/**
 * What `upgrade --sql` and `downgrade --sql` were given: no database is asked where it begins. Base to base where there are
 * problems.
 */
export function sqlRange(graph: RevisionGraph, direction: Direction, range: string): Checked<SqlRange> {
  const selected = then(parseSqlRange(direction, range), ({ from, to }) =>
    then(selectOne(graph, from), (node) => found({ current: node ? [node.id] : [], target: to })),
  );
  if (selected.ok) return { value: selected.value, problems: [] };
  return { value: { current: [], target: "base" }, problems: [selected.problem] };
}

/** What `stamp --sql` was given: targets, or `FROM:TO` where the database stands already. */
export function stampRange(
  graph: RevisionGraph,
  targets: readonly string[],
  { purge }: { readonly purge: boolean },
): Checked<{ readonly current: readonly string[]; readonly targets: readonly string[] }> {
  const none = { current: [], targets: [] };
  const refused = (message: string) => ({ value: none, problems: [refuse("graph/range", message).problem] });
  if (purge) return refused("Can't use --purge with --sql mode");
  const ranges = targets.map((target) => target.split(":"));
  if (ranges.some((parts) => parts.length > 2))
    return refused("stamp with --sql requires <torev> or <fromrev>:<torev>");
  const starts = new Set(ranges.flatMap(([from, to]) => (to === undefined ? [] : [from ?? ""])));
  if (starts.size > 1) {
    return refused("Stamp operation with --sql only supports a single starting revision at a time");
  }
  const [start = ""] = starts;
  const selected = then(selectOne(graph, start === "" ? "base" : start), (node) => {
    return found({ current: node ? [node.id] : [], targets: ranges.map((parts) => parts.at(-1) ?? "") });
  });
  return selected.ok ? { value: selected.value, problems: [] } : { value: none, problems: [selected.problem] };
}
