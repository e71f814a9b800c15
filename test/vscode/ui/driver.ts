import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
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
  /** Presses a button of the dialog. */
  press(button: string): Promise<void>;
  readonly status: Locator;
  openFile(name: string): Promise<void>;
  /** The tab in front, when it is this file's. */
  activeTab(name: string | RegExp): Locator;
  /** Replaces the text of the open file, and saves. */
  writeOpenFile(text: string): Promise<void>;
  lens(title: string | RegExp): Locator;
  /** The window as it is, in a dark and a light theme. */
  screenshot(name: string): Promise<void>;
  stop(): Promise<void>;
}

const screenshots = process.env["RETORT_SCREENSHOTS"] ?? path.join(import.meta.dirname, "../../../out/screenshots");

/** Works in a window of its own on the packaged extension; what the screen showed when it failed stays in a file. */
export async function withDriver(
  options: Omit<ServerOptions, "packages">,
  work: (driver: Driver) => Promise<void>,
): Promise<void> {
  const driver = await startDriver({ ...options, packages: [packagedExtension()] });
  try {
    await work(driver);
  } catch (error) {
    await driver.screenshot(`failure-${new Date().toISOString().replaceAll(":", "-")}`);
    throw error;
  } finally {
    await driver.stop();
  }
}

/** A new window's side bar cuts what is longer than a few words. */
async function widenSideBar(page: Page): Promise<void> {
  const bar = await page.locator(".part.sidebar").boundingBox();
  assert.ok(bar);
  const edge = { x: bar.x + bar.width + 1, y: bar.y + bar.height / 2 };
  await page.mouse.move(edge.x, edge.y);
  await page.mouse.down();
  await page.mouse.move(480, edge.y, { steps: 4 });
  await page.mouse.up();
}

/** As `npm run package` leaves it. */
function packagedExtension(): string {
  const root = path.join(import.meta.dirname, "../../..");
  const { name, version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as Record<string, string>;
  return path.join(root, "dist", `${name ?? ""}-${version ?? ""}.vsix`);
}

async function startDriver(options: ServerOptions): Promise<Driver> {
  const editor = await startEditor({
    ...options,
    settings: { ...themes, ...plainTyping, ...calm, ...options.settings },
  });
  editor.page.setDefaultTimeout(180_000);
  await editor.page.emulateMedia({ colorScheme: "dark" });
  return createDriver(editor);
}

/** The window's theme follows the page's colour scheme. */
const themes = {
  "window.autoDetectColorScheme": true,
  "workbench.preferredDarkColorTheme": "Default Dark Modern",
  "workbench.preferredLightColorTheme": "Default Light Modern",
};

/** What is looked at gets the room of what is not. */
const calm = {
  "editor.minimap.enabled": false,
  "editor.stickyScroll.enabled": false,
};

/** Text that is put in at once stays as it is. */
const plainTyping = {
  "editor.autoIndent": "none",
  "editor.autoClosingBrackets": "never",
  "editor.autoClosingQuotes": "never",
};

function createDriver(editor: Editor): Driver {
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
  const activeTab = (name: string | RegExp) => page.locator(".tab.active", { hasText: name });
  const aside = async () => {
    // A pointer that rests opens tooltips over what is looked at.
    await page.mouse.move(900, 560);
  };
  const type = async (text: string) => {
    const box = input.locator("input.input");
    do {
      await box.fill(text);
      // A box that has just opened empties itself once more.
      await page.waitForTimeout(150);
    } while ((await box.inputValue()) !== text);
  };
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
      await widenSideBar(page);
      await aside();
    },
    async rows(name) {
      const all = view(name).locator(".monaco-list-row");
      const texts = await all.locator(".monaco-icon-label-container").allInnerTexts();
      return texts.map((text) => text.replaceAll(/\s+/g, " ").trim());
    },
    async rowAction(target, title) {
      await target.hover();
      await target.locator(`.action-label[aria-label^="${title}"]`).click();
      await aside();
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
          await aside();
          return;
        } catch (error) {
          await page.keyboard.press("Escape");
          if (attempt === 5) throw error;
        }
      }
    },
    async answer(title, text) {
      await titled(title);
      if (text !== undefined) await type(text);
      await input.locator("input.input").press("Enter");
      await aside();
    },
    async pick(title, item) {
      await titled(title);
      await input.locator(".monaco-list-row", { hasText: item }).first().click();
    },
    toast: (text) => page.locator(".notification-toast", { hasText: text }).first(),
    async dismissToasts() {
      await this.palette("Notifications: Clear All Notifications");
      await page.locator(".notification-toast").first().waitFor({ state: "detached" });
    },
    async press(button) {
      await this.dialog.locator(".monaco-button", { hasText: new RegExp(`^${button}$`) }).click();
      await this.dialog.waitFor({ state: "detached" });
    },
    dialog: page.locator(".monaco-dialog-box"),
    status: page.locator('.statusbar-item[id$="retort.status"]'),
    async openFile(name) {
      for (let attempt = 0; ; attempt++) {
        await page.keyboard.press("Control+P");
        await type(name);
        // A click names the row; Enter takes whichever stands first. While the list is still being sorted either may hit
        // a row that has just moved, and open its file: then the tab is another's, and the name is asked for again.
        await input.locator(".monaco-list-row", { hasText: name }).first().click();
        try {
          await activeTab(name).waitFor({ timeout: 10_000 });
          return;
        } catch (error) {
          await page.keyboard.press("Escape");
          if (attempt === 3) throw error;
        }
      }
    },
    activeTab,
    async writeOpenFile(text) {
      await page.locator(".editor-group-container.active .editor-instance .view-lines").first().click();
      await page.keyboard.press("Control+A");
      await page.keyboard.insertText(text);
      await page.keyboard.press("Control+S");
      await page.locator(".tab.active.dirty").waitFor({ state: "detached" });
    },
    lens: (title) => page.locator(".codelens-decoration a", { hasText: title }).first(),
    async screenshot(name) {
      await aside();
      mkdirSync(screenshots, { recursive: true });
      for (const theme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme: theme });
        await page
          .locator(theme === "dark" ? ".monaco-workbench.vs-dark" : ".monaco-workbench.vs")
          .first()
          .waitFor();
        // Toasts slide in, rows lose their actions when the pointer has gone, and colours fade over.
        await page.waitForTimeout(700);
        await page.screenshot({ path: path.join(screenshots, `${name}-${theme}.png`) });
      }
    },
    async stop() {
      await editor.stop();
      assert.deepEqual(outside, [], "the page asked for addresses outside this machine");
    },
  };
}
