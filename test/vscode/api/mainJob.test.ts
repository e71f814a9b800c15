import assert from "node:assert/strict";

import * as vscode from "vscode";

import type { Question } from "#client/confirm.ts";
import { modelsAt } from "#demo/models.ts";
import { commands, diagnosticCodes } from "#protocol/settings.ts";
import type { ProjectState } from "#protocol/state.ts";
import {
  diagnosticsWith,
  folder,
  handle,
  lensesOf,
  ourDiagnostics,
  projectWhen,
  runAccepting,
  saveModels,
  schema,
  statuses,
  textOf,
  until,
} from "#test/vscode/api/window.ts";

/** One story on the embedded database, from nothing to base and up again: each test goes on where the last one ended. */
describe("the main job, inside the extension host", function () {
  this.bail(true);
  let project = "";
  /** What was asked before something ran. */
  const asked: Question[] = [];
  let answer: "yes" | "no" = "yes";

  before(async () => {
    const { answerWith } = await handle();
    answerWith({
      decide: (question) => {
        asked.push(question);
        return Promise.resolve(answer);
      },
      typeName: () => Promise.resolve(null),
    });
    await vscode.workspace.fs.writeFile(schema, Buffer.from(textOf(modelsAt("tasks"))));
  });
  beforeEach(() => {
    asked.length = 0;
    answer = "yes";
  });

  it("models without a database: no error, and the choice is the user's", async () => {
    await vscode.window.showTextDocument(schema);
    const state = await projectWhen("no database is configured", ({ status }) => status.kind === "noDatabase");
    project = state.project;
    assert.equal(vscode.Uri.file(project).toString(), folder.toString());
    assert.deepEqual(
      state.databases.filter(({ connection }) => connection === "connected"),
      [],
    );
  });

  it("the embedded database is used once it is chosen, and retort.json says so", async () => {
    await vscode.commands.executeCommand("retort.useEmbedded", { project });
    await projectWhen("the embedded database is connected", connected);
    const text = Buffer.from(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, "retort.json"))).toString();
    assert.match(text, /"embedded"/);
  });

  it("a history that is empty is one notice for the file, with Generate as its first action", async () => {
    const [notice, ...others] = await diagnosticsWith(diagnosticCodes.noRevisions);
    assert.deepEqual(others, []);
    assert.equal(notice?.severity, vscode.DiagnosticSeverity.Information);
    const actions = await actionsAt(notice.range);
    assert.equal(actions[0]?.command?.command, commands.generate);
  });

  it("Generate writes a revision up and down, and opens it as a revision", async () => {
    await runAccepting(commands.generate, { project });
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.languageId, "retort-sql");
    const text = editor.document.getText();
    assert.match(text, /^-- retort: upgrade\nCREATE TABLE "tasks"/m);
    assert.match(text, /^-- retort: downgrade\n\\if false\nDROP TABLE "tasks";\n\\endif/m);
    const state = await projectWhen("the revision is pending", isPending(1));
    assert.deepEqual(state.revisions[0]?.operations.map(({ kind, effect }) => `${effect} ${kind}`)[0], "add table");
    const { uri } = editor.document;
    await until("the revision has its lenses", async () =>
      (await lensesOf(uri)).some((title) => title.includes("Upgrade to here")),
    );
    await diagnosticsWith(diagnosticCodes.pending);
  });

  it("Upgrade applies it without a question, since nothing is lost", async () => {
    await vscode.commands.executeCommand(commands.upgrade, { project, target: "head" });
    const state = await projectWhen("the revision is applied", isPending(0));
    assert.deepEqual(statuses(state), ["initial: current"]);
    assert.deepEqual(asked, []);
    await until("nothing is left to say about the models", () => ourDiagnostics().length === 0);
  });

  it("a field that no revision makes is marked on its own line when it is saved", async () => {
    const document = await saveModels(modelsAt("priority"));
    const [unrevised] = await diagnosticsWith(diagnosticCodes.unrevised);
    assert.ok(unrevised);
    assert.match(document.lineAt(unrevised.range.start.line).text, /^ {2}priority/);
    assert.equal(unrevised.severity, vscode.DiagnosticSeverity.Information);
    assert.ok((await actionsAt(unrevised.range)).some(({ command }) => command?.command === commands.generate));
    await until("the model has its lens", async () =>
      (await lensesOf(schema)).some((title) => title.includes("1 unrevised change")),
    );
  });

  it("hover tells the column's type and the revision that made it", async () => {
    const document = await vscode.workspace.openTextDocument(schema);
    const line = document
      .getText()
      .split("\n")
      .findIndex((text) => text.startsWith("  title"));
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      schema,
      new vscode.Position(line, 4),
    );
    const text = hovers
      .flatMap(({ contents }) => contents)
      .map((content) => (content instanceof vscode.MarkdownString ? content.value : ""))
      .join("\n");
    assert.match(text, /varchar\(200\)|VARCHAR\(200\)/i);
    assert.match(text, /initial/);
  });

  it("a second revision goes up", async () => {
    await runAccepting(commands.generate, { project });
    await vscode.commands.executeCommand(commands.upgrade, { project, target: "head" });
    const state = await projectWhen(
      "both are applied",
      (candidate) => candidate.revisions.length === 2 && isPending(0)(candidate),
    );
    assert.deepEqual(
      state.revisions.map(({ status }) => status),
      ["current", "applied"],
    );
  });

  it("a no leaves everything as it is, and the question names what would be dropped", async () => {
    answer = "no";
    await vscode.commands.executeCommand(commands.downgrade, { project, target: "base" });
    const [question] = asked;
    assert.match(question?.message ?? "", /^Downgrade dev by 2 revisions/);
    assert.match(question?.detail ?? "", /priority/);
    assert.match(question?.detail ?? "", /tasks/);
    const { projects } = await handle();
    assert.deepEqual(
      projects()[0]?.revisions.map(({ status }) => status),
      ["current", "applied"],
    );
  });

  it("a yes takes the last one back", async () => {
    await vscode.commands.executeCommand("retort.takeBack", { project });
    assert.equal(asked.length, 1);
    const state = await projectWhen("one is pending again", isPending(1));
    assert.deepEqual(
      state.revisions.map(({ status }) => status),
      ["pending", "current"],
    );
  });

  it("a rename is asked, and kept as RENAME", async () => {
    await vscode.commands.executeCommand(commands.upgrade, { project, target: "head" });
    await projectWhen("both are applied", isPending(0));
    await saveModels(modelsAt("priority").replace("description", "details    "));
    await diagnosticsWith(diagnosticCodes.unrevised);
    await runAccepting(commands.generate, { project });
    const text = vscode.window.activeTextEditor?.document.getText() ?? "";
    assert.match(text, /RENAME COLUMN "description" TO "details"/);
    assert.match(text, /RENAME COLUMN "details" TO "description"/);
    assert.doesNotMatch(text, /DROP COLUMN/);
  });

  it("previews are read-only documents in a revision's colours", async () => {
    const { projects } = await handle();
    const id = projects()[0]?.revisions[0]?.id ?? "";
    await vscode.commands.executeCommand(commands.previewSql, { project, target: id });
    const editor = await until("the preview is shown", () => {
      const active = vscode.window.activeTextEditor;
      return active?.document.uri.scheme === "retort" && active;
    });
    assert.equal(editor.document.languageId, "retort-sql");
    assert.match(editor.document.getText(), /RENAME COLUMN/);
  });

  it("a dry run is a document of what would run", async () => {
    const { projects } = await handle();
    const id = projects()[0]?.revisions[0]?.id ?? "";
    const what = { kind: "dryRun", direction: "upgrade", target: id };
    await vscode.commands.executeCommand(commands.dryRun, { project, what });
    const text = await until("the dry run is shown", () => {
      const shown = vscode.window.activeTextEditor?.document.getText() ?? "";
      return shown.includes("A dry run") && shown;
    });
    assert.match(text, /^-- A dry run: upgrade of .* by 1 revision\. Nothing was run\.\n--\n-- [0-9a-f]{12}, /);
    assert.match(text, /rename column tasks\.description to details/);
    assert.match(text, /\nALTER TABLE "tasks" RENAME COLUMN "description" TO "details";/);
  });

  it("what only Prisma objects to is told once, on its line", async () => {
    const document = await saveModels(modelsAt("priority").replace("Int     @id", "Int     @updatedAt @id"));
    const [error, ...others] = await until("an error stands on the models", () => {
      const found = ourDiagnostics().filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
      return found.length > 0 && found;
    });
    assert.deepEqual(others, []);
    assert.match(error?.message ?? "", /@updatedAt must be of type/);
    assert.match(document.lineAt(error?.range.start.line ?? 0).text, /@updatedAt/);
  });

  it("models that do not parse are errors on their line, and nothing counts as clean", async () => {
    const document = await saveModels(`${modelsAt("priority")}\nmodel Broken {\n  id Strang\n}\n`);
    // What the models before these were wrong about may stand a moment longer.
    await until("an error stands on the line", () =>
      ourDiagnostics().some(
        ({ severity, range }) =>
          severity === vscode.DiagnosticSeverity.Error && document.lineAt(range.start.line).text.includes("Strang"),
      ),
    );
    const state = await projectWhen("unrevised is not known", ({ unrevised }) => unrevised.kind === "unknown");
    assert.notEqual(state.status.kind, "ok");
  });
});

function connected({ databases }: ProjectState): boolean {
  return databases.some(({ active, connection }) => active && connection === "connected");
}

function isPending(count: number) {
  return (state: ProjectState): boolean => {
    const active = state.databases.find((database) => database.active);
    return state.revisions.length > 0 && connected(state) && active?.pending === count;
  };
}

async function actionsAt(range: vscode.Range): Promise<readonly vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", schema, range);
}
