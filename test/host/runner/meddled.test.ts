import assert from "node:assert/strict";

import { readRows } from "#host/bookkeeping/rows.ts";
import type { Connection } from "#host/connection.ts";
import { type RunOptions, runSteps } from "#host/runner/runSteps.ts";
import { options, step, type TestRevision } from "#test/host/runner/steps.ts";
import { failureOf, serverTargets, valueOf } from "#test/host/runner/targets.ts";

const first: TestRevision = { id: "a1", up: ["CREATE TABLE t (id int)"], down: ["DROP TABLE t"] };
const second: TestRevision = {
  id: "b2",
  parents: ["a1"],
  up: ["CREATE TABLE u (id int)"],
  down: ["DROP TABLE u"],
};

/** Against all that tells what is applied. */
const meddling = [
  ["takes its own row away", "DELETE FROM _retort.revisions WHERE id = 'b2'"],
  ["takes another row away", "DELETE FROM _retort.revisions WHERE id = 'a1'"],
  ["changes another row", "UPDATE _retort.revisions SET message = 'other' WHERE id = 'a1'"],
  ["adds a row", "INSERT INTO _retort.revisions VALUES ('c3', '{}', '{}', '', 'applied', 0)"],
  ["drops the table of rows", "DROP TABLE _retort.revisions"],
  ["drops its schema", "DROP SCHEMA _retort CASCADE"],
] as const;

for (const target of serverTargets()) {
  describe(`revision rows that somebody else has been at, on ${target.name}`, function () {
    this.timeout(60_000);

    for (const [what, sql] of meddling) {
      it(`a section that ${what} is rolled back: rows and catalog agree`, () =>
        target.use(async (connection) => {
          valueOf(await runSteps(connection, [step(first)], options));
          const ways = [
            step({ ...second, up: [`CREATE TABLE u (id int); ${sql}`] }),
            // A literal that is read otherwise keeps the section from being sent in one message.
            step({ ...second, up: [`SET standard_conforming_strings = on; CREATE TABLE u (id int); ${sql}`] }),
            step({
              ...second,
              up: [["no transaction", `VACUUM t; DO $$ BEGIN CREATE TABLE u (id int); ${sql}; END $$`]],
            }),
          ];
          for (const way of ways) {
            const failure = failureOf(await runSteps(connection, [way], options));
            assert.deepEqual([failure.code, failure.exit], ["statement/rowsChanged", 4]);
            assert.match(failure.next[0] ?? "", /Leave "_retort"."revisions" to Retort/);
            assert.deepEqual([(await ids(connection))[0], await tables(connection)], ["a1", ["t"]]);
          }
          assert.match(
            failureOf(await runSteps(connection, [ways[0] ?? step(first)], { ...options, singleTransaction: true }))
              .message,
            /half done/,
          );
          await connection.rows("DELETE FROM _retort.revisions WHERE id = 'b2'");
          const together: RunOptions = { ...options, singleTransaction: true };
          assert.equal(failureOf(await runSteps(connection, ways.slice(0, 1), together)).code, "statement/rowsChanged");
          valueOf(await runSteps(connection, [step(second)], options));
          const down = step({ ...second, down: [`DROP TABLE u; ${sql.replace("'b2'", "'a1'")}`] }, "downgrade");
          assert.equal(failureOf(await runSteps(connection, [down], options)).code, "statement/rowsChanged");
          assert.deepEqual(
            [await ids(connection), await tables(connection)],
            [
              ["a1", "b2"],
              ["t", "u"],
            ],
          );
        }));
    }

    it("what the run itself writes is not meddling, whatever a section sets back", () =>
      target.use(async (connection) => {
        const all = step({
          ...second,
          up: [
            "CREATE TABLE u (id int); RESET ALL; LOCK TABLE _retort.revisions; SELECT FROM _retort.revisions FOR UPDATE",
          ],
        });
        valueOf(await runSteps(connection, [step(first), all], options));
        const [row] = await connection.rows("SELECT count(*)::int, min(applied_by) FROM _retort.revisions");
        assert.deepEqual(row, [2, "postgres"]);
      }));

    it("rows that a policy hides are an error, and not a database without revisions", () =>
      target.use(async (connection) => {
        valueOf(await runSteps(connection, [step(first)], options));
        await connection.rows("ALTER TABLE _retort.revisions ENABLE ROW LEVEL SECURITY");
        await asRole(connection, "ALL", async () => {
          await assert.rejects(readRows(connection, "_retort"), /row-level security policy for table "revisions"/);
          const failure = failureOf(await runSteps(connection, [step(second)], options));
          assert.match(failure.message, /row-level security/);
          assert.match(failure.next.join("\n"), /BYPASSRLS/);
        });
      }));

    it("a right on the rows that is missing is no fault of the revision", () =>
      target.use(async (connection) => {
        valueOf(await runSteps(connection, [step(first)], options));
        await asRole(connection, "SELECT", async () => {
          const failure = failureOf(await runSteps(connection, [step(second)], options));
          assert.match(failure.message, /^The row of revision b2 can't be written to "_retort"."revisions"\./);
          assert.deepEqual(failure.next, ["Grant the role what it lacks, or connect as one that has it."]);
        });
        const failure = failureOf(
          await runSteps(connection, [step({ ...second, up: ["SELECT nope FROM t"] })], options),
        );
        assert.doesNotMatch(failure.next.join("\n"), /docs\/formats/);
      }));

    it("triggers of a foreign key are switched by nobody but a superuser, and that is said", () =>
      target.use(async (connection) => {
        valueOf(await runSteps(connection, [step(first)], options));
        await asRole(connection, "ALL", async () => {
          const up = ["CREATE TABLE k (id int PRIMARY KEY, k int REFERENCES k); ALTER TABLE k DISABLE TRIGGER ALL"];
          const failure = failureOf(await runSteps(connection, [step({ ...second, up })], options));
          assert.match(failure.message, /is a system trigger/);
          assert.match(failure.next.join("\n"), /Only a superuser may switch the triggers/);
        });
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

    it("a state that Retort never wrote keeps anything from running, in words that name it", () =>
      target.use(async (connection) => {
        valueOf(await runSteps(connection, [step(first)], options));
        await connection.rows("ALTER TABLE _retort.revisions DROP CONSTRAINT revisions_state_check");
        await connection.rows("UPDATE _retort.revisions SET state = 'frobnicated'");
        for (const way of [step(second), step(first, "downgrade")]) {
          const failure = failureOf(await runSteps(connection, [way], options));
          assert.deepEqual([failure.code, failure.exit], ["refused/halfDone", 3]);
          assert.match(failure.message, /a1 .* its row says 'frobnicated', which is no state that Retort writes/);
          assert.match(failure.next.join("\n"), /retort resolve a1 --applied/);
        }
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

/** As somebody who is not the owner, with a right on the rows. */
async function asRole(connection: Connection, right: string, work: () => Promise<void>): Promise<void> {
  const role = `meddled_${String(connection.pid)}`;
  await connection.rows(`CREATE ROLE ${role}; GRANT ALL ON SCHEMA public, _retort TO ${role};
    GRANT ${right} ON _retort.revisions TO ${role}`);
  try {
    // What a session is by default, RESET and SET … DEFAULT bring back.
    await connection.rows(`SET SESSION AUTHORIZATION ${role}`);
    await work();
  } finally {
    await connection.rows(`RESET SESSION AUTHORIZATION; DROP OWNED BY ${role}; DROP ROLE ${role}`);
  }
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
