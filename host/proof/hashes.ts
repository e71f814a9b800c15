import { createHash } from "node:crypto";

import { parseProof, type Proof } from "#engine/index.ts";
import type { History, HistoryEntry } from "#host/commands/history.ts";
import { directionHash } from "#host/hash.ts";

/** The hashes that a proof of each revision of a history would state. */
export interface ProofHashes {
  /** Null for a revision that stands on one whose file is missing, and for code. */
  of(entry: HistoryEntry): Omit<Proof, "postgres"> | null;
}

/**
 * A chain through the history: each revision's hash is of its way up and of the chains of what it stands on, so that one
 * character below changes all above. A base stands on the shadow's setup. docs/formats.md has the recipe.
 */
export function proofHashes(history: Pick<History, "graph" | "entries">, setup: string | null): ProofHashes {
  const chains = new Map<string, string | null>();
  const chainOf = (id: string): string | null => {
    const known = chains.get(id);
    if (known !== undefined) return known;
    const entry = history.entries.get(id);
    const stands = entry ? standsOf(id) : null;
    const chain = entry && stands ? sha256(["v1", digits(entry.upHash), ...stands]) : null;
    chains.set(id, chain);
    return chain;
  };
  const standsOf = (id: string): readonly string[] | null => {
    const node = history.graph.nodes.get(id);
    return node && node.missing.length === 0 ? chainsOf([...node.parents, ...node.dependencies]) : null;
  };
  const chainsOf = (ids: readonly string[]): readonly string[] | null => {
    if (ids.length === 0) return [digits(directionHash([{ mode: "no transaction", sql: setup ?? "" }]))];
    const found = ids.map(chainOf).filter((chain) => chain !== null);
    return found.length === ids.length ? found : null;
  };
  const hashes = ({ upHash, downHash }: Pick<HistoryEntry, "upHash" | "downHash">, stands: readonly string[] | null) =>
    stands && { up: digits(upHash), down: digits(downHash), parents: sha256(stands) };

  // Parents come before what stands on them, so that a long history does not become a deep recursion.
  for (const id of history.graph.nodes.keys()) chainOf(id);
  return {
    of: (entry) => (entry.parsed.code ? null : hashes(entry, standsOf(entry.revision.id))),
  };
}

/** Whether the header states a proof of this very text, on this very history. */
export function holdsProof(entry: HistoryEntry, hashes: ProofHashes): boolean {
  const stated = entry.revision.proof === null ? null : parseProof(entry.revision.proof);
  const actual = hashes.of(entry);
  return (
    stated !== null &&
    actual !== null &&
    (["up", "down", "parents"] as const).every((key) => stated[key] === actual[key])
  );
}

/** `v1:` stands once, before all of them. */
function digits(hash: string): string {
  return hash.replace(/^v1:/, "");
}

function sha256(parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\0")).digest("hex");
}
