// Revision graphs at length: random ones against a model by brute force, Alembic's cases end to end on a real PostgreSQL, and
// what --sql prints through psql beside a run. About half an hour in the usual sizes.
//
//   npm run test:graphs
//   npm run test:graphs -- --cases 700 --graphs 10000 --offline 500
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "300" },
    graphs: { type: "string", default: "5000" },
    offline: { type: "string", default: "200" },
  },
});
run(process.execPath, ["esbuild.mjs"]);
run("npx", [
  "mocha",
  "test/engine/revisions/*.test.ts",
  "test/cli/graph.test.ts",
  "test/real/revisions/alembicEndToEnd.test.ts",
  "test/real/revisions/offline.test.ts",
]);

function run(command, args) {
  const { cases, graphs, offline } = values;
  const env = { ...process.env, RETORT_ALEMBIC_RUNS: cases, RETORT_GRAPH_RUNS: graphs, RETORT_OFFLINE_RUNS: offline };
  const { status } = spawnSync(command, args, { stdio: "inherit", env });
  if (status !== 0) process.exit(status ?? 1);
}
