import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { readRows } from "#host/bookkeeping/rows.ts";
import type { Connection } from "#host/connection.ts";
import { lockHolder } from "#host/lock.ts";
import { openServer, type ServerConfig } from "#host/postgres.ts";
import { type RunOptions, runSteps } from "#host/runner/runSteps.ts";
import { options, step, type TestRevision } from "#test/host/runner/steps.ts";
import { failureOf, serverTargets, type Target, valueOf } from "#test/host/runner/targets.ts";
import { installedMajors, sharedServer } from "#test/support/servers.ts";

const table: TestRevision = { id: "a1", up: ["CREATE TABLE t (id int)"], down: ["DROP TABLE t"] };
/** Until lock 7 is free. */
const held: TestRevision = {
  id: "b2",
  parents: ["a1"],
  up: [
    "ALTER TABLE t ADD COLUMN n int",
    "DO $$ BEGIN WHILE NOT pg_try_advisory_xact_lock(7) LOOP PERFORM pg_sleep(0.02); END LOOP; END $$",
  ],
};

const slow: TestRevision = {
  id: "b2",
  parents: ["a1"],
  up: ["ALTER TABLE t ADD COLUMN n int; SELECT pg_sleep(0.7)"],
  down: ["SELECT pg_sleep(0.7); ALTER TABLE t DROP COLUMN n"],
};

/** A run as it would be if its lock had been lost: nothing but the rows keeps it from another's revision. */
function runUnlocked(
  connection: Connection,
  revisions: readonly TestRevision[],
  way: "upgrade" | "downgrade" = "upgrade",
) {
  const steps = revisions.map((revision) => step(revision, way));
  return runSteps({ ...connection, beside: null }, steps, { ...options, lockTimeoutMs: 300 });
}

