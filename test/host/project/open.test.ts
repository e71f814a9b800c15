import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { openProject, withSecretDatabases } from "#host/project.ts";
import { withFolder } from "#test/support/folder.ts";

const models = "model A {\n  id Int @id\n}\n";
const untrusted = { trusted: false, env: {} };
const trusted = { trusted: true, env: { PATH: process.env["PATH"] } };

describe("openProject", () => {
  const nearest: readonly (readonly [title: string, files: readonly string[], from: string, root: string | null])[] = [
    ["in the folder itself", ["prisma/schema.prisma"], "", ""],
    ["above it", ["prisma/schema.prisma", "src/deep/x.ts"], "src/deep", ""],
    ["around its prisma folder", ["prisma/schema.prisma"], "prisma", ""],
    ["around its folder of models", ["prisma/schema/a.prisma"], "prisma/schema", ""],
    ["nearest of several", ["prisma/schema.prisma", "packages/db/prisma/schema.prisma"], "packages/db", "packages/db"],
    ["not that of a neighbour", ["packages/db/prisma/schema.prisma", "packages/web/x.ts"], "packages/web", null],
  ];
  for (const [title, paths, from, root] of nearest) {
    it(`opens the project ${title}`, () => {
      const files = Object.fromEntries(paths.map((path) => [path, models]));
      return withFolder({ ".git/": "", ...files }, async (folder) => {
        const opened = await openProject(join(folder, from), untrusted);
        assert.equal(opened.ok ? opened.value.root : null, root === null ? null : join(folder, root));
        if (!opened.ok) assert.equal(opened.failure.code, "config/notFound");
      });
    });
  }

  it("looks no further than the repository", () =>
    withFolder({ "prisma/schema.prisma": models, "other/.git/": "" }, async (folder) => {
      const opened = await openProject(join(folder, "other"), untrusted);
      assert.equal(!opened.ok && opened.failure.code, "config/notFound");
    }));

  it("says what it looked for, and which projects lie below", () =>
    withFolder({ ".git/": "", "packages/db/prisma/schema.prisma": models }, async (folder) => {
      const opened = await openProject(folder, untrusted);
      assert.ok(!opened.ok);
      assert.deepEqual(opened.failure, {
        code: "config/notFound",
        exit: 2,
        message: `There is no Prisma project in ${folder} or in a folder above it.`,
        details: [
          "Looked for retort.json, prisma.config.ts, package.json with a prisma.schema, prisma/schema.prisma, schema.prisma.",
        ],
        unchanged: "Nothing was changed.",
        next: [`Name the project in packages/db: --project packages/db`, "Begin one here: retort init"],
        place: null,
      });
    }));

  it("opens what --config names", () =>
    withFolder(
      { "db/staging.json": '{ "revisions": "staged" }', "db/prisma/schema.prisma": models },
      async (folder) => {
        const opened = await openProject(folder, { ...untrusted, config: "db/staging.json" });
        assert.ok(opened.ok);
        assert.equal(opened.value.root, join(folder, "db"));
        assert.equal(opened.value.config.file, join(folder, "db", "staging.json"));
        assert.equal(opened.value.revisionFolders[0], join(folder, "db", "staged"));

        const absent = await openProject(folder, { ...untrusted, config: "none.json" });
        assert.equal(!absent.ok && absent.failure.message, `There is no file ${join(folder, "none.json")}.`);
      },
    ));

  it("lets warnings through and fails with the first error, at its place", () =>
    withFolder({ "retort.json": '{ "oops": 1 }' }, async (folder) => {
      const warned = await openProject(folder, untrusted);
      assert.deepEqual(warned.ok && warned.value.problems.map((p) => p.code), ["config/unknownKey"]);

      await writeFile(join(folder, "retort.json"), '{ "schema": 1, "revisions": 2 }');
      const refused = await openProject(folder, untrusted);
      assert.ok(!refused.ok);
      const { code, exit, message, details, place } = refused.failure;
      assert.deepEqual([code, exit, message], ["config/invalid", 2, '"schema" must be text, not a number.']);
      assert.deepEqual(details, ['"revisions" must be text, not a number.']);
      assert.deepEqual(place, { file: join(folder, "retort.json"), span: { start: 12, end: 13 } });
    }));

  it("fills in defaults", () =>
    withFolder({ "prisma/schema.prisma": models }, async (folder) => {
      const opened = await openProject(folder, untrusted);
      assert.ok(opened.ok);
      assert.deepEqual(opened.value.config, {
        file: null,
        prismaConfigFile: null,
        prismaConfig: null,
        prismaConfigFailure: null,
        schemas: null,
        exclude: [],
        fileTemplate: "{year}{month}{day}_{hour}{minute}_{rev}_{slug}",
        timezone: "UTC",
        bookkeeping: "_retort",
        lockTimeout: null,
        statementTimeout: null,
        shadow: { setup: null, server: null },
      });
      assert.deepEqual(opened.value.databases, [{ name: "default", source: { kind: "datasource" }, protected: false }]);
      assert.equal(opened.value.defaultDatabase, "default");
    }));

  it("names no default among several databases", () =>
    withFolder(
      { "retort.json": '{ "databases": { "a": { "url": "env:A" }, "b": { "url": "env:B" } } }' },
      async (folder) => {
        const opened = await openProject(folder, untrusted);
        assert.equal(opened.ok && opened.value.defaultDatabase, null);
      },
    ));

  const config = {
    "prisma.config.ts": `import { env } from "prisma/config";
      export default { schema: "db/models", datasource: { url: env("DATABASE_URL") }, tables: { external: ["auth.users"] } };`,
    "db/models/a.prisma": models,
    ".env": "DATABASE_URL=postgresql://h/db\n",
    "retort.json": '{ "exclude": ["public.spatial_ref_sys"] }',
  };

  it("runs prisma.config.ts of a trusted workspace, with the variables of .env", () =>
    withFolder(config, async (folder) => {
      const opened = await openProject(folder, trusted);
      assert.ok(opened.ok);
      assert.equal(opened.value.schemaPath, join(folder, "db", "models"));
      assert.equal(opened.value.revisionFolders[0], join(folder, "db", "revisions"));
      assert.deepEqual(opened.value.config.prismaConfig?.url, { kind: "value", value: "postgresql://h/db" });
      assert.deepEqual(opened.value.config.exclude, ["public.spatial_ref_sys", "auth.users"]);
      assert.deepEqual(opened.value.databases, [
        { name: "default", source: { kind: "prismaConfig" }, protected: false },
      ]);
    }));

  it("does not run it in a workspace that is not trusted", () =>
    withFolder({ ...config, "prisma.config.ts": `require("fs").writeFileSync("ran", "");` }, async (folder) => {
      const opened = await openProject(folder, untrusted);
      assert.ok(opened.ok);
      assert.equal(opened.value.config.prismaConfig, null);
      assert.equal(existsSync(join(folder, "ran")), false);
    }));

  it("opens a project whose prisma.config.ts fails, and keeps why", () =>
    withFolder({ "prisma.config.ts": "throw new Error('no');", "prisma/schema.prisma": models }, async (folder) => {
      const opened = await openProject(folder, trusted);
      assert.ok(opened.ok);
      assert.equal(opened.value.schemaPath, join(folder, "prisma", "schema.prisma"));
      assert.equal(opened.value.config.prismaConfigFailure?.message, "prisma.config.ts could not be read: no");
    }));
});

describe("withSecretDatabases", () => {
  it("adds those that the project does not name", () =>
    withFolder({ "retort.json": '{ "databases": { "a": { "url": "env:A", "protected": true } } }' }, async (folder) => {
      const opened = await openProject(folder, untrusted);
      assert.ok(opened.ok);
      assert.deepEqual(
        withSecretDatabases(opened.value, ["a", "b"]).databases.map((d) => [d.name, d.source.kind, d.protected]),
        [
          ["a", "url", true],
          ["b", "secret", false],
        ],
      );
    }));
});
