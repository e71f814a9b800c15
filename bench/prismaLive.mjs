// The difference between a database and models, by Prisma's own schema engine (WebAssembly), as a process of its own:
//   node bench/prismaLive.mjs URL SCHEMA
// Exit 0 no difference, 2 different. Its command line would do more than this.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import pg from "pg";

const [url = "", schema = ""] = process.argv.slice(2);

/** By oid: the types that the engine's questions about a catalog are answered in. The oid of a `char` is Character. */
const columnTypes = new Map([
  [16, ColumnTypeEnum.Boolean],
  [18, ColumnTypeEnum.Character],
  [20, ColumnTypeEnum.Int64],
  [21, ColumnTypeEnum.Int32],
  [23, ColumnTypeEnum.Int32],
  [26, ColumnTypeEnum.Int64],
  [1002, ColumnTypeEnum.CharacterArray],
  [1003, ColumnTypeEnum.TextArray],
  [1005, ColumnTypeEnum.Int32Array],
  [1007, ColumnTypeEnum.Int32Array],
  [1009, ColumnTypeEnum.TextArray],
  [1015, ColumnTypeEnum.TextArray],
  [1016, ColumnTypeEnum.Int64Array],
]);

/** @param {pg.Client} client */
function queryable(client) {
  const ask = (/** @type {{ sql: string, args: unknown[] }} */ { sql, args }) =>
    client.query({ text: sql, values: args, rowMode: "array" });
  return {
    provider: /** @type {const} */ ("postgres"),
    adapterName: "bench",
    async queryRaw(/** @type {{ sql: string, args: unknown[] }} */ query) {
      const { fields, rows } = await ask(query);
      return {
        columnNames: fields.map((field) => field.name),
        columnTypes: fields.map((field) => columnTypes.get(field.dataTypeID) ?? ColumnTypeEnum.Text),
        rows,
      };
    },
    async executeRaw(/** @type {{ sql: string, args: unknown[] }} */ query) {
      return (await ask(query)).rowCount ?? 0;
    },
  };
}

async function connect() {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    ...queryable(client),
    async executeScript(/** @type {string} */ script) {
      await client.query(script);
    },
    async startTransaction() {
      await client.query("BEGIN");
      const end = (/** @type {string} */ how) => async () => {
        await client.query(how);
      };
      const options = { usePhantomQuery: false };
      return { ...queryable(client), options, commit: end("COMMIT"), rollback: end("ROLLBACK") };
    },
    getConnectionInfo: () => ({ schemaName: "public", supportsRelationJoins: false }),
    dispose: () => client.end(),
  };
}

const refuse = () => Promise.reject(new Error("the engine asks for a shadow database"));
const factory = {
  provider: /** @type {const} */ ("postgres"),
  adapterName: "bench",
  connect,
  connectToShadowDb: refuse,
};

// Without this object a panic shows as a failure to find it.
Object.assign(globalThis, {
  PRISMA_WASM_PANIC_REGISTRY: {
    set_message: (/** @type {string} */ message) => {
      console.error(message);
    },
  },
});
const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
/** @type {any} */
const glue = await import("@prisma/schema-engine-wasm/schema_engine_bg");
const module = await WebAssembly.compile(readFileSync(path.join(path.dirname(entry), "schema_engine_bg.wasm")));
const { exports } = await WebAssembly.instantiate(module, { "./schema_engine_bg.js": glue });
glue.__wbg_set_wasm(exports);
/** @type {any} */ (exports["__wbindgen_start"])();

const content = readFileSync(schema, "utf8").replace(/^ *url .*$/m, "");
const files = [{ path: "schema.prisma", content }];
const engine = await glue.SchemaEngine.new(
  { datamodels: files.map((file) => [file.path, file.content]) },
  () => undefined,
  bindMigrationAwareSqlAdapterFactory(/** @type {any} */ (factory)),
);
const result = await engine.diff({
  from: { tag: "schemaDatasource", files, configDir: process.cwd() },
  to: { tag: "schemaDatamodel", files },
  script: true,
  exitCode: true,
  filters: { externalTables: [], externalEnums: [] },
  shadowDatabaseUrl: null,
});
process.stdout.write(result.stdout ?? "");
process.exit(result.exitCode);
