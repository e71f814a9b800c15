import type { Problem } from "#engine/core/problem.ts";
import { buildGraph, type GraphNode, type RevisionGraph } from "#engine/revisions/graph.ts";
import { listHistory } from "#engine/revisions/history.ts";
import { branchLines, lineParts, revisionLine } from "#engine/revisions/line.ts";
import { placeRevision } from "#engine/revisions/newRevision.ts";
import { planDowngrade, planUpgrade } from "#engine/revisions/plan.ts";
import { ancestors, branchAbove, branchBelow, descendants } from "#engine/revisions/lineage.ts";
import { idCharacterFault } from "#engine/revisions/identifier.ts";
import { parseSqlRange, sqlRange, stampRange } from "#engine/revisions/range.ts";
import { readQuestion } from "#engine/revisions/readQuestion.ts";
import { appliedTips, currentRevisions, knownRows } from "#engine/revisions/rows.ts";
import { selectRevisions } from "#engine/revisions/select.ts";
import { planStamp } from "#engine/revisions/stamp.ts";

/** A question about a graph: the revisions in load order, what is applied, and a command with its arguments (docs/formats.md). */
export interface GraphQuestion {
  readonly revisions: readonly {
    readonly id: string;
    readonly down: readonly string[];
    readonly depends_on: readonly string[];
    readonly labels: readonly string[];
  }[];
  readonly current: readonly string[];
  readonly cmd: string;
  readonly target: readonly string[];
  readonly range: string | null;
  readonly head: readonly string[];
  readonly label: readonly string[];
  readonly depends_on: readonly string[];
  readonly rev_id: string | null;
  readonly sql: boolean;
  readonly splice: boolean;
  readonly purge: boolean;
  readonly indicate_current: boolean;
  readonly resolve_dependencies: boolean;
  readonly check_heads: boolean;
}

export interface GraphAnswer {
  readonly steps?: readonly object[];
  readonly rows?: readonly string[];
  readonly result?: unknown;
  /** What the command prints of `result`. */
  readonly lines?: readonly string[];
  /** Alembic's message where it has one; what more is to say on lines of its own. */
  readonly error?: string;
}

/** Answers a question as JSON has it from the graph alone, as the commands do that have a database and files. */
export function answerQuestion(value: unknown): GraphAnswer {
  const question = readQuestion(value);
  return typeof question === "string" ? { error: question } : answerRead(question);
}

function answerRead(question: GraphQuestion): GraphAnswer {
  const revisions: GraphNode[] = question.revisions.map(({ id, down, depends_on, labels }) => {
    return { id, parents: down, dependsOn: depends_on, labels, place: null };
  });
  const [target = ""] = question.target;
  if (question.sql && question.cmd === "downgrade") {
    const range = parseSqlRange(question.cmd, target);
    if (!range.ok) return { error: errorOf(range.problem) };
  }
  const wrong = revisions.flatMap(({ id }) => idCharacterFault(id) ?? [])[0];
  if (wrong !== undefined) return { error: wrong };
  const { value: sound, problems } = buildGraph(revisions);
  const [fault] = problems;
  const graph = fault ? withHiddenCycle(question.cmd, revisions, problems) : sound;
  if (!graph) return fault ? { error: errorOf(fault) } : {};
  const current = [...new Set(question.current)];

  switch (question.cmd) {
    case "upgrade":
    case "downgrade":
      return answerPlan(graph, question.cmd, current, target, question.sql);
    case "stamp": {
      const range = question.sql
        ? stampRange(graph, question.target, question)
        : { value: { current, targets: question.target }, problems: [] };
      if (range.problems.length > 0) return answer(range.problems, () => ({}));
      const plan = planStamp(graph, range.value.current, range.value.targets, { purge: question.purge });
      return answer(plan.problems, () => ({
        steps: plan.steps.map(({ direction, from, to, rowsAfter }) => {
          return { op: "stamp", up: direction === "upgrade", from, to: to === null ? [] : [to], rows: rowsAfter };
        }),
        rows: plan.rows,
      }));
    }
    case "resolve":
    case "show":
      return answerSelection(graph, target, question.cmd === "show" ? current : null);
    case "edit": {
      const { error, result } = answerSelection(graph, target, current);
      if (error !== undefined) return { error };
      const nothing =
        target === "current" ? "No current revisions" : `No revision files indicated by symbol '${target}'`;
      return Array.isArray(result) && result.length > 0 ? { result } : { error: nothing };
    }
    case "history": {
      const listing = listHistory(graph, question.range, current);
      const isCurrent = (id: string) => question.indicate_current && current.includes(id);
      return answer(listing.problems, () => ({
        result: listing.ids,
        lines: linesOf(graph, listing.ids, (id) => ({
          ...lineParts.history,
          current: isCurrent(id),
          message: `rev ${id}`,
        })),
      }));
    }
    case "current":
      return answerCurrent(graph, current, question.check_heads);
    case "heads": {
      const heads = question.resolve_dependencies ? graph.realHeads : graph.heads;
      return { result: heads, lines: linesOf(graph, heads, () => lineParts.heads) };
    }
    case "bases":
      return { result: graph.bases };
    case "branches": {
      const points = listHistory(graph, null).ids.flatMap((id) => graph.nodes.get(id) ?? []);
      const branching = points.filter((node) => node.children.length > 1);
      return {
        result: branching.map((node) => [node.id, node.children]),
        lines: branching.map((node) => branchLines(graph, node)),
      };
    }
    case "revision":
    case "merge":
      return answerPlacement(graph, revisions, question);
    default:
      return { error: `No such question: ${question.cmd}` };
  }
}

