import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";

/** Contrib libraries that must be preloaded: PostgreSQL does not start when all of them are given. */
const preloaded = new Set(["auto_explain", "passwordcheck", "pg_overexplain", "pg_stat_statements"]);

const { resolve } = createRequire(import.meta.url);

/**
 * Archives of extensions that no contrib module is and that applications on PostgreSQL often have. Their packages name
 * the PGlite before ours, `overrides` in package.json lets them stand beside it, and a test loads each of them.
 */
export const extensionArchives = [
  path.join(path.dirname(resolve("@electric-sql/pglite-pgvector")), "vector.tar.gz"),
  path.join(path.dirname(resolve("@electric-sql/pglite-pg_uuidv7")), "pg_uuidv7.tar.gz"),
];

/** Raised whenever what is written below changes without a new PGlite. */
const layout = 3;

/**
 * What the embedded PostgreSQL needs at run time, in `target`: its two files, extensions, and a snapshot of
 * an empty cluster made here by the very PGlite that ships, because initdb takes seconds and a snapshot must not be of
 * another major. A `target` of the same PGlite is left alone.
 * @returns {Promise<boolean>} whether anything was made.
 */
export async function writePgliteAssets(target) {
  const source = path.dirname(resolve("@electric-sql/pglite"));
  const { version } = JSON.parse(await readFile(path.join(source, "..", "package.json"), "utf8"));
  const stamp = path.join(target, "version.json");
  const made = await readFile(stamp, "utf8").then(JSON.parse, () => null);
  if (made?.pglite === version && made.layout === layout) return false;

  // Written aside and renamed at the end: a build that is interrupted, or one beside it, never leaves half a folder.
  const folder = `${target}.${process.pid}`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const file of ["pglite.wasm", "pglite.data"]) await cp(path.join(source, file), path.join(folder, file));
  await writeFile(path.join(folder, "extensions.tar"), await extensions(source));
  const { postgres, snapshot } = await emptyCluster();
  await writeFile(path.join(folder, "empty.tar.gz"), snapshot);
  await writeFile(path.join(folder, "version.json"), `${JSON.stringify({ layout, pglite: version, postgres })}\n`);
  await rm(target, { recursive: true, force: true });
  await rename(folder, target);
  return true;
}

/** All extensions as one plain archive: unpacking thirty at every start takes longer than starting. */
async function extensions(source) {
  const names = (await readdir(source)).filter((name) => name.endsWith(".tar.gz"));
  const contrib = names.filter((name) => !preloaded.has(name.slice(0, -".tar.gz".length))).sort();
  const files = [...contrib.map((name) => path.join(source, name)), ...extensionArchives];
  const archives = await Promise.all(files.map(async (file) => gunzipSync(await readFile(file))));
  return Buffer.concat([...archives.map(withoutEnd), Buffer.alloc(1024)]);
}

/** An archive without the empty blocks that end it: a header of 512 bytes with the size at 124, then whole blocks. */
function withoutEnd(archive) {
  let end = 0;
  while (end + 512 <= archive.length && archive[end] !== 0) {
    const size = Number.parseInt(archive.toString("utf8", end + 124, end + 136), 8);
    end += 512 + Math.ceil(size / 512) * 512;
  }
  return archive.subarray(0, end);
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
