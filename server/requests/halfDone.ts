import type { Progress } from "#host/commands/context.ts";
import { resolve } from "#host/commands/resolve.ts";
import { resume } from "#host/commands/resume.ts";
import { done } from "#host/failure.ts";
import type { WrittenResult } from "#protocol/commands.ts";
import type { ResolveParams, ResumeParams } from "#protocol/requests.ts";
import { withOpened } from "#server/requests/opened.ts";
import type { Workspace } from "#server/workspace.ts";

/** Goes on with a half-done revision. What stops it again is shown at its statement. */
export function resumeRevision(
  workspace: Workspace,
  { project, id, doubt, acceptLosses, typedName }: ResumeParams,
): Promise<WrittenResult> {
  const report = (progress: Progress): void => {
    workspace.report(project, progress);
  };
  return withOpened<WrittenResult>(workspace, project, { changes: true, report }, async (opened, session) => {
    const options = { revision: id, doubt, acceptLosses, allowProtected: typedName };
    const resumed = await resume(opened.context, opened.history, options);
    await session.ran(resumed.ok ? null : resumed.failure);
    if (!resumed.ok) return resumed;
    const { direction, from } = resumed.value;
    const message = `${id} is ${direction === "upgrade" ? "applied" : "taken back"}: it went on at statement ${from}.`;
    return done({ kind: "written", uri: null, message, warnings: [] });
  });
}

/** Somebody finished it, or took it back, by hand: its row says so. */
export function resolveRevision(
  workspace: Workspace,
  { project, id, as, typedName }: ResolveParams,
): Promise<WrittenResult> {
  return withOpened<WrittenResult>(workspace, project, { changes: true }, async ({ context, history }, session) => {
    const resolved = await resolve(context, history, { revision: id, as, allowProtected: typedName });
    if (!resolved.ok) return resolved;
    await session.ran(null);
    const message = `${id} counts as ${as}. Nothing was run.`;
    return done({ kind: "written", uri: null, message, warnings: [] });
  });
}
