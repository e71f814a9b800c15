import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { readRows } from "#host/bookkeeping/rows.ts";
import type { Connection } from "#host/connection.ts";
import { openServer, type ServerConfig } from "#host/postgres.ts";
import { runSteps } from "#host/runner/runSteps.ts";
import { options, step } from "#test/host/runner/steps.ts";
import { failureOf, valueOf } from "#test/host/runner/targets.ts";
import { findPgbouncer, type Pooler, startPooler } from "#test/support/pgbouncer.ts";
import { installedMajors, sharedServer, withDatabase } from "#test/support/servers.ts";

const program = findPgbouncer();
const major = installedMajors().at(-1);

(program === null || major === undefined ? describe.skip : describe)(
  "through PgBouncer in transaction mode",
  function () {
    this.timeout(60_000);
    let pooler: Pooler;
    before(async () => {
      pooler = await startPooler(program ?? "", await sharedServer(major ?? 18));
    });
    after(() => pooler.stop());

    /** A database through the pooler, and directly. */
    const on = (work: (pooled: Connection, direct: Connection, config: ServerConfig) => Promise<void>) => async () => {
      await withDatabase(await sharedServer(major ?? 18), async (database) => {
        const config = pooler.config(database.name);
        const pooled = await connect(config);
        try {
          await work(pooled, await database.connect(), config);
        } finally {
          await pooled.close();
        }
      });
    };

    it(
      "a pooler is noticed, whatever the URL says of it; only a URL that denies it is believed",
      on(async (pooled, direct, config) => {
        assert.deepEqual([pooled.pooled, pooled.pid, direct.pooled], [true, null, false]);
        for (const told of [true, false]) {
          const connection = await connect({ ...config, pooled: told });
          assert.equal(connection.pooled, told);
          await connection.close();
        }
      }),
    );

    it(
      "start-up options become settings of each transaction",
      on(async (_, __, config) => {
        for (const told of [{}, { pooled: true }]) {
          const connection = await connect({ ...config, ...told, options: "-c work_mem=5MB --application-name=a\\ b" });
          const [row] = await connection.transaction(() =>
            connection.rows("SELECT current_setting('work_mem'), current_setting('application_name')"),
          );
          assert.deepEqual(row, ["5MB", "a b"]);
          await connection.close();
        }
      }),
    );

    it(
      "goes up and down, and leaves no setting behind on the server's connections",
      on(async (pooled, direct, config) => {
        const steps = [
          step({ id: "a1", up: ["SET work_mem = '7MB'; SET search_path = nowhere; CREATE TABLE public.t (id int)"] }),
          step({ id: "b2", parents: ["a1"], up: ["ALTER TABLE t ADD COLUMN name text"] }),
        ];
        valueOf(await runSteps(pooled, steps, options));
        const other = await connect(config);
        for (const connection of [pooled, other]) {
          assert.notDeepEqual(await connection.rows("SHOW work_mem"), [["7MB"]]);
        }
        await other.close();
        assert.deepEqual(
          (await readRows(direct, "_retort"))?.map(({ id, state }) => [id, state]),
          [
            ["a1", "applied"],
            ["b2", "applied"],
          ],
        );
        const down = [step({ id: "a1", up: [], down: ["DROP TABLE t"] }, "downgrade")];
        assert.equal(failureOf(await runSteps(pooled, down, options)).code, "refused/moved");
      }),
    );

    it(
      "one run waits for the other, and is told whom for",
      on(async (pooled, direct, config) => {
        const slow = step({ id: "a1", up: ["SELECT pg_sleep(1); CREATE TABLE t (id int)"] });
        const first = runSteps(pooled, [slow], options);
        await sleep(400);
        const waits: string[] = [];
        const other = await connect(config);
        const second = runSteps(other, [slow], { ...options, report: ({ message }) => waits.push(message) });
        const outcomes = [await first, await second].map((report) => valueOf(report).steps[0]?.outcome);
        assert.deepEqual(outcomes, ["ran", "skipped"]);
        assert.match(waits[0] ?? "", /^Waiting for retort \(pid \d+, since/);
        await other.close();
      }),
    );

    it(
      "a run is cancelled by the request that the pooler hands on",
      on(async (pooled, direct) => {
        const running = new AbortController();
        const endless = step({ id: "a1", up: ["CREATE TABLE t (id int); SELECT pg_sleep(600)"] });
        const run = runSteps(pooled, [endless], { ...options, signal: running.signal });
        await sleep(400);
        running.abort();
        assert.equal(failureOf(await run).code, "statement/cancelled");
        assert.deepEqual(await direct.rows("SELECT to_regclass('t'), count(*)::int FROM _retort.revisions"), [
          [null, 0],
        ]);
      }),
    );

    it(
      "sections outside of transactions are refused before anything runs",
      on(async (pooled, direct) => {
        const outside = step({ id: "b2", parents: ["a1"], up: [["no transaction", "VACUUM"]] });
        const failure = failureOf(await runSteps(pooled, [step({ id: "a1", up: ["SELECT 1"] }), outside], options));
        assert.deepEqual([failure.code, failure.exit, failure.unchanged], ["refused/pooler", 3, "Nothing was run."]);
        assert.match(failure.next.join(" "), /directUrl/);
        assert.equal(await readRows(direct, "_retort"), null);
      }),
    );
  },
);

async function connect(config: ServerConfig): Promise<Connection> {
  return valueOf(await openServer(config).connect());
}
