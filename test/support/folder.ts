import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Works in a new folder that holds these files, by path with `/`; a path that ends in `/` is an empty folder. */
export async function withFolder<T>(
  files: Readonly<Record<string, string>>,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "retort-test-")));
  try {
    for (const [path, text] of Object.entries(files)) {
      const file = join(folder, path);
      await mkdir(path.endsWith("/") ? file : dirname(file), { recursive: true });
      if (!path.endsWith("/")) await writeFile(file, text);
    }
    return await work(folder);
  } finally {
    // What was closed a moment ago may still write its last file.
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

/** Every file of a folder by path with `/`, and its text. */
export async function filesIn(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name));
  const read = files.toSorted().map(async (file) => {
    const path = file.slice(folder.length + 1).replaceAll("\\", "/");
    return [path, await readFile(file, "utf8")] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}
