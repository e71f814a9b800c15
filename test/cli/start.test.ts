import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import Module from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import vm from "node:vm";

const root = path.resolve(import.meta.dirname, "../..");
const { version } = JSON.parse(await readFile(path.join(root, "package.json"), "utf8")) as { readonly version: string };
const bundle = path.join(root, "dist/retort.cjs");
const compiled = path.join(root, "dist/retort.v8");

describe("cli: what V8 made of the bundle", () => {
  it("is of this bundle and this Node", async () => {
    const script = new vm.Script(Module.wrap(await readFile(bundle, "latin1")), {
      filename: bundle,
      cachedData: await readFile(compiled),
    });
    assert.equal(script.cachedDataRejected, false);
  });

  it("need not be there", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "retort-start-"));
    try {
      await mkdir(path.join(folder, "dist"));
      await cp(path.join(root, "package.json"), path.join(folder, "package.json"));
      for (const file of ["cli.cjs", "retort.cjs"]) {
        await cp(path.join(root, "dist", file), path.join(folder, "dist", file));
      }
      const { status, stdout } = spawnSync(process.execPath, [path.join(folder, "dist/cli.cjs"), "--version"], {
        encoding: "utf8",
      });
      assert.deepEqual([status, stdout], [0, `${version}\n`]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