for (const target of serverTargets()) {
  describe(`what the rows and locks keep apart on ${target.name}`, function () {
    this.timeout(60_000);

    it("two runs never apply one revision, even without a lock between them", () =>
      target.use(async (one, connect) => {
        const two = await connect();
        const runs = [runUnlocked(one, [table, slow]), sleep(200).then(() => runUnlocked(two, [table, slow]))];
        const reports = (await Promise.all(runs)).map((run) => valueOf(run).steps.map(({ outcome }) => outcome));
        assert.deepEqual(reports.map((outcomes) => outcomes[1]).toSorted(), ["ran", "skipped"]);
        assert.deepEqual(await states(one), [
          ["a1", "applied"],
          ["b2", "applied"],
        ]);
      }));

    it("nor one whose row comes last", async () => {
      for (const up of ["ALTER TABLE t ADD COLUMN n int", "CREATE INDEX ON t (id)"]) {
        await target.use(async (one, connect) => {
          const [two, three] = [await connect(), await connect()];
          valueOf(await runUnlocked(one, [table]));
          await three.rows("BEGIN; LOCK TABLE t");
          const revision: TestRevision = { id: "b2", parents: ["a1"], up: [up] };
          const runs = [runUnlocked(one, [revision]), runUnlocked(two, [revision])];
          await sleep(150);
          await three.rows("COMMIT");
          const reports = (await Promise.all(runs)).map((run) => valueOf(run).steps.map(({ outcome }) => outcome));
          assert.deepEqual(reports.flat().toSorted(), ["ran", "skipped"], up);
          assert.deepEqual(await states(one), [
            ["a1", "applied"],
            ["b2", "applied"],
          ]);
          const [[made] = []] = await one.rows<[number]>(
            "SELECT relnatts + (SELECT count(*)::int FROM pg_index WHERE indrelid = 't'::regclass) FROM pg_class WHERE relname = 't'",
          );
          assert.equal(made, 2, up);
        });
      }
    });

    it("nor does one take away what the other stands on", () =>
      target.use(async (one, connect) => {
        const two = await connect();
        valueOf(await runUnlocked(one, [table]));
        const up = runUnlocked(one, [slow]);
        await sleep(200);
        assert.equal(failureOf(await runUnlocked(two, [table], "downgrade")).code, "refused/moved");
        valueOf(await up);

        const down = runUnlocked(one, [slow, table], "downgrade");
        await sleep(200);
        const again = await runUnlocked(two, [slow]);
        valueOf(await down);
        // It waited for the way down, and then stood on nothing any more; or it was told at once that it is applied.
        assert.ok(again.ok ? again.value.steps[0]?.outcome === "skipped" : again.failure.code === "refused/moved");
        assert.deepEqual(await states(one), []);
      }));

    it("a run whose lock session is ended takes the lock again before it goes on", () =>
      target.use(async (one, connect) => {
        const two = await connect();
        const run = runSteps(
          one,
          [step(table), step(slow), step({ id: "c3", parents: ["b2"], up: ["SELECT 1"] })],
          options,
        );
        await sleep(400);
        const [ended] = await two.rows("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'");
        assert.deepEqual(ended, [true]);
        assert.equal(valueOf(await run).steps.length, 3);
        assert.equal((await states(one)).length, 3);
      }));

    it("a run that is cancelled as it connects for its lock leaves no session open", () =>
      target.use(async (one) => {
        const cancelled = new AbortController();
        const opened: Connection[] = [];
        const beside: Connection["beside"] = async (signal) => {
          assert.ok(one.beside);
          const session = await one.beside(signal);
          opened.push(valueOf(session));
          cancelled.abort();
          return session;
        };
        const run = runSteps({ ...one, beside }, [step(table)], { ...options, signal: cancelled.signal });
        await run.catch(() => undefined);
        assert.deepEqual(
          opened.map((session) => session.isOpen()),
          [false],
        );
        assert.deepEqual(await one.rows("SELECT to_regclass('t')"), [[null]]);
      }));

    it("waiting for another run can be limited, and says who it is", () =>
      target.use(async (one, connect) => {
        const two = await connect();
        await two.rows("SELECT pg_advisory_lock(7)");
        const first = runSteps(one, [step(table), step(held)], options);
        while ((await lockHolder(two, "_retort")) === null);
        for (const lockWaitMs of [0, 200]) {
          const failure = failureOf(await runSteps(await connect(), [step(table)], { ...options, lockWaitMs }));
          assert.deepEqual(
            [failure.code, failure.exit, failure.unchanged],
            ["refused/lockWait", 3, "Nothing was run."],
          );
          assert.match(failure.message, /being migrated by retort \(pid \d+, since \d{4}-/);
          assert.match(failure.next.join(" "), /--lock-wait/);
        }
        await two.rows("SELECT pg_advisory_unlock(7)");
        valueOf(await first);
      }));

    it("a statement that goes on in the server after its process is gone is waited for", () =>
      target.use(async (one, connect) => {
        const [two, three] = [await connect(), await connect()];
        const outside: TestRevision = {
          id: "a1",
          up: [["no transaction", "DO $$ BEGIN COMMIT; PERFORM pg_sleep(2); END $$"]],
        };
        void runSteps(one, [step(outside)], options);
        await sleep(700);
        // Its lock is gone, as that of a killed process is; its statement is not.
        await three.rows(
          "SELECT pg_terminate_backend(l.pid) FROM pg_locks l WHERE locktype = 'advisory' AND l.pid <> $1",
          [one.pid],
        );
        const waits: string[] = [];
        const report = ({ message }: { readonly message: string }) => waits.push(message);
        const second = runSteps(two, [step(outside)], { ...options, report, resume: true, lockWaitMs: 0 });
        assert.match(failureOf(await second).message, new RegExp(`being migrated by retort \\(pid ${String(one.pid)}`));
      }));

    it("one transaction for everything takes everything back", () =>
      target.use(async (one) => {
        const together: RunOptions = { ...options, singleTransaction: true };
        const broken = step({ id: "b2", parents: ["a1"], up: ["CREATE TABLE u (id int); SELECT 1/0"] });
        const failure = failureOf(await runSteps(one, [step(table), broken], together));
        assert.equal(failure.unchanged, "The whole run was rolled back. Nothing was changed.");
        assert.equal(failure.place?.file, "b2.sql");
        assert.deepEqual(await states(one), []);
        assert.deepEqual(await one.rows("SELECT to_regclass('t')"), [[null]]);

        const mended = step({
          id: "b2",
          parents: ["a1"],
          up: ["SET search_path = pg_catalog; CREATE TABLE public.u (id int)"],
        });
        const third = step({ id: "c3", parents: ["b2"], up: ["CREATE TABLE here (id int)"] });
        valueOf(await runSteps(one, [step(table), mended, third], together));
        assert.equal((await states(one)).length, 3);
        assert.deepEqual(await one.rows("SELECT to_regclass('public.here') IS NOT NULL"), [[true]]);
        const report = valueOf(await runSteps(one, [step(table), mended, third], together));
        assert.deepEqual(new Set(report.steps.map(({ outcome }) => outcome)), new Set(["skipped"]));

        const outside = step({ id: "d4", parents: ["c3"], up: [["no transaction", "VACUUM"]] });
        assert.equal(failureOf(await runSteps(one, [outside], together)).code, "refused/singleTransaction");
      }));

    it("statements are limited as it is configured, those outside of transactions never", () =>
      target.use(async (one) => {
        const limited: RunOptions = { ...options, statementTimeoutMs: 150 };
        for (const up of ["SELECT pg_sleep(5)", ["no transaction", "SELECT pg_sleep(5)"] as const]) {
          const failure = failureOf(await runSteps(one, [step({ id: "a1", up: [up] })], limited));
          assert.match(failure.message, /canceling statement due to statement timeout/);
        }
        const sql = "DO $$ BEGIN COMMIT; PERFORM pg_sleep(0.4); END $$";
        valueOf(await runSteps(one, [step({ id: "a1", up: [["no transaction", sql]] })], limited));
        await one.rows("SET statement_timeout = 150");
        valueOf(await runSteps(one, [step({ id: "b2", up: [["no transaction", sql]] })], options));
      }));

    it("a cancelled CREATE INDEX CONCURRENTLY says what is left of it, and is resumed", () =>
      target.use(async (one, connect) => {
        const two = await connect();
        valueOf(await runSteps(one, [step(table)], options));
        await two.rows("BEGIN; INSERT INTO t VALUES (1)");
        const indexed = step({
          id: "b2",
          parents: ["a1"],
          up: [["no transaction", "CREATE INDEX CONCURRENTLY i ON t (id)"]],
        });
        const cancel = new AbortController();
        const run = runSteps(one, [indexed], { ...options, signal: cancel.signal });
        await until(async () => (await two.rows("SELECT 1 FROM pg_class WHERE relname = 'i'")).length === 1);
        cancel.abort();
        const failure = failureOf(await run);
        assert.equal(failure.code, "statement/cancelled");
        assert.match(failure.unchanged, /The invalid index public\.i is left of it\.$/);
        await two.rows("COMMIT");
        valueOf(await runSteps(one, [indexed], options));
        assert.deepEqual(await one.rows("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"), [[true]]);
      }));

    for (const [sql, left, end] of [
      ["DROP INDEX CONCURRENTLY i", "i", []],
      ["REINDEX INDEX CONCURRENTLY i", "i_ccnew", [["i", true]]],
      ["REINDEX TABLE CONCURRENTLY t", "i_ccnew", [["i", true]]],
    ] as const) {
      it(`${sql}, cancelled twice, says what is left of it each time, and is run again`, () =>
        target.use(async (one, connect) => {
          const two = await connect();
          valueOf(
            await runSteps(
              one,
              [step({ id: "a1", up: ["CREATE TABLE t (id int); CREATE INDEX i ON t (id)"] })],
              options,
            ),
          );
          const concurrent = step({ id: "b2", parents: ["a1"], up: [["no transaction", sql]] });
          await two.rows("BEGIN; INSERT INTO t VALUES (1)");
          for (let times = 0; times < 2; times++) {
            const cancel = new AbortController();
            const run = runSteps(one, [concurrent], { ...options, signal: cancel.signal });
            const waits = `SELECT FROM pg_locks WHERE pid = ${String(one.pid)} AND NOT granted`;
            await until(async () => (await two.rows(waits)).length === 1);
            cancel.abort();
            const failure = failureOf(await run);
            assert.equal(failure.unchanged, `The invalid index public.${left} is left of it.`);
          }
          await two.rows("COMMIT");
          valueOf(await runSteps(one, [concurrent], options));
          const indexes = "SELECT indexrelid::regclass::text, indisvalid FROM pg_index WHERE indrelid = 't'::regclass";
          assert.deepEqual(await one.rows(indexes), end);
        }));
    }

    it("a lock that is not to be had is refused in the end; others wait no longer than the time-out", () =>
      target.use(async (one, connect) => {
        const [holder, reader] = [await connect(), await connect()];
        valueOf(await runSteps(one, [step(table)], options));
        await holder.rows("BEGIN; SELECT count(*) FROM t");
        const attempts: RunOptions = { ...options, lockTimeoutMs: 1000, attempts: 4 };
        const run = runSteps(one, [step(slow)], attempts);
        let longest = 0;
        const ended = run.then(() => true);
        while (!(await Promise.race([ended, sleep(20, false)]))) {
          const asked = performance.now();
          await reader.rows("SELECT count(*) FROM t");
          longest = Math.max(longest, performance.now() - asked);
        }
        const failure = failureOf(await run);
        assert.deepEqual([failure.code, failure.exit], ["statement/locked", 4]);
        assert.match(failure.message, /did not get the locks it needs in 4 attempts/);
        assert.match(
          failure.details.join("\n"),
          new RegExp(`Held by retort \\(pid ${String(holder.pid)}, user postgres, idle in transaction`),
        );
        assert.equal(failure.place?.file, "b2.sql");
        assert.deepEqual(await states(one), [["a1", "applied"]]);
        // Four attempts and the pauses between them; a queue behind all of them would be as long as they are.
        assert.ok(longest < 3000, `a reader waited ${longest} ms`);
        await holder.rows("COMMIT");
      }));

    it("locks of a transaction that was prepared and left are told as that", () =>
      target.use(async (one, connect) => {
        const holder = await connect();
        valueOf(await runSteps(one, [step(table)], options));
        const gid = `left ${String(one.pid)}`;
        await holder.rows(`BEGIN; LOCK TABLE t; PREPARE TRANSACTION '${gid}'`);
        try {
          const attempts: RunOptions = { ...options, lockTimeoutMs: 300, attempts: 2 };
          const failure = failureOf(await runSteps(one, [step(slow)], attempts));
          assert.match(
            failure.details.join("\n"),
            new RegExp(`Held by the prepared transaction ${gid} \\(user postgres`),
          );
          assert.match(failure.next.join("\n"), /pg_prepared_xacts/);
        } finally {
          await holder.rows(`ROLLBACK PREPARED '${gid}'`);
        }
        valueOf(await runSteps(one, [step(slow)], options));
      }));

    it("a run that finds room for one connection says that it needs two", () =>
      target.use(async (one) => {
        const role = `lonely_${String(one.pid)}`;
        await one.rows(`CREATE ROLE ${role} LOGIN CONNECTION LIMIT 1`);
        try {
          const lonely = valueOf(await openServer({ ...(await configOf(target, one)), user: role }).connect());
          const failure = failureOf(await runSteps(lonely, [step(table)], options));
          await lonely.close();
          assert.deepEqual([failure.code, failure.exit], ["database/noConnectionLeft", 4]);
          assert.match(failure.next[0] ?? "", /A run needs two/);
        } finally {
          await one.rows(`DROP ROLE ${role}`);
        }
      }));
  });
}

/** Where a session of the server is connected to. */
async function configOf({ name }: Pick<Target, "name">, connection: Connection): Promise<ServerConfig> {
  const major = installedMajors().find((installed) => name.endsWith(String(installed))) ?? 18;
  const [[database] = [""]] = await connection.rows<[string]>("SELECT current_database()::text");
  return { ...(await sharedServer(major)).connection, database };
}

async function states(connection: Connection) {
  return ((await readRows(connection, "_retort")) ?? []).map(({ id, state }) => [id, state]);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(30);
}
