import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { createShadow } from "#host/shadow/createShadow.ts";
import { embeddedScratch, type ScratchDatabase } from "#host/shadow/scratch.ts";
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

  it("is started again, once and told, when its process is killed during a proof", async () => {
    const log: string[] = [];
    const databases: ScratchDatabase[] = [];
    const open = () => {
      const database = embeddedScratch.open();
      databases.push(database);
      return database;
    };
    const shadow = createShadow({ scratch: { ...embeddedScratch, open }, log: (message) => log.push(message) });
    valueOf(await shadow.replay([t], options));
    const slow = "SELECT count(*) FROM generate_series(1, 3000000)";
    const ways = {
      up: step("b2", slow, "ALTER TABLE t ADD COLUMN n int"),
      down: step("b2", slow, "ALTER TABLE t DROP COLUMN n"),
    };
    const proof = shadow.prove([t], ways, options);
    await sleep(100);
    // Kills its process: it holds nothing that can't be made again.
    await databases[0]?.close();
    const run = valueOf(await proof);
    assert.equal(run.after.tables[0]?.columns.length, 3);
    assert.deepEqual(run.back && valueOf(run.back.down), run.before);
    assert.equal(databases.length, 2);
    assert.equal(log.filter((message) => message.includes("ended by itself")).length, 1);
    await shadow.close();
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
