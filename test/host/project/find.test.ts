import assert from "node:assert/strict";
import { symlink } from "node:fs/promises";
import { relative } from "node:path";

import { findProjects, type Project } from "#host/project.ts";
import { withFolder } from "#test/support/folder.ts";

const models = "model A {\n  id Int @id\n}\n";
/** Not a repository by itself: `.git/` in `files` makes one. */
const untrusted = { trusted: false, env: {} };

interface Case {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  /** Name, models and folder of revisions of each project, by path in the folder. */
  readonly projects: readonly (readonly [name: string, schema: string, revisions: string])[];
}

const cases: readonly Case[] = [
  { title: "nothing in an empty folder", files: {}, projects: [] },
  { title: "nothing in a package without models", files: { "package.json": '{ "name": "x" }' }, projects: [] },
  {
    title: "prisma/schema.prisma, and no project within it",
    files: { "prisma/schema.prisma": models },
    projects: [["", "prisma/schema.prisma", "prisma/revisions"]],
  },
  {
    title: "schema.prisma",
    files: { "schema.prisma": models },
    projects: [["", "schema.prisma", "revisions"]],
  },
  {
    title: "prisma/schema.prisma before schema.prisma",
    files: { "schema.prisma": models, "prisma/schema.prisma": models },
    projects: [["", "prisma/schema.prisma", "prisma/revisions"]],
  },
  {
    title: "a folder of models",
    files: { "prisma/schema/a.prisma": models, "prisma/schema/schema.prisma": models },
    projects: [["", "prisma/schema", "prisma/revisions"]],
  },
  {
    title: "what package.json names",
    files: { "package.json": '{ "prisma": { "schema": "db/main.prisma" } }', "db/main.prisma": models },
    projects: [["", "db/main.prisma", "db/revisions"]],
  },
  {
    title: "a folder of models in the project's own folder, which holds its revisions itself",
    files: { "package.json": '{ "prisma": { "schema": "prisma" } }', "prisma/a.prisma": models },
    projects: [["", "prisma", "prisma/revisions"]],
  },
  {
    title: "retort.json before package.json, and its paths",
    files: {
      "retort.json": '{ "schema": "db/a.prisma", "revisions": "history" }',
      "package.json": '{ "prisma": { "schema": "db/b.prisma" } }',
      "db/a.prisma": models,
      "db/b.prisma": models,
    },
    projects: [["", "db/a.prisma", "history"]],
  },
  {
    title: "a configuration whose models are yet to be written",
    files: { "retort.json": "{}" },
    projects: [["", "prisma/schema.prisma", "prisma/revisions"]],
  },
  {
    title: "prisma.config.ts, unread, of a workspace that is not trusted",
    files: { "prisma.config.ts": "throw new Error('run')", "prisma/schema.prisma": models },
    projects: [["", "prisma/schema.prisma", "prisma/revisions"]],
  },
  {
    title: "every project of a monorepo, by its path",
    files: {
      "package.json": "{}",
      "packages/api/prisma/schema.prisma": models,
      "packages/db/prisma.config.ts": "export default {}",
      "packages/db/prisma/schema.prisma": models,
      "apps/web/retort.json": "{}",
    },
    projects: [
      ["apps/web", "apps/web/prisma/schema.prisma", "apps/web/prisma/revisions"],
      ["packages/api", "packages/api/prisma/schema.prisma", "packages/api/prisma/revisions"],
      ["packages/db", "packages/db/prisma/schema.prisma", "packages/db/prisma/revisions"],
    ],
  },
  {
    title: "a project within another one",
    files: { "prisma/schema.prisma": models, "examples/shop/prisma/schema.prisma": models },
    projects: [
      ["", "prisma/schema.prisma", "prisma/revisions"],
      ["examples/shop", "examples/shop/prisma/schema.prisma", "examples/shop/prisma/revisions"],
    ],
  },
  {
    title: "one project for models that two folders name: the outer one's of equals",
    files: {
      "package.json": '{ "prisma": { "schema": "packages/db/prisma/schema.prisma" } }',
      "packages/db/prisma/schema.prisma": models,
    },
    projects: [["", "packages/db/prisma/schema.prisma", "packages/db/prisma/revisions"]],
  },
  {
    title: "one project for models that two folders name: the one that is configured more expressly",
    files: {
      "package.json": '{ "prisma": { "schema": "packages/db/prisma/schema.prisma" } }',
      "packages/db/retort.json": "{}",
      "packages/db/prisma/schema.prisma": models,
    },
    projects: [["packages/db", "packages/db/prisma/schema.prisma", "packages/db/prisma/revisions"]],
  },
  {
    title: "nothing in installed packages, builds, dot folders, generated clients and ignored folders",
    files: {
      ".gitignore": "# ours\n/scratch/\ntmp\n*.log\n",
      "node_modules/.prisma/client/schema.prisma": models,
      "dist/prisma/schema.prisma": models,
      ".next/prisma/schema.prisma": models,
      "scratch/prisma/schema.prisma": models,
      "tmp/schema.prisma": models,
      "src/generated/client/schema.prisma": models,
      "src/generated/client/index.d.ts": "",
    },
    projects: [],
  },
];

