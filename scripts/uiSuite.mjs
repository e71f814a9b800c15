// Packs the extension, and drives the packed one in a real VS Code as a person would. Screenshots go to out/screenshots,
// or to the folder that RETORT_SCREENSHOTS names.
import { spawnSync } from "node:child_process";
import path from "node:path";

const root = path.join(import.meta.dirname, "..");
if (process.platform !== "linux" || process.arch !== "x64") {
  console.log("The editor that this suite drives runs on Linux x64.\n\n0 passed, 0 failed, 1 skipped");
  process.exit(0);
}
run("bash", [path.join(root, "test/vscode/setup.sh")]);
run(process.execPath, [path.join(root, "scripts/package.mjs")]);
// The other suites' configuration names their files.
run("npx", [
  "mocha",
  "--no-config",
  "--node-option",
  "import=tsx",
  "--timeout",
  "1200000",
  "--slow",
  "60000",
  ...files(),
]);

function files() {
  return process.argv.length > 2 ? process.argv.slice(2) : ["test/vscode/ui/*.test.ts"];
}

function run(command, args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
