import assert from "node:assert/strict";

import type { Connection } from "#host/connection.ts";
import { commandOf, type Ground, lookAt, type Way } from "#test/faults/ground.ts";
import type { Inflicted } from "#test/faults/inflict.ts";
import type { Row } from "#test/faults/oracle.ts";
import type { TestDatabase } from "#test/support/servers.ts";

/** How a run was found after its fault. */
export interface Found {
  readonly state: "done" | "untouched" | "between" | "half done";
  readonly doubt: boolean;
}

/** What must hold after a fault: rows and catalog agree, everybody tells the truth, and the next run finishes. */
export async function verify(
  { project, oracle }: Ground,
  {
    way,
    database,
    inflicted,
    before,
    checks,
  }: {
    readonly way: Way;
    readonly database: TestDatabase;
    readonly inflicted: Inflicted;
    /** The rows as they were before the run. */
    readonly before: readonly Row[];
    /** Ask `check` and `drift` too, which take their time. */
    readonly checks: boolean;
  },
): Promise<Found> {
  const connection = await database.connect();
  const { url } = database;
  const { rows, held } = await lookAt(connection);
  assert.equal(oracle.disagreement(rows, held), null);
  sayTheTruth(inflicted, { rows, before });

  const half = rows.find(({ state }) => state !== "applied");
  currentIsTrue(await project.run(url, "current", "--json"), rows);
  if (checks) {
    const drift = await project.run(url, "drift");
    assert.equal(drift.code, 0, drift.output);
    const check = await project.run(url, "check");
    assert.equal(check.code === 0, rows.length === project.history.length && !half, check.output);
  }
  const doubt = half ? await finishHalf({ project, oracle }, { url, half, connection }) : false;
  const again = await project.run(url, ...commandOf[way]);
  assert.equal(again.code, 0, again.output);
  const after = await lookAt(connection);
  assert.equal(oracle.disagreement(after.rows, after.held), null);
  assert.equal(after.rows.length, way === "upgrade" ? project.history.length : 0);
  await connection.close();
  const isSame = JSON.stringify(rows) === JSON.stringify(before);
  const isDone = !half && rows.length === after.rows.length;
  return { state: half ? "half done" : isDone ? "done" : isSame ? "untouched" : "between", doubt };
}

/** A message that says that nothing was changed is believed. */
function sayTheTruth(
  { code, output, fault }: Inflicted,
  { rows, before }: { readonly rows: readonly Row[]; readonly before: readonly Row[] },
): void {
  assert.ok(!/a bug of its own|node_modules|at async/.test(output), output);
  // Told to stop when all was done and said, a process ends by the signal.
  const isEnded = fault === "kill" || (fault === "interrupt" && /✓|Nothing to run/.test(output));
  assert.ok(code === null ? isEnded : [0, 3, 4].includes(code), `exit code ${String(code)}: ${output}`);
  if (/Nothing was (?:changed|run|read or changed)\./.test(output)) assert.deepEqual(rows, before, output);
  if (code === 0) assert.ok(rows.every(({ state }) => state === "applied"));
  const half = rows.find(({ state }) => state !== "applied");
  if (half && code !== null && /What was committed stays/.test(output)) return;
  if (half && code !== null) assert.match(output, new RegExp(half.id), output);
}

function currentIsTrue(
  told: { readonly code: number | null; readonly stdout: string; readonly output: string },
  rows: readonly Row[],
) {
  assert.equal(told.code, 0, told.output);
  const said = JSON.parse(told.stdout) as {
    readonly revisions: readonly { readonly id: string }[];
    readonly halfDone: readonly { readonly id: string; readonly state: string; readonly statement: number }[];
  };
  const applied = rows.filter(({ state }) => state === "applied");
  assert.deepEqual(
    said.revisions.map(({ id }) => id),
    applied
      .map(({ id }) => id)
      .toSorted()
      .slice(-1),
  );
  assert.deepEqual(
    said.halfDone.map(({ id, state, statement }) => [id, state, statement]),
    rows
      .filter(({ state }) => state !== "applied")
      .map(({ id, state, progress }) => [id, state, progress < 0 ? -progress : progress + 1]),
  );
}

/** Others refuse and name what there is to do; resuming finishes. True where a person had to say what ran. */
async function finishHalf(
  { project, oracle }: Pick<Ground, "project" | "oracle">,
  { url, half, connection }: { readonly url: string; readonly half: Row; readonly connection: Connection },
): Promise<boolean> {
  if (half.state === "running" || half.progress !== 0) {
    const refused = await project.run(url, "upgrade", "head");
    assert.equal(refused.code, 3, refused.output);
    assert.match(refused.output, new RegExp(`retort resume ${half.id}(.|\n)*retort resolve ${half.id} --applied`));
  }
  const resumed = await project.run(url, "resume");
  if (resumed.code === 0) return false;
  assert.equal(resumed.code, 3, resumed.output);
  assert.match(resumed.output, /is not known: its run was killed/);
  // Looking, as a person would: what it holds tells whether the statement ran.
  const { rows, held } = await lookAt(connection);
  const told = rows.map((row) => (row.id === half.id ? { ...row, progress: row.progress + 1 } : row));
  const ran = oracle.disagreement(told, held) === null;
  const settled = await project.run(url, "resume", ran ? "--skip" : "--retry");
  assert.equal(settled.code, 0, settled.output);
  return true;
}
