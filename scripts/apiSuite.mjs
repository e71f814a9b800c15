// Bundles the suite that runs inside the extension host, makes a fresh workspace for it and runs it: in the VS Code that
// VSCODE_EXECUTABLE names, else in code-server where it can be set up, else in a desktop VS Code that is downloaded.
import { spawnSync } from "node:child_process";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";

const root = path.join(import.meta.dirname, "..");
const out = path.join(root, "out", "vscode-api");
const suite = path.join(root, "test", "vscode", "api");

await rm(out, { recursive: true, force: true });
// Settings and state of an earlier run would be this run's.
await rm(path.join(root, ".vscode-test", "user-data"), { recursive: true, force: true });
await mkdir(path.join(out, "workspace", "prisma"), { recursive: true });
// The models come with the first test; a window that opens on nothing shows what a beginner sees.
await writeFile(path.join(out, "workspace", "package.json"), "{}\n");
const tests = (await readdir(suite)).filter((file) => file.endsWith(".test.ts"));
await build({
  entryPoints: tests.map((file) => path.join(suite, file)),
  outdir: out,
  outExtension: { ".js": ".cjs" },
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  external: ["vscode"],
  sourcemap: "inline",
  logLevel: "warning",
});

const env = { ...process.env };
if (env.VSCODE_EXECUTABLE === undefined && process.platform === "linux" && process.arch === "x64") {
  if (spawnSync("bash", [path.join(root, "test/vscode/setup.sh")], { stdio: "inherit" }).status !== 0) process.exit(1);
  env.VSCODE_EXECUTABLE = path.join(root, "test", "vscode", "code-shim.mjs");
}
const run = spawnSync("npx", ["vscode-test"], { cwd: root, env, stdio: "inherit" });
process.exit(run.status ?? 1);
