import type { RevisionText } from "#test/support/commandLine.ts";

/** What a revision stands on, as graphs for tests have it. */
export interface GraphRevision {
  readonly id: string;
  readonly parents: readonly string[];
  /** Ids. */
  readonly dependencies: readonly string[];
}

/** The table that a revision of `tableRevision` makes. */
export function tableOf(id: string): string {
  return `t_${id}`;
}

/**
 * A revision that PostgreSQL itself holds to its place: its table refers to those of all that it stands on, so it can come
 * only after them and go only before.
 */
export function tableRevision({
  id,
  parents,
  dependencies,
}: GraphRevision): Required<Pick<RevisionText, "up" | "down">> {
  const below = [...new Set([...parents, ...dependencies])];
  const columns = below.map((other, at) => `b${at} int REFERENCES "${tableOf(other)}"`);
  return {
    up: `CREATE TABLE "${tableOf(id)}" (${["id int PRIMARY KEY", ...columns].join(", ")});`,
    down: `DROP TABLE "${tableOf(id)}";`,
  };
}
