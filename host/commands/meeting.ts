import { appliedRevisions, describe, diff, meetings, type Schema } from "#engine/index.ts";
import { type CommandContext, replayOptions } from "#host/commands/context.ts";
import { type History, replayStep } from "#host/commands/history.ts";
import type { Failure } from "#host/failure.ts";
import { operationsOf } from "#host/operations.ts";
import { loadSqlParser } from "#host/sqlParser.ts";

/** Two branches, by the revisions that end them, and what comes of running both. */
export interface Meeting {
  readonly branches: readonly [string, string];
  /** What revisions of both touch, as people name it: `tasks.priority`, `rows of tasks`. */
  readonly touched: readonly string[];
  readonly verdict: MeetingVerdict;
}

export type MeetingVerdict =
  /** Run in either order they end in the same catalog. */
  | { readonly kind: "commutes" }
  /** They do not: what the second order, the second branch before the first, leaves otherwise, in words. */
  | { readonly kind: "differs"; readonly differences: readonly string[] }
  /** One of them cannot run after the other. */
  | { readonly kind: "collides"; readonly order: readonly [string, string]; readonly failure: Failure }
  /** It could not be tried: a branch does not run by itself. */
  | { readonly kind: "unknown"; readonly failure: Failure };

/**
 * Runs each two of `heads` in both orders in the shadow, on what both stand on, and compares what that leaves. Rows are
 * not compared, since a shadow holds none: that both write those of a table is told in `touched`.
 */
export async function meetBranches(
  context: CommandContext,
  history: History,
  heads: readonly string[],
): Promise<readonly Meeting[]> {
  const met: Meeting[] = [];
  for (const [at, first] of heads.entries()) {
    for (const second of heads.slice(at + 1)) met.push(await meet(context, history, [first, second]));
  }
  return met;
}

/** One branch above what both stand on: its revisions, and the catalog that it leads to by itself. */
interface Branch {
  readonly ids: readonly string[];
  readonly schema: Schema;
}

async function meet(context: CommandContext, history: History, branches: readonly [string, string]): Promise<Meeting> {
  const [below, beside] = [
    appliedRevisions(history.graph, [branches[0]]),
    appliedRevisions(history.graph, [branches[1]]),
  ];
  const line = (choose: (id: string) => boolean) => [...history.graph.nodes.keys()].filter(choose);
  const trunk = line((id) => below.has(id) && beside.has(id));
  const ways = [
    line((id) => below.has(id) && !beside.has(id)),
    line((id) => beside.has(id) && !below.has(id)),
  ] as const;
  const replay = (ids: readonly string[]) => context.shadow.replay(stepsOf(history, ids), replayOptions(context));

  const base = await replay(trunk);
  if (!base.ok) return { branches, touched: [], verdict: { kind: "unknown", failure: base.failure } };
  const alone: Branch[] = [];
  for (const ids of ways) {
    const schema = await replay([...trunk, ...ids]);
    if (!schema.ok) return { branches, touched: [], verdict: { kind: "unknown", failure: schema.failure } };
    alone.push({ ids, schema: schema.value });
  }
  const [first, second] = alone as [Branch, Branch];
  const touched = await touchedByBoth(context, history, base.value, [first, second]);

  const there = await replay([...trunk, ...first.ids, ...second.ids]);
  if (!there.ok) return { branches, touched, verdict: collision(branches, there.failure) };
  const back = await replay([...trunk, ...second.ids, ...first.ids]);
  if (!back.ok) return { branches, touched, verdict: collision([branches[1], branches[0]], back.failure) };
  const { home } = context.scope;
  const differences = diff(there.value, back.value).map((change) => describe(change, { home }).text);
  return {
    branches,
    touched,
    verdict: differences.length === 0 ? { kind: "commutes" } : { kind: "differs", differences },
  };
}

/** The shadow itself may be what failed; only a statement that was refused tells of the branches. */
function collision(order: readonly [string, string], failure: Failure): MeetingVerdict {
  return failure.code === "shadow/replay" ? { kind: "collides", order, failure } : { kind: "unknown", failure };
}

async function touchedByBoth(
  context: CommandContext,
  history: History,
  base: Schema,
  [first, second]: readonly [Branch, Branch],
): Promise<readonly string[]> {
  const { home } = context.scope;
  const objects = meetings(diff(base, first.schema), diff(base, second.schema), { home });
  const [ofFirst, ofSecond] = [await rowsWritten(history, first.ids), await rowsWritten(history, second.ids)];
  const rows = [...ofFirst].filter((table) => ofSecond.has(table)).map((table) => `rows of ${table}`);
  return [...objects, ...rows.sort()];
}

/** The tables whose rows a branch's SQL writes; what a DO block or a function does is not looked into. */
async function rowsWritten(history: History, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const parse = await loadSqlParser();
  const operations = ids
    .flatMap((id) => history.entries.get(id)?.revision.up ?? [])
    .flatMap(({ sql }) => operationsOf(sql, parse));
  return new Set(operations.flatMap(({ object, subject }) => (object === "data" && subject !== null ? [subject] : [])));
}

function stepsOf(history: History, ids: readonly string[]) {
  return ids.flatMap((id) => {
    const entry = history.entries.get(id);
    return entry ? [replayStep(entry, "upgrade")] : [];
  });
}
