import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";

import type { Connection } from "#host/connection.ts";
import { createFaultProject, type FaultProject } from "#test/faults/project.ts";
import { everyMajor, startServer, withDatabase } from "#test/support/servers.ts";

const slow = "SELECT pg_sleep(count(*) * 60) FROM pg_stat_activity WHERE application_name = 'holds it up'";
const first = {
  id: "a1",
  parent: null,
  up: [{ mode: "transaction", statements: ["CREATE TABLE t (id int)"] }],
  down: [{ mode: "transaction", statements: ["DROP TABLE t"] }],
} as const;
const back = { mode: "transaction", statements: ["DROP TABLE u"] } as const;
const second = {
  inATransaction: [{ mode: "transaction", statements: ["CREATE TABLE u (id int)", slow] }],
  outside: [
    {
      mode: "no transaction",
      statements: ["CREATE TABLE u (id int)", `DO $$ BEGIN COMMIT; PERFORM (${slow}); END $$`],
    },
  ],
} as const;

/** What the server does in the middle of a section, and where that leaves the revision. */
const cases = [
  ["SIGINT", "inATransaction", null],
  ["SIGKILL", "inATransaction", null],
  ["SIGQUIT", "outside", 1],
] as const;

const major = everyMajor().at(-1);

(major === undefined ? describe.skip : describe)("a server that is restarted while revisions run", function () {
  this.timeout(120_000);

  for (const [signal, mode, progress] of cases) {
    it(`by ${signal}, ${mode === "outside" ? "outside of a transaction" : "in a transaction"}: told, and finished by the next run`, async () => {
      // What is committed must be written when the server crashes.
      const server = await startServer({ major: major ?? 18, flags: ["-c", "synchronous_commit=on"] });
      const project = await createFaultProject([first, { id: "b2", parent: "a1", up: second[mode], down: [back] }]);
      try {
        await withDatabase(server, async (database) => {
          const { url, name } = database;
          const holder = await database.connect();
          await holder.rows("SET application_name = 'holds it up'");
          const running = project.start(url, "upgrade", "head");
          const sleeps = `SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = '${name}'`;
          const over = running.ended.then(() => true);
          while ((await holder.rows(sleeps)).length === 0) assert.ok(!(await Promise.race([over, wait(20, false)])));
          await server.restart(signal, async () => {
            const { code, output } = await project.run(url, "current");
            assert.equal(code, 4, output);
            assert.match(output, /Can't reach .*Nothing was read or changed\./s);
          });
          const told = await running.ended;
          assert.equal(told.code, 4, told.output);
          assert.match(told.output, /The connection was lost during revision b2\.(.|\n)*applied: a1\.\n→/);
          const connection = await database.connect();
          await agree(connection, progress);
          await finish(project, url, progress);
          assert.deepEqual(await applied(connection), ["a1", "b2"]);
        });
      } finally {
        await project.remove();
        await server.stop();
      }
    });
  }
});

/** Rows and catalog; `progress` is null where nothing of the second revision may be there. */
async function agree(connection: Connection, progress: number | null): Promise<void> {
  const rows = await connection.rows("SELECT id, state, progress FROM _retort.revisions ORDER BY id");
  assert.deepEqual(rows, [["a1", "applied", 0], ...(progress === null ? [] : [["b2", "running", progress]])]);
  assert.deepEqual(await connection.rows("SELECT to_regclass('u') IS NOT NULL"), [[progress !== null]]);
}

async function finish(project: FaultProject, url: string, progress: number | null): Promise<void> {
  if (progress !== null) {
    const refused = await project.run(url, "resume");
    assert.match(refused.output, /is not known: its run was killed(.|\n)*resume b2 --retry/);
    assert.equal((await project.run(url, "resume", "--retry")).code, 0);
  }
  const { code, output } = await project.run(url, "upgrade", "head");
  assert.equal(code, 0, output);
}

async function applied(connection: Connection): Promise<readonly string[]> {
  const rows = await connection.rows<[string]>("SELECT id FROM _retort.revisions WHERE state = 'applied' ORDER BY id");
  return rows.map(([id]) => id);
}
