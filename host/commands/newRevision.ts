import type { Revision } from "#engine/index.ts";
import type { CommandContext } from "#host/commands/context.ts";
import { emptyRevision, type RevisionLanguage, writeRevision } from "#host/commands/generate.ts";
import { type History, soundHistory } from "#host/commands/history.ts";
import { place, type PlacementOptions } from "#host/commands/placement.ts";
import { done, type Outcome } from "#host/failure.ts";

export interface NewRevision {
  readonly file: string;
  readonly revision: Revision;
}

/** `revision -m`: an empty revision on the head or where it is asked to stand, both ways to be written by hand. */
export async function newRevision(
  context: CommandContext,
  history: History,
  options: PlacementOptions & { readonly message: string; readonly language?: RevisionLanguage },
): Promise<Outcome<NewRevision>> {
  const whole = soundHistory(history, "No revision was written.");
  if (!whole.ok) return whole;
  const placed = place(context, history, options);
  if (!placed.ok) return placed;
  const revision = emptyRevision(context, placed.value, options.message);
  const file = await writeRevision(context, placed.value.folder, revision, options.language);
  return file.ok ? done({ file: file.value, revision }) : file;
}
