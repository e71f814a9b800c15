import { type Fill, type ObjectKey, printProof, printRevision, type Revision, type Schema } from "#engine/index.ts";
import type { CommandContext } from "#host/commands/context.ts";
import { refusedFill } from "#host/commands/fillFault.ts";
import { type History, type HistoryEntry, readEntry, withEntry } from "#host/commands/history.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import { proofHashes } from "#host/proof/hashes.ts";
import { type ProofFault, prove } from "#host/proof/prove.ts";

interface DraftStatement {
  /** What the way up must end in. */
  readonly target: Schema;
  readonly following: ReadonlySet<ObjectKey>;
  /** What people gave for rows to hold: not of our writing, so that it is told when it is at fault. */
  readonly fills?: readonly Fill[];
}

/**
 * Proves a revision before anybody sees it: up ends in `target`, down where it began, and up again. What it answers
 * holds the proof; a revision that does not prove is refused, with what differs.
 */
export async function proveDraft(
  context: CommandContext,
  history: History,
  revision: Revision,
  { target, following, fills = [] }: DraftStatement,
): Promise<Outcome<{ readonly revision: Revision; readonly warnings: readonly string[] }>> {
  const text = printRevision(revision);
  const entry = readEntry("the generated revision", text).value;
  if (!entry) throw new Error("a printed revision does not parse");
  const whole = withEntry(history, entry);
  const { heads } = history.graph;
  // The models ask for what all branches make together; the proof that is written down is of its own branch alone.
  const proved = await prove(context, whole, entry, { target, following, on: heads });
  if (proved.kind === "unknown") return { ok: false, failure: proved.failure };
  if (proved.kind === "fails") {
    return refusedFill({ faults: proved.faults, text }, fills, context.scope.home) ?? unproved(proved.faults);
  }
  const warnings = revision.irreversible === null ? [] : [`There is no way down: ${revision.irreversible}`];
  const alone = heads.every((head) => revision.parents.includes(head))
    ? proved
    : await prove(context, whole, entry, { target: null });
  await context.verdicts.learn(context, whole, entry, alone);
  const hashes = proofHashes(whole, context.shadowSetup).of(entry);
  if (alone.kind === "proved" && hashes) {
    const proof = printProof({ ...hashes, postgres: alone.postgres });
    return done({ revision: { ...revision, proof }, warnings });
  }
  return done({ revision, warnings: [...warnings, ...leaning(entry, heads, alone)] });
}

function unproved(faults: readonly ProofFault[]): ReturnType<typeof failed> {
  const [first, ...rest] = faults;
  const known = faults.flatMap(({ failure }) => failure?.next ?? []);
  return failed({
    code: "refused/unproved",
    exit: 3,
    message: `The generated revision does not prove in the shadow. ${first?.text ?? ""}`,
    details: [...(first?.details ?? []), ...rest.flatMap(({ text, details }) => [text, ...details])],
    unchanged: "No revision was written.",
    next: [
      ...known,
      "Write it by hand: retort revision -m MESSAGE, with the SQL of retort diff --from revisions --to MODELS.",
      // What has an answer of its own is no fault to report.
      ...(known.length > 0
        ? []
        : ["If the models are valid, this is a fault of Retort's own: please report it with the lines above."]),
    ],
  });
}

/** Of several branches a revision may lean on more than its own. */
function leaning(
  { revision: { id, parents } }: HistoryEntry,
  heads: readonly string[],
  alone: Awaited<ReturnType<typeof prove>>,
): readonly string[] {
  if (alone.kind === "proved") return [];
  const others = heads.filter((head) => !parents.includes(head)).join(", ");
  const why =
    alone.kind === "unknown" ? alone.failure.message : alone.faults.flatMap((f) => [f.text, ...f.details]).join(" ");
  return [
    `${id} does not run on its own branch alone, without ${others}: ${why} If it leans on another branch, say so: --depends-on.`,
  ];
}
