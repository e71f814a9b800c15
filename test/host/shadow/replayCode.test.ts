import assert from "node:assert/strict";
import path from "node:path";

import type { ReplayStep } from "#host/shadow.ts";
import { createShadow } from "#host/shadow/createShadow.ts";
import { failureOf } from "#test/host/runner/targets.ts";
import { plainOptions as options, step } from "#test/host/shadow/step.ts";

describe("TypeScript revisions in the shadow", function () {
  this.timeout(60_000);

  const code = 'export const upgrade = (db) => db.query("INSERT INTO t VALUES (1), (1)");';
  const history: readonly ReplayStep[] = [
    step("a1", "CREATE TABLE t (id int)"),
    { ...step("b2"), hash: "code", code: { file: path.resolve("b2.ts"), text: code, direction: "upgrade" } },
    step("c3", "CREATE UNIQUE INDEX i ON t (id)"),
  ];

  it("run where they ask for it, and what comes after meets what they left", async () => {
    const shadow = createShadow({ runsCode: () => true });
    const failure = failureOf(await shadow.replay(history, options));
    assert.match(failure.message, /c3 .*could not create unique index/);
    await shadow.close();
  });

  it("are given up where they never end, with no query under way", async () => {
    const shadow = createShadow({ runsCode: () => true, stepMs: 2000 });
    const text = "export const upgrade = () => { for (;;) ; };";
    const endless = {
      ...step("b2"),
      hash: "loop",
      code: { file: path.resolve("b2.ts"), text, direction: "upgrade" },
    } as const;
    assert.equal(failureOf(await shadow.replay([endless], options)).code, "shadow/timeout");
    assert.ok((await shadow.replay([step("a1", "CREATE TABLE t (id int)")], options)).ok);
    await shadow.close();
  });

  it("run in no workspace that is not trusted", async () => {
    const shadow = createShadow();
    assert.equal(failureOf(await shadow.replay(history, options)).code, "shadow/untrusted");
    await shadow.close();
  });
});
