import assert from "node:assert/strict";

import { rowStatements } from "#host/bookkeeping/rowStatements.ts";
import { readRows } from "#host/bookkeeping/rows.ts";
import type { Connection } from "#host/connection.ts";
import { runSteps } from "#host/runner/runSteps.ts";
import { options, step, type TestRevision } from "#test/host/runner/steps.ts";
import { failureOf, targets, valueOf } from "#test/host/runner/targets.ts";

const table: TestRevision = { id: "a1", up: ["CREATE TABLE t (id int); INSERT INTO t VALUES (1), (1)"] };

/** Fails at its second statement while rows of `t` are equal. */
const indexed: TestRevision = {
  id: "b2",
  parents: ["a1"],
  up: [
    [
      "no transaction",
      `CREATE TABLE before (id int);
       CREATE UNIQUE INDEX CONCURRENTLY "t id" ON t (id);
       CREATE TABLE after (id int)`,
    ],
    "CREATE TABLE last (id int)",
  ],
  down: [["no transaction", `DROP TABLE last; DROP TABLE after; DROP INDEX CONCURRENTLY "t id"; DROP TABLE before`]],
};

const resumed = { ...options, resume: true };

for (const target of targets()) {
  describe(`what stopped half way, on ${target.name}`, function () {
    this.timeout(60_000);

    const on = (work: (connection: Connection) => Promise<void>) => () => target.use(work);

    it(
      "says at which statement, what stays and what is left of it, and goes on from there",
      on(async (connection) => {
        const failure = failureOf(await runSteps(connection, [step(table), step(indexed)], options));
        assert.equal(failure.code, "statement/failed");
        assert.match(
          failure.details[0] ?? "",
          /^Statement 2 of 4: CREATE UNIQUE INDEX CONCURRENTLY "t id" ON t \(id\)$/,
        );
        assert.match(failure.details.join("\n"), /is duplicated/);
        assert.equal(
          failure.unchanged,
          "1 statement of b2 ran outside a transaction and stays. The revision run before it stays applied: a1. " +
            "The invalid index public.t id is left of it.",
        );
        assert.match(failure.next.join("\n"), /retort resume b2\n.*retort resolve b2 --applied, or --rolled-back\./);
        assert.deepEqual(await standing(connection), ["failed", 1]);
        assert.deepEqual(await indexes(connection), [["t id", false]]);

        const refused = failureOf(await runSteps(connection, [step(indexed)], options));
        assert.deepEqual([refused.code, refused.exit], ["refused/halfDone", 3]);
        const again = failureOf(await runSteps(connection, [step(indexed)], resumed));
        assert.match(again.details.join("\n"), /is duplicated/);
        assert.deepEqual(await indexes(connection), [["t id", false]]);

        await connection.rows("DELETE FROM t");
        valueOf(await runSteps(connection, [step(indexed)], resumed));
        assert.deepEqual(await standing(connection), ["applied", 0]);
        assert.deepEqual(await indexes(connection), [["t id", true]]);
        assert.deepEqual(await tables(connection), ["after", "before", "last", "t"]);
        assert.equal(failureOf(await runSteps(connection, [step(indexed)], resumed)).code, "refused/nothingToResume");
      }),
    );

    it(
      "a statement that may stand in a transaction is never in doubt; others are looked for in the catalog",
      on(async (connection) => {
        await connection.rows("DELETE FROM t").catch(() => undefined);
        valueOf(await runSteps(connection, [step(table)], options));
        await connection.rows("DELETE FROM t");
        for (const [statements, made] of [
          [0, ""],
          [1, "CREATE TABLE before (id int)"],
          [1, `CREATE TABLE before (id int); CREATE UNIQUE INDEX "t id" ON t (id)`],
        ] as const) {
          await killedAt(connection, indexed, statements, made);
          valueOf(await runSteps(connection, [step(indexed)], resumed));
          assert.deepEqual(await tables(connection), ["after", "before", "last", "t"]);
          assert.deepEqual(await indexes(connection), [["t id", true]]);
          valueOf(await runSteps(connection, [step(indexed, "downgrade")], options));
          assert.deepEqual(await tables(connection), ["t"]);
        }
      }),
    );

    it(
      "goes on downwards too",
      on(async (connection) => {
        valueOf(await runSteps(connection, [step(table)], options));
        await connection.rows("DELETE FROM t");
        valueOf(await runSteps(connection, [step(indexed)], options));
        await connection.rows("CREATE VIEW v AS SELECT * FROM before");
        const failure = failureOf(await runSteps(connection, [step(indexed, "downgrade")], options));
        assert.match(failure.details[0] ?? "", /^Statement 4 of 4/);
        assert.deepEqual(await standing(connection), ["failed", -4]);
        await connection.rows("DROP VIEW v");
        valueOf(await runSteps(connection, [step(indexed, "downgrade")], resumed));
        assert.deepEqual(await tables(connection), ["t"]);
        assert.deepEqual(await ids(connection), ["a1"]);

        // The index was gone before the process could say so.
        valueOf(await runSteps(connection, [step(indexed)], options));
        await connection.rows(`DROP TABLE last, after; DROP INDEX "t id"`);
        await connection.rows(
          rowStatements("_retort").move("b2", { state: "running", progress: -3, durationMs: null }),
        );
        valueOf(await runSteps(connection, [step(indexed, "downgrade")], resumed));
        assert.deepEqual(await ids(connection), ["a1"]);
      }),
    );

    it(
      "what nobody can know is asked, and answered by a person",
      on(async (connection) => {
        const revision: TestRevision = {
          id: "b2",
          up: [["no transaction", "DO $$ BEGIN INSERT INTO t VALUES (1); COMMIT; END $$; CREATE TABLE after (id int)"]],
        };
        await connection.rows("CREATE TABLE t (id int)");
        for (const [doubt, rows] of [
          ["retry", 1],
          ["skip", 0],
        ] as const) {
          await killedAt(connection, revision, 0, "DELETE FROM t; DROP TABLE IF EXISTS after");
          const failure = failureOf(await runSteps(connection, [step(revision)], resumed));
          assert.deepEqual([failure.code, failure.exit], ["refused/inDoubt", 3]);
          assert.match(failure.next.join("\n"), /--retry.*\n.*--skip/);
          assert.deepEqual(failure.place?.span.start, 0);
          assert.deepEqual(await standing(connection), ["running", 0]);
          valueOf(await runSteps(connection, [step(revision)], { ...resumed, doubt }));
          assert.deepEqual(await connection.rows("SELECT count(*)::int FROM t"), [[rows]]);
          assert.deepEqual(await tables(connection), ["after", "t"]);
        }
      }),
    );

    it(
      "what a section set for its session is set again",
      on(async (connection) => {
        const sql = "SET search_path = other; CREATE TABLE here (id int); CREATE TABLE taken (id int)";
        const revision: TestRevision = { id: "b2", up: [["no transaction", sql]] };
        await connection.rows("CREATE SCHEMA other; CREATE TABLE other.taken (id int)");
        failureOf(await runSteps(connection, [step(revision)], options));
        assert.deepEqual(await standing(connection), ["failed", 2]);
        await connection.rows("DROP TABLE other.taken");
        valueOf(await runSteps(connection, [step(revision)], resumed));
        assert.deepEqual(await tables(connection), []);
        assert.deepEqual(await tables(connection, "other"), ["here", "taken"]);
        await connection.rows("DROP SCHEMA other CASCADE");
      }),
    );

    it(
      "a statement that refuses to stand in a transaction, against all looks, is run outside of one",
      on(async (connection) => {
        await connection.rows(`
          CREATE FUNCTION alone() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
            IF tg_tag = 'CREATE SEQUENCE' AND pg_current_xact_id_if_assigned() IS NOT NULL THEN
              RAISE 'not in a transaction block' USING ERRCODE = '25001';
            END IF;
          END $$`);
        await connection.rows("CREATE EVENT TRIGGER alone ON ddl_command_start EXECUTE FUNCTION alone()");
        try {
          const sections = [["no transaction", "CREATE TABLE t (id int); CREATE SEQUENCE s; CREATE TABLE u (id int)"]];
          valueOf(await runSteps(connection, [step({ id: "b2", up: sections as never })], options));
          assert.deepEqual(await standing(connection), ["applied", 0]);
          assert.deepEqual(await connection.rows("SELECT to_regclass('s')::text"), [["s"]]);
        } finally {
          await connection.rows("DROP EVENT TRIGGER alone");
        }
      }),
    );
  });
}

