import type { Schema, Section } from "#engine/index.ts";
import type { Outcome } from "#host/failure.ts";

/** A database of our own in which revisions are run to see what they make. */
export interface Shadow {
  /**
   * The catalog after `history` ran from nothing, each section committed in its own mode.
   * Answers are kept by content: an unchanged history runs nothing. A statement that fails is a failure with its place.
   */
  replay(history: readonly ReplayStep[], options: ReplayOptions): Promise<Outcome<Schema>>;
  /** PostgreSQL's own spelling of each expression, in the order given; null where it refuses one. */
  spell(
    expressions: readonly SpelledExpression[],
    options: ReplayOptions,
  ): Promise<Outcome<readonly (string | null)[]>>;
  close(): Promise<void>;
}

export interface ReplayStep {
  readonly id: string;
  /** For messages. */
  readonly file: string;
  readonly sections: readonly ReplaySection[];
}

/** A section, and where its SQL begins in the file. */
export interface ReplaySection extends Section {
  readonly offset: number;
}

export interface ReplayOptions {
  /** The PostgreSQL schemas to read; the first is the default one (search_path). */
  readonly schemas: readonly string[];
  /** SQL that runs before the first revision. */
  readonly setup: string | null;
  readonly signal?: AbortSignal;
}

/** An expression as a column default of a type (`type` in SQL). */
export interface SpelledExpression {
  readonly type: string;
  readonly sql: string;
}
