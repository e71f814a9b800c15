import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { assertLeftWell, desk, needsTerminals } from "#test/cli/desk.ts";
import { filesIn } from "#test/support/folder.ts";
import { keys } from "#test/support/pseudoTerminal.ts";

const revision = (id: string, parent: string, title: string) => `-- ${id}
--
-- Revision: ${id}
-- Revises: ${parent}
-- Created: 2026-11-22T10:30:00Z

-- retort: upgrade
ALTER TABLE "Task" ALTER COLUMN title SET DEFAULT '${title}';

-- retort: downgrade
\\if false
ALTER TABLE "Task" ALTER COLUMN title DROP DEFAULT;
\\endif
`;

describe("questions of pull, merge, stash and --from-stored on a terminal", function () {
  this.timeout(120_000);
  needsTerminals();

  it(
    "pull asks what was renamed: a yes keeps the field, Enter alone is a drop, Escape edits nothing",
    desk(async ({ at, connection, folder }) => {
      const models = path.join(folder, "prisma/schema.prisma");
      const before = await readFile(models, "utf8");
      await connection.rows(`ALTER TABLE "Task" RENAME COLUMN note TO details`);

      const escaped = await at("pull", async (terminal) => {
        await terminal.shows(/Task\.note is gone from the database\. Was it renamed\?(.|\n)*↑\/↓/);
        terminal.type(keys.escape);
      });
      assert.equal(escaped.code, 3, escaped.screen);
      assert.match(escaped.screen, /A question was not answered\.(.|\n)*No model was edited\./);
      assertLeftWell(escaped);
      assert.equal(await readFile(models, "utf8"), before);

      const renamed = await at("pull Task.note", async (terminal) => {
        await terminal.shows(/● dropped: Task\.note goes(.|\n)*○ renamed to details/);
        terminal.type(keys.down + keys.enter);
      });
      assert.equal(renamed.code, 0, renamed.screen);
      assert.match(await readFile(models, "utf8"), /note +String\? +@map\("details"\)/);

      await writeFile(models, before);
      const dropped = await at("pull", async (terminal) => {
        await terminal.shows(/● dropped: Task\.note goes/);
        terminal.type(keys.enter);
      });
      assert.equal(dropped.code, 0, dropped.screen);
      const text = await readFile(models, "utf8");
      assert.match(text, /details +String\?/);
      assert.doesNotMatch(text, /note/);

      await writeFile(models, before);
      const given = await at("pull --no-rename --dry-run", () => Promise.resolve());
      assert.equal(given.code, 0, given.screen);
      assert.doesNotMatch(given.written, /Was it renamed/);
    }),
  );

  it(
    "merge asks where the order of the branches matters: Enter alone is no, y merges",
    desk(async ({ at, folder }) => {
      const names = Object.keys(await filesIn(folder)).filter((name) => name.startsWith("prisma/revisions/"));
      const base = /_([0-9a-f]{12})_/.exec(names[0] ?? "")?.[1] ?? assert.fail(names.join());
      for (const [id, title] of [
        ["aaaaaaaaaaaa", "one"],
        ["bbbbbbbbbbbb", "two"],
      ] as const) {
        await writeFile(path.join(folder, `prisma/revisions/${id}.sql`), revision(id, base, title));
      }
      const count = async () => Object.keys(await filesIn(folder)).filter((name) => name.endsWith(".sql")).length;
      const no = await at("merge heads -m both", async (terminal) => {
        await terminal.shows(/Merge them all the same\?\n.*● No/);
        terminal.type(keys.enter);
      });
      assert.equal(no.code, 3, no.screen);
      assert.match(no.screen, /title(.|\n)*It was not confirmed\.(.|\n)*No revision was written\./);
      assertLeftWell(no);
      assert.equal(await count(), 3);
      const yes = await at("merge heads -m both", async (terminal) => {
        await terminal.shows(/● No/);
        terminal.type("y");
      });
      assert.equal(yes.code, 0, yes.screen);
      assert.equal(await count(), 4);
    }),
  );

  it(
    "stash purge asks before it loses what is kept: Escape is no, y purges",
    desk(async ({ at, off }) => {
      const stashed = await off("downgrade", "base", "--stash");
      assert.equal(stashed.code, 0, stashed.stderr);
      const no = await at("stash purge", async (terminal) => {
        await terminal.shows(/This is lost:\n.*Task, 2 rows(.|\n)*Purge it\?\n.*● No/);
        terminal.type(keys.escape);
      });
      assert.equal(no.code, 3, no.screen);
      assert.match(no.screen, /It was not confirmed\.(.|\n)*No stash was purged\./);
      assertLeftWell(no);
      assert.match((await off("stash", "list")).stdout, /Task, 2 rows/);
      const yes = await at("stash purge", async (terminal) => {
        await terminal.shows(/● No/);
        terminal.type("y");
      });
      assert.equal(yes.code, 0, yes.screen);
      assert.match((await off("stash", "list")).stdout, /Nothing is stashed\./);
    }),
  );

  it(
    "--from-stored shows what it would run before it asks, and what is lost besides",
    desk(async ({ at, folder, connection }) => {
      for (const name of Object.keys(await filesIn(folder))) {
        if (name.startsWith("prisma/revisions/")) await rm(path.join(folder, name));
      }
      const no = await at("downgrade base --from-stored", async (terminal) => {
        await terminal.shows(/DROP TABLE "Task"(.|\n)*● No/);
        terminal.type(keys.enter);
      });
      assert.equal(no.code, 3, no.screen);
      assert.match(no.screen, /It was not confirmed\.(.|\n)*Nothing was run\./);
      assertLeftWell(no);
      assert.deepEqual(await connection.rows(`SELECT count(*)::int FROM "Task"`), [[2]]);
      const yes = await at("downgrade base --from-stored", async (terminal) => {
        await terminal.shows(/DROP TABLE "Task"(.|\n)*● No/);
        terminal.type("y");
        await terminal.shows(/lose this data\?\n.*● No/);
        terminal.type("y");
      });
      assert.equal(yes.code, 0, yes.screen);
      assert.deepEqual(await connection.rows(`SELECT to_regclass('"Task"')::text`), [[null]]);
    }),
  );
});
