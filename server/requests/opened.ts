import { readFile } from "node:fs/promises";

import type { Progress } from "#host/commands/context.ts";
import type { OpenedProject } from "#host/commands/openContext.ts";
import { type Failure, failed, type Outcome } from "#host/failure.ts";
import type { Failed } from "#protocol/commands.ts";
import { failedWith } from "#server/convert/failures.ts";
import { createLocator } from "#server/convert/ranges.ts";
import type { ProjectSession } from "#server/projectSession.ts";
import type { Workspace } from "#server/workspace.ts";

/** Opens a project for one request, works, and evaluates anew when something may have changed. */
export async function withOpened<T>(
  workspace: Workspace,
  root: string,
  options: {
    readonly changes: boolean;
    readonly signal?: AbortSignal;
    readonly report?: (progress: Progress) => void;
  },
  work: (opened: OpenedProject, session: ProjectSession) => Promise<Outcome<T>>,
): Promise<T | Failed> {
  const session = await workspace.session(root);
  if (!session)
    return failedWith(
      noProject(root),
      createLocator(() => null),
    );
  const opened = await session.open({ report: options.report ?? (() => undefined), signal: options.signal ?? null });
  const worked = opened.ok ? await work(opened.value, session) : opened;
  if (options.changes) await workspace.evaluate(session);
  if (worked.ok) return worked.value;
  const text = await placeText(worked.failure);
  return failedWith(
    worked.failure,
    createLocator(() => text),
  );
}

/** What the file of a failure's place holds; null where that is no file. */
async function placeText({ place }: Failure): Promise<string | null> {
  return place ? readFile(place.file, "utf8").catch(() => null) : null;
}

function noProject(root: string) {
  return failed({
    code: "config/notFound",
    exit: 2,
    message: `No project is open at ${root}.`,
    unchanged: "Nothing was changed.",
    next: ["Retort: Refresh."],
  }).failure;
}
