import { selectRevisions } from "#engine/index.ts";
import { graphFailure } from "#host/commands/graphFailure.ts";
import { type ProvedRevision, proveRevisions } from "#host/commands/prove.ts";
import { done } from "#host/failure.ts";
import { survivalLines } from "#host/proof/survival.ts";
import type { ProveParams, ProveResult } from "#protocol/commands.ts";
import { faultSentence } from "#server/convert/faultSentence.ts";
import { createLocator } from "#server/convert/ranges.ts";
import { withOpened } from "#server/requests/opened.ts";
import type { Workspace } from "#server/workspace.ts";

/** *Prove*, on one revision or on the heads. */
export function proveRevision(workspace: Workspace, { project, target }: ProveParams): Promise<ProveResult> {
  const report = (progress: Parameters<Workspace["report"]>[1]): void => {
    workspace.report(project, progress);
  };
  return withOpened<ProveResult>(workspace, project, { changes: true, report }, async ({ context, history }) => {
    const selected = selectRevisions(history.graph, target ?? "heads", { current: [] });
    const refused = graphFailure(context, history, selected.problems, "No revision was proved.");
    if (refused) return refused;
    const proved = await proveRevisions(context, history, selected.ids);
    if (!proved.ok) return proved;
    const unknown = proved.value.find(({ result }) => result?.kind === "unknown")?.result;
    if (unknown?.kind === "unknown") return { ok: false, failure: unknown.failure };
    return done(answer(proved.value));
  });
}

function answer(proved: readonly ProvedRevision[]): ProveResult {
  const failing = proved.filter(({ result }) => result?.kind === "fails");
  const [first] = failing;
  const names = (of: readonly ProvedRevision[]) => of.map(({ entry }) => entry.revision.id).join(", ");
  const locator = createLocator((file) => proved.find(({ entry }) => entry.file === file)?.entry.text ?? null);
  if (!first) {
    const notes = proved.flatMap(({ result }) => (result?.kind === "proved" ? survivalLines(result.survival) : []));
    const message =
      proved.length === 0 ? "There is no revision to prove." : [`Proved ${names(proved)}.`, ...notes].join(" ");
    return { kind: "tried", proved: true, message, faults: [], location: null };
  }
  // The rest of their details stands in Problems, at each fault's place.
  const faults = failing.flatMap(({ result }) =>
    result?.kind === "fails" ? result.faults.map((fault) => faultSentence(fault, 1)) : [],
  );
  const { entry } = first;
  const location = locator.location({ file: entry.file, span: entry.parsed.sections[0]?.mark ?? entry.parsed.message });
  return { kind: "tried", proved: false, message: `The proof of ${names(failing)} fails.`, faults, location };
}
