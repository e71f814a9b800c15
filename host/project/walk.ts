import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

import { sortedBy } from "#engine/index.ts";
import { locate, type Marks } from "#host/project/locate.ts";

export interface Walked {
  /** By path; a project stands before those in its folder. */
  readonly found: readonly Marks[];
  /** False where there were too many folders to look into all of them. */
  readonly complete: boolean;
}

/**
 * The projects in a folder and below it. Installed packages, dot folders, what builds produce and folders that
 * `.gitignore` names plainly are passed over.
 */
export async function walk(
  folder: string,
  limits: { readonly depth: number; readonly folders: number } = { depth: 8, folders: 10_000 },
): Promise<Walked> {
  const found: Marks[] = [];
  let level: readonly string[] = [resolve(folder)];
  let visited = 0;
  for (let depth = 0; depth <= limits.depth && level.length > 0; depth++) {
    const below: string[] = [];
    for (const next of level) {
      if (++visited > limits.folders) return { found: sorted(found), complete: false };
      const marks = await locate(next);
      // Models that were written since the folder above was looked into are still that folder's.
      const above =
        marks && depth > 0 && basename(next) === "prisma" && !found.some(({ root }) => root === dirname(next));
      const late = above ? await locate(dirname(next)) : null;
      if (late) found.push(late);
      if (marks) found.push(marks);
      below.push(...(await foldersIn(next)));
    }
    level = below;
  }
  return { found: sorted(found), complete: true };
}

const passedOver = new Set([
  "node_modules",
  "bower_components",
  "vendor",
  "dist",
  "build",
  "out",
  "target",
  "coverage",
]);

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const ignored = entries.some((e) => e.name === ".gitignore") ? await ignoredIn(folder) : new Set<string>();
  // A link to a folder is not followed: it leads elsewhere, or round in circles.
  return entries
    .filter((e) => e.isDirectory() && !e.name.startsWith(".") && !passedOver.has(e.name) && !ignored.has(e.name))
    .map((e) => join(folder, e.name));
}

/** Names of this folder's own folders that its `.gitignore` lists without a pattern. */
async function ignoredIn(folder: string): Promise<ReadonlySet<string>> {
  const text = await readFile(join(folder, ".gitignore"), "utf8").catch(() => "");
  const plain = text.split(/\r?\n/).map((line) => /^\/?([\w.@-]+)\/?\s*$/.exec(line)?.[1] ?? "");
  return new Set(plain.filter((name) => name !== ""));
}

function sorted(found: readonly Marks[]): readonly Marks[] {
  return sortedBy(found, (marks) => marks.root);
}
