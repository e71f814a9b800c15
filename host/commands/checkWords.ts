import { describe } from "#engine/index.ts";
import type { Assessment, Compared } from "#host/commands/assess.ts";
import { divergences, divergenceText } from "#host/commands/divergence.ts";
import { describeHalfDone } from "#host/commands/halfDone.ts";
import { describeDrift } from "#host/commands/driftWords.ts";
import { stoppedAt } from "#host/runner/standing.ts";

/** What models, revisions and database disagree on, a line each; one line where they agree. */
export function checkWords({ history, unrevised, database, drift: drifted }: Assessment, home: string) {
  const asked = unrevised.kind === "known" ? unrevised.changes.map((change) => describe(change, { home }).text) : null;
  const differs = drifted.kind === "known" ? drifted.changes.map((change) => describeDrift(change, home)) : null;
  const rows = database.kind === "managed" ? database.rows : [];
  const edited = divergences(history, rows).map(divergenceText);
  const pending = database.kind === "managed" ? database.pending : null;
  const stopped = rows.filter(({ state }) => state !== "applied");
  const lines = [
    ...(asked === null ? [`unrevised: unknown (${reasonOf(unrevised)})`] : asked.map((text) => `unrevised: ${text}`)),
    ...edited.map((text) => `applied: ${text}`),
    ...stopped.map((row) => `half done: ${row.id}, ${stoppedAt(row)}`),
    ...(pending ?? []).map((id) => `pending: ${id}`),
    ...(differs ?? []).map((text) => `drift: ${text}`),
    ...(differs === null && database.kind !== "none" ? [`drift: unknown (${reasonOf(drifted)})`] : []),
  ];
  const clean =
    asked?.length === 0 &&
    edited.length === 0 &&
    stopped.length === 0 &&
    (pending ?? []).length === 0 &&
    (differs ?? []).length === 0 &&
    database.kind !== "unreachable";
  const note = database.kind === "none" ? " No database was asked." : "";
  return {
    clean,
    lines: clean ? [`No new upgrade operations detected.${note}`] : lines,
    json: {
      unrevised: asked,
      applied: edited,
      halfDone: stopped.map((row) => describeHalfDone(row, null)),
      pending,
      drift: differs,
      database: database.kind,
    },
  };
}

function reasonOf(compared: Compared): string {
  return compared.kind === "unknown" ? compared.reason : "";
}
