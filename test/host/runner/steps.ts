import type { Direction, SectionMode } from "#engine/index.ts";
import { done } from "#host/failure.ts";
import { directionHash } from "#host/hash.ts";
import type { DatabaseLock } from "#host/lock.ts";
import type { RunOptions, RunStep } from "#host/runner/runSteps.ts";

/** A section as tests write it: its SQL, in a transaction unless it says otherwise. */
export type TestSection = string | readonly [mode: SectionMode, sql: string];

export interface TestRevision {
  readonly id: string;
  readonly parents?: readonly string[];
  readonly up: readonly TestSection[];
  readonly down?: readonly TestSection[];
}

/** As the commands make one of a revision file. The sections lie in it one after the other, a line apart. */
export function step({ id, parents = [], up, down = [] }: TestRevision, direction: Direction = "upgrade"): RunStep {
  const sections = placed(direction === "upgrade" ? up : down);
  return {
    id,
    parents,
    dependsOn: [],
    message: `make ${id}`,
    direction,
    file: `${id}.sql`,
    sections,
    upHash: directionHash(placed(up)),
    downHash: directionHash(placed(down)),
    source: `source of ${id}`,
  };
}

export const options: RunOptions = { bookkeeping: "_retort", home: "public", report: () => undefined };

/** What only moves rows is given by tests that have no other runs to keep out. */
export const unlocked: DatabaseLock = { ask: null, renew: () => Promise.resolve(done(false)) };

function placed(sections: readonly TestSection[]) {
  let offset = 0;
  return sections.map((section) => {
    const [mode, sql] = typeof section === "string" ? (["transaction", section] as const) : section;
    const start = offset;
    offset += sql.length + 1;
    return { mode, sql, offset: start };
  });
}
