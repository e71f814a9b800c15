import assert from "node:assert/strict";

import { modelsAt, type Stage } from "#demo/models.ts";

/** A place to play the scenario in: a project, its database, and the command line as it was built. */
export interface ScenarioWorld {
  /** Says what comes next, for people who watch. */
  readonly step: (title: string) => void;
  readonly retort: (...args: readonly string[]) => Promise<CommandResult>;
  /** Writes the models of the project. */
  readonly models: (text: string) => Promise<void>;
  /** The text of the revision file that `revision` wrote last. */
  readonly readRevision: (id: string) => Promise<string>;
  readonly writeRevision: (id: string, text: string) => Promise<void>;
  /** Someone works on the database by hand; the rows of the last statement. */
  readonly sql: (text: string) => Promise<readonly (readonly unknown[])[]>;
  /** The whole catalog, comparable with deepEqual. */
  readonly catalog: () => Promise<unknown>;
}

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The main job from the first model to the last downgrade, asserting on the way. Returns the ids of its revisions. */
export async function playScenario(world: ScenarioWorld): Promise<readonly string[]> {
  const ids: string[] = [];
  await firstRevisions(world, ids);
  await byHand(world, ids);
  await look(world, ids);
  await driftAndBack(world, ids);
  return ids;
}

async function firstRevisions(world: ScenarioWorld, ids: string[]): Promise<void> {
  world.step("The first model: Task. Generate, look, upgrade");
  await edit(world, "tasks");
  ids.push(await generate(world, "create tasks"));
  await expect(world, 0, "upgrade", "head");

  world.step("A field is added: the models ask for what no revision makes");
  await edit(world, "priority");
  const unrevised = await expect(world, 1, "check");
  assert.match(unrevised.stdout, /unrevised: .*tasks\.priority/);
  const priority = await generate(world, "add priority to tasks");
  const text = await world.readRevision(priority);
  assert.match(text, /ALTER TABLE "tasks" ADD COLUMN "priority" INTEGER NOT NULL DEFAULT 1;/);
  assert.match(text, /ALTER TABLE "tasks" DROP COLUMN "priority";/);
  ids.push(priority);
  await expect(world, 0, "upgrade", "head");

  world.step("A second model: User. One step up");
  await edit(world, "users");
  ids.push(await generate(world, "add users"));
  await expect(world, 0, "upgrade", "+1");

  world.step("A relation: tasks belong to users");
  await edit(world, "owner");
  ids.push(await generate(world, "tasks belong to users"));
  await expect(world, 0, "upgrade", "head");
  await expect(world, 0, "check");
}

async function byHand(world: ScenarioWorld, ids: string[]): Promise<void> {
  world.step("Rows arrive");
  await world.sql(
    `INSERT INTO users (name, email) VALUES ('Ada', 'ada@example.com'), ('Grace', 'grace@example.com');
     INSERT INTO tasks (title, description, status, user_id) VALUES
       ('Write the engine', 'first part', 'pending', 1), ('Buy coffee', NULL, 'done', 2), ('Sleep', 'at night', 'pending', NULL)`,
  );

  world.step("A rename written by hand: no row is touched");
  const rename = await empty(world, "rename description to details");
  await write(world, rename, {
    up: 'ALTER TABLE "tasks" RENAME COLUMN "description" TO "details";',
    down: 'ALTER TABLE "tasks" RENAME COLUMN "details" TO "description";',
  });
  ids.push(rename);
  await expect(world, 0, "upgrade", "head");
  await edit(world, "details");
  await expect(world, 0, "check");
  assert.deepEqual(await world.sql("SELECT details FROM tasks ORDER BY id"), [["first part"], [null], ["at night"]]);

  world.step("A data migration written by hand: nullable, filled, required");
  const points = await empty(world, "give tasks points");
  await write(world, points, {
    up: `ALTER TABLE "tasks" ADD COLUMN "points" INTEGER;
UPDATE "tasks" SET "points" = 3 WHERE status = 'pending';
UPDATE "tasks" SET "points" = 0 WHERE "points" IS NULL;
ALTER TABLE "tasks" ALTER COLUMN "points" SET NOT NULL;`,
    down: 'ALTER TABLE "tasks" DROP COLUMN "points";',
  });
  ids.push(points);
  await expect(world, 0, "upgrade", "head");
  await edit(world, "points");
  await expect(world, 0, "check");
  assert.deepEqual(await world.sql("SELECT points FROM tasks ORDER BY id"), [[3], [0], [3]]);
}

