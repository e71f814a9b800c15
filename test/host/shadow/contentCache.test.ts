import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

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
    for (const text of ["", "{", "null", '{"key":"other","value":"value"}', '{"key":"key","va']) {
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
