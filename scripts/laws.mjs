// Random schemas and random models, edited at random, up and down with rows in them: on PostgreSQL 14 to 18 and on the
// embedded one, the models beside Prisma's own engine. Some ten minutes for a hundred runs on all of them.
//
//   npm run test:laws -- --runs 1000
//   npm run test:laws -- --runs 200 --targets 18,PGlite --seed 123
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "1000" },
    targets: { type: "string", default: "14,15,16,17,18,PGlite" },
    seed: { type: "string" },
  },
});
for (const script of ["scripts/postgres14.mjs", "esbuild.mjs"]) run(process.execPath, [script]);
run("npx", [
  "mocha",
  "test/engine/changes/laws.test.ts",
  "test/engine/schema/overlay.test.ts",
  "test/real/sql/laws.test.ts",
  "test/real/sql/modelsLaws.test.ts",
  "test/real/catalog/catalogReader.test.ts",
]);

function run(command, args) {
  const env = {
    ...process.env,
    RETORT_SEED: "random",
    RETORT_LAW_RUNS: values.runs,
    RETORT_LAW_TARGETS: values.targets,
  };
  if (values.seed !== undefined) env.RETORT_LAW_SEED = values.seed;
  const { status } = spawnSync(command, args, { stdio: "inherit", env });
  if (status !== 0) process.exit(status ?? 1);
}