/** As a run leaves it whose process was killed: so many statements told, and more made than was told. */
async function killedAt(
  connection: Connection,
  revision: TestRevision,
  statements: number,
  made: string,
): Promise<void> {
  if (made !== "") await connection.rows(made);
  const { bookkeeping } = options;
  const empty = step({ id: "ensures", up: [] });
  valueOf(await runSteps(connection, [empty], options));
  await connection.rows(rowStatements(bookkeeping).delete("ensures"));
  const state = { state: "running", progress: statements, durationMs: null } as const;
  await connection.rows(rowStatements(bookkeeping).put(step(revision), state));
}

async function standing(connection: Connection) {
  const row = (await readRows(connection, "_retort"))?.find(({ id }) => id === "b2");
  return row ? [row.state, row.progress] : null;
}

async function ids(connection: Connection): Promise<string[]> {
  return ((await readRows(connection, "_retort")) ?? []).map(({ id }) => id);
}

async function tables(connection: Connection, schema = "public"): Promise<string[]> {
  const rows = await connection.rows<[string]>(
    "SELECT tablename::text FROM pg_tables WHERE schemaname = $1 ORDER BY 1",
    [schema],
  );
  return rows.map(([name]) => name);
}

function indexes(connection: Connection) {
  return connection.rows(`
    SELECT c.relname::text, i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE i.indrelid = 't'::regclass ORDER BY 1`);
}
