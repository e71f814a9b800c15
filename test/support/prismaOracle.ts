import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";

import { bindMigrationAwareSqlAdapterFactory, type SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import type { DiffTarget, SchemaEngine } from "@prisma/schema-engine-wasm/schema_engine_bg";

import { modernized } from "#test/support/modernModels.ts";

/** A model file, as Prisma 5, 6 or 7 takes it. */
export interface OracleFile {
  readonly path: string;
  readonly text: string;
}

/** Models, or null for the empty database. */
export type OracleSide = readonly OracleFile[] | null;

/**
 * The script that Prisma would write to go from one side to the other: its own schema engine in WebAssembly, which takes
 * neither a native binary nor a database to compare models. Throws where the engine refuses, or panics.
 */
export async function prismaScript(from: OracleSide, to: OracleSide): Promise<string> {
  const engineClass = await (kept.engine ??= load());
  const adapter = bindMigrationAwareSqlAdapterFactory(offline);
  try {
    const datamodels = sources(to ?? from ?? []).map((file): [string, string] => [file.path, file.content]);
    const engine = await engineClass.new({ datamodels }, () => undefined, adapter);
    const result = await engine.diff({
      from: target(from),
      to: target(to),
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    engine.free();
    return result.stdout ?? "";
  } catch (error) {
    // After a panic the instance is of no use.
    if (error instanceof Error && error.name === "RuntimeError") delete kept.engine;
    throw error instanceof Error ? error : new Error(JSON.stringify(error));
  }
}

/** The same for models in one file and an empty database. */
export function prismaScriptOf(text: string): Promise<string> {
  return prismaScript(null, [{ path: "schema.prisma", text }]);
}

/** Loading takes a tenth of a second, once per process. */
const kept: { engine?: Promise<typeof SchemaEngine> } = {};

interface Glue {
  readonly SchemaEngine: typeof SchemaEngine;
  readonly __wbg_set_wasm: (exports: WebAssembly.Instance["exports"]) => void;
}

/** The package's own loader is for bundlers. */
async function load(): Promise<typeof SchemaEngine> {
  // Without this object a panic shows as a failure to find it.
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: () => undefined } });
  const file = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const glue = (await import("@prisma/schema-engine-wasm/schema_engine_bg")) as unknown as Glue;
  const module = await WebAssembly.compile(await readFile(path.join(path.dirname(file), "schema_engine_bg.wasm")));
  const { exports } = await WebAssembly.instantiate(module, { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(exports);
  (exports["__wbindgen_start"] as () => void)();
  return glue.SchemaEngine;
}

function target(side: OracleSide): DiffTarget {
  return side === null ? { tag: "empty" } : { tag: "schemaDatamodel", files: sources(side) };
}

function sources(files: readonly OracleFile[]): { path: string; content: string }[] {
  return files.map(({ path, text }) => ({ path, content: modernized(text) }));
}

/** To compare models the engine asks a database for one thing, its version. */
const connection: SqlDriverAdapter = {
  provider: "postgres",
  adapterName: "offline",
  queryRaw: ({ sql }) => {
    if (!sql.includes("server_version_num")) throw new Error(`the engine asks a database: ${sql}`);
    const rows = [[true, "PostgreSQL 18.0", 180000]];
    return Promise.resolve({ columnNames: ["exists", "version", "numeric_version"], columnTypes: [5, 7, 0], rows });
  },
  executeRaw: refuse,
  executeScript: refuse,
  startTransaction: refuse,
  getConnectionInfo: () => ({ schemaName: "public", supportsRelationJoins: false }),
  dispose: () => Promise.resolve(),
};

const offline = {
  provider: "postgres" as const,
  adapterName: "offline",
  connect: () => Promise.resolve(connection),
  connectToShadowDb: () => Promise.resolve(connection),
};

function refuse(): never {
  throw new Error("the engine is to compare models, and asks for more");
}
