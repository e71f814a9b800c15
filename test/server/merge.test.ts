import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { provider } from "#demo/models.ts";
import { diagnosticCodes } from "#protocol/settings.ts";
import { type EditorOnFolder, never, withEditor } from "#test/server/editor.ts";
import { withFolder } from "#test/support/folder.ts";
import { sharedServer, withDatabase } from "#test/support/servers.ts";

const models = `${provider('env("DATABASE_URL")')}
model Task {
  id       Int  @id
  priority Int?
  points   Int?

  @@map("tasks")
}
`;
const both = ["bbbbbbbbbbbb", "cccccccccccc"];

describe("branches, in the editor", function () {
  this.timeout(180_000);

  it("several heads are one warning on the datasource, with the merge as its action", () =>
    withBranches({}, async (editor) => {
      const found = (await editor.diagnostics()).filter(({ code }) => code === diagnosticCodes.multipleHeads);
      assert.equal(found.length, 1);
      assert.match(found[0]?.message ?? "", /Multiple head revisions are present:\n.*priority\n.*points\n/);
      assert.equal(found[0]?.range.start.line, 0);
      assert.deepEqual(editor.actions(diagnosticCodes.multipleHeads), ["Merge heads…", "Show history"]);
      assert.deepEqual(editor.actions(diagnosticCodes.pending), ["Upgrade to all heads"]);
      assert.deepEqual(
        editor
          .state()
          .revisions.map(({ id, head, branchPoint }) => ({ id, head, branchPoint }))
          .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        [
          { id: "aaaaaaaaaaaa", head: false, branchPoint: true },
          { id: "bbbbbbbbbbbb", head: true, branchPoint: false },
          { id: "cccccccccccc", head: true, branchPoint: false },
        ],
      );
    }));

  it("a merge names what both touch, and stands on both", () =>
    withBranches({}, async (editor) => {
      const project = editor.folder;
      const planned = await editor.requests["retort/planMerge"]({ project, revisions: both }, never);
      assert.ok(planned.kind === "merge", JSON.stringify(planned));
      assert.equal(planned.merge.clean, true);
      assert.match(planned.merge.words.join("\n"), /end in the same schema in either order\nboth touch .*tasks/);
      const written = await editor.requests["retort/merge"](
        { project, revisions: both, message: "bring them together", acceptDifferences: false },
        never,
      );
      assert.ok(written.kind === "written" && written.uri !== null, JSON.stringify(written));
      assert.match(await readFile(fileURLToPath(written.uri), "utf8"), /^-- Revises: bbbbbbbbbbbb, cccccccccccc$/m);
      const found = await editor.diagnostics();
      assert.deepEqual(
        found.map(({ code }) => code),
        [diagnosticCodes.pending],
      );
      const [merge] = editor.state().revisions;
      assert.equal(merge?.mergePoint && merge.head, true);
    }));

  it("branches that do not commute are not merged unless somebody saw that", () =>
    withBranches({ third: ["dddddddddddd", 'ALTER TABLE "tasks" DROP COLUMN "title";'] }, async (editor) => {
      const project = editor.folder;
      const revisions = ["bbbbbbbbbbbb", "dddddddddddd"];
      const planned = await editor.requests["retort/planMerge"]({ project, revisions }, never);
      assert.ok(planned.kind === "merge", JSON.stringify(planned));
      assert.equal(planned.merge.clean, false);
      assert.match(planned.merge.words.join("\n"), /title/);
      const params = { project, revisions, message: "x" };
      const refused = await editor.requests["retort/merge"]({ ...params, acceptDifferences: false }, never);
      assert.equal(refused.kind === "failed" && refused.failure.unchanged, "No revision was written.");
      const written = await editor.requests["retort/merge"]({ ...params, acceptDifferences: true }, never);
      assert.equal(written.kind, "written");
    }));

  it("a new revision stands on the branch that was picked, and on none where nobody picked one", () =>
    withBranches({}, async (editor) => {
      const params = { project: editor.folder, message: "more points", language: "sql" } as const;
      const refused = await editor.requests["retort/newRevision"]({ ...params, on: null }, never);
      assert.equal(refused.kind === "failed" && refused.failure.code, "graph/multipleHeads");
      const written = await editor.requests["retort/newRevision"]({ ...params, on: "cccccccccccc" }, never);
      assert.equal(written.kind, "written");
      await editor.diagnostics();
      const added = editor.state().revisions.find(({ message }) => message === "more points");
      assert.deepEqual(added?.parents, ["cccccccccccc"]);
    }));

  it("one branch goes back and the other stays", () =>
    withBranches({}, async (editor) => {
      await run(editor, "upgrade", "heads");
      await editor.diagnostics();
      assert.deepEqual(editor.state().databases[0]?.current?.toSorted(), both);
      await run(editor, "downgrade", "cccccccccccc@aaaaaaaaaaaa");
      await editor.diagnostics();
      assert.deepEqual(editor.state().databases[0]?.current, ["bbbbbbbbbbbb"]);
    }));
});

async function run({ folder: project, requests }: EditorOnFolder, direction: "upgrade" | "downgrade", target: string) {
  const planned = await requests["retort/plan"]({ project, direction, target }, never);
  assert.ok(planned.kind === "plan", JSON.stringify(planned));
  const { token } = planned.plan;
  const ran = await requests["retort/run"](
    { project, token, acceptLosses: false, stash: "no", typedName: null },
    never,
  );
  assert.equal(ran.kind, "done", JSON.stringify(ran));
}

/** `tasks`, and on it a branch that adds `priority` (and renames `title`) and one that adds `points`. */
async function withBranches(
  { third }: { readonly third?: readonly [id: string, up: string] },
  work: (editor: EditorOnFolder) => Promise<void>,
): Promise<void> {
  const rename = third ? 'ALTER TABLE "tasks" RENAME COLUMN "title" TO "name";\n' : "";
  const files = {
    "prisma/schema.prisma": models,
    ...revision(
      "aaaaaaaaaaaa",
      "",
      "tasks",
      `CREATE TABLE "tasks" ("id" int PRIMARY KEY${third ? ', "title" text' : ""});`,
    ),
    ...revision(
      "bbbbbbbbbbbb",
      "aaaaaaaaaaaa",
      "priority",
      `${rename}ALTER TABLE "tasks" ADD COLUMN "priority" int;`,
      'ALTER TABLE "tasks" DROP COLUMN "priority";',
    ),
    ...revision(
      "cccccccccccc",
      "aaaaaaaaaaaa",
      "points",
      'ALTER TABLE "tasks" ADD COLUMN "points" int;',
      'ALTER TABLE "tasks" DROP COLUMN "points";',
    ),
    ...(third ? revision(third[0], "aaaaaaaaaaaa", "third", third[1]) : {}),
  };
  await withDatabase(await sharedServer(18), (database) =>
    withFolder(files, (folder) => withEditor(folder, { env: { DATABASE_URL: database.url } }, work)),
  );
}

function revision(id: string, parent: string, message: string, up: string, down = "SELECT 1;") {
  const revises = parent === "" ? "" : `-- Revises: ${parent}\n`;
  return {
    [`prisma/revisions/20260101_0000_${id}.sql`]: `-- ${message}\n--\n-- Revision: ${id}\n${revises}
-- retort: upgrade\n${up}\n\n-- retort: downgrade\n\\if false\n${down}\n\\endif\n`,
  };
}
