import assert from "node:assert/strict";

import * as vscode from "vscode";

import { allCommands, contextKeys, views } from "#client/ids.ts";
import { extension, folder, handle } from "#test/vscode/api/window.ts";

interface MenuItem {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly views: { readonly retort: readonly { readonly id: string }[] };
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly viewsWelcome: readonly { readonly when: string; readonly contents: string }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly completionEvents: readonly string[] }[];
    }[];
  };
}

const { contributes } = extension().packageJSON as Manifest;

describe("contributions", () => {
  before(async () => {
    await handle();
  });

  it("every command of the manifest is registered, and every registered one is in the manifest", async () => {
    const registered = (await vscode.commands.getCommands(true)).filter(
      (id) => id.startsWith("retort.") && !Object.values(views).some((view) => id.startsWith(`${view}.`)),
    );
    const manifest = contributes.commands.map(({ command }) => command);
    assert.deepEqual(registered.toSorted(), manifest.toSorted());
    assert.deepEqual(Object.values(allCommands).toSorted(), manifest.toSorted());
  });

  it("menus and welcome views name commands, views and context keys that exist", () => {
    const commands = new Set(contributes.commands.map(({ command }) => command));
    const items = Object.values(contributes.menus).flat();
    for (const { command } of items) assert.ok(commands.has(command), command);
    const links = contributes.viewsWelcome.flatMap(({ contents }) => [
      ...contents.matchAll(/\(command:(retort\.[^)]+)\)/g),
    ]);
    for (const [, command = ""] of links) assert.ok(commands.has(command), command);
    const known = new Set<string>([...Object.values(contextKeys), ...Object.values(views)]);
    const clauses = [...items, ...contributes.viewsWelcome].flatMap(
      ({ when = "" }) => when.match(/retort\.\w+/g) ?? [],
    );
    for (const name of clauses) assert.ok(known.has(name), name);
  });

  it("steps of the walkthrough wait for what is told, or was true when it opened", () => {
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    const known = new Set<string>(Object.values(contextKeys));
    const waiting = steps
      .map(({ completionEvents }) => completionEvents.flatMap((event) => event.split("onContext:")[1] ?? []))
      .filter((clauses) => clauses.length > 0);
    assert.equal(waiting.length, 3);
    for (const clauses of waiting) {
      const [key = ""] = clauses;
      assert.deepEqual(clauses, [key, `${contextKeys.pageOpened} && ${key}`]);
      assert.ok(known.has(key), key);
    }
  });

  it("at most three actions stand on a row of a tree", () => {
    const inline = (contributes.menus["view/item/context"] ?? []).filter(({ group }) => group?.startsWith("inline"));
    for (const [view, item, expected] of [
      [views.revisions, "revision upgradable file sql", ["retort.upgradeTo", "retort.showDiff"]],
      [views.revisions, "revision downgradable file sql", ["retort.downgradeTo", "retort.showDiff"]],
      [views.revisions, "revision current file sql", ["retort.takeBack", "retort.showDiff"]],
      [views.revisions, "revision downgradable", ["retort.downgradeTo"]],
      [views.revisions, "revision halfDone file sql", ["retort.showDiff", "retort.resume"]],
      // Of TypeScript there is no SQL to compare.
      [views.revisions, "revision current file", ["retort.takeBack"]],
      [views.revisions, "branch upgradable mergeable", ["retort.upgradeTo", "retort.merge"]],
      [views.revisions, "branch", []],
      [views.revisions, "revision current file sql mergeable", ["retort.takeBack", "retort.showDiff"]],
      [views.revisions, "base downgradable", ["retort.downgradeTo"]],
      [views.revisions, "base", []],
      [views.revisions, "project", ["retort.generate", "retort.upgrade"]],
      [views.drift, "drift", ["retort.compareDrift", "retort.adoptDrift", "retort.restoreDrift"]],
      [views.drift, "driftGroup", []],
      [views.databases, "database inactive kept", ["retort.activateDatabase"]],
      [views.databases, "database active", []],
    ] as const) {
      const shown = inline.filter(({ when = "" }) => when.includes(`view == ${view}`) && concerns(when, item));
      assert.deepEqual(
        shown.map(({ command }) => command),
        expected,
        `${view}: ${item}`,
      );
    }
  });

  it("whatever a row offers to the mouse its menu offers to the keyboard", () => {
    const items = contributes.menus["view/item/context"] ?? [];
    const inline = items.filter(({ group }) => group?.startsWith("inline"));
    assert.ok(inline.length > 10);
    for (const { command, when = "" } of inline) {
      const view = /view == [\w.]+/.exec(when)?.[0] ?? "";
      const inMenu = items.some(
        (item) => item.command === command && !item.group?.startsWith("inline") && item.when?.includes(view),
      );
      assert.ok(inMenu, `${command} in ${view}`);
    }
  });

  it("what can lose data or needs an item is not in the palette", () => {
    const hidden = (contributes.menus["commandPalette"] ?? []).filter(({ when }) => when === "false");
    for (const id of [allCommands.upgradeTo, allCommands.downgradeTo, allCommands.takeBack, allCommands.forgetUrl]) {
      assert.ok(
        hidden.some(({ command }) => command === id),
        id,
      );
    }
  });

  for (const [path, language] of [
    ["prisma/other.prisma", "prisma"],
    ["prisma/revisions/20261122_1030_3f2a9c1b7d04_x.sql", "retort-sql"],
    ["queries/report.sql", "sql"],
  ] as const) {
    it(`${path} is ${language}`, async () => {
      const uri = vscode.Uri.joinPath(folder, path).with({ scheme: "untitled" });
      assert.equal((await vscode.workspace.openTextDocument(uri)).languageId, language);
    });
  }
});

/** Whether the clause's condition on `viewItem` holds for that context value. */
function concerns(when: string, item: string): boolean {
  const [, pattern] = /viewItem =~ \/(.*)\//.exec(when) ?? [];
  return pattern === undefined ? when.includes(`viewItem == ${item}`) : new RegExp(pattern).test(item);
}
