import assert from "node:assert/strict";

import { splitStatements } from "#engine/index.ts";
import { readRows } from "#host/bookkeeping/rows.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import type { Connection } from "#host/connection.ts";
import { runSteps } from "#host/runner/runSteps.ts";
import { offlineScript } from "#host/runner/script.ts";
import { options, step } from "#test/host/runner/steps.ts";
import { type Target, targets, valueOf } from "#test/host/runner/targets.ts";

const a1 = { id: "a1", up: ["CREATE TABLE t (id int, name text DEFAULT 'it''s')"], down: ["DROP TABLE t"] };
const b2 = {
  id: "b'2",
  parents: ["a1"],
  up: ["ALTER TABLE t ADD COLUMN more int", ["no transaction", "CREATE INDEX CONCURRENTLY t_name ON t (name)"]],
  down: ["DROP INDEX t_name; ALTER TABLE t DROP COLUMN more"],
} as const;
const up = [step(a1), step(b2)];
const down = [step(b2, "downgrade"), step(a1, "downgrade")];

describe("a script for psql", () => {
  it("says what it is, section by section", () => {
    const lines = offlineScript(up, { ...options, create: true }).split("\n");
    assert.equal(lines[0], "\\set ON_ERROR_STOP on");
    const marks = lines.filter((line) => /^(?:BEGIN|COMMIT|-- |CREATE)/.test(line));
    assert.deepEqual(marks, [
      "BEGIN;",
      'CREATE SCHEMA IF NOT EXISTS "_retort";',
      'CREATE TABLE IF NOT EXISTS "_retort"."revisions" (',
      "COMMIT;",
      "-- Running upgrade  -> a1, make a1",
      "BEGIN;",
      "CREATE TABLE t (id int, name text DEFAULT 'it''s');",
      "COMMIT;",
      "-- Running upgrade a1 -> b'2, make b'2",
      "BEGIN;",
      "COMMIT;",
      "CREATE INDEX CONCURRENTLY t_name ON t (name);",
    ]);
  });

  for (const target of targets()) {
    it(`does on ${target.name} what a run does`, async () => {
      const run = await outcome(target, async (connection) => valueOf(await runSteps(connection, up, options)));
      const script = await outcome(target, (connection) =>
        psql(connection, offlineScript(up, { ...options, create: true })),
      );
      assert.deepEqual(script, run);
      assert.equal(run.rows.length, 2);

      const taken = await outcome(target, async (connection) => {
        valueOf(await runSteps(connection, up, options));
        await psql(connection, offlineScript(down, { ...options, create: false }));
      });
      assert.deepEqual([taken.rows, taken.catalog.tables], [[], []]);
    }).timeout(60_000);
  }
});

async function outcome(target: Target, work: (connection: Connection) => Promise<unknown>) {
  const catalogs: Awaited<ReturnType<typeof look>>[] = [];
  await target.use(async (connection) => {
    await work(connection);
    catalogs.push(await look(connection));
  });
  const [found] = catalogs;
  assert.ok(found);
  return found;
}

async function look(connection: Connection) {
  const rows = (await readRows(connection, "_retort")) ?? [];
  return {
    rows: rows.map((row) => ({ ...row, appliedAt: null, durationMs: null })),
    catalog: await readCatalog(connection, { schemas: ["public"] }),
  };
}

/** As psql would: its own commands aside, one statement after the other. */
async function psql(connection: Connection, script: string): Promise<void> {
  const sql = script.replaceAll(/^\\.*$/gm, "");
  for (const statement of splitStatements(sql)) await connection.rows(statement.sql);
}
