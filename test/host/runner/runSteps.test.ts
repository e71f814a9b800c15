import assert from "node:assert/strict";

import { readRows } from "#host/bookkeeping/rows.ts";
import type { Connection } from "#host/connection.ts";
import { runSteps } from "#host/runner/runSteps.ts";
import { stampRows } from "#host/runner/stampRows.ts";
import { options, step, type TestRevision, unlocked } from "#test/host/runner/steps.ts";
import { failureOf, targets, valueOf } from "#test/host/runner/targets.ts";

const first: TestRevision = { id: "a1", up: ["CREATE TABLE t (id int);"], down: ["DROP TABLE t;"] };
const second: TestRevision = {
  id: "b2",
  parents: ["a1"],
  up: ["ALTER TABLE t ADD COLUMN name text;\nCREATE INDEX t_name ON t (name)"],
  down: ["ALTER TABLE t DROP COLUMN name"],
};

for (const target of targets()) {
  describe(`running revisions on ${target.name}`, function () {
    this.timeout(60_000);

    const on = (work: (connection: Connection) => Promise<void>) => () => target.use(work);

    it(
      "goes up and down, a row each",
      on(async (connection) => {
        const messages: string[] = [];
        const report = valueOf(
          await runSteps(connection, [step(first), step(second)], {
            ...options,
            report: ({ message }) => messages.push(message),
          }),
        );
        assert.deepEqual(
          report.steps.map(({ id, outcome }) => [id, outcome]),
          [
            ["a1", "ran"],
            ["b2", "ran"],
          ],
        );
        assert.deepEqual(messages, ["Upgrading to a1: make a1", "Upgrading to b2: make b2", "Done"]);
        const rows = (await readRows(connection, "_retort")) ?? [];
        assert.deepEqual(
          rows.map(({ id, parents, state, progress, source }) => [id, parents, state, progress, source]),
          [
            ["a1", [], "applied", 0, "source of a1"],
            ["b2", ["a1"], "applied", 0, "source of b2"],
          ],
        );
        const [one, two] = rows;
        assert.ok(one && two);
        assert.deepEqual([two.upHash, two.downHash], [step(second).upHash, step(second).downHash]);
        assert.match(one.appliedAt ?? "", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        assert.equal(one.appliedBy, "postgres");
        assert.ok((one.durationMs ?? -1) >= 0);

        valueOf(await runSteps(connection, [step(second, "downgrade"), step(first, "downgrade")], options));
        assert.deepEqual(await readRows(connection, "_retort"), []);
        assert.deepEqual(await tables(connection), []);
      }),
    );

    it(
      "rolls a failing section back, points at the word, and keeps what ran before",
      on(async (connection) => {
        const sql = "ALTER TABLE t ADD COLUMN extra int;\n-- ünïcödé 🐘 before the word\nUPDATE t SET nöpe = '🐘'";
        const failure = failureOf(await runSteps(connection, [step(first), step({ ...second, up: [sql] })], options));
        assert.equal(failure.code, "statement/failed");
        assert.equal(failure.exit, 4);
        assert.match(failure.message, /^Revision b2 failed\. PostgreSQL: column "nöpe"/);
        assert.equal(failure.unchanged, "The section was rolled back. The revision run before it stays applied: a1.");
        const at = sql.indexOf("nöpe");
        assert.deepEqual(failure.place, { file: "b2.sql", span: { start: at, end: at + 4 } });
        assert.deepEqual(await ids(connection), ["a1"]);
        assert.deepEqual(await columns(connection, "t"), ["id"]);
      }),
    );

    it(
      "keeps the sections before a failing one, and says where it stopped",
      on(async (connection) => {
        const revision = {
          ...first,
          up: ["CREATE TABLE t (id int); CREATE TABLE u (id int)", "CREATE TABLE v (id int); SELECT 1/0"],
        };
        const failure = failureOf(await runSteps(connection, [step(revision)], options));
        assert.equal(
          failure.unchanged,
          "The section was rolled back. 2 statements of a1, in the sections before it, stay.",
        );
        assert.deepEqual(await tables(connection), ["t", "u"]);
        assert.deepEqual(await standings(connection), [["a1", "failed", 2]]);
        const again = failureOf(await runSteps(connection, [step(revision)], options));
        assert.deepEqual([again.code, again.exit], ["refused/halfDone", 3]);
        assert.match(again.message, /its way up failed at statement 3/);
      }),
    );

    it(
      "runs sections without a transaction statement by statement",
      on(async (connection) => {
        const concurrently: TestRevision = {
          ...second,
          up: [
            "ALTER TABLE t ADD COLUMN name text",
            [
              "no transaction",
              "CREATE INDEX CONCURRENTLY t_name ON t (name);\nCREATE INDEX CONCURRENTLY t_id ON t (id)",
            ],
            "CREATE TYPE mood AS ENUM ('sad')",
            ["no transaction", "ALTER TYPE mood ADD VALUE 'happy'; ALTER TABLE t ADD COLUMN m mood DEFAULT 'happy'"],
          ],
          down: [
            "ALTER TABLE t DROP COLUMN m; DROP TYPE mood",
            ["no transaction", "DROP INDEX CONCURRENTLY t_id; DROP INDEX CONCURRENTLY t_name"],
            "ALTER TABLE t DROP COLUMN name",
          ],
        };
        valueOf(await runSteps(connection, [step(first), step(concurrently)], options));
        assert.deepEqual(await standings(connection), [
          ["a1", "applied", 0],
          ["b2", "applied", 0],
        ]);
        assert.deepEqual(await columns(connection, "t"), ["id", "name", "m"]);
        valueOf(await runSteps(connection, [step(concurrently, "downgrade")], options));
        assert.deepEqual(await ids(connection), ["a1"]);
        assert.deepEqual(await columns(connection, "t"), ["id"]);
      }),
    );

    it(
      "keeps what was committed outside a transaction, with its row",
      on(async (connection) => {
        const up = (sql: string): TestRevision => ({
          id: "a1",
          up: [["no transaction", sql]],
          down: [["no transaction", sql]],
        });
        const halfway = up(
          "CREATE TABLE one (id int); CREATE TABLE two (id int); SELECT 1/0; CREATE TABLE three (id int)",
        );
        const failure = failureOf(await runSteps(connection, [step(halfway)], options));
        assert.match(failure.unchanged, /^2 statements of a1 ran outside a transaction and stay\./);
        assert.deepEqual(await tables(connection), ["one", "two"]);
        assert.deepEqual(await standings(connection), [["a1", "failed", 2]]);

        valueOf(await stampRows({ connection, lock: unlocked, options }, [step(halfway)]));
        assert.deepEqual(await standings(connection), [["a1", "applied", 0]]);
        const down = failureOf(
          await runSteps(connection, [step(up("DROP TABLE one; SELECT 1/0"), "downgrade")], options),
        );
        assert.match(down.unchanged, /^1 statement of a1 ran outside/);
        assert.deepEqual(await standings(connection), [["a1", "failed", -2]]);
      }),
    );

    it(
      "runs a revision whose first statement was refused again, once it is mended",
      on(async (connection) => {
        const broken = { ...first, up: [["no transaction", "SELECT 1/0"]] } as const;
        failureOf(await runSteps(connection, [step(broken)], options));
        assert.deepEqual(await standings(connection), [["a1", "failed", 0]]);
        valueOf(await runSteps(connection, [step(first)], options));
        assert.deepEqual(await standings(connection), [["a1", "applied", 0]]);
      }),
    );

    it(
      "skips what is done already, and refuses a plan that the rows have left behind",
      on(async (connection) => {
        valueOf(await runSteps(connection, [step(first), step(second)], options));
        const report = valueOf(await runSteps(connection, [step(first), step(second)], options));
        assert.deepEqual(
          report.steps.map(({ outcome }) => outcome),
          ["skipped", "skipped"],
        );
        const early = failureOf(await runSteps(connection, [step(first, "downgrade")], options));
        assert.deepEqual([early.code, early.exit], ["refused/moved", 3]);
        const orphan = step({ id: "c3", parents: ["missing"], up: ["SELECT 1"] });
        assert.equal(failureOf(await runSteps(connection, [orphan], options)).code, "refused/moved");
      }),
    );

    it(
      "lets nothing of one section reach the next",
      on(async (connection) => {
        await connection
          .rows("CREATE SCHEMA other; CREATE ROLE visitor NOLOGIN; GRANT ALL ON SCHEMA public TO visitor")
          .catch(() => undefined);
        const leaking = step({
          id: "a1",
          up: [
            "SET search_path = other; SET ROLE visitor; SET standard_conforming_strings = off",
            ["no transaction", "SET ROLE visitor; SELECT 1/(CASE current_user WHEN 'visitor' THEN 1 ELSE 0 END)"],
            ["no transaction", "CREATE TABLE here (id int)"],
          ],
        });
        valueOf(await runSteps(connection, [leaking], options));
        assert.deepEqual(await tables(connection), ["here"]);
        assert.deepEqual(
          await connection.rows("SELECT pg_get_userbyid(relowner)::text FROM pg_class WHERE relname = 'here'"),
          [["postgres"]],
        );
      }),
    );

    it(
      "refuses, before anything runs, what would end a transaction or needs psql",
      on(async (connection) => {
        for (const [sql, code] of [
          ["CREATE TABLE x (id int); COMMIT; DROP TABLE x", "statement/transactionControl"],
          ["/* c */ BEGIN ; SELECT 1", "statement/transactionControl"],
          ["START TRANSACTION", "statement/transactionControl"],
          ["ROLLBACK", "statement/transactionControl"],
          ["\\restrict x\nCREATE TABLE x (id int)", "statement/psqlCommand"],
          ["CREATE TABLE x (id int);\n\\unrestrict x", "statement/psqlCommand"],
          ["COPY t (id) FROM STDIN", "statement/copyFromStdin"],
          ["COPY t (id) FROM PROGRAM 'echo 1'", "statement/copyProgram"],
        ] as const) {
          const failure = failureOf(await runSteps(connection, [step(first), step({ ...second, up: [sql] })], options));
          assert.deepEqual([failure.code, failure.exit, failure.unchanged], [code, 2, "Nothing was run."], sql);
          assert.equal(failure.place?.file, "b2.sql");
        }
        const savepoints = "SAVEPOINT s; CREATE TABLE gone (id int); ROLLBACK TO SAVEPOINT s; RELEASE s";
        valueOf(await runSteps(connection, [step({ id: "ok", up: [savepoints] })], options));
        assert.deepEqual(await tables(connection), []);
      }),
    );

    it(
      "quotes whatever a revision is called, and keeps its rows where it is told",
      on(async (connection) => {
        const hostile = { ...step(first), id: `'; DROP TABLE t; --`, message: 'it\'s \\ "odd"\n$$', parents: [] };
        const bookkeeping = `odd "name'`;
        await runSteps(connection, [hostile], { ...options, bookkeeping, home: "public" }).then(valueOf);
        const [row] = (await readRows(connection, bookkeeping)) ?? [];
        assert.deepEqual([row?.id, row?.message, row?.state], [hostile.id, hostile.message, "applied"]);
        assert.deepEqual(await tables(connection), ["t"]);
      }),
    );

    it(
      "runs nothing when it was cancelled before it began",
      on(async (connection) => {
        const failure = failureOf(
          await runSteps(connection, [step(first)], { ...options, signal: AbortSignal.abort() }),
        );
        assert.deepEqual([failure.code, failure.unchanged], ["statement/cancelled", "Nothing was run."]);
        assert.deepEqual(await tables(connection), []);
      }),
    );
  });
}

async function tables(connection: Connection): Promise<string[]> {
  const rows = await connection.rows<[string]>(
    "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
  );
  return rows.map(([name]) => name);
}

async function columns(connection: Connection, table: string): Promise<string[]> {
  const rows = await connection.rows<[string]>(
    "SELECT attname::text FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
    [table],
  );
  return rows.map(([name]) => name);
}

async function standings(connection: Connection) {
  return ((await readRows(connection, "_retort")) ?? []).map(({ id, state, progress }) => [id, state, progress]);
}

async function ids(connection: Connection): Promise<string[]> {
  return ((await readRows(connection, "_retort")) ?? []).map(({ id }) => id);
}
