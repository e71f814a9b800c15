import { relative } from "node:path";

import { consentTo } from "#cli/consent.ts";
import { type Command, exitCodes, type GlobalOptions } from "#cli/globals.ts";
import { type Opened, withProject } from "#cli/opened.ts";
import { styled, type Terminal } from "#cli/terminal.ts";
import {
  meetingWords,
  type Merged,
  type MergePlan,
  mergeRefusal,
  mergesCleanly,
  planMerge,
  writeMerge,
} from "#host/commands/merge.ts";
import { done, type Outcome } from "#host/failure.ts";

export interface MergeOptions {
  readonly target: readonly string[];
  readonly message?: string;
  readonly branchLabel?: readonly string[];
  readonly revId?: string;
  readonly splice?: boolean;
  readonly evenIfDifferent?: boolean;
}

/** `retort merge REV…`: a revision on several heads, once it is known what running them in both orders does. */
export const merge: Command<MergeOptions> = (terminal, options) =>
  withProject(terminal, options, async (opened) => {
    const planned = await planMerge(opened.context, opened.history, {
      revisions: options.target,
      message: options.message ?? null,
      id: options.revId ?? null,
      labels: options.branchLabel ?? [],
      splice: options.splice ?? false,
    });
    if (!planned.ok) return planned;
    const agreed = await consent(terminal, planned.value, options);
    if (!agreed.ok) return agreed;
    if (!agreed.value) return mergeRefusal(planned.value);
    const merged = await writeMerge(opened.context, planned.value);
    return merged.ok ? done(report(terminal, opened, planned.value, merged.value, options)) : merged;
  });

/** `--yes` is about what is lost, and decides nothing here. */
async function consent(
  terminal: Terminal,
  plan: MergePlan,
  { evenIfDifferent: yes = false }: MergeOptions,
): Promise<Outcome<boolean>> {
  if (mergesCleanly(plan)) return done(true);
  return consentTo(
    terminal,
    { yes },
    {
      question: "Merge them all the same?",
      details: plan.meetings
        .flatMap((meeting) => meetingWords(meeting))
        .map((line) => `  ${styled(terminal, "yellow", line)}`),
      unchanged: "No revision was written.",
    },
  );
}

function report(
  terminal: Terminal,
  opened: Opened,
  plan: MergePlan,
  { file, revision }: Merged,
  options: GlobalOptions,
): number {
  if (options.json === true) {
    const meetings = plan.meetings.map(({ branches, touched, verdict }) => {
      const differences = verdict.kind === "differs" ? verdict.differences : [];
      return { branches, touched, verdict: verdict.kind, differences };
    });
    const { id, parents, labels } = revision;
    terminal.print(JSON.stringify({ ok: true, id, parents, labels, file, meetings }, null, 2));
    return exitCodes.done;
  }
  for (const line of plan.meetings.flatMap((meeting) => meetingWords(meeting))) terminal.print(line);
  terminal.print(`Wrote ${relative(terminal.cwd, file)}. Next: retort upgrade head.`);
  return exitCodes.done;
}
