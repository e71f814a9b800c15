import { readFile } from "node:fs/promises";

import { withProof } from "#engine/index.ts";
import type { CommandContext } from "#host/commands/context.ts";
import { type History, type HistoryEntry, soundHistory } from "#host/commands/history.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import { writeFileAtomic } from "#host/files.ts";
import { proofHashes } from "#host/proof/hashes.ts";
import { type ProofResult, prove } from "#host/proof/prove.ts";

export interface ProvedRevision {
  readonly entry: HistoryEntry;
  /** Null for code, which moves data by rules of its own and is run by nobody but the runner. */
  readonly result: ProofResult | null;
  /** Whether its file was rewritten: a proof came, changed or went. */
  readonly written: boolean;
}

/** Proves revisions of a history, lowest first, and writes what it finds into their headers: *Prove*, `retort prove`. */
export async function proveRevisions(
  context: CommandContext,
  history: History,
  ids: readonly string[],
): Promise<Outcome<readonly ProvedRevision[]>> {
  const whole = soundHistory(history, "No revision was proved.");
  if (!whole.ok) return whole;
  const wanted = new Set(ids);
  // Each begins where the one before it left the shadow.
  const entries = [...history.graph.nodes.keys()].flatMap((id) =>
    wanted.has(id) ? (history.entries.get(id) ?? []) : [],
  );
  const proved: ProvedRevision[] = [];
  for (const [at, entry] of entries.entries()) {
    const { id, message } = entry.revision;
    context.report({ message: `Proving ${id}: ${message}`, done: at, total: entries.length });
    const result = entry.parsed.code ? null : await prove(context, history, entry, { target: null });
    if (result) await context.verdicts.learn(context, history, entry, result);
    const written = result ? await writeProof(context, history, entry, result) : done(false);
    if (!written.ok) return written;
    proved.push({ entry, result, written: written.value });
    if (context.signal?.aborted === true) break;
  }
  return done(proved);
}

/** Writes a proof that holds, and takes out one that does not. Where nothing is known, the file stays as it is. */
async function writeProof(
  context: CommandContext,
  history: History,
  entry: HistoryEntry,
  result: ProofResult,
): Promise<Outcome<boolean>> {
  if (result.kind === "unknown") return done(false);
  const hashes = proofHashes(history, context.shadowSetup).of(entry);
  const proof = result.kind === "proved" && hashes ? { ...hashes, postgres: result.postgres } : null;
  const text = withProof(entry.text, entry.parsed, proof);
  if (text === entry.text) return done(false);
  const present = await readFile(entry.file, "utf8").catch(() => null);
  if (present !== entry.text) {
    return failed({
      code: "files/changed",
      exit: 3,
      message: `${entry.file} was changed while it was being proved.`,
      unchanged: "Its header was left as it is.",
      next: ["Prove it again."],
    });
  }
  const written = await writeFileAtomic(entry.file, text);
  return written.ok ? done(true) : written;
}
