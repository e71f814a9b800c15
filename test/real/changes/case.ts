/** A change with rows on both sides of it: tried on real servers, up and down, and written into docs/changes.md. */
export interface ChangeCase {
  readonly from: ChangeSide;
  readonly to: ChangeSide;
  /** Rows that are there before the way up. */
  readonly rows?: string;
  /** As `--rename` and `--fill` take them. */
  readonly renames?: readonly string[];
  readonly fills?: readonly string[];
  /**
   * What tables hold after the way up, by name, or what queries answer: cells parted by `|`, rows by `, `, NULL as `-`.
   */
  readonly up?: Readonly<Record<string, string>>;
  /** SQL that must run after the way up, as an application would; it is taken back before the way down. */
  readonly then?: string;
  /** What is held after the way back, where it is not what was held before: `loses` or `respells` then says so. */
  readonly down?: Readonly<Record<string, string>>;
  /** What hazards say goes or becomes another value: `t`, `t.a`. */
  readonly loses?: readonly string[];
  /** What hazards say reads otherwise. */
  readonly respells?: readonly string[];
  /** The server refuses the way up with these words, rows stay as they were, and a hazard said that it may. */
  readonly fails?: RegExp;
  /** Nothing is rewritten or rebuilt: every table, index and sequence keeps its file. */
  readonly keepsFiles?: true;
  /** The first major version that has what it is about. */
  readonly since?: number;
}

/** A schema as models or as the SQL that makes it. */
export type ChangeSide = { readonly models: string } | { readonly sql: string };

export type ChangeCases = Readonly<Record<string, ChangeCase>>;

/** A case that another tool is known to do in its own way. */
export interface ComparedCase extends ChangeCase {
  /** What the other tool does, and what comes of it. */
  readonly theirs: string;
  readonly outcome: string;
}

/** Between models written as `schemaOf` takes them. */
export function models(from: string, to: string, more: Omit<ChangeCase, "from" | "to"> = {}): ChangeCase {
  return { from: { models: from }, to: { models: to }, ...more };
}

/** Between databases. */
export function databases(from: string, to: string, more: Omit<ChangeCase, "from" | "to"> = {}): ChangeCase {
  return { from: { sql: from }, to: { sql: to }, ...more };
}
