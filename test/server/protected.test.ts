import assert from "node:assert/strict";

import { provider } from "#demo/models.ts";
import { never, withEditor } from "#test/server/editor.ts";
import { withFolder } from "#test/support/folder.ts";
import { revision } from "#test/support/revisionProject.ts";
import { sharedServer, withDatabase } from "#test/support/servers.ts";

const make = revision("aaaaaaaaaaaa", "", 'CREATE TABLE "tasks" ("id" int PRIMARY KEY);', 'DROP TABLE "tasks";');
const models = `${provider("")}
model Task {
  id Int @id

  @@map("tasks")
}
`;

describe("a protected database, in the editor", function () {
  this.timeout(120_000);

  it("is looked at without a right to write, and written to on the same session when its name is typed", async () =>
    withDatabase(await sharedServer(18), (database) =>
      withFolder(
        {
          ".git/": "",
          "prisma/schema.prisma": models,
          "prisma/revisions/make.sql": make,
          "retort.json": '{ "databases": { "live": { "url": "env:LIVE", "protected": true } } }',
        },
        (folder) =>
          withEditor(folder, { env: { LIVE: database.url } }, async (editor) => {
            await editor.diagnostics();
            const mark = (typedName: string | null) =>
              editor.requests["retort/stamp"]({ project: folder, target: "head", typedName }, never);
            const unmarked = await mark(null);
            assert.equal(unmarked.kind === "failed" && unmarked.failure.code, "refused/protected");
            const params = { project: folder, direction: "upgrade", target: "head" } as const;
            const planned = await editor.requests["retort/plan"](params, never);
            assert.ok(planned.kind === "plan", JSON.stringify(planned));
            const { token } = planned.plan;
            const run = (typedName: string | null) =>
              editor.requests["retort/run"](
                { project: folder, token, acceptLosses: false, stash: "no", typedName },
                never,
              );
            const refused = await run(null);
            assert.equal(refused.kind === "failed" && refused.failure.code, "refused/protected");
            await editor.diagnostics();
            const again = await editor.requests["retort/plan"](params, never);
            assert.equal(again.kind === "plan" && again.plan.token, token);
            const ran = await run("live");
            assert.equal(ran.kind, "done", JSON.stringify(ran));
            assert.deepEqual(await editor.diagnostics(), []);
          }),
      ),
    ));
});
