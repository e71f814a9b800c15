import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";

import { provider } from "#demo/models.ts";
import { never, withEditor } from "#test/server/editor.ts";
import { makeTasks, onTaskFolder } from "#test/server/taskFolder.ts";
import { withFolder } from "#test/support/folder.ts";
import { installedMajors } from "#test/support/servers.ts";

const models = (field: string) => `${provider('env("DATABASE_URL")')}
model Task {
  id   Int     @id
  ${field} String?

  @@map("tasks")
}
`;

describe("what trees and questions are told", function () {
  this.timeout(180_000);

  it("projects stand as their folders do, whichever of them answers first", () =>
    withFolder(
      {
        ".git/": "",
        "a/prisma/schema.prisma": models("note"),
        "a/prisma/revisions/make.sql": makeTasks,
        // Nothing is known of it but that, and that at once.
        "b/prisma/schema.prisma": models("note"),
        "b/retort.json": '{ "databases": 1 }',
      },
      (folder) =>
        withEditor(folder, {}, async (editor) => {
          const states = await editor.requests["retort/refresh"]({ force: true }, never);
          assert.deepEqual(
            states.map(({ name }) => name),
            ["a", "b"],
          );
        }),
    ));

  it("a project keeps its name of the window when its configuration comes", () =>
    withFolder({ ".git/": "", "packages/db/prisma/schema.prisma": models("note") }, (folder) =>
      withEditor(folder, {}, async (editor) => {
        const project = path.join(folder, "packages/db");
        const begun = await editor.requests["retort/initialize"]({ project, from: "embedded", typedName: null }, never);
        assert.equal(begun.kind, "written", JSON.stringify(begun));
        const states = await editor.requests["retort/refresh"]({ force: true }, never);
        assert.deepEqual(
          states.map(({ name }) => name),
          ["packages/db"],
        );
      }),
    ));

  for (const major of installedMajors())
    it(`a database of PostgreSQL ${major} has a note where the shadow is another version`, () =>
      onTaskFolder(
        makeTasks,
        async (editor, folder) => {
          await editor.requests["retort/stamp"]({ project: folder, target: "head", typedName: null }, never);
          await editor.diagnostics();
          const note = editor.state().databases[0]?.note ?? "";
          if (major === 18) assert.equal(note, "");
          else assert.match(note, new RegExp(`is PostgreSQL ${major}; what is recorded was made by PostgreSQL 18`));
        },
        { major },
      ));

  it("a proof that fails says each fault in a sentence", () =>
    onTaskFolder(makeTasks.replace('DROP TABLE "tasks"', "SELECT 1"), async (editor, folder) => {
      const tried = await editor.requests["retort/prove"]({ project: folder, target: null }, never);
      await editor.diagnostics();
      assert.deepEqual(editor.state().revisions[0]?.proof?.lines, tried.kind === "tried" && tried.faults);
      assert.deepEqual(tried.kind === "tried" && tried.faults, [
        "The way down does not end in the catalog it began from: table tasks is there, and should not be.",
        'The way up does not run a second time, after the way down: Revision aaaaaaaaaaaa can\'t be replayed in the shadow database. PostgreSQL: relation "tasks" already exists.',
      ]);
    }));

  it("a plausible rename says what goes where it is none", () =>
    onTaskFolder(makeTasks, async (editor, folder, connection) => {
      await connection.rows("CREATE TABLE tasks (id int PRIMARY KEY, note text); INSERT INTO tasks VALUES (1, 'a')");
      await editor.requests["retort/stamp"]({ project: folder, target: "head", typedName: null }, never);
      await writeFile(path.join(folder, "prisma/schema.prisma"), models("details"));
      const params = { project: folder, message: "x", answers: {}, on: null };
      const asked = await editor.requests["retort/generate"](params, never);
      assert.ok(asked.kind === "questions", JSON.stringify(asked));
      assert.deepEqual(
        asked.questions.map((question) => question.kind === "rename" && [question.from, question.loss]),
        [["tasks.note", "1 value is lost."]],
      );
      assert.ok(asked.questions[0]?.kind === "rename" && asked.questions[0].clear === null);
      await writeFile(path.join(folder, "prisma/schema.prisma"), models("Note"));
      const spelled = await editor.requests["retort/generate"](params, never);
      assert.ok(spelled.kind === "questions" && spelled.questions[0]?.kind === "rename", JSON.stringify(spelled));
      assert.deepEqual(spelled.questions[0].clear, { to: "Note", answer: "tasks.note=Note", merges: false });
    }));

  it("a value for rows that can't be is asked again, with what is wrong with it", () =>
    onTaskFolder(makeTasks, async (editor, folder, connection) => {
      await connection.rows("CREATE TABLE tasks (id int PRIMARY KEY, note text); INSERT INTO tasks VALUES (1, 'a')");
      await editor.requests["retort/stamp"]({ project: folder, target: "head", typedName: null }, never);
      const text = models("note").replace("@@map", "length Int\n\n  @@map");
      await writeFile(path.join(folder, "prisma/schema.prisma"), text);
      const generate = async (answer: string | null) => {
        const answers = answer === null ? {} : { "fill:tasks.length": answer };
        return editor.requests["retort/generate"]({ project: folder, message: "x", answers, on: null }, never);
      };
      const asked = await generate(null);
      assert.ok(asked.kind === "questions" && asked.questions[0]?.kind === "fill", JSON.stringify(asked));
      assert.equal(asked.questions[0].refused, null);
      for (const [answer, why] of [
        ["1 1", /1 1 can't be what tasks\.length holds\. .*at or near "1"/],
        ["nosuch", /column "nosuch" does not exist/],
      ] as const) {
        const again = await generate(answer);
        assert.ok(again.kind === "questions" && again.questions[0]?.kind === "fill", JSON.stringify(again));
        assert.equal(again.questions[0].refused?.answer, answer);
        assert.match(again.questions[0].refused.why, why);
      }
      assert.equal((await generate("length(note)")).kind, "written");
    }));
});
