import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import path from "node:path";

import type { Locator, Page } from "playwright-core";

import { type Editor, type ServerOptions, startEditor } from "#test/vscode/host.ts";

export type ViewName = "Revisions" | "Drift" | "Databases";

/** VS Code as a person sees it: what is drawn, and the keyboard and mouse. */
export interface Driver {
  readonly page: Page;
  /** Addresses outside this machine that the page asked for. */
  readonly outside: readonly string[];
  /** Opens a folder and Retort's side bar. */
  open(folder: string): Promise<void>;
  view(name: ViewName): Locator;
  row(view: ViewName, text: string | RegExp): Locator;
  /** The texts of a view's rows: labels with their descriptions. */
  rows(view: ViewName): Promise<readonly string[]>;
  /** Clicks an inline action of a row. */
  rowAction(row: Locator, title: string): Promise<void>;
  /** Runs a command as somebody who types its name. */
  palette(title: string): Promise<void>;
  /** Accepts the input box or quick pick that is open, with `text` in it where given. */
  answer(title: string | RegExp, text?: string): Promise<void>;
  pick(title: string | RegExp, item: string): Promise<void>;
  toast(text: string | RegExp): Locator;
  dismissToasts(): Promise<void>;
  readonly dialog: Locator;
  readonly status: Locator;
  openFile(name: string): Promise<void>;
  /** Replaces the text of the open file, and saves. */
  writeOpenFile(text: string): Promise<void>;
  lens(title: string | RegExp): Locator;
  screenshot(name: string): Promise<void>;
  stop(): Promise<void>;
}

const screenshots = process.env["RETORT_SCREENSHOTS"] ?? path.join(import.meta.dirname, "../../../out/screenshots");

export async function startDriver(options: ServerOptions & { readonly theme?: "dark" | "light" }): Promise<Driver> {
  const theme = options.theme === "light" ? "Default Light Modern" : "Default Dark Modern";
  const editor = await startEditor({ ...options, settings: { "workbench.colorTheme": theme, ...options.settings } });
  editor.page.setDefaultTimeout(30_000);
  return createDriver(editor, options.theme ?? "dark");
}

function createDriver(editor: Editor, theme: string): Driver {
  const { page } = editor;
  const outside: string[] = [];
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (/^(https?|wss?):$/.test(protocol) && hostname !== "127.0.0.1") outside.push(request.url());
  });
  const view = (name: ViewName) =>
    page.locator(".pane", { has: page.locator(".pane-header .title", { hasText: new RegExp(`^${name}$`) }) });
  const row = (name: ViewName, text: string | RegExp) =>
    view(name).locator(".monaco-list-row", { hasText: text }).first();
  const input = page.locator(".quick-input-widget");
  const titled = async (title: string | RegExp) => {
    await input.locator(".quick-input-title", { hasText: title }).waitFor();
  };

  return {
    page,
    outside,
    view,
    row,
    async open(folder) {
      await page.goto(editor.url({ folder }));
      await page.locator(".explorer-folders-view .monaco-list-row").first().waitFor();
      await page.locator('.activitybar a[aria-label^="Retort"]').click();
      await view("Revisions").waitFor();
      // The pointer would leave a tooltip over the views.
      await page.mouse.move(800, 300);
    },
    async rows(name) {
      const all = view(name).locator(".monaco-list-row");
      const texts = await all.locator(".monaco-icon-label-container").allInnerTexts();
      return texts.map((text) => text.replaceAll(/\s+/g, " ").trim());
    },
    async rowAction(target, title) {
      await target.hover();
      await target.locator(`.action-label[aria-label^="${title}"]`).click();
      await page.mouse.move(800, 300);
    },
    async palette(title) {
      // An open palette does not learn of commands that come later: it is opened anew.
      for (let attempt = 0; ; attempt++) {
        await page.keyboard.press("F1");
        await input.locator("input.input").fill(`>${title}`);
        const found = input.locator(".monaco-list-row", { hasText: title }).first();
        try {
          await found.waitFor({ timeout: 3000 });
          await found.click();
          return;
        } catch (error) {
          await page.keyboard.press("Escape");
          if (attempt === 5) throw error;
        }
      }
    },
    async answer(title, text) {
      await titled(title);
      if (text !== undefined) await input.locator("input.input").fill(text);
      await page.keyboard.press("Enter");
    },
    async pick(title, item) {
      await titled(title);
      await input.locator(".monaco-list-row", { hasText: item }).first().click();
    },
    toast: (text) => page.locator(".notification-toast", { hasText: text }).first(),
    async dismissToasts() {
      await page.keyboard.press("F1");
      await input.locator("input.input").fill(">Notifications: Clear All Notifications");
      await input.locator(".monaco-list-row", { hasText: "Clear All" }).first().click();
    },
    dialog: page.locator(".monaco-dialog-box"),
    status: page.locator('.statusbar-item[id$="retort.status"]'),
    async openFile(name) {
      await page.keyboard.press("Control+P");
      await input.locator("input.input").fill(name);
      await input.locator(".monaco-list-row", { hasText: name }).first().waitFor();
      await page.keyboard.press("Enter");
      await page.locator(".tab.active", { hasText: name }).waitFor();
    },
    async writeOpenFile(text) {
      await page.locator(".editor-instance .view-lines").first().click();
      await page.keyboard.press("Control+A");
      await page.keyboard.insertText(text);
      await page.keyboard.press("Control+S");
      await page.locator(".tab.active.dirty").waitFor({ state: "detached" });
    },
    lens: (title) => page.locator(".codelens-decoration a", { hasText: title }).first(),
    async screenshot(name) {
      mkdirSync(screenshots, { recursive: true });
      await page.screenshot({ path: path.join(screenshots, `${name}-${theme}.png`) });
    },
    async stop() {
      await editor.stop();
      assert.deepEqual(outside, [], "the page asked for addresses outside this machine");
    },
  };
}
