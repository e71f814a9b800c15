import fc from "fast-check";

import type { Connection } from "#host/connection.ts";
import { emptiedDatabase } from "#test/support/emptiedDatabase.ts";
import { emptyAgain, renewPglite, withPglite } from "#test/support/pglite.ts";
import { everyMajor, installedMajors } from "#test/support/servers.ts";

/** `npm run test:laws -- --runs 1000` sets it: so many, on every server and the embedded database. */
const asked = process.env["RETORT_LAW_RUNS"];

/** A failure prints its seed: `RETORT_LAW_SEED` shows it again. */
const seed = process.env["RETORT_LAW_SEED"];

export interface LawTarget {
  readonly name: string;
  /** PostgreSQL's major version. */
  readonly major: number;
  readonly runs: number;
  /** To be called in a `describe`: what it gives empties the database and gives its session. */
  readonly emptied: () => () => Promise<Connection>;
}

/** Where laws that meet PostgreSQL are tried: otherwise mostly on the newest server, and some on the others. */
export function lawTargets(): readonly LawTarget[] {
  const majors = asked === undefined ? installedMajors() : everyMajor().filter(isWanted);
  const newest = majors.at(-1);
  const servers = majors.map((major): LawTarget => ({
    name: `PostgreSQL ${major}`,
    major,
    runs: asked === undefined ? (major === newest ? 50 : 5) : Number(asked),
    emptied: () => emptiedDatabase(major),
  }));
  const embedded: LawTarget = { name: "PGlite", major: 18, runs: Number(asked ?? 5), emptied: emptiedPglite };
  return isWanted("PGlite") ? [...servers, embedded] : servers;
}

/** `RETORT_LAW_TARGETS=14,PGlite` tries the laws there only. */
function isWanted(target: number | string): boolean {
  return process.env["RETORT_LAW_TARGETS"]?.split(",").includes(String(target)) ?? true;
}

/** Checks a law on a target. Time is given generously, and an end of it is a failure. */
export async function checkLaw<T>(
  test: Mocha.Context,
  { runs }: LawTarget,
  arbitrary: fc.Arbitrary<T>,
  law: (value: T) => Promise<void>,
): Promise<void> {
  const limit = 120_000 + runs * 10_000;
  test.timeout(limit * 2);
  const checked = fc.assert(fc.asyncProperty(arbitrary, law), {
    numRuns: runs,
    maxSkipsPerRun: 1000,
    // Shrinking goes through the server too, and may stop before it found the smallest.
    interruptAfterTimeLimit: limit,
    markInterruptAsFailure: true,
    ...(seed !== undefined && { seed: Number(seed) }),
  });
  await checked.catch((error: unknown) => {
    // The runner tells failures at its end, which a long run that is stopped by hand does not come to.
    if (asked !== undefined) console.error(error);
    throw error;
  });
}

/** Nothing vacuums a PGlite: after hundreds of schemas that came and went its catalog answers ten times slower. */
const schemasOfOne = 60;

function emptiedPglite(): () => Promise<Connection> {
  let opened: Connection | null = null;
  let used = 0;
  let close: () => Promise<void> = () => Promise.resolve();
  const open = () =>
    new Promise<Connection>((resolve, reject) => {
      let finish: () => void = () => undefined;
      const finished = new Promise<void>((done) => (finish = done));
      const closed = withPglite(async (connection) => {
        resolve(connection);
        await finished;
      });
      closed.catch(reject);
      close = () => {
        finish();
        return closed;
      };
    });
  before(async function () {
    this.timeout(60_000);
    opened = await open();
  });
  after(() => close());
  return async () => {
    if (opened === null) throw new Error("called outside a test");
    if (++used % schemasOfOne === 0) {
      await close();
      await renewPglite();
      opened = await open();
    }
    await opened.rows(emptyAgain);
    return opened;
  };
}
