// Runs every suite and prints the closing line that counts: `N passed, N failed[, N skipped]`.
//
//   npm test                              check, api, unit and ui
//   npm test -- unit api                  only these suites (each builds what it needs)
//   RETORT_SUITES=unit npm test           the same, by environment
//   RETORT_SUITES=user npm test           of the unit suite what depends on who runs it: files, processes, servers
//
// A suite that ends without a summary of its own counts as one failure: silence is never green.
import { spawn } from "node:child_process";

const suites = {
  check: [["npm", ["run", "--silent", "check"]]],
  unit: [["npx", ["mocha", "test/{docs,engine,host,server,client,cli,syntaxes,support,real,faults}/**/*.test.ts"]]],
  user: [
    [
      "npx",
      ["mocha", "test/cli/{scenario,failures}.test.ts", "test/host/embedded/*.test.ts", "test/real/postgres.test.ts"],
    ],
  ],
  api: [["node", ["scripts/apiSuite.mjs"]]],
  ui: [["node", ["scripts/uiSuite.mjs"]]],
};

const wanted = process.argv.slice(2);
// The API suite sets up the VS Code whose tokenizer the unit suite asks.
const usual = ["check", "api", "unit", "ui"];
const named = wanted.length > 0 ? wanted : (process.env.RETORT_SUITES?.split(",") ?? usual);
const unknown = named.filter((name) => !(name in suites));
if (unknown.length > 0) {
  console.error(`No suite ${unknown.join(", ")}: there are ${Object.keys(suites).join(", ")}.`);
  process.exit(2);
}

/** What test servers take: whoever prints it would print anybody's. */
const password = /correct(?: |%20|\+)horse/;

const total = { passed: 0, failed: 0, skipped: 0 };
const lines = [];
await run("node", ["scripts/postgres14.mjs"]);
await run("bash", ["test/support/pgbouncer.sh"]);
const build = await run("node", ["esbuild.mjs"]);
if (build.code !== 0) add("build", { passed: 0, failed: 1, skipped: 0 });
else for (const name of named) for (const [command, args] of suites[name]) await suite(name, command, args);

console.log(`\n${lines.join("\n")}\n`);
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`);
process.exit(total.failed === 0 ? 0 : 1);

async function suite(name, command, args) {
  console.log(`\n── ${name}`);
  const started = Date.now();
  const { code, output, leaked } = await run(command, args);
  const counts = countsOf(name, output, code);
  if (leaked) {
    console.log(`\nA password was printed by the suite ${name}.`);
    counts.failed += 1;
  }
  add(`${name}, ${((Date.now() - started) / 1000).toFixed(0)} s`, counts);
}

function add(label, counts) {
  for (const key of Object.keys(total)) total[key] += counts[key];
  lines.push(`${label}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
}

/** The last summary in mocha's words or ours. `check` has none: it is one test. */
function countsOf(name, output, code) {
  if (name === "check") return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  const closing = [...output.matchAll(/^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm)].at(-1);
  const mocha = (word) => Number([...output.matchAll(new RegExp(`^\\s*(\\d+) ${word}\\b`, "gm"))].at(-1)?.[1] ?? 0);
  const counts = closing
    ? { passed: Number(closing[1]), failed: Number(closing[2]), skipped: Number(closing[3] ?? 0) }
    : { passed: mocha("passing"), failed: mocha("failing"), skipped: mocha("pending") };
  if (counts.passed + counts.failed + counts.skipped === 0 || (code !== 0 && counts.failed === 0)) counts.failed += 1;
  return counts;
}

function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    let leaked = false;
    const hear = (stream, out) =>
      stream.setEncoding("utf8").on("data", (text) => {
        leaked ||= password.test(output.slice(-100) + text);
        output = (output + text).slice(-1_000_000);
        out.write(text);
      });
    hear(child.stdout, process.stdout);
    hear(child.stderr, process.stderr);
    child.once("error", (error) => resolve({ code: 1, output: `${output}\n${error.message}`, leaked }));
    child.once("close", (code) => resolve({ code: code ?? 1, output, leaked }));
  });
}
