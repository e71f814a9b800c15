import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import type { Connection } from "#host/connection.ts";
import { type Way } from "#test/faults/ground.ts";
import { createFaultProject, type Ended, type FaultProject } from "#test/faults/project.ts";
import { findPgbouncer, type Pooler, startPooler } from "#test/support/pgbouncer.ts";
import { installedMajors, sharedServer, withDatabase } from "#test/support/servers.ts";

const rounds = Number(process.env["RETORT_MIGRATOR_ROUNDS"] ?? "1");
const migrators = 8;

/** Every statement leaves a trace of itself: what ran twice is seen. */
const history = [
  revision("a000", null, ["CREATE TABLE ran (id text)", "INSERT INTO ran VALUES ('a000')"]),
  revision("b111", "a000", ["INSERT INTO ran VALUES ('b111')", "SELECT pg_sleep(0.05)"]),
  revision("c222", "b111", ["ALTER TABLE ran ADD COLUMN n int", "INSERT INTO ran VALUES ('c222')"]),
  revision("d333", "c222", ["INSERT INTO ran VALUES ('d333')", "SELECT pg_sleep(0.05)"]),
];

const program = findPgbouncer();
const major = installedMajors().at(-1) ?? 18;

for (const path of ["directly", "through PgBouncer in transaction mode"] as const) {
  const pooled = path !== "directly";
  (pooled && program === null ? describe.skip : describe)(`${migrators} migrators at once, ${path}`, function () {
    this.timeout(0);
    let project: FaultProject;
    let pooler: Pooler | null = null;
    const waited = { times: 0, rounds: 0 };

    before(async () => {
      const server = await sharedServer(major);
      project = await createFaultProject(history);
      // Fewer connections than migrators: those who wait must not keep them from the one who works.
      if (pooled) pooler = await startPooler(program ?? "", server, { poolSize: 3 });
      // The shadow's answers are kept from then on.
      await withDatabase(server, async ({ url }) => {
        for (const way of ["upgrade", "downgrade"] as const) {
          const { code, output } = await project.run(url, ...command(way));
          assert.equal(code, 0, output);
        }
      });
    });
    after(async () => {
      console.log(`    ${waited.times} of ${waited.rounds * migrators * 2} runs were told whom they waited for`);
      await pooler?.stop();
      await project.remove();
    });

    for (let round = 1; round <= rounds; round++) {
      it(`round ${round}: each revision runs once, up and down`, async () => {
        await withDatabase(await sharedServer(major), async (database) => {
          const url = pooler?.url(database.name) ?? database.url;
          const connection = await database.connect();
          await connection.rows("CREATE SCHEMA told; CREATE TABLE told.down (id text)");
          waited.rounds += 1;
          for (const way of ["upgrade", "downgrade"] as const) {
            const ended = await Promise.all(Array.from({ length: migrators }, () => project.run(url, ...command(way))));
            for (const { code, output } of ended) assert.equal(code, 0, output);
            eachRanOnce(ended, way);
            waited.times += ended.filter(({ output }) => /Waiting for retort \(pid \d+, since/.test(output)).length;
            if (way === "upgrade") {
              const ids = history.map(({ id }) => id);
              assert.deepEqual(await columnOf(connection, "SELECT id FROM ran ORDER BY 1"), ids);
              assert.deepEqual(await columnOf(connection, "SELECT id FROM _retort.revisions ORDER BY 1"), ids);
            }
          }
          const down = await columnOf(connection, "SELECT id FROM told.down ORDER BY 1");
          assert.deepEqual(
            down,
            history.map(({ id }) => id),
          );
          assert.deepEqual(await columnOf(connection, "SELECT id FROM _retort.revisions"), []);
          const locks =
            "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
          // A pooler ends the transaction of a client that left in its own time.
          for (let tries = 0; tries < 50 && (await connection.rows(locks)).length > 0; tries++) await sleep(100);
          assert.deepEqual(await connection.rows(locks), []);
        });
      });
    }

    if (rounds > 0) {
      it("those who wait are told whom for", () => {
        assert.ok(waited.times > 0);
      });
    }
  });
}

function revision(id: string, parent: string | null, statements: readonly string[]) {
  const down = [id === "a000" ? "DROP TABLE ran" : `DELETE FROM ran WHERE id = '${id}'`];
  if (id === "c222") down.push("ALTER TABLE ran DROP COLUMN n");
  down.push(
    `DO $$ BEGIN IF to_regclass('told.down') IS NOT NULL THEN INSERT INTO told.down VALUES ('${id}'); END IF; END $$`,
  );
  return {
    id,
    parent,
    up: [{ mode: "transaction", statements }],
    down: [{ mode: "transaction", statements: down }],
  } as const;
}

function command(way: Way): readonly string[] {
  return way === "upgrade" ? ["upgrade", "head", "--json"] : ["downgrade", "base", "--yes", "--json"];
}

/** Of all the runs that planned a revision, one ran it. */
function eachRanOnce(ended: readonly Ended[], way: Way): void {
  const ran = ended.flatMap(({ stdout }) => {
    const { steps } = JSON.parse(stdout) as {
      readonly steps: readonly { readonly id: string; readonly outcome: string }[];
    };
    return steps.filter(({ outcome }) => outcome === "ran").map(({ id }) => id);
  });
  const ids = history.map(({ id }) => id);
  assert.deepEqual(ran.toSorted(), ids, `${way}: ${ran.join(", ")}`);
}

async function columnOf(connection: Connection, query: string): Promise<readonly string[]> {
  return (await connection.rows<[string]>(query)).map(([value]) => value);
}
