// Every adjacent pair of versions and every newest schema of the real projects in ../shared/corpus, up and down, beside
// Prisma's own engine, on PostgreSQL 14 to 18. Fails where the corpus is missing. Some twenty minutes a server.
//
//   npm run test:corpus
//   npm run test:corpus -- --majors 18 --grep umami
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: { majors: { type: "string", default: "14,15,16,17,18" }, grep: { type: "string", default: "" } },
});
for (const script of ["scripts/postgres14.mjs", "esbuild.mjs"]) run(process.execPath, [script]);
run("npx", [
  "mocha",
  "--grep",
  values.grep,
  "test/real/corpus.test.ts",
  "test/real/constructs.test.ts",
  "test/real/corpusHistory.test.ts",
]);

function run(command, args) {
  const env = { ...process.env, RETORT_CORPUS: "all", RETORT_MAJORS: values.majors };
  const { status } = spawnSync(command, args, { stdio: "inherit", env });
  if (status !== 0) process.exit(status ?? 1);
}
