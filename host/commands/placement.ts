import { type NewRevision, placeRevision, type Revision } from "#engine/index.ts";
import type { CommandContext } from "#host/commands/context.ts";
import { graphFailure } from "#host/commands/graphFailure.ts";
import type { History } from "#host/commands/history.ts";
import { done, type Outcome } from "#host/failure.ts";

/** Where a new revision is to stand; left out, on the one head. */
export interface PlacementOptions {
  /** Null: one is made up. */
  readonly id: string | null;
  /** Revision identifiers, as `--head` and `merge` take them. */
  readonly on?: readonly string[];
  /** Stand on revisions that have children already. */
  readonly splice?: boolean;
  readonly labels?: readonly string[];
  readonly dependsOn?: readonly string[];
}

export type Place = Pick<Revision, "id" | "parents" | "dependsOn" | "labels">;

/** Where a new revision stands, or why it can't: everything is refused here, before a file is written. */
export function place(context: CommandContext, history: History, { id, ...rest }: PlacementOptions): Outcome<Place> {
  const asked: NewRevision = { ...rest, id: id ?? context.newId() };
  const { place: placed, problems } = placeRevision(history.graph, asked);
  if (placed) return done(placed);
  const refused = graphFailure(context, history, problems, "No revision was written.");
  if (!refused) throw new Error("a revision was not placed, and nobody said why");
  return refused;
}
