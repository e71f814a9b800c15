import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";

import { PGlite } from "@electric-sql/pglite";

import { tarFiles } from "#host/embedded/tarFiles.ts";

/** What `npm run build` wrote about the files it put into the assets folder. */
export interface PgliteVersion {
  readonly pglite: string;
  /** `18.6` */
  readonly postgres: string;
}

export async function readPgliteVersion(assets: string): Promise<PgliteVersion> {
  return JSON.parse(await readFile(path.join(assets, "version.json"), "utf8")) as PgliteVersion;
}

/** A running PGlite from our own files: nothing is looked for beside the package. A new database is the snapshot, which spares initdb. */
export async function openPglite({
  assets,
  folder,
  isEmpty,
}: {
  readonly assets: string;
  readonly folder: string | null;
  readonly isEmpty: boolean;
}): Promise<PGlite> {
  const blob = async (file: string) => new Blob([await readFile(path.join(assets, file))]);
  const [pgliteWasmModule, fsBundle, snapshot, extensions] = await Promise.all([
    readFile(path.join(assets, "pglite.wasm")).then((bytes) => WebAssembly.compile(bytes)),
    blob("pglite.data"),
    // Unpacked here, in another thread while the module compiles: PGlite's own way to unpack is twice as slow.
    isEmpty ? unpacked(path.join(assets, "empty.tar.gz")).then((bytes) => new Blob([bytes])) : null,
    readFile(path.join(assets, "extensions.tar")),
  ]);
  const database = await PGlite.create({
    ...(folder !== null && { dataDir: folder }),
    ...(snapshot && { loadDataDir: snapshot }),
    pgliteWasmModule,
    fsBundle,
    // The default of 64 ends a transaction over about a thousand tables with 53200.
    startParams: [...PGlite.defaultStartParams, "-c", "max_locks_per_transaction=1024"],
  });
  // Which extensions SQL will ask for is not known yet. PGlite's own option compiles each at once, which doubles the time
  // to start; a library that merely lies in its place is compiled when PostgreSQL first loads it.
  for (const { name, bytes } of tarFiles(extensions)) database.copyToFS(`/pglite/${name}`, bytes);
  return database;
}

function unpacked(file: string): Promise<Buffer> {
  return readFile(file).then((bytes) => promisify(gunzip)(bytes));
}
