import { hash } from "node:crypto";

import { hashInput, type Section } from "#engine/index.ts";

/** The hash of one direction's sections, as bookkeeping and proofs keep it: `v1:` and 64 hex digits (docs/formats.md). */
export function directionHash(sections: readonly Section[]): string {
  return `v1:${sha256(hashInput(sections))}`;
}

/** The hash of a TypeScript revision, for both its ways: of its text with LF and without a byte order mark. */
export function codeHash(text: string): string {
  return `v1:${sha256(text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n"))}`;
}

/**
 * The key of what a database holds after `parts` ran one after the other on what `before` stands for: equal keys, equal
 * content. Each part says what it is (a revision's `hashInput`, a setup script); order and boundaries count.
 */
export function historyKey(before: string, ...parts: readonly string[]): string {
  return parts.reduce((key, part) => sha256(JSON.stringify([key, part])), before);
}

function sha256(text: string): string {
  return hash("sha256", text);
}
