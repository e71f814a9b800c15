import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { createContentCache } from "#host/shadow/contentCache.ts";

describe("the shadow's cache", () => {
  let folder: string;
  const logged: string[] = [];
  const open = (files?: number) =>
    createContentCache({ folder, log: (message) => logged.push(message), ...(files !== undefined && { files }) });
  const isText = (value: unknown): value is string => typeof value === "string";

  beforeEach(() => {
    folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "retort-cache-")), ".retort", "cache");
    logged.length = 0;
  });

  afterEach(() => {
    fs.rmSync(path.dirname(path.dirname(folder)), { recursive: true });
  });

  it("outlives its process, out of git's sight", async () => {
    await open().set("key", "value");
    assert.equal(await open().get("key", isText), "value");
    assert.equal(fs.readFileSync(path.join(folder, "..", ".gitignore"), "utf8"), "*\n");
  });

  it("does not know what a file does not hold whole, and removes it", async () => {
    await open().set("key", "value");
    const file = path.join(folder, "key.json");
    const whole = fs.readFileSync(file, "utf8");
    const damaged = ["", "{", "null", whole.slice(0, -1), whole.replace("value", "other"), whole.replace("key", "yek")];
    for (const text of [...damaged, `${whole} `, whole.replace("\n", "")]) {
      fs.writeFileSync(file, text);
      assert.equal(await open().get("key", isText), undefined);
      assert.equal(fs.existsSync(file), false);
    }
    await open().set("key", { not: "text" });
    assert.equal(await open().get("key", isText), undefined);
  });

  it("holds so many files, those used last", async () => {
    const cache = open(8);
    for (let index = 0; index < 8; index++) {
      await cache.set(`key${index}`, "value");
      const then = new Date(Date.now() - (100 - index) * 1000);
      fs.utimesSync(path.join(folder, `key${index}.json`), then, then);
    }
    await open().get("key0", isText);
    await cache.set("new", "value");
    const names = fs.readdirSync(folder).toSorted();
    assert.deepEqual(names, ["key0.json", "key4.json", "key5.json", "key6.json", "key7.json", "new.json"]);
  });

  it("holds so many bytes", async () => {
    const cache = createContentCache({ folder, bytes: 4000, log: () => undefined });
    for (let index = 0; index < 40; index++) {
      await cache.set(`key${index}`, "x".repeat(400));
      const then = new Date(Date.now() - (100 - index) * 1000);
      fs.utimesSync(path.join(folder, `key${index}.json`), then, then);
    }
    const names = fs.readdirSync(folder);
    assert.ok(names.length >= 4 && names.length <= 8, names.join(" "));
    assert.ok(names.includes("key39.json"));
  });

  it("forgets in memory what was not asked for long", async () => {
    const cache = createContentCache({ folder: null, memoryBytes: 1000, log: () => undefined });
    for (const key of ["a", "b", "c", "d"]) {
      await cache.set(key, key.repeat(300));
      assert.equal(await cache.get("a", isText), "a".repeat(300));
    }
    assert.equal(await cache.get("b", isText), undefined);
    await cache.set("large", "x".repeat(5000));
    assert.equal(await cache.get("large", isText), "x".repeat(5000));
    assert.equal(await cache.get("d", isText), undefined);
  });

  it("is shared by processes that write and read at once", async function () {
    this.timeout(60_000);
    const value = (process: number) => `value of ${process} `.repeat(20_000);
    const source = `
      import { createContentCache } from ${JSON.stringify(new URL("../../../host/shadow/contentCache.ts", import.meta.url).href)};
      const [folder, own] = process.argv.slice(-2);
      const isText = (value) => typeof value === "string";
      const value = (at) => \`value of \${at} \`.repeat(20000);
      for (let i = 0; i < 40; i++) {
        const cache = createContentCache({ folder, log: (message) => { throw new Error(message); } });
        await cache.set("shared", value(own));
        const read = await createContentCache({ folder, log: console.error }).get("shared", isText);
        if (read !== undefined && read !== value(0) && read !== value(1)) throw new Error("a wrong answer");
      }`;
    const script = path.join(path.dirname(path.dirname(folder)), "writer.mts");
    fs.writeFileSync(script, source);
    const run = (own: number) =>
      promisify(execFile)(process.execPath, ["--import", "tsx", script, folder, String(own)], { cwd: process.cwd() });
    await Promise.all([run(0), run(1)]);
    const left = await open().get("shared", isText);
    assert.ok(left === value(0) || left === value(1));
  });

  it("that can't be written is no error", async () => {
    fs.mkdirSync(path.dirname(folder), { recursive: true });
    fs.writeFileSync(folder, "in the way");
    const cache = open();
    await cache.set("key", "value");
    assert.equal(await cache.get("key", isText), "value");
    assert.match(logged[0] ?? "", /^The shadow's cache can't be written: /);
  });

  it("in memory alone forgets with its process", async () => {
    const cache = createContentCache({ folder: null, log: () => undefined });
    await cache.set("key", "value");
    assert.equal(await cache.get("key", isText), "value");
    assert.equal(await open().get("key", isText), undefined);
  });
});
