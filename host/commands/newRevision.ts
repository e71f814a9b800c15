import type { Revision } from "#engine/index.ts";
import type { CommandContext } from "#host/commands/context.ts";
import { emptyRevision, singleHead, writeRevision } from "#host/commands/generate.ts";
import { type History, soundHistory } from "#host/commands/history.ts";
import { done, failed, type Outcome } from "#host/failure.ts";

export interface NewRevision {
  readonly file: string;
  readonly revision: Revision;
}

/** `revision -m`: an empty revision on the head, both ways to be written by hand. */
export async function newRevision(
  context: CommandContext,
  history: History,
  options: { readonly message: string; readonly id: string | null },
): Promise<Outcome<NewRevision>> {
  const unchanged = "No revision was written.";
  const whole = soundHistory(history, unchanged);
  if (!whole.ok) return whole;
  const head = singleHead(history, unchanged);
  if (!head.ok) return head;
  if (options.id !== null && history.entries.has(options.id)) {
    return failed({
      code: "revision/duplicateId",
      exit: 2,
      message: `Revision ${options.id} is present already.`,
      unchanged,
      next: ["Choose another id, or leave --rev-id out."],
    });
  }
  const revision = emptyRevision(context, head.value, options.message, options.id);
  const file = await writeRevision(context, revision);
  return file.ok ? done({ file: file.value, revision }) : file;
}
