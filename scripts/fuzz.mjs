// Damaged model files, those of real projects among them: none throws, every position lies inside the text, and what was
// read prints back; and what Prisma accepts of files with a token changed is accepted here. A few minutes.
//
//   npm run test:fuzz
//   npm run test:fuzz -- --runs 1000000
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { runs: { type: "string", default: "100000" } } });
const files = ["test/engine/prisma/fuzz.test.ts", "test/engine/prisma/agreement.test.ts"];
const env = { ...process.env, RETORT_SEED: "random", RETORT_FUZZ_RUNS: values.runs };
process.exit(spawnSync("npx", ["mocha", ...files], { stdio: "inherit", env }).status ?? 1);
