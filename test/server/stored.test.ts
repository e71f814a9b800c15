import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import path from "node:path";

import { provider } from "#demo/models.ts";
import type { PlanParams } from "#protocol/commands.ts";
import { never, withEditor } from "#test/server/editor.ts";
import { withFolder } from "#test/support/folder.ts";
import { revision } from "#test/support/revisionProject.ts";
import { sharedServer, withDatabase } from "#test/support/servers.ts";

const models = `${provider('env("DATABASE_URL")')}\nmodel Task {\n  id Int @id\n\n  @@map("tasks")\n}\n`;

describe("a revision that no file of this branch has, in the editor", function () {
  this.timeout(120_000);

  it("goes down as the database stored it, when that was asked for and shown", async () =>
    withDatabase(await sharedServer(18), async (database) => {
      const files = {
        ".git/": "",
        "prisma/schema.prisma": models,
        "prisma/revisions/1_a.sql": revision(
          "aaaaaaaaaaaa",
          "",
          'CREATE TABLE "tasks" ("id" int);',
          'DROP TABLE "tasks";',
        ),
        "prisma/revisions/2_b.sql": revision(
          "bbbbbbbbbbbb",
          "aaaaaaaaaaaa",
          'ALTER TABLE "tasks" ADD COLUMN "note" text;',
          'ALTER TABLE "tasks" DROP COLUMN "note"; -- of another branch',
        ),
      };
      await withFolder(files, (folder) =>
        withEditor(folder, { env: { DATABASE_URL: database.url } }, async (editor) => {
          const { requests } = editor;
          const plan = (params: Omit<PlanParams, "project">) =>
            requests["retort/plan"]({ project: folder, ...params }, never);
          const run = (token: string) =>
            requests["retort/run"](
              { project: folder, token, acceptLosses: false, stash: "no", typedName: null },
              never,
            );
          const up = await plan({ direction: "upgrade", target: "head" });
          assert.ok(up.kind === "plan", JSON.stringify(up));
          assert.deepEqual(up.plan.stored, []);
          assert.equal((await run(up.plan.token)).kind, "done");

          await rm(path.join(folder, "prisma/revisions/2_b.sql"));
          await editor.diagnostics();
          const refused = await plan({ direction: "downgrade", target: "-1" });
          assert.equal(refused.kind === "failed" && refused.failure.code, "graph/unknownRow");
          const stored = await plan({ direction: "downgrade", target: "-1", fromStored: true });
          assert.ok(stored.kind === "plan", JSON.stringify(stored));
          assert.deepEqual(stored.plan.stored, ["bbbbbbbbbbbb"]);
          assert.match(stored.plan.sql, /DROP COLUMN "note"; -- of another branch/);
          assert.equal((await run(stored.plan.token)).kind, "done");
          await editor.diagnostics();
          assert.deepEqual(
            editor.state().revisions.map(({ id, status }) => [id, status]),
            [["aaaaaaaaaaaa", "current"]],
          );
        }),
      );
    }));
});
