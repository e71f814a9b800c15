import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { ensureBookkeeping } from "#host/bookkeeping/ensure.ts";
import { readRows } from "#host/bookkeeping/rows.ts";
import { runSteps } from "#host/runner/runSteps.ts";
import { options, step } from "#test/host/runner/steps.ts";
import { failureOf, serverTargets, valueOf } from "#test/host/runner/targets.ts";

const table = step({ id: "a1", up: ["CREATE TABLE t (id int)"] });
const column = step({ id: "b2", parents: ["a1"], up: ["ALTER TABLE t ADD COLUMN name text; SELECT 1"] });

for (const target of serverTargets()) {
  describe(`several at once on ${target.name}`, function () {
    this.timeout(60_000);

    it("two runs take turns; the second finds everything done and says whom it waited for", () =>
      target.use(async (one, connect) => {
        const two = await connect();
        const slow = step({ id: "a1", up: ["SELECT pg_sleep(1); CREATE TABLE t (id int)"] });
        const waits: string[] = [];
        const first = runSteps(one, [slow, column], options);
        await sleep(300);
        const second = runSteps(two, [slow, column], { ...options, report: ({ message }) => waits.push(message) });
        assert.deepEqual(
          valueOf(await first).steps.map(({ outcome }) => outcome),
          ["ran", "ran"],
        );
        assert.deepEqual(
          valueOf(await second).steps.map(({ outcome }) => outcome),
          ["skipped", "skipped"],
        );
        assert.match(
          waits[0] ?? "",
          /^Waiting for retort \(pid \d+, since \d{4}-\d\d-\d\dT[\d:]+Z\), which is migrating/,
        );
        assert.equal((await readRows(one, "_retort"))?.length, 2);
        assert.deepEqual(await one.rows("SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory'"), [[0]]);
      }));

    it("runs that keep their rows apart do not wait for each other", () =>
      target.use(async (one, connect) => {
        const two = await connect();
        const slow = step({ id: "a1", up: ["SELECT pg_sleep(2)"] });
        const order: string[] = [];
        await Promise.all([
          runSteps(one, [slow], options).then(() => order.push("slow")),
          runSteps(two, [table], { ...options, bookkeeping: "_other" }).then(() => order.push("quick")),
        ]);
        assert.deepEqual(order, ["quick", "slow"]);
      }));

    it("creating the table of rows at the same time does no harm", () =>
      target.use(async (one, connect) => {
        const connections = [one, ...(await Promise.all([connect(), connect(), connect()]))];
        for (let round = 0; round < 5; round++) {
          const name = `_retort_${round}`;
          for (const ensured of await Promise.all(connections.map((c) => ensureBookkeeping(c, name)))) valueOf(ensured);
          assert.deepEqual(await readRows(one, name), []);
        }
      }));

    it("a section that gets no lock is tried again as a whole", () =>
      target.use(async (one, connect) => {
        const two = await connect();
        valueOf(await runSteps(one, [table], options));
        await two.rows("BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
        const messages: string[] = [];
        const report = ({ message }: { readonly message: string }) => messages.push(message);
        const run = runSteps(one, [column], { ...options, report, lockTimeoutMs: 200, attempts: 50 });
        // Who holds it is looked for while an attempt waits: one that is over too soon does not tell.
        const pid = String(two.pid);
        const told = () =>
          messages.find((message) => message.includes(`retort (pid ${pid}, user postgres, idle in transaction`));
        while (told() === undefined) await sleep(20);
        await two.rows("COMMIT");
        valueOf(await run);
        assert.match(told() ?? "", /^b2 waits for a lock that .+ holds \(attempt \d+ of 50\)$/);
        assert.equal((await readRows(one, "_retort"))?.length, 2);
      }));

    it("a section that never gets its lock changes nothing and says so", () =>
      target.use(async (one, connect) => {
        const two = await connect();
        valueOf(await runSteps(one, [table], options));
        await two.rows("BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
        const failure = failureOf(await runSteps(one, [column], { ...options, lockTimeoutMs: 50, attempts: 2 }));
        assert.deepEqual([failure.code, failure.exit], ["statement/locked", 4]);
        assert.equal(failure.unchanged, "The section was rolled back. Nothing was changed.");
        assert.equal(failure.place?.file, "b2.sql");
        await two.rows("ROLLBACK");
        assert.equal((await readRows(one, "_retort"))?.length, 1);
      }));

    it("a run that is cancelled ends at once, also while it waits for another", () =>
      target.use(async (one, connect) => {
        const two = await connect();
        const endless = step({ id: "a1", up: ["CREATE TABLE t (id int); SELECT pg_sleep(600)"] });
        const running = new AbortController();
        const waiting = new AbortController();
        const first = runSteps(one, [endless], { ...options, signal: running.signal });
        await sleep(300);
        const second = runSteps(two, [endless], { ...options, signal: waiting.signal });
        await sleep(300);
        waiting.abort();
        assert.equal(failureOf(await second).unchanged, "Nothing was run.");
        running.abort();
        const failure = failureOf(await first);
        assert.deepEqual([failure.code, failure.place], ["statement/cancelled", null]);
        assert.equal(failure.unchanged, "The section was rolled back. Nothing was changed.");
        assert.deepEqual(await two.rows("SELECT to_regclass('t'), count(*)::int FROM _retort.revisions"), [[null, 0]]);
      }));

    it("a session that the server ends leaves rows and catalog in agreement", () =>
      target.use(async (one, connect) => {
        const two = await connect();
        const [[pid] = [0]] = await one.rows<[number]>("SELECT pg_backend_pid()");
        const outside = step({
          id: "b2",
          parents: ["a1"],
          up: [["no transaction", "CREATE TABLE kept (id int); SELECT pg_sleep(600)"]],
        });
        const run = runSteps(one, [table, outside], options);
        await sleep(700);
        await two.rows("SELECT pg_terminate_backend($1)", [pid]);
        const failure = failureOf(await run);
        assert.deepEqual([failure.code, failure.exit], ["database/lost", 4]);
        assert.match(
          failure.unchanged,
          /^1 statement of b2 stays committed\. The revision run before it stays applied: a1\.$/,
        );
        const rows = (await readRows(two, "_retort")) ?? [];
        assert.deepEqual(
          rows.map(({ id, state, progress }) => [id, state, progress]),
          [
            ["a1", "applied", 0],
            ["b2", "running", 1],
          ],
        );
        assert.deepEqual(await two.rows("SELECT to_regclass('kept')::text"), [["kept"]]);
        const next = failureOf(await runSteps(two, [outside], options));
        assert.match(next.message, /its way up was ended at statement 2/);
      }));

    it("a role that may create nothing is told what it lacks", () =>
      target.use(async (one) => {
        await one.rows("DROP ROLE IF EXISTS poor");
        await one.rows("CREATE ROLE poor; SET ROLE poor");
        const failure = failureOf(await runSteps(one, [table], options));
        assert.equal(failure.exit, 4);
        assert.match(failure.message, /can't create "_retort"\."revisions".*permission denied for database/);
        assert.match(failure.next.join(" "), /"bookkeeping" in retort\.json/);
        await one.rows("RESET ROLE");
        await one.rows("DROP ROLE poor");
      }));
  });
}
