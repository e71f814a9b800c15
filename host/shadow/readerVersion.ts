import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Put in by the build: the hash of the sources below. */
declare const __catalogReaderVersion: string | undefined;

/** Changes whenever what reads catalogs does: answers of another reader are not ours. In a checkout it is read from the sources. */
export function readerVersion(): string {
  if (typeof __catalogReaderVersion !== "undefined") return __catalogReaderVersion;
  return (ofSources.version ??= hashSources());
}

const ofSources: { version?: string } = {};

/** `host/catalog` and the schema it reads into, in the order of their names. */
function hashSources(): string {
  const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..");
  const hash = createHash("sha256");
  for (const folder of ["host/catalog", "engine/schema"]) {
    const entries = readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
    for (const file of files.toSorted()) hash.update(readFileSync(file));
  }
  return hash.digest("hex");
}
