import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import path from "node:path";

import { type CommandLine, type RevisionText, withCommandLine } from "#test/support/commandLine.ts";
import { sharedServer, withDatabase } from "#test/support/servers.ts";

const fork: readonly RevisionText[] = [
  { id: "a" },
  { id: "b", parents: ["a"], labels: ["left"] },
  { id: "c", parents: ["a"], labels: ["right"] },
];

describe("retort revision", function () {
  this.timeout(120_000);

  const placed: Record<string, RegExp> = {
    "--head left@head": /^-- empty message\n--\n-- Revision: n\n-- Revises: b\n-- Created: /,
    "--head heads -m merged": /^-- merged\n--\n-- Revision: n\n-- Revises: b, c\n/,
    "--head b --head c": /^-- Revises: b, c$/m,
    "--head base --branch-label other": /^-- Revision: n\n-- Created: .*\n-- Labels: other$/m,
    "--head a --splice": /^-- Revises: a$/m,
    "--head left@head --depends-on right --depends-on a": /^-- Revises: b\n-- Created: .*\n-- Depends on: right, a$/m,
  };
  for (const [args, expected] of Object.entries(placed)) {
    it(`revision ${args}`, () =>
      withCommandLine(fork, async (project) => {
        const { code, stdout, stderr } = await project.retort(
          "revision",
          "--rev-id",
          "n",
          "--json",
          ...args.split(" "),
        );
        assert.equal(code, 0, stderr);
        const { file } = JSON.parse(stdout) as { readonly file: string };
        assert.match(await project.read(path.relative(project.folder, file)), expected);
        assert.equal((await project.retort("show", "n")).code, 0);
      }));
  }

  for (const args of ["--rename t.a=c --no-rename", "--no-rename --rename t.a=c"]) {
    it(`revision --autogenerate ${args}: that one was renamed, and nothing else`, () =>
      withCommandLine([{ id: "a", up: "CREATE TABLE t (id int PRIMARY KEY, a text, b text);" }], async (project) => {
        const models = await project.read("prisma/schema.prisma");
        await project.write(
          "prisma/schema.prisma",
          `${models}\nmodel t {\n  id Int @id\n  c String?\n  d String?\n}\n`,
        );
        const { code, stdout, stderr } = await project.retort(
          ...["revision", "--autogenerate", "-m", "x"],
          ...args.split(" "),
        );
        assert.equal(code, 0, stderr);
        assert.match(stdout, /^ {2}rename column t\.a to c\n {2}add column t\.d\n {2}drop column t\.b\n/);
      }));
  }

  it("revision --autogenerate says what Prisma refuses in models that the database would take", () =>
    withCommandLine([{ id: "a" }], async (project) => {
      const models = await project.read("prisma/schema.prisma");
      await project.write(
        "prisma/schema.prisma",
        `${models}\nmodel post {\n  id Int @id\n  slug String @default(nanoid(1))\n  touched Int @updatedAt\n}\n`,
      );
      const { code, stdout, stderr } = await project.retort("revision", "--autogenerate", "-m", "x");
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^ {2}create table post\n/);
      assert.match(stderr, /^warning: Prisma refuses these models at prisma\/schema\.prisma:\d+:\d+: .*nanoid\(\)/m);
      assert.match(stderr, /^warning: Prisma refuses these models at prisma\/schema\.prisma:\d+:\d+: .*@updatedAt/m);
    }));

  it("revision --autogenerate of extensions and of text that is to be unique again: up, down with rows, and up", async () => {
    await withDatabase(await sharedServer(18), (database) =>
      withCommandLine(
        [],
        async (project) => {
          const rows = async (sql: string) => (await database.connect()).rows(sql);
          const retort = async (...args: readonly string[]) => {
            const { code, stderr } = await project.retort(...args);
            assert.equal(code, 0, `${args.join(" ")}: ${stderr}`);
          };
          const models = async (extensions: string, fields: string) => {
            const source = `datasource db {\n  provider = "postgresql"\n  url = "${database.url}"\n  extensions = [${extensions}]\n}\n`;
            await project.write("prisma/schema.prisma", `${source}model t {\n  id Int @id\n${fields}}\n`);
            await retort("revision", "--autogenerate", "-m", "x");
            await retort("upgrade", "head", "--yes");
            await retort("check");
          };
          const unique = "  team String\n  slug String @db.VarChar(40)\n  @@unique([team, slug])\n";
          await models('uuidOssp(map: "uuid-ossp")', `${unique}  email String @unique\n`);
          await rows("INSERT INTO t SELECT n, 'team', 'slug' || n, 'email' || n FROM generate_series(1, 3) n");
          await models('citext(version: "1.6"), hstore(schema: "public"), uuidOssp(map: "uuid-ossp")', "");
          await retort("downgrade", "-1");
          assert.deepEqual(await rows("SELECT count(DISTINCT slug)::int, count(DISTINCT email)::int FROM t"), [[3, 3]]);
          await retort("upgrade", "head", "--yes");
          await retort("check");
        },
        { url: database.url },
      ),
    );
  });

  const multiple =
    "Multiple heads are present; please specify the head revision on which the new revision should be based, or perform a merge.";
  const refused: Record<string, [code: number, message: string]> = {
    "": [3, multiple],
    "--head head": [3, multiple],
    "--head a": [
      3,
      "Revision a is not a head revision; please specify --splice to create a new branch from this revision",
    ],
    "--head -1": [2, "Duplicate head revisions specified"],
    "--head nosuch": [2, "Can't locate revision identified by 'nosuch'"],
    "--head b --rev-id c": [2, "Revision c is present more than once"],
    "--head b --rev-id left": [2, "Branch name 'left' is already used by revision b"],
    "--head b --rev-id x-y": [2, "Character(s) '-' not allowed in revision identifier 'x-y'"],
    "--head b --rev-id ../x": [2, "Character(s) '/' not allowed in revision identifier '../x'"],
    [`--head b --rev-id ${"é".repeat(76)}`]: [
      2,
      "A revision id of 152 bytes is too long: it is part of a file's name.",
    ],
    "--head b --rev-id n --branch-label right": [2, "Branch name 'right' in revision n already used by revision c"],
    "--head b --depends-on nosuch": [2, "Can't locate revision identified by 'nosuch'"],
    "--head b --version-path elsewhere": [2, "Path elsewhere is not represented in current version locations"],
  };
  for (const [args, [code, message]] of Object.entries(refused)) {
    it(`revision ${args} is refused before a file is written`, () =>
      withCommandLine(fork, async (project) => {
        const said = await project.retort("revision", "-m", "x", ...args.split(" ").filter((arg) => arg !== ""));
        assert.deepEqual([said.code, said.error], [code, message]);
        assert.match(said.stderr, /No revision was written\./);
        assert.equal((await revisionsIn(project, "prisma/revisions")).length, 3);
      }));
  }

  it("goes into the folder of its parent, where --version-path says, or nowhere", () =>
    withCommandLine(
      [],
      async (project) => {
        await project.write("one/1.sql", "-- one\n--\n-- Revision: a\n\n-- retort: upgrade\n\n-- retort: downgrade\n");
        const nowhere = await project.retort("revision", "--head", "base", "-m", "x");
        assert.deepEqual(
          [nowhere.code, nowhere.error],
          [2, "Multiple version locations present, please specify --version-path"],
        );
        assert.equal((await project.retort("revision", "-m", "x", "--rev-id", "b")).code, 0);
        assert.equal((await revisionsIn(project, "one")).length, 2);
        const placed = ["--head", "base", "--version-path", "two", "--branch-label", "other"];
        assert.equal((await project.retort("revision", "-m", "y", "--rev-id", "y", ...placed)).code, 0);
        assert.equal((await revisionsIn(project, "two")).length, 1);
        assert.equal((await project.retort("merge", "heads", "--rev-id", "m")).code, 0);
        assert.equal((await revisionsIn(project, "one")).length, 3);
        assert.equal((await project.retort("heads")).stdout, "m (other) (head)");
      },
      { files: { "retort.json": `{ "revisions": ["one", "two", "one/"] }` } },
    ));

  it("takes its name from a template with folders, and its time from a time zone", () =>
    withCommandLine(
      [],
      async (project) => {
        const { stdout } = await project.retort("revision", "-m", "Créer les tables!", "--rev-id", "a", "--json");
        const { file } = JSON.parse(stdout) as { readonly file: string };
        const text = await project.read(path.relative(project.folder, file));
        const created = /^-- Created: (\d{4})-(\d\d)\S+\+0[12]:00$/m.exec(text);
        assert.ok(created, text);
        const name = path.relative(path.join(project.folder, "prisma", "revisions"), file);
        assert.equal(name, path.join(created[1] ?? "", created[2] ?? "", "a-créer_les_tables.sql"));
        assert.equal((await project.retort("heads")).stdout, "a (head)");
      },
      { files: { "retort.json": `{ "fileTemplate": "{year}/{month}/{rev}-{slug}", "timezone": "europe/berlin" }` } },
    ));

  it("says which time zone there is none of", () =>
    withCommandLine(
      [],
      async (project) => {
        const { code, stderr, error } = await project.retort("revision", "-m", "x");
        assert.deepEqual([code, error], [2, "Can't locate timezone: Mars/Olympus"]);
        assert.match(stderr, /at retort\.json:1:15/);
      },
      { files: { "retort.json": `{ "timezone": "Mars/Olympus" }` } },
    ));

  it("--autogenerate on one of several heads asks for nothing that other branches made", async () => {
    const server = await sharedServer(18);
    const tables: readonly RevisionText[] = [
      {
        id: "a",
        labels: ["left"],
        up: `CREATE TABLE "one" ("id" INTEGER NOT NULL, CONSTRAINT "one_pkey" PRIMARY KEY ("id"));`,
        down: 'DROP TABLE "one";',
      },
      {
        id: "b",
        labels: ["right"],
        up: `CREATE TABLE "two" ("id" INTEGER NOT NULL, CONSTRAINT "two_pkey" PRIMARY KEY ("id"));`,
        down: 'DROP TABLE "two";',
      },
    ];
    await withDatabase(server, (database) =>
      withCommandLine(
        tables,
        async (project) => {
          const models = (more: string) =>
            `datasource db {\n  provider = "postgresql"\n  url = ${JSON.stringify(database.url)}\n}\nmodel one {\n  id Int @id\n${more}}\nmodel two {\n  id Int @id\n  note String?\n}\n`;
          await project.write("prisma/schema.prisma", models(""));
          const early = await project.retort("revision", "--autogenerate", "--head", "right@head", "-m", "note");
          assert.deepEqual([early.code, early.error], [3, "Target database is not up to date."]);
          assert.equal((await project.retort("upgrade", "heads")).code, 0);
          const { code, stdout, stderr } = await project.retort(
            "revision",
            "--autogenerate",
            "--head",
            "right@head",
            "-m",
            "note",
            "--json",
          );
          assert.equal(code, 0, stderr);
          const made = JSON.parse(stdout) as {
            readonly file: string;
            readonly operations: unknown;
            readonly warnings: unknown;
          };
          assert.deepEqual([made.operations, made.warnings], [["add column two.note"], []]);
          assert.match(await project.read(path.relative(project.folder, made.file)), /^-- Revises: b$/m);
          assert.equal((await project.retort("upgrade", "heads")).code, 0);

          await project.write("prisma/schema.prisma", models("  note String?\n"));
          const astray = await project.retort("revision", "--autogenerate", "--head", "right@head", "-m", "astray");
          assert.equal(astray.code, 0, astray.stderr);
          assert.match(astray.stderr, /does not run on its own branch alone, without a: .*--depends-on/);
        },
        { url: database.url },
      ),
    );
  });
});

async function revisionsIn(project: CommandLine, folder: string): Promise<readonly string[]> {
  return readdir(path.join(project.folder, folder));
}
