import assert from "node:assert/strict";

import { readRows } from "#host/bookkeeping/rows.ts";
import { codeHash } from "#host/hash.ts";
import { type RunOptions, runSteps, type RunStep } from "#host/runner/runSteps.ts";
import { stampRows } from "#host/runner/stampRows.ts";
import { options, step, type TestRevision, unlocked } from "#test/host/runner/steps.ts";
import { failureOf, serverTargets, valueOf } from "#test/host/runner/targets.ts";
import { withFolder } from "#test/support/folder.ts";

const first: TestRevision = { id: "a1", up: ["CREATE TABLE t (id int)"], down: ["DROP TABLE t"] };
const second: TestRevision = { id: "b2", parents: ["a1"], up: ["DO $$ BEGIN END $$"], down: ["SELECT 1"] };
const outside: TestRevision = { ...second, up: [["no transaction", "VACUUM t"]] };

for (const target of serverTargets()) {
  describe(`what a run needs is locked by somebody else, on ${target.name}`, function () {
    this.timeout(60_000);

    for (const [what, sql] of [
      ["the whole table of rows", "LOCK TABLE _retort.revisions IN ACCESS EXCLUSIVE MODE"],
      ["the row of a parent", "SELECT FROM _retort.revisions FOR UPDATE"],
    ] as const) {
      it(`${what}: told whom for, tried again, refused in the end, and run when it is free`, () =>
        target.use(async (one, connect) => {
          const holder = await connect();
          const told: string[] = [];
          const patient: RunOptions = {
            ...options,
            lockTimeoutMs: 200,
            attempts: 2,
            report: ({ message }) => told.push(message),
          };
          valueOf(await runSteps(one, [step(first)], options));
          const by = new RegExp(`retort \\(pid ${String(holder.pid)}, user postgres, idle in transaction`);
          for (const revision of [second, outside]) {
            await holder.rows(`BEGIN; ${sql}`);
            const failure = failureOf(await runSteps(one, [step(revision)], patient));
            assert.deepEqual([failure.code, failure.exit], ["statement/locked", 4]);
            assert.match([failure.message, ...failure.details].join("\n"), by);
            assert.match(failure.next.join("\n"), /pg_stat_activity/);
            assert.match(told.join("\n"), /waits for a lock that retort .* holds \(attempt 2 of 2\)/);
            await holder.rows("COMMIT");
            assert.deepEqual(await states(one), [["a1", "applied"]]);
            valueOf(await runSteps(one, [step(revision)], patient));
            valueOf(await runSteps(one, [step(second, "downgrade")], options));
          }
        }));
    }

    it("a stamp, and whoever only looks, wait no longer than the time-out, and say whom for", () =>
      target.use(async (one, connect) => {
        const holder = await connect();
        valueOf(await runSteps(one, [step(first)], options));
        const patient: RunOptions = { ...options, lockTimeoutMs: 200, attempts: 2 };
        await holder.rows("BEGIN; LOCK TABLE _retort.revisions IN ACCESS EXCLUSIVE MODE");
        const by = new RegExp(`"_retort"."revisions" is locked by retort \\(pid ${String(holder.pid)}`);
        await assert.rejects(readRows(one, "_retort", { lockTimeoutMs: 200 }), by);
        const stamped = await stampRows({ connection: one, lock: unlocked, options: patient }, [step(second)]);
        assert.match(failureOf(stamped).message, by);
        await holder.rows("COMMIT; BEGIN; SELECT FROM _retort.revisions FOR UPDATE");
        assert.match(
          failureOf(await stampRows({ connection: one, lock: unlocked, options: patient }, [])).message,
          /locked by another session, in 2 attempts/,
        );
        assert.deepEqual(await states(one), [["a1", "applied"]]);
        await holder.rows("COMMIT");
      }));

    it("the row of a statement that ran outside of a transaction: it is said that it ran, and how to go on", () =>
      target.use(async (one, connect) => {
        const holder = await connect();
        const patient: RunOptions = { ...options, lockTimeoutMs: 200, attempts: 2 };
        valueOf(await runSteps(one, [step(first)], options));
        // The statement waits until its row is somebody else's.
        await one.rows(`CREATE PROCEDURE waits() LANGUAGE plpgsql AS $$ BEGIN
          LOOP
            COMMIT;
            EXIT WHEN EXISTS (SELECT FROM pg_locks WHERE pid = ${String(holder.pid)} AND mode = 'RowShareLock');
            PERFORM pg_sleep(0.02);
          END LOOP; END $$`);
        const run = runSteps(one, [step({ ...second, up: [["no transaction", "CALL waits()"]] })], patient);
        const running = "SELECT FROM pg_stat_activity WHERE pid = $1 AND query LIKE 'CALL%'";
        while ((await holder.rows(running, [one.pid])).length === 0);
        await holder.rows("BEGIN; SELECT FROM _retort.revisions FOR UPDATE");
        const failure = failureOf(await run);
        assert.deepEqual([failure.code, failure.exit], ["statement/locked", 4]);
        assert.match(failure.unchanged, /ran and stays/);
        assert.match(failure.next.join("\n"), /retort resume b2/);
        await holder.rows("COMMIT");
      }));

    for (const mode of ["transaction", "batches"] as const) {
      it(`what a TypeScript revision needs (${mode}): run again from its beginning, refused in the end`, () =>
        withFolder({}, (folder) =>
          target.use(async (one, connect) => {
            const holder = await connect();
            valueOf(await runSteps(one, [step(first)], options));
            await one.rows("INSERT INTO t VALUES (1); CREATE TABLE log (n int)");
            const work = 'await db.query("INSERT INTO log VALUES (1)"); await db.query("UPDATE t SET id = 2");';
            const swallowed = 'try { await db.query("UPDATE t SET id = 2"); } catch (e) { throw new Error("mine"); }';
            const bodies =
              mode === "transaction"
                ? [work, `await db.query("INSERT INTO log VALUES (1)"); ${swallowed}`]
                : [
                    `await db.batches(async () => { ${work.replace("SET id = 2", "SET id = 2 WHERE id = 1")} return 0; });`,
                  ];
            for (const body of bodies) {
              const text = `export async function upgrade(db) { ${body} }\nexport async function downgrade() {}`;
              const code = codeStep(`${folder}/c.ts`, text, mode);
              await holder.rows("BEGIN; SELECT FROM t FOR UPDATE");
              const told: string[] = [];
              const patient = { ...options, lockTimeoutMs: 500, attempts: 2 };
              const failure = failureOf(await runSteps(one, [code], patient));
              assert.deepEqual([failure.code, failure.exit], ["statement/locked", 4]);
              assert.match(failure.details.join("\n"), new RegExp(`Held by retort \\(pid ${String(holder.pid)}`));
              assert.deepEqual(await one.rows("SELECT FROM log"), []);
              let freed: Promise<unknown> | null = null;
              const report: RunOptions["report"] = ({ message }) => {
                told.push(message);
                if (message.includes("attempt 2")) freed ??= holder.rows("COMMIT");
              };
              valueOf(await runSteps(one, [code], { ...patient, attempts: 10, report }));
              assert.match(told.join("\n"), /c3 waits for a lock that retort/);
              assert.equal((await one.rows("SELECT FROM log")).length, 1);
              valueOf(await runSteps(one, [{ ...code, direction: "downgrade" }], options));
              await one.rows("DELETE FROM log; UPDATE t SET id = 1");
            }
          }),
        ));
    }
  });
}

function codeStep(file: string, text: string, mode: "transaction" | "batches"): RunStep {
  const hash = codeHash(text);
  const made = { parents: ["a1"], dependsOn: [], message: "code", upHash: hash, downHash: hash, source: text };
  return { ...made, id: "c3", direction: "upgrade", file, sections: [], code: { file, text, mode } };
}

async function states(connection: Parameters<typeof readRows>[0]) {
  return ((await readRows(connection, "_retort")) ?? []).map(({ id, state }) => [id, state]);
}
