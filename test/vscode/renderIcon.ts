import { readFileSync } from "node:fs";
import path from "node:path";

import { chromium } from "playwright-core";

import { chromiumPath } from "#test/vscode/host.ts";

/** Draws media/icon.svg as the PNG that the Marketplace wants: run it after a change to the drawing. */
const media = path.join(import.meta.dirname, "../../media");
const browser = await chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox"] });
const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
const drawing = readFileSync(path.join(media, "icon.svg"), "utf8");
await page.setContent(`<body style="margin:0;background:transparent">${drawing}</body>`);
await page.screenshot({ path: path.join(media, "icon.png"), omitBackground: true });
await browser.close();
