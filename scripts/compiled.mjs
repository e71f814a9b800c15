// Keeps what V8 makes of the command line's bundle beside it, as cli/start.ts reads it. A process of its own, since only
// what ran is compiled, and what runs is a whole command over a small schema.
import { spawnSync } from "node:child_process";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

const here = fileURLToPath(import.meta.url);
const models = path.join(path.dirname(here), "compiled.prisma");

/** Writes `retort.v8` beside `retort.cjs`. */
export function writeCompiled(bundle) {
  rmSync(compiledOf(bundle), { force: true });
  const { status, stderr } = spawnSync(process.execPath, [here, bundle, "diff", "--from", "empty", "--to", models], {
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  // As Prisma's: that there is a difference.
  if (status !== 2) throw new Error(`retort diff ended with ${String(status)}: ${stderr}`);
}

function compiledOf(bundle) {
  return bundle.replace(/cjs$/, "v8");
}

if (process.argv[1] === here) {
  const [, , bundle] = process.argv;
  process.argv.splice(1, 1);
  const script = new vm.Script(Module.wrap(readFileSync(bundle, "latin1")), {
    filename: bundle,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  process.on("exit", () => {
    const made = `${compiledOf(bundle)}.${process.pid}`;
    writeFileSync(made, script.createCachedData());
    renameSync(made, compiledOf(bundle));
  });
  const main = { exports: {} };
  const run = script.runInThisContext();
  run.call(main.exports, main.exports, createRequire(bundle), main, bundle, path.dirname(bundle));
}
