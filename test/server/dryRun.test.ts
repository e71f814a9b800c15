import assert from "node:assert/strict";

import { provider } from "#demo/models.ts";
import { never, withEditor } from "#test/server/editor.ts";
import { withFolder } from "#test/support/folder.ts";
import { revision } from "#test/support/revisionProject.ts";
import { sharedServer, withDatabase } from "#test/support/servers.ts";

const make = revision(
  "aaaaaaaaaaaa",
  "",
  'CREATE TABLE "tasks" ("id" int PRIMARY KEY, "note" text, "same" text);',
  "DROP TABLE tasks;",
);
const require = revision(
  "bbbbbbbbbbbb",
  "aaaaaaaaaaaa",
  'ALTER TABLE "tasks" ALTER COLUMN "note" SET NOT NULL;\nCREATE UNIQUE INDEX "i" ON "tasks"("same");',
  'DROP INDEX "i";\nALTER TABLE "tasks" ALTER COLUMN "note" DROP NOT NULL;',
);
const concurrently = revision(
  "cccccccccccc",
  "bbbbbbbbbbbb",
  'CREATE UNIQUE INDEX CONCURRENTLY "j" ON "tasks"("note");',
  'DROP INDEX "j";',
).replace("-- retort: upgrade", "-- retort: upgrade (no transaction)");
const models = `${provider('env("DATABASE_URL")')}\nmodel Task {\n  id   Int    @id\n  note String\n\n  @@map("tasks")\n}\n`;

describe("a dry run, in the editor", function () {
  this.timeout(120_000);

  it("shows what would run, and the rows that it will fail on", async () =>
    withDatabase(await sharedServer(18), (database) =>
      withFolder(
        {
          ".git/": "",
          "prisma/schema.prisma": models,
          "prisma/revisions/1.sql": make,
          "prisma/revisions/2.sql": require,
          "prisma/revisions/3.sql": concurrently,
        },
        (folder) =>
          withEditor(folder, { env: { DATABASE_URL: database.url } }, async (editor) => {
            await editor.diagnostics();
            const dryRun = async () => {
              const what = { kind: "dryRun", direction: "upgrade", target: "head" } as const;
              const answer = await editor.requests["retort/sql"]({ project: folder, what }, never);
              assert.ok(answer.kind === "text", JSON.stringify(answer));
              return answer.text;
            };
            assert.match(await dryRun(), /^-- A dry run: upgrade of \w+ by 3 revisions\. Nothing was run\./);
            const planTo = async (target: string) => {
              const answer = await editor.requests["retort/plan"](
                { project: folder, direction: "upgrade", target },
                never,
              );
              assert.ok(answer.kind === "plan");
              return answer.plan;
            };
            const { token } = await planTo("aaaaaaaaaaaa");
            await editor.requests["retort/run"](
              { project: folder, token, acceptLosses: false, stash: "no", typedName: null },
              never,
            );
            const connection = await database.connect();
            await connection.rows("INSERT INTO tasks VALUES (1, 'a', 'x'), (2, NULL, 'x'), (3, NULL, 'y')");
            const text = await dryRun();
            assert.match(
              text,
              /-- {3}tasks\.note: 2 rows .*\n-- {5}id = 2, note = NULL, same = x\n-- {5}id = 3, note = NULL, same = y\n/,
            );
            // Whatever the columns are called.
            assert.match(text, /-- {3}tasks\.same: 2 rows .*\n-- {5}id = 1, note = a, same = x, rows alike = 2\n/);
            assert.match(text, /\nALTER TABLE "tasks" ALTER COLUMN "note" SET NOT NULL;/);

            // In a transaction it would be taken back; what runs outside of one is refused before it is half done.
            const plan = await planTo("bbbbbbbbbbbb");
            assert.deepEqual([plan.findings.map(({ certain }) => certain), plan.halfway], [[true, true], null]);
            await connection.rows("UPDATE tasks SET note = 'b', same = id::text");
            assert.match((await planTo("head")).halfway ?? "", /^tasks\.note: 3 rows that share their values/);
          }),
      ),
    ));
});
