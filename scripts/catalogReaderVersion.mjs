import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** The hash of what reads catalogs, as a checkout computes it for itself (host/shadow/readerVersion.ts). */
export async function catalogReaderVersion() {
  const hash = createHash("sha256");
  for (const folder of ["host/catalog", "engine/schema"]) {
    for (const file of (await readdir(folder)).sort()) hash.update(await readFile(path.join(folder, file)));
  }
  return hash.digest("hex");
}
