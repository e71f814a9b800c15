import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { provider } from "#demo/models.ts";
import { diagnosticCodes } from "#protocol/settings.ts";
import { revision } from "#test/support/revisionProject.ts";
import { type EditorOnFolder, never, withEditor } from "#test/server/editor.ts";
import { withFolder } from "#test/support/folder.ts";
import { sharedServer, withDatabase } from "#test/support/servers.ts";

const make = revision(
  "aaaaaaaaaaaa",
  "",
  'CREATE TABLE "tasks" ("id" int PRIMARY KEY, "note" text);',
  'DROP TABLE "tasks";',
);
const edited = make.replace('"note" text', '"note" varchar(9)');
const models = `${provider('env("DATABASE_URL")')}
model Task {
  id   Int     @id
  note String?

  @@map("tasks")
}
`;

describe("a revision that was edited after it was applied, in the editor", function () {
  this.timeout(180_000);

  it("is an error at its way, with four ways out; the edit becomes a revision of its own", () =>
    onApplied(async (editor, file) => {
      await writeFile(file, edited);
      const [found] = (await editor.diagnostics()).filter(({ code }) => code === diagnosticCodes.edited);
      assert.match(found?.message ?? "", /^The way up was edited after database default applied this revision/);
      assert.match(editor.state().status.text, /⚠ 1 edited$/);
      assert.deepEqual(editor.actions(diagnosticCodes.edited), [
        "Show what changed",
        "Make it a new revision…",
        "Bring the file back as it was applied…",
        "Accept it as applied…",
      ]);
      const project = editor.folder;
      const stored = await editor.requests["retort/sql"](
        { project, what: { kind: "stored", id: "aaaaaaaaaaaa" } },
        never,
      );
      assert.equal(stored.kind === "text" && stored.text, make);
      const made = await mend(editor, "revision", "shorten note");
      assert.ok(made.kind === "written" && made.uri !== null, JSON.stringify(made));
      assert.match(
        await readFile(new URL(made.uri), "utf8"),
        /^-- shorten note[\s\S]*ALTER COLUMN "note" SET DATA TYPE VARCHAR\(9\)/,
      );
      assert.equal(await readFile(file, "utf8"), make);
      await editor.diagnostics();
      assert.deepEqual(
        editor.state().revisions.map(({ message, status }) => [message, status]),
        [
          ["shorten note", "pending"],
          ["aaaaaaaaaaaa", "current"],
        ],
      );
    }));

  it("is brought back as it was applied, or accepted as it is", () =>
    onApplied(async (editor, file) => {
      await writeFile(file, edited);
      await editor.diagnostics();
      assert.equal((await mend(editor, "accept")).kind, "written");
      const codes = (await editor.diagnostics()).map(({ code }) => code);
      assert.ok(!codes.includes(diagnosticCodes.edited) && codes.includes(diagnosticCodes.drift), codes.join());
      await rm(file);
      await editor.diagnostics();
      assert.equal(editor.state().revisions[0]?.status, "missing");
      assert.match(editor.state().status.text, /⚠ 1 missing$/);
      const back = await mend(editor, "restore");
      assert.ok(back.kind === "written" && back.uri !== null, JSON.stringify(back));
      assert.equal(await readFile(new URL(back.uri), "utf8"), edited);
    }));
});

function mend(
  { folder: project, requests }: EditorOnFolder,
  how: "accept" | "restore" | "revision",
  message: string | null = null,
) {
  return requests["retort/mend"]({ project, id: "aaaaaaaaaaaa", how, message, typedName: null }, never);
}

async function onApplied(work: (editor: EditorOnFolder, file: string) => Promise<void>): Promise<void> {
  await withDatabase(await sharedServer(18), async (database) => {
    const files = { "prisma/schema.prisma": models, "prisma/revisions/1_make.sql": make };
    await withFolder(files, (folder) =>
      withEditor(folder, { env: { DATABASE_URL: database.url } }, async (editor) => {
        await editor.diagnostics();
        const planned = await editor.requests["retort/plan"](
          { project: editor.folder, direction: "upgrade", target: "head" },
          never,
        );
        assert.ok(planned.kind === "plan", JSON.stringify(planned));
        const params = {
          project: editor.folder,
          token: planned.plan.token,
          acceptLosses: false,
          stash: "no" as const,
          typedName: null,
        };
        assert.equal((await editor.requests["retort/run"](params, never)).kind, "done");
        await work(editor, path.join(folder, "prisma/revisions/1_make.sql"));
      }),
    );
  });
}
