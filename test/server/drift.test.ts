import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import type { Connection } from "#host/connection.ts";
import { diagnosticCodes } from "#protocol/settings.ts";
import { type EditorOnFolder, never } from "#test/server/editor.ts";
import { makeTasks, onTaskFolder } from "#test/server/taskFolder.ts";

describe("drift, in the editor", function () {
  this.timeout(180_000);

  it("has its ways out at the line, and both sides to compare", () =>
    onDrifted(async (editor) => {
      const titles = editor.actions(diagnosticCodes.drift);
      for (const title of [
        "Pull tasks.extra into the models",
        "Adopt tasks.extra into a revision…",
        "Restore tasks.extra in the database…",
        "Compare tasks.extra with what was recorded",
      ])
        assert.ok(titles.includes(title), titles.join("\n"));
      const side = (name: "models" | "recorded" | "database") =>
        editor.requests["retort/sql"](
          { project: editor.folder, what: { kind: "drifted", object: "tasks.extra", side: name } },
          never,
        );
      const [recorded, database, asked] = [await side("recorded"), await side("database"), await side("models")];
      assert.equal(recorded.kind === "text" && recorded.text, "-- tasks.extra\n-- (not there)\n");
      assert.equal(
        database.kind === "text" && database.text,
        '-- tasks.extra\nALTER TABLE "tasks" ADD COLUMN "extra" INTEGER;\n',
      );
      assert.deepEqual(asked, recorded);
    }));

  it("shows each side as models too, in the words of the models that are there", () =>
    onDrifted(async (editor) => {
      const file = path.join(editor.folder, "prisma/schema.prisma");
      const mine = await readFile(file, "utf8");
      const side = async (name: "models" | "recorded" | "database") => {
        const shown = await editor.requests["retort/models"]({ project: editor.folder, side: name }, never);
        assert.ok(shown.kind === "text", JSON.stringify(shown));
        return shown.text;
      };
      assert.equal(await side("models"), mine);
      assert.equal(await side("recorded"), mine);
      const lines = (await side("database")).split("\n");
      const more = lines.filter((line) => !mine.split("\n").includes(line));
      assert.match(more.join("\n"), /^ +extra +Int\?$/);
      assert.equal(await readFile(file, "utf8"), mine, "it is only looked at");
    }));

  it("is restored as it was shown, and not otherwise", () =>
    onDrifted(async (editor, connection) => {
      const params = { project: editor.folder, objects: ["tasks.extra"] };
      const planned = await editor.requests["retort/planRestore"](params, never);
      assert.ok(planned.kind === "plan", JSON.stringify(planned));
      assert.deepEqual(planned.plan.changes, ["drop column tasks.extra"]);
      assert.deepEqual(planned.plan.losses, ["tasks.extra: 1 value"]);
      const { token } = planned.plan;
      const restore = (acceptLosses: boolean) =>
        editor.requests["retort/restore"]({ ...params, token, acceptLosses, typedName: null }, never);
      const unasked = await restore(false);
      assert.equal(unasked.kind === "failed" && unasked.failure.code, "refused/dataLoss");
      await connection.rows("INSERT INTO tasks VALUES (2, 'b', 2)");
      const changed = await restore(true);
      assert.equal(changed.kind === "failed" && changed.failure.code, "refused/planChanged");
      await connection.rows("DELETE FROM tasks WHERE id = 2");
      const restored = await restore(true);
      assert.ok(restored.kind === "written", JSON.stringify(restored));
      assert.deepEqual(await editor.diagnostics(), []);
    }));

  it("is adopted: a revision that is current, and models that say the same", () =>
    onDrifted(async (editor) => {
      const params = { project: editor.folder, objects: [], message: "more of tasks", typedName: null };
      const adopted = await editor.requests["retort/adopt"](params, never);
      assert.ok(adopted.kind === "written" && adopted.uri !== null, JSON.stringify(adopted));
      assert.match(await readFile(new URL(adopted.uri), "utf8"), /^-- more of tasks[\s\S]*ADD COLUMN "extra"/);
      assert.match(await readFile(path.join(editor.folder, "prisma/schema.prisma"), "utf8"), /extra +Int\?/);
      assert.deepEqual(await editor.diagnostics(), []);
      const [newest] = editor.state().revisions;
      assert.deepEqual([newest?.message, newest?.status], ["more of tasks", "current"]);
    }));

  it("is pulled into the models, and is then unrevised", () =>
    onDrifted(async (editor) => {
      const pulled = await editor.requests["retort/pull"]({ project: editor.folder, objects: [], answers: {} }, never);
      assert.ok(pulled.kind === "written" && pulled.uri !== null, JSON.stringify(pulled));
      const codes = (await editor.diagnostics()).map(({ code }) => code);
      assert.ok(codes.includes(diagnosticCodes.unrevised), codes.join(", "));
    }));

  it("asks before a pull what may have been renamed, and pulls the one thing that was meant", () =>
    onDrifted(async (editor, connection) => {
      await connection.rows("ALTER TABLE tasks RENAME COLUMN note TO details");
      await editor.diagnostics();
      const file = path.join(editor.folder, "prisma/schema.prisma");
      const mine = await readFile(file, "utf8");
      const pull = (answers: Readonly<Record<string, string>>) =>
        editor.requests["retort/pull"]({ project: editor.folder, objects: ["tasks.details"], answers }, never);
      const asked = await pull({});
      assert.ok(asked.kind === "questions", JSON.stringify(asked));
      const [question, ...others] = asked.questions;
      assert.ok(question?.kind === "rename" && others.length === 0);
      assert.equal(question.from, "tasks.note");
      assert.equal(await readFile(file, "utf8"), mine);
      const [renamed] = question.candidates;
      const pulled = await pull({ [question.id]: renamed?.answer ?? "" });
      assert.ok(pulled.kind === "written", JSON.stringify(pulled));
      const text = await readFile(file, "utf8");
      assert.match(text, /note +String\? +@map\("details"\)/);
      assert.doesNotMatch(text, /extra/);
      await writeFile(file, mine);
      const apart = await pull({ [question.id]: question.dropAnswer });
      assert.ok(apart.kind === "written", JSON.stringify(apart));
      assert.match(await readFile(file, "utf8"), /note +String\?\n +details +String\?/);
    }));
});

/** The editor on a project whose database has a column, with a value in it, that no revision made. */
async function onDrifted(work: (editor: EditorOnFolder, connection: Connection) => Promise<void>): Promise<void> {
  await onTaskFolder(makeTasks, async (editor, folder, connection) => {
    await editor.diagnostics();
    const planned = await editor.requests["retort/plan"](
      { project: folder, direction: "upgrade", target: "head" },
      never,
    );
    assert.ok(planned.kind === "plan", JSON.stringify(planned));
    const { token } = planned.plan;
    await editor.requests["retort/run"](
      { project: folder, token, acceptLosses: false, stash: "no", typedName: null },
      never,
    );
    await connection.rows("ALTER TABLE tasks ADD COLUMN extra int; INSERT INTO tasks VALUES (1, 'a', 1)");
    await editor.diagnostics();
    await work(editor, connection);
  });
}
