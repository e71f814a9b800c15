import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

import { provider } from "#demo/models.ts";
import { withFolder } from "#test/support/folder.ts";
import { withDriver } from "#test/vscode/ui/driver.ts";

const models = `${provider("")}
model Task {
  id       Int    @id
  title    String
  priority Int    @default(1)
  points   Int?
  estimate Int?

  @@map("tasks")
}
`;

/** Two people, two branches: seen as branches, merged by a click, and taken back one by one. */
describe("branches, in the packaged extension", () => {
  it("are groups in the tree, are merged from there, and the merge names what both touch", async () => {
    const files = {
      "prisma/schema.prisma": models,
      ...revision(
        "aaaaaaaaaaaa",
        "",
        "create tasks",
        'CREATE TABLE "tasks" ("id" INTEGER NOT NULL, "title" TEXT NOT NULL, CONSTRAINT "tasks_pkey" PRIMARY KEY ("id"));',
        'DROP TABLE "tasks";',
      ),
      ...revision(
        "bbbbbbbbbbbb",
        "aaaaaaaaaaaa",
        "tasks have a priority",
        'ALTER TABLE "tasks" ADD COLUMN "priority" INTEGER NOT NULL DEFAULT 1;',
        'ALTER TABLE "tasks" DROP COLUMN "priority";',
      ),
      ...revision(
        "cccccccccccc",
        "aaaaaaaaaaaa",
        "tasks have points",
        'ALTER TABLE "tasks" ADD COLUMN "points" INTEGER;',
        'ALTER TABLE "tasks" DROP COLUMN "points";',
        "-- Labels: planning\n",
      ),
      ...revision(
        "dddddddddddd",
        "cccccccccccc",
        "tasks are estimated",
        'ALTER TABLE "tasks" ADD COLUMN "estimate" INTEGER;',
        'ALTER TABLE "tasks" DROP COLUMN "estimate";',
      ),
      "retort.json": '{ "databases": { "dev": { "url": "embedded" } }, "default": "dev" }\n',
    };
    await withFolder(files, async (folder) => {
      await withDriver({}, async (vs) => {
        await vs.open(folder);
        await vs.row("Revisions", /^ddddddd planning ?head · pending · 2 revisions/).waitFor();
        await vs.row("Revisions", /^bbbbbbb tasks have a priority ?head · pending · 1 revision/).waitFor();
        await vs.row("Revisions", /create tasks.*pending · branch point/).waitFor();
        await vs.row("Databases", /dev.*active.*base/).waitFor();

        // A branch goes up by its own arrow, and comes back by itself.
        await vs.rowAction(vs.row("Revisions", "planning"), "Upgrade to Here");
        await vs.row("Revisions", /tasks are estimated.*current/).waitFor();
        await vs.openFile("schema.prisma");
        await vs.page.locator(".squiggly-warning").first().waitFor();
        await vs.dismissToasts();
        await vs.screenshot("branches");

        await vs.rowAction(vs.row("Revisions", "planning"), "Merge Heads");
        const input = vs.page.locator(".quick-input-widget", { hasText: /in either order.*[Bb]oth touch tasks/ });
        await input.waitFor();
        await vs.screenshot("merge");
        await vs.answer("Merge Heads", "bring the branches together");
        await vs.activeTab("bring_the_branches_together.sql").waitFor();
        await vs.row("Revisions", /bring the branches.*pending · head · merge point/).waitFor();
        await vs.toast("Wrote merge revision").locator(".monaco-button", { hasText: "Upgrade" }).click();
        await vs.row("Revisions", /bring the branches.*current · head/).waitFor();
        await vs.dismissToasts();
        assert.equal((await vs.rows("Revisions")).filter((row) => /applied/.test(row)).length, 4);
        const made = (await readdir(path.join(folder, "prisma", "revisions"))).find((name) => name.includes("bring"));
        const text = await readFile(path.join(folder, "prisma", "revisions", made ?? ""), "utf8");
        assert.match(text, /^-- Revises: (bbbbbbbbbbbb, dddddddddddd|dddddddddddd, bbbbbbbbbbbb)$/m);

        // The merge goes first, then each branch by itself.
        await vs.rowAction(vs.row("Revisions", "bring the branches"), "Take This Revision Back");
        await vs.press("Downgrade");
        await vs.row("Revisions", /bring the branches.*pending/).waitFor();
        await vs.dismissToasts();
        await vs.rowAction(
          vs.row("Revisions", /bbbbbbb tasks have a priority ?current · (un)?proved/),
          "Take This Revision Back",
        );
        await vs.press("Downgrade");
        await vs.row("Revisions", /bbbbbbb tasks have a priority ?pending/).waitFor();
        await vs.row("Revisions", /tasks are estimated.*current/).waitFor();
      });
    });
  });
});

function revision(id: string, parent: string, message: string, up: string, down: string, headers = "") {
  const revises = parent === "" ? "" : `-- Revises: ${parent}\n`;
  return {
    [`prisma/revisions/20260101_0000_${id}.sql`]: `-- ${message}\n--\n-- Revision: ${id}\n${revises}-- Created: 2026-11-22T10:30:00Z\n${headers}
-- retort: upgrade\n${up}\n\n-- retort: downgrade\n\\if false\n${down}\n\\endif\n`,
  };
}
