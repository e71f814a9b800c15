import assert from "node:assert/strict";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { modelsAt, provider } from "#demo/models.ts";
import { withFolder } from "#test/support/folder.ts";
import { withDriver } from "#test/vscode/ui/driver.ts";

/** From an empty start, with nothing installed: what somebody sees in the first five minutes. */
describe("the packaged extension, on the embedded database", () => {
  it("chooses, generates, reviews, upgrades, and takes back by a click", async () => {
    const models = (stage: Parameters<typeof modelsAt>[0]) => `${provider("")}\n${modelsAt(stage)}`;
    await withFolder({ "prisma/schema.prisma": models("tasks") }, async (folder) => {
      await withDriver({}, async (vs) => {
        await vs.open(folder);
        const choose = vs.view("Revisions").locator(".monaco-button", { hasText: "Use the Embedded Database" });
        await choose.waitFor();
        await vs.screenshot("welcome-database");
        await choose.click();
        await vs.row("Databases", /dev.*active.*base/).waitFor();
        assert.match(await readFile(path.join(folder, "retort.json"), "utf8"), /"embedded"/);

        await vs.openFile("schema.prisma");
        const generate = vs.view("Revisions").locator(".monaco-button", { hasText: "Generate Migration" });
        await generate.waitFor();
        await vs.screenshot("welcome-revisions");
        await generate.click();
        await vs.answer("Generate Migration", "create tasks");
        await vs.activeTab("create_tasks.sql").waitFor();
        await vs.row("Revisions", /create tasks.*pending/).waitFor();
        await vs.lens("Upgrade to here").waitFor();
        await vs.dismissToasts();

        await vs.lens("Upgrade to here").click();
        await vs.row("Revisions", /create tasks.*current/).waitFor();
        await vs.toast("1 revision applied").waitFor();
        await vs.status.filter({ hasText: "(head)" }).waitFor();
        await vs.dismissToasts();

        await vs.openFile("schema.prisma");
        await vs.writeOpenFile(models("priority"));
        await vs.lens("1 unrevised change").waitFor();
        await vs.page.locator(".squiggly-info").first().waitFor();
        await vs.lens("1 unrevised change").click();
        await vs.answer("Generate Migration", "add priority to tasks");
        await vs.row("Revisions", /add priority.*pending/).waitFor();
        await vs.rowAction(vs.row("Revisions", "add priority"), "Upgrade to Here");
        await vs.row("Revisions", /add priority.*current/).waitFor();
        await vs.dismissToasts();
        assert.deepEqual(
          (await vs.rows("Revisions")).map((row) => /current|applied|<base>/.exec(row)?.[0]),
          ["current", "applied", "<base>"],
        );

        // Escape is a no: nothing runs.
        await vs.rowAction(vs.row("Revisions", "<base>"), "Downgrade to Here");
        await vs.dialog.waitFor();
        assert.match(
          await vs.dialog.innerText(),
          /Downgrade dev by 2 revisions\?[^]*drop column tasks\.priority[^]*drop table tasks/,
        );
        await vs.page.keyboard.press("Escape");
        await vs.dialog.waitFor({ state: "detached" });
        await vs.row("Revisions", /add priority.*current/).waitFor();

        await vs.rowAction(vs.row("Revisions", "add priority"), "Take This Revision Back");
        await vs.press("Downgrade");
        await vs.row("Revisions", /create tasks.*current/).waitFor();
        await vs.rowAction(vs.row("Revisions", "<base>"), "Downgrade to Here");
        await vs.press("Downgrade");
        await vs.row("Revisions", /<base>.*current/).waitFor();
        await vs.toast("1 revision taken back").waitFor();
        await vs.screenshot("taken-back");
        await vs.toast("1 revision taken back").locator(".monaco-button", { hasText: "Upgrade Again" }).click();
        await vs.row("Revisions", /add priority.*current/).waitFor();
        await vs.row("Revisions", "add priority").locator(".monaco-tl-twistie").click();
        await vs.row("Revisions", "add column tasks.priority").waitFor();
        await vs.dismissToasts();

        // Who looks at the walkthrough only now finds done what is done.
        await vs.palette("Welcome: Open Walkthrough");
        await vs.page.locator(".quick-input-list .monaco-list-row", { hasText: "Get Started with Retort" }).click();
        await vs.page.locator(".codicon-getting-started-step-checked").nth(2).waitFor();
        await vs.screenshot("walkthrough");

        await vs.status.click();
        await vs.pick(/^Retort: /, "Show history");
        await vs.activeTab("History of").waitFor();
        const revisions = path.join(folder, "prisma", "revisions");
        const names = await readdir(revisions);
        assert.equal(names.length, 2);

        // What was applied and is not as it was leads, and shows what it was.
        const file = path.join(revisions, names.find((name) => name.includes("add_priority")) ?? "");
        await writeFile(file, (await readFile(file, "utf8")).replace("DEFAULT 1", "DEFAULT 2"));
        await vs.status.filter({ hasText: "1 edited" }).waitFor();
        await vs.status.click();
        await vs.pick(/^Retort: /, "Show what changed");
        await vs.activeTab("as applied ↔ now").waitFor();
        await vs.screenshot("edited");
        await rm(file);
        await vs.status.filter({ hasText: "1 missing" }).waitFor();
        await vs.row("Revisions", /add priority.*file missing/).click();
        await vs.activeTab("as applied.retort.sql").waitFor();
        await vs.status.click();
        await vs.pick(/^Retort: /, "Bring the file back");
        await vs.press("Bring Back");
        await vs.row("Revisions", /add priority.*current/).waitFor();
      });
    });
  });
});
