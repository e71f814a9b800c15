import assert from "node:assert/strict";

import { runSteps } from "#host/runner/runSteps.ts";
import { options, step } from "#test/host/runner/steps.ts";
import { serverTargets, valueOf } from "#test/host/runner/targets.ts";

/** CREATE INDEX CONCURRENTLY waits for the end of every transaction that has a snapshot when it looks: also for that of the lock. */
for (const target of serverTargets()) {
  describe(`what is built concurrently never waits for the run's own lock, on ${target.name}`, function () {
    this.timeout(60_000);

    const slow = "CREATE TABLE t (id int); SELECT pg_sleep(0.5)";
    const concurrent = ["no transaction", "CREATE INDEX CONCURRENTLY i ON t (id)"] as const;
    const patient = () => ({ ...options, lockTimeoutMs: 600, signal: AbortSignal.timeout(15_000) });

    it("after a section that lasted so long that it was looked whom it waits for", () =>
      target.use(async (one) => {
        const report = valueOf(await runSteps(one, [step({ id: "a1", up: [slow, concurrent] })], patient()));
        assert.equal(report.steps[0]?.outcome, "ran");
      }));

    it("also when a look at who is waited for takes longer than the wait", () =>
      target.use(async (one, connect) => {
        // Found first where the session that looks resolves names.
        await one.rows(`CREATE SCHEMA slow; CREATE FUNCTION slow.pg_blocking_pids(int) RETURNS int[] LANGUAGE sql
          AS 'SELECT ''{}''::int[] FROM pg_sleep(0.7)'`);
        const [[database] = [""]] = await one.rows<[string]>("SELECT current_database()");
        await one.rows(`ALTER DATABASE "${database}" SET search_path = slow, pg_catalog, public`);
        const run = await runSteps(await connect(), [step({ id: "a1", up: [slow, concurrent] })], patient());
        assert.equal(valueOf(run).steps[0]?.outcome, "ran");
      }));
  });
}
