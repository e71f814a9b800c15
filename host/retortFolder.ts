import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

/** Makes `folder` where it is missing. `.retort`, wherever it stands above, is told to git as a folder to leave out. */
export async function makeRetortFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const parts = folder.split(path.sep);
  const own = parts.lastIndexOf(".retort");
  if (own === -1) return;
  const ignore = path.join(parts.slice(0, own + 1).join(path.sep), ".gitignore");
  await writeFile(ignore, "*\n", { flag: "wx" }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  });
}
