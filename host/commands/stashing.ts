import { displayName } from "#engine/index.ts";
import type { CommandContext } from "#host/commands/context.ts";
import type { RunPlan } from "#host/commands/plan.ts";
import type { Connection } from "#host/connection.ts";
import { failed } from "#host/failure.ts";
import type { RunStep } from "#host/runner/runSteps.ts";
import { type StashItem, stashItems } from "#host/stash/items.ts";
import { cannotKeep, keyless } from "#host/stash/keep.ts";
import { readLiveTable } from "#host/stash/liveTable.ts";
import { createPreservation } from "#host/stash/preservation.ts";
import { readStashes } from "#host/stash/stash.ts";

/** What is kept of what a run takes away, step by step. */
export type Stashing = ReadonlyMap<string, readonly StashItem[]>;

/** How much may be copied without being asked again: tables of this many bytes together. */
export const defaultStashLimit = 256 * 2 ** 20;

/**
 * What would have to be kept; refused where a column's rows could not be told apart when it comes back, and where it is
 * more than `limit` bytes of tables.
 */
export async function planStashing(
  { scope }: CommandContext,
  connection: Connection,
  plan: RunPlan,
  { limit }: { readonly limit: number },
): Promise<{ readonly ok: true; readonly value: Stashing } | ReturnType<typeof failed>> {
  const unchanged = "Nothing was run.";
  const lost = new Set(plan.losses.map(({ revision, object }) => `${revision}\0${object}`));
  const stashing = new Map<string, readonly StashItem[]>();
  const without: string[] = [];
  const sizes = new Map<string, number>();
  for (const { run, trace } of plan.steps) {
    if (!trace) continue;
    const items = stashItems(trace, run).filter((item) => lost.has(`${run.id}\0${objectOf(item, scope.home)}`));
    stashing.set(run.id, items);
    for (const item of items) {
      const live = await readLiveTable(connection, item.table, { without: keyless(item) });
      const refused = live && cannotKeep(item, live);
      if (refused !== null) without.push(`${objectOf(item, scope.home)}: ${refused}.`);
      if (live) sizes.set(displayName(item.table, ""), live.bytes);
    }
  }
  if (without.length > 0) {
    return failed({
      code: "refused/stashWithoutKey",
      exit: 3,
      message: "What goes can't be kept so that it comes back.",
      details: without,
      unchanged,
      next: ["Give the table a primary key, copy the values by hand, or accept the loss: --yes instead of --stash."],
    });
  }
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  if (bytes > limit) {
    return failed({
      code: "refused/stashSize",
      exit: 3,
      message: `Keeping what goes would copy out of ${megabytes(bytes)} MB of tables, more than ${megabytes(limit)} MB.`,
      details: [...sizes].map(([table, size]) => `${table}: ${megabytes(size)} MB`),
      unchanged,
      next: [`Allow it: --stash-limit ${megabytes(bytes) + 1}.`],
    });
  }
  return { ok: true, value: stashing };
}

/** The steps with what each keeps and brings back. A step that does neither is as it was. */
export async function withPreservation(
  { project, scope }: CommandContext,
  connection: Connection,
  steps: readonly RunStep[],
  stashing: Stashing,
): Promise<readonly RunStep[]> {
  const { bookkeeping } = project.config;
  const stashes = await readStashes(connection, bookkeeping);
  return steps.map((step) => {
    const items = stashing.get(step.id) ?? [];
    const returns = stashes.some(({ revision, direction }) => revision === step.id && direction !== step.direction);
    // What is kept in this very run may be asked back in it: up and down in one run there is not.
    if (items.length === 0 && !returns) return step;
    const { id: revision, direction } = step;
    const preservation = createPreservation({ bookkeeping, home: scope.home, revision, direction, items });
    return { ...step, preservation };
  });
}

function objectOf({ table, column }: StashItem, home: string): string {
  return displayName(table, home) + (column === null ? "" : `.${column}`);
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 2 ** 20);
}
