import { stat } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, sep } from "node:path";

/**
 * The outermost folder that a project's paths may lead to: the repository it belongs to, else its own folder. A project
 * somebody else wrote can then not make us read or write anywhere else.
 */
export async function reachOf(root: string): Promise<string> {
  return (await repositoryOf(root)) ?? root;
}

/** The nearest folder at or above this one that holds a repository. */
export async function repositoryOf(folder: string): Promise<string | null> {
  for (const above of upwards(folder)) {
    // A worktree has a file of that name.
    if (await stat(join(above, ".git")).catch(() => null)) return above;
  }
  return null;
}

/** The folder itself and every folder above it, inner first. */
export function upwards(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...upwards(parent)];
}

/** True for the folder itself too. */
export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
