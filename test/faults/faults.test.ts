import assert from "node:assert/strict";

import { openServer } from "#host/postgres.ts";
import { type Ground, lookAt, onGround, type Way } from "#test/faults/ground.ts";
import { type Fault, inflict, type Inflicted } from "#test/faults/inflict.ts";
import { createRandom } from "#test/faults/random.ts";
import { type Found, verify } from "#test/faults/verify.ts";
import { valueOf } from "#test/host/runner/targets.ts";
import { installedMajors, sharedServer, type TestServer } from "#test/support/servers.ts";

const runs = Number(process.env["RETORT_FAULT_RUNS"] ?? "30");
const firstSeed = Number(process.env["RETORT_FAULT_SEED"] ?? "1");
/** So many runs share a history, since a new one must be seen by the shadow first. */
const perHistory = runs > 100 ? 25 : 10;

describe("whatever befalls a run, rows and catalog agree, and the next run finishes", function () {
  this.timeout(0);
  const tally = new Map<string, number>();
  const count = (word: string) => tally.set(word, (tally.get(word) ?? 0) + 1);

  after(() => {
    console.log(
      `    ${[...tally]
        .toSorted()
        .map(([word, number]) => `${word}: ${number}`)
        .join(" · ")}`,
    );
  });

  const majors = installedMajors();
  for (let history = 0; history * perHistory < runs; history++) {
    const seed = firstSeed + history;
    const major = majors[history % majors.length] ?? 18;
    const mine = Math.min(perHistory, runs - history * perHistory);
    it(`${mine} runs of history ${seed} on PostgreSQL ${major}`, async () => {
      const server = await sharedServer(major);
      await onGround(server, seed, async (ground) => {
        for (let run = 0; run < mine; run++) {
          const { fault, found } = await oneRun(server, ground, 1000 * seed + run);
          count(fault);
          count(found.state);
          if (found.doubt) count("in doubt");
        }
      });
    });
  }
});

async function oneRun(
  server: TestServer,
  ground: Ground,
  seed: number,
): Promise<{ readonly fault: Fault; readonly found: Found }> {
  const random = createRandom(seed);
  const way = random.pick<Way>(["upgrade", "downgrade"]);
  const control = valueOf(await openServer(server.connection).connect());
  const outcome: { inflicted?: Inflicted; found?: Found } = {};
  try {
    await ground.withDatabaseFor(way, async (database, proxied) => {
      const connection = await database.connect();
      const { rows: before } = await lookAt(connection);
      await connection.close();
      const inflicted = await inflict(ground, { way, database, proxied, control, random });
      outcome.inflicted = inflicted;
      outcome.found = await verify(ground, { way, database, inflicted, before, checks: random.chance(20) });
    });
  } catch (error) {
    const { fault = "?", when = "?", output = "" } = outcome.inflicted ?? {};
    throw new Error(`run ${seed}: ${way}, ${fault} at ${when}\n${output}`, { cause: error });
  } finally {
    await control.close();
  }
  assert.ok(outcome.inflicted && outcome.found);
  return { fault: outcome.inflicted.fault, found: outcome.found };
}
