import { describeHolder, type LockHolder } from "#host/lock.ts";
import type { RunOptions } from "#host/runner/runSteps.ts";

/** Tells whoever waits whom a run waits for. */
export function reportHolder({ report }: Pick<RunOptions, "report">): (holder: LockHolder | null) => void {
  return (holder) => {
    report({
      message: `Waiting for ${describeHolder(holder)}, which is migrating this database`,
      done: null,
      total: null,
    });
  };
}
