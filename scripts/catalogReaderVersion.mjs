import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** The hash of what reads catalogs, as a checkout computes it for itself (host/shadow/readerVersion.ts). */
export async function catalogReaderVersion() {
  const hash = createHash("sha256");
  for (const folder of ["host/catalog", "engine/schema"]) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
    for (const file of files.sort()) hash.update(await readFile(file));
  }
  return hash.digest("hex");
}
