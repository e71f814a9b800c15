import { headerKeys } from "#engine/revisions/header.ts";
import type { RevisionFile } from "#engine/revisions/revision.ts";

/** What the `Proof` header states: which SQL was proved, on what, by which PostgreSQL. Hashes are 64 hex digits. */
export interface Proof {
  readonly up: string;
  readonly down: string;
  /** Of all that the revision stands on (docs/formats.md, "The proof"). */
  readonly parents: string;
  /** `18.6` */
  readonly postgres: string;
}

/** Null for what a later version wrote, or nobody: the revision is then to be proved again. */
export function parseProof(text: string): Proof | null {
  const [version, ...parts] = text.trim().split(/\s+/);
  const values = new Map(parts.map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]));
  const [up, down, parents, postgres] = ["up", "down", "parents", "postgres"].map((key) => values.get(key));
  if (version !== "v1" || parts.some((part) => part.indexOf("=") < 1)) return null;
  return up && down && parents && postgres ? { up, down, parents, postgres } : null;
}

export function printProof({ up, down, parents, postgres }: Proof): string {
  return `v1 up=${up} down=${down} parents=${parents} postgres=${postgres}`;
}

/** The text of a revision's file with this proof, or without one where it is null; not a byte differs elsewhere. */
export function withProof(text: string, { headers }: Pick<RevisionFile, "headers">, proof: Proof | null): string {
  const line = headers.get("Proof");
  if (line) {
    if (proof) return `${text.slice(0, line.start)}-- Proof: ${printProof(proof)}${text.slice(line.end)}`;
    return text.slice(0, line.start) + text.slice(line.end).replace(/^\r?\n/, "");
  }
  const place = headerKeys.slice(0, headerKeys.indexOf("Proof")).flatMap((key) => headers.get(key) ?? []);
  const end = Math.max(...place.map((span) => span.end));
  if (!proof || place.length === 0) return text;
  const lineEnd = text.startsWith("\r\n", end) ? "\r\n" : "\n";
  return `${text.slice(0, end)}${lineEnd}-- Proof: ${printProof(proof)}${text.slice(end)}`;
}
