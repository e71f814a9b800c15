import type { Place } from "#engine/index.ts";
import { type CommandContext } from "#host/commands/context.ts";
import type { History, HistoryEntry } from "#host/commands/history.ts";
import { historyKey } from "#host/hash.ts";
import { holdsProof, proofHashes, type ProofHashes } from "#host/proof/hashes.ts";
import type { ProofFault, ProofResult } from "#host/proof/prove.ts";
import { survivalLines } from "#host/proof/survival.ts";
import type { ContentCache } from "#host/shadow/contentCache.ts";
import { readerVersion } from "#host/shadow/readerVersion.ts";

/** What is known of a revision's proof without running it. */
export type ProofState =
  /**
   * `written`: its header says so. Otherwise it was seen here, and nothing is written yet. `notes`: what became of rows,
   * where it was seen here.
   */
  | { readonly kind: "proved"; readonly written: boolean; readonly notes: readonly string[] }
  | { readonly kind: "fails"; readonly faults: readonly KnownFault[] }
  /** Neither its header nor this machine knows a proof of this very text on this very history. */
  | { readonly kind: "unproved" };

export interface KnownFault extends Pick<ProofFault, "way" | "text" | "details"> {
  /** Of the statement that was refused, while this process remembers it. */
  readonly place: Place | null;
}

/** The verdicts of proofs that were made here, by what they were made of. */
export interface Verdicts {
  learn(context: VerdictContext, history: History, entry: HistoryEntry, result: ProofResult): Promise<void>;
  /** The state of every revision that can be proved; code cannot. */
  states(context: VerdictContext, history: History): Promise<ReadonlyMap<string, ProofState>>;
}

type VerdictContext = Pick<CommandContext, "scope" | "shadowSetup">;

export function createVerdicts(cache: ContentCache): Verdicts {
  /** What this process saw, or looked for in vain. */
  const known = new Map<string, Verdict | null>();

  const verdictOf = async (key: string): Promise<Verdict | null> => {
    const seen = known.get(key);
    if (seen !== undefined) return seen;
    const found = (await cache.get(key, isVerdict)) ?? null;
    known.set(key, found);
    return found;
  };

  return {
    async learn(context, history, entry, result) {
      const key = verdictKey(context, proofHashes(history, context.shadowSetup), entry);
      if (key === null || result.kind === "unknown") return;
      const faults = result.kind === "fails" ? result.faults.map(faultOf) : [];
      const verdict = {
        kind: result.kind,
        faults,
        notes: result.kind === "proved" ? survivalLines(result.survival) : [],
      };
      known.set(key, verdict);
      await cache.set(key, { ...verdict, faults: faults.map((fault) => ({ ...fault, place: null })) });
    },
    async states(context, history) {
      const hashes = proofHashes(history, context.shadowSetup);
      const states = new Map<string, ProofState>();
      for (const [id, entry] of history.entries) {
        const key = verdictKey(context, hashes, entry);
        if (key === null) continue;
        const verdict = await verdictOf(key);
        const written = holdsProof(entry, hashes);
        if (verdict?.kind === "fails") states.set(id, { kind: "fails", faults: verdict.faults });
        else if (written || verdict) states.set(id, { kind: "proved", written, notes: verdict?.notes ?? [] });
        else states.set(id, { kind: "unproved" });
      }
      return states;
    },
  };
}

interface Verdict {
  readonly kind: "proved" | "fails";
  readonly faults: readonly KnownFault[];
  readonly notes: readonly string[];
}

/** Raised whenever a proof comes to look at more, or at less. */
const proofVersion = "3";

function verdictKey({ scope }: VerdictContext, hashes: ProofHashes, entry: HistoryEntry): string | null {
  const of = hashes.of(entry);
  const { home, schemas, exclude } = scope;
  const within = JSON.stringify([home, schemas, exclude]);
  return of && historyKey("verdict", proofVersion, readerVersion(), within, of.up, of.down, of.parents);
}

function faultOf({ way, text, details, failure }: ProofFault): KnownFault {
  return { way, text, details, place: failure?.place ?? null };
}

function isVerdict(value: unknown): value is Verdict {
  if (!isObject(value)) return false;
  const { kind, faults, notes } = value;
  return (
    (kind === "proved" || kind === "fails") &&
    Array.isArray(faults) &&
    Array.isArray(notes) &&
    faults.every((fault) => isObject(fault) && typeof fault["text"] === "string" && Array.isArray(fault["details"])) &&
    notes.every((note) => typeof note === "string")
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
