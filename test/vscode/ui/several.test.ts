import assert from "node:assert/strict";

import { provider } from "#demo/models.ts";
import { withFolder } from "#test/support/folder.ts";
import { installedMajors, sharedServer, withDatabase } from "#test/support/servers.ts";
import { withDriver } from "#test/vscode/ui/driver.ts";

/** A project whose database is called as every other's. */
function project(folder: string, { id, table, url }: { id: string; table: string; url: string }) {
  return {
    [`${folder}/prisma/schema.prisma`]: `${provider("")}\nmodel Row {\n  id Int @id\n\n  @@map("${table}")\n}\n`,
    [`${folder}/prisma/revisions/${id}_create_${table}.sql`]: `-- create ${table}
--
-- Revision: ${id}
-- Created: 2026-11-22T10:30:00Z

-- retort: upgrade
CREATE TABLE "${table}" ("id" integer NOT NULL, CONSTRAINT "${table}_pkey" PRIMARY KEY ("id"));

-- retort: downgrade
\\if false
DROP TABLE "${table}";
\\endif
`,
    [`${folder}/.env`]: `DEV_URL="${url}"\n`,
    [`${folder}/retort.json`]: '{ "databases": { "dev": { "url": "env:DEV_URL" } }, "default": "dev" }\n',
  };
}

describe("several projects in one window", () => {
  it("each is named where its database could be another's, and one with nothing says what comes first", async function () {
    const [major] = installedMajors().slice(-1);
    if (major === undefined) this.skip();
    const server = await sharedServer(major, { tcp: true });
    await withDatabase(server, async (tasks) => {
      await withDatabase(server, async (orders) => {
        const files = {
          ...project("apps/web", { id: "1975ea83b712", table: "tasks", url: tasks.url }),
          ...project("apps/api", { id: "2086fb94c823", table: "orders", url: orders.url }),
          "packages/db/prisma/schema.prisma": `${provider("")}\nmodel Log {\n  id Int @id\n}\n`,
        };
        await withFolder(files, async (folder) => {
          await withDriver({}, async (vs) => {
            await vs.open(folder);
            await vs.row("Revisions", /create tasks.*pending/).waitFor();
            await vs.row("Revisions", /create orders.*pending/).waitFor();
            await vs.row("Revisions", "Use the Embedded Database").waitFor();
            await vs.row("Databases", "Connect…").waitFor();
            await vs.view("Drift").filter({ hasText: /None/ }).waitFor();

            await vs.rowAction(vs.row("Revisions", "create orders"), "Upgrade to Here");
            await vs.toast("dev of apps/api: 1 revision applied.").waitFor();
            await vs.row("Revisions", /create orders.*current/).waitFor();
            await vs.row("Revisions", /create tasks.*pending/).waitFor();
            await vs.screenshot("several");
            await vs.dismissToasts();

            await vs.rowAction(vs.row("Revisions", "create orders"), "Take This Revision Back");
            await vs.dialog.filter({ hasText: "Downgrade dev of apps/api by 1 revision" }).waitFor();
            await vs.screenshot("several-downgrade");
            await vs.page.keyboard.press("Escape");
            await vs.row("Revisions", /create orders.*current/).waitFor();

            await vs.page.keyboard.press("Control+P");
            await vs.page.locator(".quick-input-widget input.input").fill("apps/web/prisma/schema.prisma");
            await vs.page.locator(".quick-input-widget .monaco-list-row", { hasText: "apps/web" }).first().click();
            await vs.status.filter({ hasText: "apps/web: dev ↑1 pending" }).waitFor();
            await vs.row("Revisions", "Use the Embedded Database").click();
            await vs.row("Revisions", "Generate Migration").waitFor();
            await vs.row("Databases", /packages\/db.*no revisions/).waitFor();
            assert.equal(await vs.row("Revisions", "Use the Embedded Database").count(), 0);
            await vs.screenshot("several-embedded");
          });
        });
      });
    });
  });
});