/**
 * Alembic looks for cycles between heads and bases: one that leads out both ways it does not notice, and what only names
 * revisions it answers all the same. Null where it would refuse, or would walk in circles.
 */
function withHiddenCycle(
  cmd: string,
  revisions: readonly GraphNode[],
  problems: readonly Problem[],
): RevisionGraph | null {
  if (!naming.has(cmd) || !problems.every(({ message }) => /^(?:C|Dependency c)ycle is/.test(message))) return null;
  const { value: graph } = buildGraph(revisions, { cycles: "kept" });
  const { nodes, heads, realHeads, bases } = graph;
  const realBases = bases.filter((id) => nodes.get(id)?.needs.length === 0);
  const reached = [
    branchBelow(nodes, heads),
    branchAbove(nodes, bases),
    ancestors(nodes, realHeads),
    descendants(nodes, realBases),
  ];
  return reached.every((ids) => ids.size === nodes.size) ? graph : null;
}

/** Commands that ask what is called what, and never in which order things run. */
const naming = new Set(["revision", "merge", "resolve", "show", "edit", "heads", "bases", "current"]);

function answerPlan(
  graph: RevisionGraph,
  direction: "upgrade" | "downgrade",
  current: readonly string[],
  target: string,
  sql: boolean,
): GraphAnswer {
  const range = sql ? sqlRange(graph, direction, target) : { value: { current, target }, problems: [] };
  if (range.problems.length > 0) return answer(range.problems, () => ({}));
  const plan = (direction === "upgrade" ? planUpgrade : planDowngrade)(graph, range.value.current, range.value.target);
  return answer(plan.problems, () => ({
    steps: plan.steps.map(({ id, direction: op, rowsAfter }) => ({ op, id, rows: rowsAfter })),
    rows: plan.rows,
  }));
}

function answerSelection(graph: RevisionGraph, target: string, current: readonly string[] | null): GraphAnswer {
  const { ids, problems } = selectRevisions(graph, target, current ? { current } : {});
  return answer(problems, () => ({ result: ids }));
}

function answerCurrent(graph: RevisionGraph, current: readonly string[], checkHeads: boolean): GraphAnswer {
  const known = knownRows(graph, current);
  if (!known.ok) return { error: errorOf(known.problem) };
  const rows = currentRevisions(graph, current);
  const missing = graph.realHeads.filter((head) => !rows.includes(head));
  if (checkHeads && (missing.length > 0 || rows.length !== graph.realHeads.length)) {
    return { error: `Database is not on all head revisions\nThe heads are ${graph.realHeads.join(", ")}.` };
  }
  const tips = appliedTips(graph, current);
  return { result: tips, lines: linesOf(graph, tips, () => lineParts.current) };
}

function answerPlacement(
  graph: RevisionGraph,
  revisions: readonly GraphNode[],
  { cmd, target, head, rev_id, splice, label, depends_on }: GraphQuestion,
): GraphAnswer {
  const { place, problems } = placeRevision(graph, {
    id: rev_id ?? "newrev",
    on: cmd === "merge" ? target : head.length > 0 ? head : ["head"],
    splice,
    labels: label,
    dependsOn: depends_on,
  });
  if (!place) return answer(problems, () => ({}));
  const { id, parents, dependsOn, labels } = place;
  const after = buildGraph([...revisions, { ...place, place: null }], { cycles: "kept" }).value;
  return { result: { id, down: parents, depends_on: dependsOn, labels, all_labels: labels, heads_after: after.heads } };
}

function answer(problems: readonly Problem[], give: () => GraphAnswer): GraphAnswer {
  const [problem] = problems;
  return problem ? { error: errorOf(problem) } : give();
}

/** Alembic's own line first, then what we know beyond it. */
function errorOf({ message, details = [] }: Problem): string {
  return [message, ...details].join("\n");
}

function linesOf(
  graph: RevisionGraph,
  ids: readonly string[],
  parts: (id: string) => Parameters<typeof revisionLine>[1],
): string[] {
  return ids.flatMap((id) => {
    const node = graph.nodes.get(id);
    return node ? [revisionLine(node, parts(id))] : [];
  });
}
