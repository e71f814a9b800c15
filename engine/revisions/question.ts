import type { Problem } from "#engine/core/problem.ts";
import { buildGraph, type GraphNode, type RevisionGraph } from "#engine/revisions/graph.ts";
import { listHistory } from "#engine/revisions/history.ts";
import { branchLines, revisionLine } from "#engine/revisions/line.ts";
import { placeRevision } from "#engine/revisions/newRevision.ts";
import { planDowngrade, planUpgrade } from "#engine/revisions/plan.ts";
import { parseSqlRange, sqlRange } from "#engine/revisions/range.ts";
import { appliedTips, currentRevisions, knownRows } from "#engine/revisions/rows.ts";
import { selectRevisions } from "#engine/revisions/select.ts";
import { planStamp } from "#engine/revisions/stamp.ts";

/** A question about a graph as JSON has it: the revisions in load order, what is applied, and a command with its arguments. */
export interface GraphQuestion {
  readonly revisions: readonly {
    readonly id: string;
    readonly down: readonly string[];
    readonly depends_on?: readonly string[];
    readonly labels?: readonly string[];
  }[];
  readonly current: readonly string[];
  readonly cmd: string;
  readonly target?: string | readonly string[];
  readonly range?: string;
  readonly sql?: boolean;
  readonly head?: string;
  readonly splice?: boolean;
  readonly label?: string;
  readonly depends_on?: readonly string[];
  readonly rev_id?: string;
  readonly purge?: boolean;
  readonly indicate_current?: boolean;
  readonly resolve_dependencies?: boolean;
  readonly check_heads?: boolean;
}

export interface GraphAnswer {
  readonly steps?: readonly object[];
  readonly rows?: readonly string[];
  readonly result?: unknown;
  readonly lines?: readonly string[];
  readonly error?: string;
}

/** Answers from the graph alone, as the commands do that have a database and files. */
export function answerQuestion(question: GraphQuestion): GraphAnswer {
  const revisions: GraphNode[] = question.revisions.map(({ id, down, depends_on = [], labels = [] }) => {
    return { id, parents: down, dependsOn: depends_on, labels, place: null };
  });
  const list = typeof question.target === "string" ? [question.target] : (question.target ?? []);
  const [target = ""] = list;
  if (question.sql && question.cmd === "downgrade") {
    const range = parseSqlRange(question.cmd, target);
    if (!range.ok) return { error: range.problem.message };
  }
  const { value: graph, problems } = buildGraph(revisions);
  const [fault] = problems;
  if (fault) return { error: fault.message };
  const current = [...new Set(question.current)];

  switch (question.cmd) {
    case "upgrade":
    case "downgrade":
      return answerPlan(graph, question.cmd, current, target, question.sql === true);
    case "stamp": {
      const plan = planStamp(graph, current, list, { purge: question.purge === true });
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
      const listing = listHistory(graph, question.range ?? null, current);
      const isCurrent = (id: string) => question.indicate_current === true && current.includes(id);
      return answer(listing.problems, () => ({
        result: listing.ids,
        lines: linesOf(graph, listing.ids, (id) => ({
          parents: true,
          labels: true,
          current: isCurrent(id),
          message: `rev ${id}`,
        })),
      }));
    }
    case "current":
      return answerCurrent(graph, current, question.check_heads === true);
    case "heads": {
      const heads = question.resolve_dependencies ? graph.realHeads : graph.heads;
      return { result: heads, lines: linesOf(graph, heads, () => ({ labels: true, plain: true })) };
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
      return answerPlacement(graph, revisions, question, question.cmd === "merge" ? list : [question.head ?? "head"]);
    default:
      return { error: `No such question: ${question.cmd}` };
  }
}

function answerPlan(
  graph: RevisionGraph,
  direction: "upgrade" | "downgrade",
  current: readonly string[],
  target: string,
  sql: boolean,
): GraphAnswer {
  const range = sql ? sqlRange(graph, direction, target) : { value: { current, target }, problems: [] };
  if (!range.value) return answer(range.problems, () => ({}));
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
  if (!known.ok) return { error: known.problem.message };
  const rows = currentRevisions(graph, current);
  const missing = graph.realHeads.filter((head) => !rows.includes(head));
  if (checkHeads && (missing.length > 0 || rows.length !== graph.realHeads.length)) {
    return { error: `Database is not on all head revisions: ${missing.join(", ")}` };
  }
  const tips = appliedTips(graph, current);
  return { result: tips, lines: linesOf(graph, tips, () => ({})) };
}

function answerPlacement(
  graph: RevisionGraph,
  revisions: readonly GraphNode[],
  question: GraphQuestion,
  on: readonly string[],
): GraphAnswer {
  const { place, problems } = placeRevision(graph, {
    id: question.rev_id ?? "newrev",
    on,
    splice: question.splice === true,
    labels: question.label === undefined ? [] : [question.label],
    dependsOn: question.depends_on ?? [],
  });
  if (!place) return answer(problems, () => ({}));
  const { id, parents, dependsOn, labels } = place;
  const after = buildGraph([...revisions, { ...place, place: null }]).value;
  return { result: { id, down: parents, depends_on: dependsOn, labels, all_labels: labels, heads_after: after.heads } };
}

function answer(problems: readonly Problem[], give: () => GraphAnswer): GraphAnswer {
  const [problem] = problems;
  return problem ? { error: problem.message } : give();
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
