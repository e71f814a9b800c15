import { readFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

/*
 * Runs the command line beside it with what V8 made of it when it was built (scripts/compiled.mjs): compiling the whole
 * bundle is a third of what a short command costs. Where this is another V8, or the file is missing, it is compiled as ever.
 */
const file = fileURLToPath(new URL("retort.cjs", import.meta.url));
const cachedData = readCompiled(file.replace(/cjs$/, "v8"));
// One byte a character, as a bundle is ASCII: read the faster, and half the memory.
const script = new vm.Script(Module.wrap(readFileSync(file, "latin1")), {
  filename: file,
  ...(cachedData && { cachedData }),
  importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
});
const run = script.runInThisContext() as (...of: readonly unknown[]) => void;
const main = { exports: {} };
run.call(main.exports, main.exports, createRequire(file), main, file, path.dirname(file));

function readCompiled(from: string): Buffer | null {
  try {
    return readFileSync(from);
  } catch {
    return null;
  }
}
