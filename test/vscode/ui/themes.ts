import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import type { Page } from "playwright-core";

export type Theme = keyof typeof themes;

/** The user data of one window, whose theme can change while it is open: by its settings file, as a person changes it. */
export interface UserData {
  readonly folder: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Returns when the page wears it. */
  wear(theme: Theme, page: Page): Promise<void>;
  remove(): void;
}

const themes = {
  dark: { name: "Default Dark Modern", marks: ".monaco-workbench.vs-dark" },
  light: { name: "Default Light Modern", marks: ".monaco-workbench.vs" },
} as const;
const setting = "workbench.colorTheme";

export function createUserData(): UserData {
  const folder = mkdtempSync(path.join(tmpdir(), "retort-user-data-"));
  const file = path.join(folder, "User", "settings.json");
  return {
    folder,
    settings: { [setting]: themes.dark.name },
    async wear(theme, page) {
      const settings = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
      writeFileSync(file, JSON.stringify({ ...settings, [setting]: themes[theme].name }));
      await page.locator(themes[theme].marks).first().waitFor();
    },
    remove() {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}
