import assert from "node:assert/strict";

import { readRows } from "#host/bookkeeping/rows.ts";
import type { Connection } from "#host/connection.ts";
import { runSteps } from "#host/runner/runSteps.ts";
import { options, step, type TestRevision } from "#test/host/runner/steps.ts";
import { failureOf, serverTargets, valueOf } from "#test/host/runner/targets.ts";

const first: TestRevision = { id: "a1", up: ["CREATE TABLE t (id int)"], down: ["DROP TABLE t"] };
const second: TestRevision = {
  id: "b2",
  parents: ["a1"],
  up: ["CREATE TABLE u (id int)"],
  down: ["DROP TABLE u"],
};

for (const target of serverTargets()) {
  describe(`revision rows that somebody else has been at, on ${target.name}`, function () {
    this.timeout(60_000);

    it("a section that takes its own row away is rolled back: rows and catalog agree", () =>
      target.use(async (connection) => {
        const thief = { ...second, up: ["CREATE TABLE u (id int); DELETE FROM _retort.revisions WHERE id = 'b2'"] };
        const failure = failureOf(await runSteps(connection, [step(first), step(thief)], options));
        assert.deepEqual([failure.code, failure.exit], ["statement/rowGone", 4]);
        assert.match(failure.unchanged, /rolled back/);
        assert.deepEqual([await ids(connection), await tables(connection)], [["a1"], ["t"]]);
        valueOf(await runSteps(connection, [step(first), step(second)], options));
      }));

    it("a row that a trigger keeps from being written ends the run, and does not keep it for ever", () =>
      target.use(async (connection) => {
        valueOf(await runSteps(connection, [step(first)], options));
        await connection.rows("CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'");
        await connection.rows(
          "CREATE TRIGGER no BEFORE INSERT OR UPDATE ON _retort.revisions FOR EACH ROW EXECUTE FUNCTION no()",
        );
        const failure = failureOf(await runSteps(connection, [step(first), step(second)], options));
        assert.deepEqual([failure.code, failure.exit], ["refused/rowNotWritten", 3]);
        assert.deepEqual([await ids(connection), await tables(connection)], [["a1"], ["t"]]);
        await connection.rows("DROP TRIGGER no ON _retort.revisions");
        valueOf(await runSteps(connection, [step(first), step(second)], options));
      }));

    it("absent and nested values are read as what they can mean, and the way down runs", () =>
      target.use(async (connection) => {
        valueOf(await runSteps(connection, [step(first)], options));
        await connection.rows("ALTER TABLE _retort.revisions ALTER parents DROP NOT NULL, ALTER message DROP NOT NULL");
        await connection.rows(
          "UPDATE _retort.revisions SET parents = NULL, message = NULL, depends_on = ARRAY[['x', NULL], ['y', 'z']]",
        );
        const [row] = (await readRows(connection, "_retort")) ?? [];
        assert.deepEqual([row?.parents, row?.message, row?.dependsOn], [[], "", ["x", "y", "z"]]);
        valueOf(await runSteps(connection, [step(first, "downgrade")], options));
        assert.deepEqual([await ids(connection), await tables(connection)], [[], []]);
      }));

    it("a database that may only be read is told as that, not as a right to CREATE that is missing", () =>
      target.use(async (connection) => {
        await connection.rows("SET default_transaction_read_only = on");
        const failure = failureOf(await runSteps(connection, [step(first)], options));
        assert.match(failure.next.join("\n"), /primary.*default_transaction_read_only/);
        assert.doesNotMatch(failure.next.join("\n"), /CREATE/);
        await connection.rows("RESET default_transaction_read_only");
        valueOf(await runSteps(connection, [step(first)], options));
      }));

    it("a revision that is refused says what to do", () =>
      target.use(async (connection) => {
        const full = "DO $$ BEGIN RAISE 'could not extend file' USING ERRCODE = '53100'; END $$";
        const failure = failureOf(await runSteps(connection, [step({ ...first, up: [full] })], options));
        assert.match(failure.next.join("\n"), /Make room on the server's disk/);
        const wrong = failureOf(await runSteps(connection, [step({ ...first, up: ["SELECT 1 / 0"] })], options));
        assert.deepEqual(wrong.next, [
          "Put right what it stumbled over, in the file or in the database, and run it again.",
        ]);
      }));
  });
}

async function ids(connection: Connection) {
  return ((await readRows(connection, "_retort")) ?? []).map(({ id }) => id);
}

async function tables(connection: Connection) {
  const found = await connection.rows<[string]>(
    "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
  );
  return found.map(([name]) => name);
}
