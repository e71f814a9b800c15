import type { Span } from "#engine/core/span.ts";

/** A revision as its file states it (docs/formats.md). */
export interface Revision {
  readonly id: string;
  /** Empty for a base, several for a merge point. */
  readonly parents: readonly string[];
  /** Ids or labels that must be applied before, without being parents. */
  readonly dependsOn: readonly string[];
  /** Branch labels written in this revision. */
  readonly labels: readonly string[];
  /** The first paragraph of the file's comment: what lists show. */
  readonly message: string;
  /** RFC 3339 as written; null where the header is absent. */
  readonly created: string | null;
  /** Answered renames, in database names: `tasks.description -> details`. */
  readonly renames: readonly string[];
  /** Objects whose loss a reviewer accepted: `tasks.description`. */
  readonly acceptsLoss: readonly string[];
  /** Revisions that this squash stands for. */
  readonly replaces: readonly string[];
  /** The `Proof` header as written; null where it is absent. */
  readonly proof: string | null;
  readonly up: readonly Section[];
  readonly down: readonly Section[];
  /** Why there is no way down; null where there is one. */
  readonly irreversible: string | null;
}

export type Direction = "upgrade" | "downgrade";

/** A run of statements that share a transaction, or share none. */
export interface Section {
  readonly mode: SectionMode;
  /** The SQL between the marks, without them and without the `\if false` guard. */
  readonly sql: string;
}

export type SectionMode = "transaction" | "no transaction";

/** A parsed file: its revision, and where each part of it stands. */
export interface RevisionFile {
  readonly revision: Revision;
  /** By header key as written, of the whole line. */
  readonly headers: ReadonlyMap<string, Span>;
  /** Of the message's lines. */
  readonly message: Span;
  /** In file order; `body` is the span of `section.sql`, `mark` that of its `-- retort:` line. */
  readonly sections: readonly SectionSpan[];
  /** Of a TypeScript revision, which has no sections; null for SQL. */
  readonly code: RevisionCode | null;
}

/** How a TypeScript revision runs, and where its functions stand. */
export interface RevisionCode {
  readonly upgrade: Span;
  readonly downgrade: Span | null;
  /** It runs in the shadow too, because later revisions need what it leaves. */
  readonly replay: boolean;
  /** One transaction for all of it, or one for each of its batches. */
  readonly mode: "transaction" | "batches";
}

export interface SectionSpan {
  readonly direction: Direction;
  readonly section: Section;
  readonly mark: Span;
  readonly body: Span;
}
