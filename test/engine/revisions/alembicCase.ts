import { isDeepStrictEqual } from "node:util";

import type { GraphAnswer } from "#engine/revisions/question.ts";

/** A question, and what Alembic answered when it was run. */
export interface AlembicCase {
  readonly n: number;
  readonly cmd: string;
  readonly expect?: Expected;
  /** Several answers are right: Alembic's own differs from run to run. */
  readonly alternatives?: readonly Expected[];
  /** Alembic errs here; these are the right rows. */
  readonly alembic_defect?: string;
  readonly ideal_rows?: readonly string[];
  /** Rows that no history can produce: any answer will do that is no crash. */
  readonly inconsistent_start?: boolean;
  /** Retort refuses on purpose. */
  readonly retort?: { readonly error: string };
}

export interface Expected extends Omit<GraphAnswer, "steps"> {
  readonly error_kind?: string;
  readonly steps?: readonly ExpectedStep[];
}

interface ExpectedStep {
  readonly op: string;
  readonly id?: string;
  readonly up?: boolean;
  readonly from?: readonly string[];
  readonly to?: readonly string[];
  /** Left out in some: then only the step counts. */
  readonly rows?: readonly string[];
}

/** What is wrong with an answer of ours; null where it is Alembic's, or the better one that the case asks for. */
export function judge(asked: AlembicCase, answer: GraphAnswer): string | null {
  const said = answer.error ?? JSON.stringify(answer);
  if (asked.inconsistent_start) return null;
  if (asked.retort) return answer.error === undefined ? `not refused: ${said}` : null;
  if (asked.ideal_rows) return sameSet(answer.rows, asked.ideal_rows) ? null : `rows: ${said}`;
  const expected = asked.alternatives ?? (asked.expect ? [asked.expect] : []);
  return expected.some((one) => agrees(asked, one, answer)) ? null : said;
}

function agrees(asked: AlembicCase, expected: Expected, answer: GraphAnswer): boolean {
  if (expected.error !== undefined) {
    if (answer.error === undefined) return false;
    // Where Alembic crashes, any error in words is right; where it speaks, its words are our first line.
    const crashed = expected.error_kind?.startsWith("traceback") === true;
    return crashed ? answer.error !== "" : answer.error.split("\n")[0] === expected.error;
  }
  if (answer.error !== undefined) return false;
  if (expected.steps) {
    const steps = (answer.steps ?? []) as readonly ExpectedStep[];
    return (
      sameSet(answer.rows, expected.rows) &&
      steps.length === expected.steps.length &&
      expected.steps.every((step, at) => sameStep(step, steps[at]))
    );
  }
  const unordered = ["heads", "bases", "current"].includes(asked.cmd);
  const same = unordered ? sameSet : isDeepStrictEqual;
  if (asked.cmd === "branches")
    return isDeepStrictEqual(sortedChildren(answer.result), sortedChildren(expected.result));
  return (
    same(answer.result as readonly string[], expected.result as readonly string[]) &&
    (expected.lines === undefined || same(answer.lines, expected.lines))
  );
}

function sameStep(expected: ExpectedStep, step: ExpectedStep | undefined): boolean {
  return (
    step !== undefined &&
    isDeepStrictEqual([step.op, step.id, step.up, step.to], [expected.op, expected.id, expected.up, expected.to]) &&
    (expected.from === undefined || sameSet(step.from, expected.from)) &&
    (expected.rows === undefined || sameSet(step.rows, expected.rows))
  );
}

function sameSet(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  return isDeepStrictEqual(a?.toSorted(), b?.toSorted());
}

function sortedChildren(result: unknown): unknown {
  return (result as [string, string[]][]).map(([id, children]) => [id, children.toSorted()]);
}
