import { acceptEdited } from "#host/commands/accept.ts";
import { editToRevision, restoreFile } from "#host/commands/mend.ts";
import { done } from "#host/failure.ts";
import type { WrittenResult } from "#protocol/commands.ts";
import type { MendParams } from "#protocol/requests.ts";
import { uriOf } from "#server/convert/ranges.ts";
import { withOpened } from "#server/requests/opened.ts";
import type { Workspace } from "#server/workspace.ts";

/** Settles a revision whose file is not as it was applied, the way that the user chose. */
export function mend(
  workspace: Workspace,
  { project, id, how, message, typedName }: MendParams,
): Promise<WrittenResult> {
  return withOpened<WrittenResult>(workspace, project, { changes: true }, async ({ context, history }) => {
    if (how === "accept") {
      const accepted = await acceptEdited(context, history, { id, allowProtected: typedName });
      if (!accepted.ok) return accepted;
      const words = `${id} counts as applied the way its file says. Nothing was run.`;
      return done({ kind: "written", uri: null, message: words, warnings: [] });
    }
    const file =
      how === "restore"
        ? await restoreFile(context, history, id)
        : await editToRevision(context, history, { id, message: message ?? `what was edited in ${id}` });
    if (!file.ok) return file;
    const words =
      how === "restore" ? `${id} is as it was applied again.` : `The edit of ${id} is a revision of its own.`;
    return done({ kind: "written", uri: uriOf(file.value), message: words, warnings: [] });
  });
}
