import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Put in by the build: the hash of the sources below. */
declare const __catalogReaderVersion: string | undefined;

/** Changes whenever what reads catalogs does: answers of another reader are not ours. In a checkout it is read from the sources. */
export function readerVersion(): string {
  return typeof __catalogReaderVersion === "undefined" ? hashSources() : __catalogReaderVersion;
}

/** `host/catalog` and the schema it reads into, in the order of their names. */
function hashSources(): string {
  const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..");
  const hash = createHash("sha256");
  for (const folder of ["host/catalog", "engine/schema"]) {
    for (const file of readdirSync(path.join(root, folder)).toSorted())
      hash.update(readFileSync(path.join(root, folder, file)));
  }
  return hash.digest("hex");
}
