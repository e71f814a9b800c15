/** What somebody does to a database by hand, and how it is told. */
export interface DriftCase {
  readonly sql: string;
  /** A line a difference, as `describeDrift` says it. */
  readonly says: readonly string[];
  /** The first major that understands the SQL. */
  readonly since?: number;
}

export function drift(sql: string, ...says: readonly string[]): DriftCase {
  return { sql, says };
}

export const isNew = "is in the database, and no revision made it";
export const isGone = "is gone from the database";
