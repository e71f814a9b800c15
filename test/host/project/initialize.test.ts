import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";

import { type InitializeOptions, initializeProject } from "#host/initialize.ts";
import { resolveDatabase } from "#host/target.ts";
import { openProject } from "#host/project.ts";
import { filesIn, withFolder } from "#test/support/folder.ts";

const models = 'datasource db {\n  provider = "postgresql"\n}\n';
const world = { trusted: true, env: { PATH: process.env["PATH"] } };
const plain = { config: null, embedded: false, models: true, ...world };

interface Case {
  readonly title: string;
  readonly before: Readonly<Record<string, string>>;
  readonly options?: Partial<InitializeOptions>;
  readonly actions: readonly string[];
  /** Files that are new or changed. */
  readonly after: Readonly<Record<string, string>>;
}

const retortJson = '{\n  "databases": {\n    "dev": {\n      "url": "embedded"\n    }\n  },\n  "default": "dev"\n}\n';
const cases: readonly Case[] = [
  {
    title: "a usual project",
    before: { "prisma/schema.prisma": models, ".gitignore": "node_modules" },
    actions: ["Created prisma/revisions", "Changed .gitignore"],
    after: { ".gitignore": "node_modules\n.retort/\n" },
  },
  {
    title: "a project that is ready",
    before: { "prisma/schema.prisma": models, ".gitignore": "/.retort\n", "prisma/revisions/": "" },
    actions: [],
    after: {},
  },
  {
    title: "an empty folder",
    before: {},
    actions: ["Created prisma/schema.prisma", "Created prisma/revisions", "Created .gitignore"],
    after: {
      "prisma/schema.prisma":
        'generator client {\n  provider = "prisma-client-js"\n}\n\ndatasource db {\n  provider = "postgresql"\n  url      = env("DATABASE_URL")\n}\n',
      ".gitignore": ".retort/\n",
    },
  },
  {
    title: "an empty folder, without models",
    before: {},
    options: { models: false },
    actions: ["Created prisma/revisions", "Created .gitignore"],
    after: { ".gitignore": ".retort/\n" },
  },
  {
    title: "an empty folder with an embedded database",
    before: {},
    options: { embedded: true },
    actions: ["Created retort.json", "Created prisma/schema.prisma", "Created prisma/revisions", "Created .gitignore"],
    after: {
      "retort.json": retortJson,
      "prisma/schema.prisma":
        'generator client {\n  provider = "prisma-client-js"\n}\n\ndatasource db {\n  provider = "postgresql"\n}\n',
      ".gitignore": ".retort/\n",
    },
  },
  {
    title: "a retort.json that says other things",
    before: {
      "prisma/schema.prisma": models,
      "retort.json": '{\n\t// ours\n\t"databases": {\n\t\t"dev": { "url": "env:DEV" }\n\t}\n}\n',
      ".gitignore": ".retort/",
    },
    options: { embedded: true },
    actions: ["Changed retort.json", "Created prisma/revisions"],
    after: {
      "retort.json":
        '{\n\t// ours\n\t"databases": {\n\t\t"dev": { "url": "env:DEV" },\n\t\t"embedded": {\n\t\t\t"url": "embedded"\n\t\t}\n\t},\n\t"default": "embedded"\n}\n',
    },
  },
  {
    title: "a project whose prisma.config.ts names its models",
    before: { "prisma.config.ts": 'export default { schema: "db/models.prisma" };', ".gitignore": "**/.retort/" },
    actions: ["Created db/models.prisma", "Created db/revisions"],
    after: {
      "db/models.prisma":
        'generator client {\n  provider = "prisma-client-js"\n}\n\ndatasource db {\n  provider = "postgresql"\n}\n',
    },
  },
  {
    title: "a project in a repository that ignores it already",
    before: { ".git/": "", ".gitignore": ".retort\n", "db/prisma/schema.prisma": models },
    options: { folder: "db" },
    actions: ["Created prisma/revisions"],
    after: {},
  },
];

describe("initializeProject", () => {
  for (const { title, before, options = {}, actions, after } of cases) {
    it(`makes what is missing of ${title}, once`, () =>
      withFolder(before, async (folder) => {
        const all = { ...plain, ...options, folder: join(folder, options.folder ?? "") };
        const made = await initializeProject(all);
        assert.ok(made.ok, JSON.stringify(made));
        assert.deepEqual(
          made.value.actions.map((action) => action.text),
          actions,
        );
        for (const { path } of made.value.actions) assert.ok(existsSync(path), path);
        const there = Object.entries(before).filter(([path]) => !path.endsWith("/"));
        assert.deepEqual(await filesIn(folder), sorted({ ...Object.fromEntries(there), ...after }));

        const again = await initializeProject(all);
        assert.deepEqual(again.ok && again.value.actions, []);
        assert.deepEqual(await filesIn(folder), sorted({ ...Object.fromEntries(there), ...after }));
      }));
  }

  it("makes the embedded database the one that is meant", () =>
    withFolder({}, async (folder) => {
      await initializeProject({ ...plain, folder, embedded: true });
      const project = await openProject(folder, world);
      assert.ok(project.ok);
      const target = await resolveDatabase(project.value, { kind: "default" }, { ...world, datasource: null });
      assert.deepEqual(target.ok && [target.value.kind, target.value.name], ["embedded", "dev"]);
    }));

  it("writes the file that --config names", () =>
    withFolder({ "prisma/schema.prisma": models }, async (folder) => {
      const made = await initializeProject({ ...plain, folder, config: "retort.local.json", embedded: true });
      assert.ok(made.ok, JSON.stringify(made));
      assert.equal((await filesIn(folder))["retort.local.json"], retortJson);
    }));

  it("does not take the default from another database", () =>
    withFolder(
      { "retort.json": '{ "databases": { "dev": { "url": "env:DEV" } }, "default": "dev" }' },
      async (folder) => {
        const made = await initializeProject({ ...plain, folder, embedded: true });
        assert.deepEqual(!made.ok && [made.failure.code, made.failure.exit], ["config/otherDefault", 3]);
        assert.deepEqual(Object.keys(await filesIn(folder)), ["retort.json"]);
      },
    ));

  it("leaves a configuration alone that is wrong", () =>
    withFolder({ "retort.json": '{ "databases": ' }, async (folder) => {
      const made = await initializeProject({ ...plain, folder, embedded: true });
      assert.equal(!made.ok && made.failure.code, "config/invalid");
      assert.deepEqual(await filesIn(folder), { "retort.json": '{ "databases": ' });
    }));

  it("says what cannot be written", () =>
    withFolder({ prisma: "a file" }, async (folder) => {
      const made = await initializeProject({ ...plain, folder, models: false });
      assert.deepEqual(!made.ok && [made.failure.code, made.failure.unchanged], [
        "files/notWritable",
        "No folder was made.",
      ]);
    }));
});

function sorted(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
