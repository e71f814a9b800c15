import assert from "node:assert/strict";
import { join } from "node:path";

import { loadPrismaConfig } from "#host/prismaConfig.ts";
import { withFolder } from "#test/support/folder.ts";

/** Runs `files`' prisma.config.ts, or the file named, with these variables besides those that a process needs. */
function load(
  files: Readonly<Record<string, string>>,
  options: {
    readonly name?: string;
    readonly variables?: Readonly<Record<string, string>>;
    readonly timeoutMs?: number;
  } = {},
) {
  return withFolder(files, async (root) => {
    const { name = "prisma.config.ts", variables = {}, timeoutMs = 300_000 } = options;
    const environment = { variables: { PATH: process.env["PATH"], ...variables }, sources: ["the environment"] };
    const loaded = await loadPrismaConfig(join(root, name), { environment, timeoutMs });
    return { root, loaded };
  });
}

describe("loadPrismaConfig", function () {
  // Each starts a process of its own.
  this.slow(5000);

  it("reads what Prisma's own generated configuration says, without Prisma or dotenv installed", async () => {
    const { root, loaded } = await load(
      {
        "prisma.config.ts": `
          import "dotenv/config";
          import path from "node:path";
          import { defineConfig, env, type PrismaConfig } from "prisma/config";
          const tables: string[] = ["auth.users"];
          console.log("noise");
          export default defineConfig({
            experimental: { externalTables: true },
            schema: path.join("prisma", "schema"),
            migrations: { path: "prisma/migrations", initShadowDb: "CREATE SCHEMA auth;" },
            datasource: { url: env("DATABASE_URL"), shadowDatabaseUrl: process.env.SHADOW_URL },
            tables: { external: tables }, enums: { external: ["auth.kind"] },
          } satisfies PrismaConfig);`,
      },
      { variables: { DATABASE_URL: "postgresql://u:geheim@h/db" } },
    );
    assert.ok(loaded.ok, JSON.stringify(loaded));
    assert.deepEqual(loaded.value, {
      file: join(root, "prisma.config.ts"),
      schema: join(root, "prisma", "schema"),
      migrationsPath: join(root, "prisma", "migrations"),
      initShadowDb: "CREATE SCHEMA auth;",
      url: { kind: "value", value: "postgresql://u:geheim@h/db" },
      directUrl: null,
      shadowDatabaseUrl: { kind: "unset", variables: ["SHADOW_URL"] },
      externalTables: ["auth.users"],
      externalEnums: ["auth.kind"],
    });
  });

  it("runs in the folder of the configuration, imports its neighbours, and awaits it", async () => {
    const { root, loaded } = await load({
      "where.ts": "export const where: string = process.cwd();",
      "prisma.config.ts": `import { where } from "./where";
        export default async () => ({ migrations: { initShadowDb: where } });`,
    });
    assert.equal(loaded.ok && loaded.value.initShadowDb, root);
  });

  const spellings: readonly (readonly [name: string, text: string])[] = [
    ["prisma.config.mts", `export default { schema: "a.prisma" as string };`],
    ["prisma.config.cjs", `module.exports = { schema: "a.prisma" };`],
    [".config/prisma.ts", `export default { schema: "a.prisma" };`],
  ];
  for (const [name, text] of spellings) {
    it(`reads ${name}`, async () => {
      const { root, loaded } = await load({ [name]: text }, { name });
      assert.ok(loaded.ok, JSON.stringify(loaded));
      assert.equal(loaded.value.schema, join(root, name, "..", "a.prisma"));
      assert.equal(loaded.value.url, null);
    });
  }

  const urls: readonly (readonly [expression: string, variables: readonly string[]])[] = [
    [`env("DATABASE_URL") + "?schema=app"`, ["DATABASE_URL"]],
    [`process.env["DATABASE_URL"]!`, ["DATABASE_URL"]],
    ["`postgresql://${process.env.DB_USER}@${process.env.DB_HOST}/db`", ["DB_USER", "DB_HOST"]],
    ["undefined", []],
  ];
  for (const [expression, variables] of urls) {
    it(`knows what ${expression} lacks, and still reads the rest`, async () => {
      const { root, loaded } = await load({
        "prisma.config.ts": `import { env } from "prisma/config";
          export default { schema: "a.prisma", datasource: { url: ${expression} } };`,
      });
      assert.ok(loaded.ok, JSON.stringify(loaded));
      assert.deepEqual(loaded.value.url, { kind: "unset", variables });
      assert.equal(loaded.value.schema, join(root, "a.prisma"));
    });
  }

  it("says what the configuration threw, where, and which variable it lacked", async () => {
    const text = `const url: string = process.env.DATABASE_URL!;\n  new URL(url);\nexport default {};\n`;
    const { root, loaded } = await load({ "prisma.config.ts": text });
    assert.ok(!loaded.ok);
    const { code, exit, message, details, place } = loaded.failure;
    assert.deepEqual(
      [code, exit, message],
      ["config/prismaConfig", 2, "prisma.config.ts could not be read: Invalid URL"],
    );
    assert.deepEqual(details, ["The variable DATABASE_URL is not set."]);
    assert.equal(place?.file, join(root, "prisma.config.ts"));
    assert.equal(text.slice(0, place.span.start).split("\n").length, 2, "on the second line");
  });

  const broken: readonly (readonly [title: string, text: string, message: RegExp])[] = [
    ["a syntax error", "export default { schema: };", /^prisma\.config\.ts could not be read: ParseError/],
    [
      "a package that is not installed",
      `import "not-installed-at-all"; export default {};`,
      /Cannot find (module|package)/,
    ],
    [
      "an export that is none",
      "export const config = 1; export default 7;",
      /its default export is not a configuration/,
    ],
    ["an end of its own", "process.exit(0);", /its process ended before it gave a configuration/],
    ["something thrown that is no error", `throw "postgresql://u:geheim@h/db";`, /postgresql:\/\/u:\*\*\*@h/],
  ];
  for (const [title, text, message] of broken) {
    it(`survives ${title}`, async () => {
      const { loaded } = await load({ "prisma.config.ts": text });
      assert.ok(!loaded.ok);
      assert.match(loaded.failure.message, message);
      assert.doesNotMatch(JSON.stringify(loaded.failure), /geheim/);
    });
  }

  it("takes no message of what the configuration imports for its answer", async () => {
    const text = `process.send("ready"); process.send(null); process.send({ kind: "config", config: { schema: 5 } });
      export default { schema: "own.prisma" };`;
    const { loaded, root } = await load({ "prisma.config.ts": text });
    assert.equal(loaded.ok && loaded.value.schema, join(root, "own.prisma"));
  });

  it("ends a configuration that does not end", async () => {
    const { loaded } = await load({ "prisma.config.ts": "while (true) {}" }, { timeoutMs: 2000 });
    assert.equal(!loaded.ok && loaded.failure.message, "prisma.config.ts could not be read: it took longer than 2 s.");
  });

  it("hides passwords in what the configuration writes before it ends", async () => {
    const { loaded } = await load({
      "prisma.config.ts": `process.stderr.write("tried postgresql://u:geheim@h/db\\n", () => process.exit(1)); await new Promise(() => {});`,
    });
    assert.deepEqual(!loaded.ok && loaded.failure.details, ["tried postgresql://u:***@h/db"]);
  });
});
