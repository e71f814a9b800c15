import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { gzipSync } from "node:zlib";

/** Contrib libraries that must be preloaded: PostgreSQL does not start when all of them are given. */
const preloaded = new Set(["auto_explain", "passwordcheck", "pg_overexplain", "pg_stat_statements"]);

/** Raised whenever what is written below changes without a new PGlite. */
const layout = 1;

/**
 * What the embedded PostgreSQL needs at run time, in `target`: its two files, the contrib extensions, and a snapshot of
 * an empty cluster made here by the very PGlite that ships, because initdb takes seconds and a snapshot must not be of
 * another major. A `target` of the same PGlite is left alone.
 * @returns {Promise<boolean>} whether anything was made.
 */
export async function writePgliteAssets(target) {
  const source = path.dirname(createRequire(import.meta.url).resolve("@electric-sql/pglite"));
  const { version } = JSON.parse(await readFile(path.join(source, "..", "package.json"), "utf8"));
  const stamp = path.join(target, "version.json");
  const made = await readFile(stamp, "utf8").then(JSON.parse, () => null);
  if (made?.pglite === version && made.layout === layout) return false;

  // Written aside and renamed at the end: a build that is interrupted, or one beside it, never leaves half a folder.
  const folder = `${target}.${process.pid}`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.join(folder, "extensions"), { recursive: true });
  for (const file of ["pglite.wasm", "pglite.data"]) await cp(path.join(source, file), path.join(folder, file));
  for (const file of await readdir(source)) {
    if (!file.endsWith(".tar.gz") || preloaded.has(file.slice(0, -".tar.gz".length))) continue;
    await cp(path.join(source, file), path.join(folder, "extensions", file));
  }
  const { postgres, snapshot } = await emptyCluster();
  await writeFile(path.join(folder, "empty.tar.gz"), snapshot);
  await writeFile(path.join(folder, "version.json"), `${JSON.stringify({ layout, pglite: version, postgres })}\n`);
  await rm(target, { recursive: true, force: true });
  await rename(folder, target);
  return true;
}

async function emptyCluster() {
  const { PGlite } = await import("@electric-sql/pglite");
  // Segments of 1 MB instead of 16 MB: an empty cluster is mostly its first segment of write-ahead log.
  const database = await PGlite.create({ initDbStartParams: ["--wal-segsize=1"] });
  const { rows } = await database.query("SELECT current_setting('server_version') AS version");
  const dump = await database.dumpDataDir("none");
  await database.close();
  return { postgres: rows[0].version, snapshot: gzipSync(Buffer.from(await dump.arrayBuffer()), { level: 9 }) };
}
