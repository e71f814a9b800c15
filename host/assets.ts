import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Where a file that ships with Retort lies. SQL is named by its path below `host` (`catalog/catalog.sql`) and lies in
 * `dist/sql` beside a bundle; everything else is named by its path below `dist` (`pglite/pglite.wasm`), where the build puts it.
 */
export function assetPath(name: string): string {
  if (!name.endsWith(".sql")) return path.join(dist, name);
  return bundled ? path.join(dist, "sql", path.basename(name)) : path.join(here, name);
}

/** The text of such a file, read once. */
export function assetText(name: string): string {
  const known = texts.get(name);
  if (known !== undefined) return known;
  const text = readFileSync(assetPath(name), "utf8");
  texts.set(name, text);
  return text;
}

const texts = new Map<string, string>();
const self = fileURLToPath(import.meta.url);
const here = path.dirname(self);
// In a bundle this very file is gone, and its place is taken by the bundle in `dist`.
const bundled = path.basename(self) !== "assets.ts";
const dist = bundled ? here : path.join(here, "..", "dist");
