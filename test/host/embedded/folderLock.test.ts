import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { takeFolderLock } from "#host/embedded/folderLock.ts";
import { processIdentity } from "#host/embedded/processIdentity.ts";

describe("a folder's lock", () => {
  let folder: string;
  let file: string;
  const take = () => takeFolderLock(file, { owner: "test", ownerPid: process.pid, lost: () => assert.fail("lost") });
  const write = (holder: object | string, ageSeconds = 0) => {
    fs.writeFileSync(file, typeof holder === "string" ? holder : JSON.stringify(holder));
    const then = new Date(Date.now() - ageSeconds * 1000);
    fs.utimesSync(file, then, then);
  };
  const kindOf = async () => {
    const answer = await take();
    if (answer.kind === "taken") await answer.lock.release();
    return answer.kind;
  };

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "retort-lock-"));
    file = path.join(folder, "database.lock");
  });

  afterEach(() => {
    fs.rmSync(folder, { recursive: true });
  });

  it("is taken once, and again after it was released", async () => {
    const first = await take();
    if (first.kind !== "taken") assert.fail("nobody else has it");
    const second = await take();
    assert.equal(second.kind === "held" && second.holder?.owner, "test");
    await first.lock.release();
    assert.equal(await kindOf(), "taken");
    assert.deepEqual(fs.readdirSync(folder), []);
  });

  it("of a process that lives is held; of one that is gone, or whose number is somebody else's now, it is not", async () => {
    const identity = await processIdentity(process.pid);
    const holder = { pid: process.pid, identity, host: os.hostname(), owner: "x", ownerPid: 1, since: "" };
    write(holder, 3600);
    assert.equal(await kindOf(), "held");
    write({ ...holder, pid: spawnSync(process.execPath, ["-e", ""]).pid });
    assert.equal(await kindOf(), "taken");
    if (identity === "") return;
    write({ ...holder, identity: "an earlier boot:1" });
    assert.equal(await kindOf(), "taken");
  });

  it("of another machine is held as long as somebody touches it", async () => {
    const holder = { pid: 1, identity: "", host: "elsewhere", owner: "x", ownerPid: 1, since: "" };
    write(holder, 30);
    assert.equal(await kindOf(), "held");
    write(holder, 90);
    assert.equal(await kindOf(), "taken");
  });

  it("that nobody can read is held while it may still be written", async () => {
    write("");
    assert.equal(await kindOf(), "held");
    write("{ not JSON", 60);
    assert.equal(await kindOf(), "taken");
  });

  it("goes to one of several who find it stale", async () => {
    for (let round = 0; round < 200; round++) {
      write({ pid: 2 ** 30, identity: "", host: os.hostname(), owner: "x", ownerPid: 1, since: "" });
      const answers = await Promise.all([take(), take(), take(), take()]);
      const taken = answers.flatMap((answer) => (answer.kind === "taken" ? [answer.lock] : []));
      assert.equal(taken.length, 1);
      await taken[0]?.release();
    }
  });
});
