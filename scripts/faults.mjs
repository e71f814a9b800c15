// Runs that are killed, whose sessions are ended, whose connections are cut, at a random moment, and then run again; and
// eight migrators at once, directly and through PgBouncer; and hostile texts wherever text is read. About half an hour for 500 runs and 50 rounds.
//
//   npm run test:faults -- --runs 500 --rounds 50
//   npm run test:faults -- --runs 25 --rounds 0 --hostile 100 --seed 1234
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "500" },
    rounds: { type: "string", default: "50" },
    hostile: { type: "string", default: "10000" },
    seed: { type: "string", default: String(1 + Math.floor(Math.random() * 1_000_000)) },
  },
});
for (const [command, ...args] of [
  [process.execPath, "scripts/postgres14.mjs"],
  ["bash", "test/support/pgbouncer.sh"],
  [process.execPath, "esbuild.mjs"],
  ["npx", "mocha", "test/faults/*.test.ts"],
]) {
  const { runs, rounds, hostile, seed } = values;
  const env = {
    ...process.env,
    RETORT_FAULT_RUNS: runs,
    RETORT_MIGRATOR_ROUNDS: rounds,
    RETORT_HOSTILE_RUNS: hostile,
    RETORT_FAULT_SEED: seed,
  };
  const { status } = spawnSync(command, args, { stdio: "inherit", env });
  if (status !== 0) process.exit(status ?? 1);
}
