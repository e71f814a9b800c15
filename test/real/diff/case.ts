/** Two databases of one server: the SQL that makes each of them from nothing. */
export interface DiffCase {
  /** Runs in both before their own SQL. */
  readonly both?: string;
  readonly from: string;
  readonly to: string;
  /** The first major that understands the SQL. */
  readonly since?: number;
  /** What the first database holds before the way there. */
  readonly rows?: string;
  /** Owners and privileges are compared too. */
  readonly grants?: true;
  /** An answer that stays the same there and back. */
  readonly keeps?: string;
}

export type DiffCases = Readonly<Record<string, DiffCase>>;
