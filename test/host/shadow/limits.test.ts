import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { createShadow } from "#host/shadow/createShadow.ts";
import { embeddedScratch } from "#host/shadow/scratch.ts";
import { failureOf, valueOf } from "#test/host/runner/targets.ts";
import { plainOptions as options, step } from "#test/host/shadow/step.ts";

const t = step("a1", "CREATE TABLE t (id int PRIMARY KEY, name text);");

describe("the shadow has limits", function () {
  this.timeout(120_000);

  it("gives up a revision that never ends", async () => {
    const impatient = createShadow({ scratch: embeddedScratch, log: () => undefined, stepMs: 500 });
    const endless = step("x", "CREATE TABLE x (id int)", "SELECT count(*) FROM generate_series(1, 100000000000)");
    const failure = failureOf(await impatient.replay([t, endless], options));
    assert.equal(failure.code, "shadow/timeout");
    assert.equal(failure.place?.file, "x.sql");
    await impatient.close();
  });

  it("lets its instance go when nobody asks", async () => {
    let opened = 0;
    const open = () => {
      opened += 1;
      return embeddedScratch.open();
    };
    const brief = createShadow({ scratch: { ...embeddedScratch, open }, log: () => undefined, idleMs: 100 });
    valueOf(await brief.replay([t], options));
    await sleep(400);
    opened = 0;
    valueOf(await brief.replay([t, step("b2", "ALTER TABLE t ALTER COLUMN name SET NOT NULL")], options));
    assert.equal(opened, 1);
    await brief.close();
  });
});
