import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import type { Connection } from "#host/connection.ts";
import { diagnosticCodes } from "#protocol/settings.ts";
import { type EditorOnFolder, never } from "#test/server/editor.ts";
import { makeTasks, makeTasksFile, onTaskFolder } from "#test/server/taskFolder.ts";

/** Runs in the shadow, and not where somebody made the type by hand. */
const taken = "CREATE TYPE taken AS ENUM ('a')";

describe("a run that stopped, in the editor", function () {
  this.timeout(180_000);

  it("in a transaction: PostgreSQL's words stand at the statement until the file is another", () =>
    onRevision(makeTasks.replace('"note" text)', `"note" text);\n${taken}`), async (editor, file) => {
      const ran = await upgrade(editor);
      assert.equal(ran.kind, "failed");
      const [found] = (await editor.diagnostics()).filter(({ code }) => code === diagnosticCodes.run);
      assert.ok(found);
      assert.match(found.message, /already exists[\s\S]*rolled back/);
      assert.equal(found.file, makeTasksFile);
      const line = (await readFile(file, "utf8")).split("\n")[found.range.start.line];
      assert.equal(line, `${taken};`);
      assert.match(found.message, /^PostgreSQL: type "taken" already exists\nRevision aaaaaaaaaaaa failed\.\n/);
      assert.deepEqual(editor.actions(diagnosticCodes.run), ["Upgrade to here again…", "Show log"]);
      await writeFile(file, makeTasks);
      assert.deepEqual(
        (await editor.diagnostics()).filter(({ code }) => code === diagnosticCodes.run),
        [],
      );
    }));

  it("outside of one: half done in the tree and at its statement, resumed after it was mended", () =>
    onRevision(halfWay(taken), async (editor, file) => {
      assert.equal((await upgrade(editor)).kind, "failed");
      const [found] = (await editor.diagnostics()).filter(({ code }) => code === diagnosticCodes.halfDone);
      assert.match(found?.message ?? "", /already exists/);
      // What to do is a code action here, and no command line.
      assert.doesNotMatch(found?.message ?? "", /retort |--/);
      assert.deepEqual(editor.actions(diagnosticCodes.halfDone), [
        "Resume from there…",
        "It was finished by hand…",
        "It was taken back by hand…",
      ]);
      assert.equal(editor.state().revisions[0]?.stopped, "its way up failed at statement 2 of 2");
      assert.match(editor.state().status.text, /⚠ half done$/);
      await writeFile(file, halfWay("COMMENT ON TABLE tasks IS 'x'"));
      const [still] = (await editor.diagnostics()).filter(({ code }) => code === diagnosticCodes.halfDone);
      assert.match(still?.message ?? "", /^Half done: its way up failed at statement 2 of 2/);
      const params = { project: editor.folder, id: "aaaaaaaaaaaa", doubt: null, acceptLosses: false, typedName: null };
      const resumed = await editor.requests["retort/resume"](params, never);
      assert.equal(
        resumed.kind === "written" && resumed.message,
        "aaaaaaaaaaaa is applied: it went on at statement 2.",
      );
      await editor.diagnostics();
      assert.deepEqual(
        editor.state().revisions.map(({ status, stopped }) => [status, stopped]),
        [["current", null]],
      );
    }));

  it("what stopped in one database is not said of another", () =>
    onRevision(makeTasks.replace('"note" text)', `"note" text);\n${taken}`), async (editor) => {
      const databases = { dev: { url: "env:DATABASE_URL" }, other: { url: "postgresql://127.0.0.1:1/other" } };
      await writeFile(path.join(editor.folder, "retort.json"), JSON.stringify({ databases, default: "dev" }));
      await editor.diagnostics();
      assert.equal((await upgrade(editor)).kind, "failed");
      const codes = async () => (await editor.diagnostics()).map(({ code }) => code);
      assert.ok((await codes()).includes(diagnosticCodes.run));
      await editor.requests["retort/activateDatabase"]({ project: editor.folder, database: "other" }, never);
      const elsewhere = await codes();
      assert.ok(elsewhere.includes(diagnosticCodes.database) && !elsewhere.includes(diagnosticCodes.run));
    }));

  it("or resolved by hand", () =>
    onRevision(halfWay(taken), async (editor, _, connection) => {
      await upgrade(editor);
      await connection.rows("DROP TABLE tasks");
      const params = { project: editor.folder, id: "aaaaaaaaaaaa", as: "rolled back", typedName: null } as const;
      assert.equal((await editor.requests["retort/resolve"](params, never)).kind, "written");
      const codes = (await editor.diagnostics()).map(({ code }) => code);
      assert.ok(!codes.includes(diagnosticCodes.halfDone) && !codes.includes(diagnosticCodes.run), codes.join(", "));
      assert.deepEqual(
        editor.state().revisions.map(({ status, stopped }) => [status, stopped]),
        [["pending", null]],
      );
    }));
});

/** Two statements outside of a transaction. */
function halfWay(second: string): string {
  return makeTasks
    .replace("-- retort: upgrade\n", "-- retort: upgrade (no transaction)\n")
    .replace('"note" text);', `"note" text);\n${second};`);
}

async function upgrade(editor: EditorOnFolder) {
  const project = editor.folder;
  const planned = await editor.requests["retort/plan"]({ project, direction: "upgrade", target: "head" }, never);
  assert.ok(planned.kind === "plan", JSON.stringify(planned));
  const { token } = planned.plan;
  return editor.requests["retort/run"]({ project, token, acceptLosses: true, stash: "no", typedName: null }, never);
}

async function onRevision(
  text: string,
  work: (editor: EditorOnFolder, file: string, connection: Connection) => Promise<void>,
): Promise<void> {
  await onTaskFolder(text, async (editor, folder, connection) => {
    await connection.rows("CREATE TYPE taken AS ENUM ('b')");
    await editor.diagnostics();
    await work(editor, path.join(folder, makeTasksFile), connection);
  });
}