describe("findProjects", () => {
  for (const { title, files, projects } of cases) {
    it(`finds ${title}`, () =>
      withFolder({ ".git/": "", ...files }, async (folder) => {
        const found = await findProjects(folder, untrusted);
        const path = (absolute: string) => relative(folder, absolute).replaceAll("\\", "/");
        assert.deepEqual(
          found.value.map((p) => [path(p.root), path(p.schemaPath), path(p.revisionFolders[0])]),
          projects,
        );
        const names = projects.map(([name]) => name);
        assert.deepEqual(
          found.value.filter((p) => path(p.root) !== "").map((p) => p.name),
          names.filter((name) => name !== ""),
        );
      }));
  }

  it("does not follow links, which may lead round in circles", () =>
    withFolder({ "prisma/schema.prisma": models, "a/": "" }, async (folder) => {
      await symlink(folder, `${folder}/a/round`, "junction");
      assert.equal((await findProjects(folder, untrusted)).value.length, 1);
    }));

  it("reads a project whose configuration is wrong, and says what is wrong with it", () =>
    withFolder(
      { "retort.json": '{ "schema": 1, "databases": {} }', "prisma/schema.prisma": models },
      async (folder) => {
        const { value, problems } = await findProjects(folder, untrusted);
        const place = { file: `${folder}/retort.json`, span: { start: 12, end: 13 } };
        const expected = [
          { code: "config/type", severity: "error", message: '"schema" must be text, not a number.', place },
        ];
        assert.deepEqual(problems, expected);
        assert.deepEqual(value[0]?.problems, expected);
        assert.equal(value[0].schemaPath, `${folder}/prisma/schema.prisma`);
      },
    ));

  describe("paths out of reach", () => {
    const outside = (key: string, path: string) => ({ [`app/retort.json`]: JSON.stringify({ [key]: path }) });
    const cases: readonly (readonly [key: string, path: string, isRefused: boolean])[] = [
      ["schema", "../db/schema.prisma", false],
      ["revisions", "../db/revisions", false],
      ["schema", "../../schema.prisma", true],
      ["revisions", "../../revisions", true],
      ["revisions", "/etc", true],
      ["revisions", "a/../../../b", true],
    ];
    for (const [key, path, isRefused] of cases) {
      it(`${isRefused ? "refuses" : "takes"} ${key} ${path} in a repository`, () =>
        withFolder({ ".git/": "", ...outside(key, path) }, async (folder) => {
          const { value, problems } = await findProjects(folder, untrusted);
          assert.deepEqual(
            problems.map((p) => p.code),
            isRefused ? ["config/outOfReach"] : [],
          );
          const [project] = value as readonly [Project];
          for (const used of [project.schemaPath, project.revisionFolders[0]])
            assert.ok(used.startsWith(`${folder}/`), used);
        }));
    }

    it("refuses all that is not below a project outside a repository", () =>
      withFolder(outside("revisions", "../revisions"), async (folder) => {
        const { problems } = await findProjects(folder, untrusted);
        assert.deepEqual(
          problems.map((p) => p.code),
          ["config/outOfReach"],
        );
      }));
  });
});