async function look(world: ScenarioWorld, ids: readonly string[]): Promise<void> {
  world.step("Where the database stands, and how it came there");
  const head = ids.at(-1) ?? "";
  assert.match((await expect(world, 0, "current")).stdout, new RegExp(`^${head} \\(head\\)`, "m"));
  const listed = (await expect(world, 0, "history", "--indicate-current")).stdout.trim().split("\n");
  assert.equal(listed.length, ids.length);
  assert.match(listed[0] ?? "", new RegExp(`-> ${head} \\(head\\) \\(current\\), give tasks points`));
  assert.match(listed.at(-1) ?? "", new RegExp(`^<base> -> ${ids[0] ?? ""}, create tasks`));
  assert.match((await expect(world, 0, "history", "--verbose")).stdout, /^Rev: /m);
}

async function driftAndBack(world: ScenarioWorld, ids: readonly string[]): Promise<void> {
  const before = await world.catalog();

  world.step("Someone alters the database by hand: drift");
  await world.sql("ALTER TABLE tasks ADD COLUMN note text");
  const drift = await expect(world, 1, "drift");
  assert.match(drift.stdout, /drift: .*tasks\.note/);

  world.step("One step back. Values would be lost: the answer is no until somebody says yes");
  const refused = await expect(world, 3, "downgrade", "-1");
  assert.match(refused.stderr, /tasks\.points: 3 values/);
  await expect(world, 0, "downgrade", "-1", "--yes");

  world.step("Back to a revision, and to base");
  await expect(world, 0, "downgrade", (ids[1] ?? "").slice(0, 6), "--yes");
  assert.match((await expect(world, 0, "current")).stdout, new RegExp(`^${ids[1] ?? ""}$`, "m"));
  await expect(world, 0, "downgrade", "base", "--yes");
  assert.equal((await expect(world, 0, "current")).stdout.trim(), "");

  world.step("And up again: the catalog is what it was");
  await expect(world, 0, "upgrade", "head");
  assert.deepEqual(await world.catalog(), before);
  await expect(world, 0, "check");
}

async function edit(world: ScenarioWorld, stage: Stage): Promise<void> {
  await world.models(modelsAt(stage));
}

async function generate(world: ScenarioWorld, message: string): Promise<string> {
  return idOf(await expect(world, 0, "revision", "--autogenerate", "-m", message, "--json"));
}

async function empty(world: ScenarioWorld, message: string): Promise<string> {
  return idOf(await expect(world, 0, "revision", "-m", message, "--json"));
}

/** Puts SQL below the section marks of an empty revision, as a person does. */
async function write(
  world: ScenarioWorld,
  id: string,
  sql: { readonly up: string; readonly down: string },
): Promise<void> {
  const text = await world.readRevision(id);
  const up = text.replace(/^-- retort: upgrade\n/m, (mark) => `${mark}${sql.up}\n`);
  await world.writeRevision(
    id,
    up.replace(/^(-- retort: downgrade\n\\if false\n)/m, (mark) => `${mark}${sql.down}\n`),
  );
}

async function expect(world: ScenarioWorld, code: number, ...args: readonly string[]): Promise<CommandResult> {
  const result = await world.retort(...args);
  assert.equal(result.code, code, `retort ${args.join(" ")}: exit ${result.code}\n${result.stdout}\n${result.stderr}`);
  return result;
}

function idOf(result: CommandResult): string {
  const { id } = JSON.parse(result.stdout) as { readonly id: string };
  return id;
}
