// Builds for shipping and packs `dist/retort-migrate-VERSION.vsix`. Anything that vsce warns of fails the packing.
import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";

const { name, version } = JSON.parse(readFileSync("package.json", "utf8"));
const file = `dist/${name}-${version}.vsix`;
run("node", ["esbuild.mjs", "--production"]);
const { stdout, stderr } = run("npx", ["vsce", "package", "--no-dependencies", "-o", file]);
const warnings = `${stdout}${stderr}`.split("\n").filter((line) => /warning/i.test(line) && !/npm warn/i.test(line));
if (warnings.length > 0) {
  console.error(`vsce warned:\n${warnings.join("\n")}`);
  process.exit(1);
}
console.log(`${file}: ${(statSync(file).size / 1e6).toFixed(1)} MB`);

function run(command, args) {
  const result = spawnSync(command, args, { encoding: "utf8" });
  if (result.status === 0) return result;
  process.stderr.write(`${result.stdout}${result.stderr}`);
  process.exit(1);
}
