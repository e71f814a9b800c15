import assert from "node:assert/strict";
import { join } from "node:path";

import { lowerModels, parseModels } from "#engine/index.ts";
import type { Outcome } from "#host/failure.ts";
import { readModels } from "#host/files.ts";
import { type Migrations, readMigrations } from "#host/prismaMigrations/readMigrations.ts";
import { openProject } from "#host/project.ts";
import { withFolder } from "#test/support/folder.ts";

const datasource = 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n';
const lock = 'provider = "postgresql"\n';

/** Every layout that a version of Prisma has had. */
describe("reading Prisma's migrations", () => {
  const layouts: readonly (readonly [title: string, files: Record<string, string>, folder: string])[] = [
    ["beside prisma/schema.prisma", { "prisma/schema.prisma": datasource }, "prisma/migrations"],
    ["beside schema.prisma", { "schema.prisma": datasource }, "migrations"],
    [
      "beside the schema that package.json names",
      { "package.json": '{ "prisma": { "schema": "db/models.prisma" } }', "db/models.prisma": datasource },
      "db/migrations",
    ],
    [
      "beside the datasource, in a folder of models",
      {
        "package.json": '{ "prisma": { "schema": "prisma" } }',
        "prisma/main.prisma": datasource,
        "prisma/models/a.prisma": "",
      },
      "prisma/migrations",
    ],
    [
      "in prisma/schema, with the datasource",
      { "prisma/schema/schema.prisma": datasource, "prisma/schema/a.prisma": "" },
      "prisma/schema/migrations",
    ],
    ["beside prisma/schema", { "prisma/schema/schema.prisma": datasource }, "prisma/migrations"],
    [
      "where prisma.config.ts says",
      {
        "prisma.config.ts": 'export default { schema: "prisma/schema.prisma", migrations: { path: "db/changes" } }',
        "prisma/schema.prisma": datasource,
        "prisma/migrations/1_other/migration.sql": "SELECT 'not this one'",
      },
      "db/changes",
    ],
  ];
  for (const [title, files, folder] of layouts) {
    it(title, () =>
      withFolder({ ".git/": "", ...files, [`${folder}/00_init/migration.sql`]: "SELECT 1;" }, async (root) => {
        const read = valueOf(await readIn(root));
        assert.equal(read.folder, join(root, folder));
        assert.deepEqual(
          read.list.map(({ name, text }) => [name, text]),
          [["00_init", "SELECT 1;"]],
        );
      }),
    );
  }

  it("orders them by bytes, as Prisma does, and tells what is none of them", () =>
    withMigrations(
      {
        "migration_lock.toml": lock,
        "README.md": "how to",
        "loose.sql": "SELECT 1",
        "10_b/migration.sql": "b",
        "9_a/migration.sql": "a",
        "100_c/migration.sql": "c",
        "100_c/README.md": "why",
        "B/migration.sql": "B",
        "a/migration.sql": "a",
        "a/down.sql": "back",
        "\u{1F600}/migration.sql": "smile",
        "\uFFFD/migration.sql": "mark",
        "2024_empty/": "",
        "2024_nested/inner/migration.sql": "SELECT 1",
        ".hidden/migration.sql": "h",
      },
      async (root) => {
        const read = valueOf(await readIn(root));
        assert.deepEqual(
          read.list.map(({ name }) => name),
          ["100_c", "10_b", "9_a", "B", "a", "\uFFFD", "\u{1F600}"],
        );
        assert.deepEqual(
          read.list.map(({ down }) => down).filter((down) => down !== null),
          ["back"],
        );
        assert.deepEqual(read.notes, [
          "loose.sql lies among the migrations and is none: Prisma runs folders with a migration.sql.",
          "2024_empty holds no migration.sql, and was passed over.",
          "2024_nested holds no migration.sql, and was passed over.",
        ]);
      },
    ));

  it("refuses another provider's, at its place", () =>
    withMigrations(
      { "migration_lock.toml": '# a comment\nprovider = "sqlite"\n', "1_a/migration.sql": "" },
      async (root) => {
        const failure = failureOf(await readIn(root));
        assert.deepEqual([failure.code, failure.exit], ["files/otherProvider", 2]);
        assert.equal(failure.message, "These migrations are for sqlite, and Retort is for PostgreSQL.");
        assert.deepEqual(failure.place?.span, { start: 24, end: 30 });
      },
    ));

  for (const sign of ["20190801-init/steps.json", "lift.lock", "migrate.lock"]) {
    it(`tells the format of Lift by ${sign}`, () =>
      withMigrations({ [sign]: "{}", "20190801-init/README.md": "" }, async (root) => {
        const failure = failureOf(await readIn(root));
        assert.equal(failure.code, "files/oldMigrations");
        assert.match(failure.message, /experimental format/);
        assert.match(failure.next.join(" "), /init --from-database/);
      }));
  }

  it("says where it looked", () =>
    withFolder({ ".git/": "", "prisma/schema/a.prisma": datasource }, async (root) => {
      const failure = failureOf(await readIn(root));
      assert.equal(failure.code, "files/noMigrations");
      assert.match(failure.message, /prisma\/schema\/migrations does not exist/);
      assert.deepEqual(failure.details, ["Nor is there prisma/migrations."]);
    }));
});

function withMigrations(files: Record<string, string>, work: (root: string) => Promise<void>): Promise<void> {
  const placed = Object.entries(files).map(([name, text]) => [`prisma/migrations/${name}`, text] as const);
  return withFolder({ ".git/": "", "prisma/schema.prisma": datasource, ...Object.fromEntries<string>(placed) }, work);
}

async function readIn(root: string): Promise<Outcome<Migrations>> {
  const project = valueOf(await openProject(root, { trusted: true, env: { PATH: process.env["PATH"] } }));
  const files = valueOf(await readModels(project));
  const documents = files.map(({ file, text }) => parseModels(file, text).value);
  return readMigrations(project, { models: lowerModels(documents, { defaultSchema: null }) }, { folder: null });
}

function valueOf<T>(outcome: Outcome<T>): T {
  assert.ok(outcome.ok, outcome.ok ? "" : outcome.failure.message);
  return outcome.value;
}

function failureOf(outcome: Outcome<unknown>) {
  assert.ok(!outcome.ok);
  return outcome.failure;
}
