import type { History } from "#host/commands/history.ts";
import { mergeRefusal, mergesCleanly, meetingWords, planMerge, writeMerge } from "#host/commands/merge.ts";
import { done } from "#host/failure.ts";
import type { MergeParams, PlanMergeParams, PlanMergeResult, WrittenResult } from "#protocol/commands.ts";
import { uriOf } from "#server/convert/ranges.ts";
import { withOpened } from "#server/requests/opened.ts";
import type { Workspace } from "#server/workspace.ts";

/** What the heads do to each other, before anybody is asked whether to merge them. */
export function describeMerge(workspace: Workspace, { project, revisions }: PlanMergeParams): Promise<PlanMergeResult> {
  return withOpened<PlanMergeResult>(workspace, project, { changes: false }, async ({ context, history }) => {
    const planned = await planMerge(context, history, { revisions, message: null, id: null });
    if (!planned.ok) return planned;
    const { place, meetings } = planned.value;
    const nameOf = (id: string) => nameOfRevision(history, id);
    const words = meetings.flatMap((meeting) => meetingWords(meeting, (id) => `“${nameOf(id)}”`));
    const message = `merge ${place.parents.map(nameOf).join(" and ")}`;
    return done({ kind: "merge", merge: { clean: mergesCleanly(planned.value), message, words } });
  });
}

/** As the tree names it: its label, else its message, else its id. */
function nameOfRevision({ entries }: History, id: string): string {
  const revision = entries.get(id)?.revision;
  return [revision?.labels[0], revision?.message, id].find((name) => name !== undefined && name !== "") ?? id;
}

/** Tries the branches again, in case a file changed since they were looked at; unchanged ones cost nothing. */
export function writeMergeRevision(
  workspace: Workspace,
  { project, revisions, message, acceptDifferences }: MergeParams,
): Promise<WrittenResult> {
  return withOpened<WrittenResult>(workspace, project, { changes: true }, async ({ context, history }) => {
    const planned = await planMerge(context, history, { revisions, message, id: null });
    if (!planned.ok) return planned;
    if (!acceptDifferences && !mergesCleanly(planned.value)) return mergeRefusal(planned.value);
    const merged = await writeMerge(context, planned.value);
    if (!merged.ok) return merged;
    const { file, revision } = merged.value;
    return done({ kind: "written", uri: uriOf(file), message: `Wrote merge revision ${revision.id}.`, warnings: [] });
  });
}
