import type { Direction, Doubt, QualifiedName, Rename, Schema, Section } from "#engine/index.ts";
import type { CodeText } from "#host/code/messages.ts";
import type { Outcome } from "#host/failure.ts";
import type { RowTrial } from "#host/shadow/rowTrial.ts";

/** A database of our own in which revisions are run to see what they make. */
export interface Shadow {
  /**
   * The catalog after `history` ran from nothing, each section committed in its own mode.
   * Answers are kept by content: an unchanged history runs nothing. A statement that fails is a failure with its place.
   */
  replay(history: readonly ReplayStep[], options: ReplayOptions): Promise<Outcome<Schema>>;
  /**
   * What one more step takes away after `history`. Told by identity (the table's oid, the column's number), not by name:
   * what is renamed or moved is not lost, whatever SQL did it. Kept by content, as replays are.
   */
  trace(history: readonly ReplayStep[], step: ReplayStep, options: ReplayOptions): Promise<Outcome<Trace>>;
  /**
   * There and back at the end of `history`: `down` takes its last step back, and that step runs once more. Where the
   * catalog is then what it was, the shadow goes on from there: walking a history this way costs each step only.
   */
  retrace(history: readonly ReplayStep[], down: ReplayStep, options: ReplayOptions): Promise<Outcome<Retrace>>;
  /**
   * Runs one more step after `history` as a proof wants it: up, down, and up again, each section committed in its own
   * mode; before that on rows that are put where it reaches, in a transaction that is taken back. Nothing of it is taken
   * from what was answered before. A way up that is refused is a failure at its statement.
   */
  prove(history: readonly ReplayStep[], ways: ProvedWays, options: ReplayOptions): Promise<Outcome<ProofRun>>;
  /** PostgreSQL's own spelling of what each doubt asks for, after `history`; null where it refuses that. Kept by content. */
  spell(
    history: readonly ReplayStep[],
    doubts: readonly Doubt[],
    options: ReplayOptions,
  ): Promise<Outcome<readonly (string | null)[]>>;
  /** Which PostgreSQL answers: `18.6`. */
  version(signal?: AbortSignal): Promise<Outcome<string>>;
  close(): Promise<void>;
}

export interface Trace {
  readonly before: Schema;
  readonly after: Schema;
  /** By the names they had before; the columns of a dropped table are not listed one by one. */
  readonly dropped: readonly DroppedObject[];
  /** What kept its identity under another name. A column's table is named as it was before. */
  readonly renamed: readonly Rename[];
}

/** A revision's ways; `down` is null where it has none. */
export interface ProvedWays {
  readonly up: ReplayStep;
  readonly down: ReplayStep | null;
}

/** What the ways of a revision were seen to do. */
export interface ProofRun extends Trace {
  /** Null where there is no way down. */
  readonly back: Retrace | null;
  /** What became of rows that it met on the way; null where it reaches none. */
  readonly rows: RowTrial | null;
}

/** What a way down and a second way up were seen to do. */
export interface Retrace {
  /** The catalog after the way down, or why a statement of it was refused. */
  readonly down: Outcome<Schema>;
  /** The catalog after the way up ran again, or why it did not; null where the way down did not get through. */
  readonly again: Outcome<Schema> | null;
}

/** A table, or where `column` is not null one of its columns. */
export interface DroppedObject {
  readonly table: QualifiedName;
  readonly column: string | null;
  /** Partitions of the table that stay, with their rows: a partitioned table is made anew around them. */
  readonly stays: readonly QualifiedName[];
}

export interface ReplayStep {
  /** Of a TypeScript revision that asks to be replayed; its sections are none. */
  readonly code?: ReplayCode | null;
  readonly id: string;
  /** For messages. */
  readonly file: string;
  /** `directionHash` of the sections. */
  readonly hash: string;
  readonly sections: readonly ReplaySection[];
}

/** Code that is run one way, in a process of its own. */
export interface ReplayCode extends CodeText {
  readonly direction: Direction;
}

/** A section, and where its SQL begins in the file. */
export interface ReplaySection extends Section {
  readonly offset: number;
}

export interface ReplayOptions {
  /** The PostgreSQL schema of unqualified names (search_path). */
  readonly home: string;
  /** The PostgreSQL schemas to read. */
  readonly schemas: readonly string[];
  /** `schema.name` patterns that count as nothing. */
  readonly exclude: readonly string[];
  /** SQL that runs before the first revision. */
  readonly setup: string | null;
  readonly signal?: AbortSignal;
}
