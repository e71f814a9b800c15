import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";

import { provider } from "#demo/models.ts";
import { revision } from "#test/support/revisionProject.ts";
import { withEditor } from "#test/server/editor.ts";
import { withFolder } from "#test/support/folder.ts";

const make = revision("aaaaaaaaaaaa", "", 'CREATE TABLE "tasks" ("id" int PRIMARY KEY);', 'DROP TABLE "tasks";');
/** Says more than the revision makes: where that ran, it would be told. */
const models = `${provider('env("DATABASE_URL")')}
model Task {
  id   Int     @id
  note String?

  @@map("tasks")
}
`;

describe("a workspace that is not trusted", function () {
  this.timeout(60_000);

  it("runs no revision, not even in the shadow: what is unrevised is unknown, and never clean", () =>
    withFolder({ ".git/": "", "prisma/schema.prisma": models, "prisma/revisions/make.sql": make }, (folder) =>
      withEditor(folder, { trusted: false }, async (editor) => {
        assert.deepEqual(await editor.diagnostics(), []);
        const { unrevised, revisions, status } = editor.state();
        assert.equal(unrevised.kind, "unknown");
        assert.notEqual(status.kind, "ok");
        assert.deepEqual(
          revisions.map(({ message }) => message),
          ["aaaaaaaaaaaa"],
        );
        assert.deepEqual(editor.lenses("prisma/revisions/make.sql"), ["Preview SQL", "Preview SQL"]);
        assert.deepEqual((await readdir(folder)).toSorted(), [".git", "prisma"]);
      }),
    ));

  it("is told what is wrong with its files", () =>
    withFolder({ ".git/": "", "prisma/schema.prisma": `${models}model {\n` }, (folder) =>
      withEditor(folder, { trusted: false }, async (editor) => {
        const [found] = await editor.diagnostics();
        assert.equal(found?.file, "prisma/schema.prisma");
      }),
    ));
});
