import type { Direction } from "#engine/index.ts";
import type { AppliedRow } from "#host/bookkeeping/rows.ts";
import type { Connection } from "#host/connection.ts";
import type { FaultRevision, FaultSection } from "#test/faults/history.ts";
import { snapshot, withoutInvalidIndexes } from "#test/faults/snapshot.ts";

/** What a database must hold by what its rows say, found out by running the statements with no runner at all. */
export interface Oracle {
  /** Null where rows and catalog agree, else what is wrong. */
  disagreement(rows: readonly Row[], held: string): string | null;
}

export type Row = Pick<AppliedRow, "id" | "state" | "progress">;

/** Runs a history up and down on an empty database. */
export async function buildOracle(connection: Connection, history: readonly FaultRevision[]): Promise<Oracle> {
  const expected = new Map<string, string>();
  const note = async (applied: readonly string[], half: Half | null) => {
    expected.set(keyOf(applied, half), await snapshot(connection));
  };
  const walk = async (
    applied: readonly string[],
    id: string,
    direction: Direction,
    sections: readonly FaultSection[],
  ) => {
    let committed = 0;
    await note(applied, { id, direction, committed });
    for (const { mode, statements } of sections) {
      if (mode === "transaction") {
        await connection.rows(["BEGIN", ...statements, "COMMIT"].join("; "));
        committed += statements.length;
        await note(applied, { id, direction, committed });
        continue;
      }
      for (const statement of statements) {
        await connection.rows(statement);
        committed += 1;
        await note(applied, { id, direction, committed });
      }
    }
  };
  const ids = history.map(({ id }) => id);
  await note([], null);
  for (const [at, { id, up }] of history.entries()) {
    await walk(ids.slice(0, at), id, "upgrade", up);
    await note(ids.slice(0, at + 1), null);
  }
  for (const [at, { id, down }] of [...history.entries()].toReversed())
    await walk(ids.slice(0, at), id, "downgrade", down);
  return { disagreement: (rows, held) => disagreement({ history, expected }, rows, held) };
}

interface Half {
  readonly id: string;
  readonly direction: Direction;
  readonly committed: number;
}

function keyOf(applied: readonly string[], half: Half | null): string {
  return JSON.stringify([applied.toSorted(), half && [half.id, half.direction, half.committed]]);
}

function disagreement(
  { history, expected }: { readonly history: readonly FaultRevision[]; readonly expected: ReadonlyMap<string, string> },
  rows: readonly Row[],
  held: string,
): string | null {
  const applied = rows.filter(({ state }) => state === "applied").map(({ id }) => id);
  const [row, ...others] = rows.filter(({ state }) => state !== "applied");
  if (others.length > 0) return "several revisions are half done";
  const half = row ? halfOf(row) : null;
  const exact = expected.get(keyOf(applied, half));
  if (exact === undefined) return `no way leads to rows like these: ${JSON.stringify(rows)}`;
  if (held === exact) return null;
  const statement = half ? statementAt(history, half) : null;
  if (half === null || statement === null || !isOutside(statement)) return disagreeing(rows, held, exact);
  // It was at a statement outside of transactions: half made, or made and not yet told.
  const next = expected.get(keyOf(applied, { ...half, committed: half.committed + 1 }));
  const clean = withoutInvalidIndexes(held);
  const agrees = [held, clean].some((text) => text === next || text === exact);
  return agrees ? null : `at "${statement}" ${disagreeing(rows, held, exact)}`;
}

function disagreeing(rows: readonly Row[], held: string, expected: string): string {
  const lines = new Set(expected.split("\n"));
  const first = held.split("\n").find((line) => !lines.has(line)) ?? "something is missing";
  return `catalog and rows disagree: ${JSON.stringify(rows)}, ${first}`;
}

function halfOf({ id, progress }: Row): Half {
  return progress < 0
    ? { id, direction: "downgrade", committed: -1 - progress }
    : { id, direction: "upgrade", committed: progress };
}

function statementAt(history: readonly FaultRevision[], { id, direction, committed }: Half): string | null {
  const revision = history.find((candidate) => candidate.id === id);
  const sections = direction === "upgrade" ? revision?.up : revision?.down;
  return sections?.flatMap(({ statements }) => statements)[committed] ?? null;
}

function isOutside(statement: string): boolean {
  return /CONCURRENTLY|COMMIT;/.test(statement);
}
