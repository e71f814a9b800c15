import assert from "node:assert/strict";

import { line } from "#test/cli/alembicGraphs.ts";
import { situations, type Situation } from "#test/cli/alembicSituations.ts";
import { type CommandLine, withCommandLine } from "#test/support/commandLine.ts";
import { sharedServer, type TestDatabase, withDatabase } from "#test/support/servers.ts";

describe("Alembic's messages", function () {
  this.timeout(120_000);

  for (const situation of situations) {
    it(`${situation.name}: ${situation.message.slice(0, 60)}`, () =>
      inSituation(situation, async (project) => {
        const { code, stdout, stderr, error } = await project.retort(...situation.args.split(" "));
        assert.equal(error, situation.message);
        assert.deepEqual([code, stdout], [situation.exit, ""]);
        if (situation.says) assert.match(stderr, situation.says);
        // Whatever was refused says what it left alone.
        assert.match(stderr, /\n(Nothing|No \w+) was \w+\./);
        const json = await project.retort(...situation.args.split(" "), "--json");
        const told = JSON.parse(json.stdout) as { readonly ok: boolean; readonly error: { readonly message: string } };
        assert.deepEqual([json.code, told.ok, told.error.message], [situation.exit, false, situation.message]);
      }));
  }

  it("a file without an id: named, and the rest of the history is there", () =>
    withCommandLine(
      line,
      async (project) => {
        const { code, stderr } = await project.retort("upgrade", "head", "--sql");
        assert.equal(code, 2);
        assert.match(stderr, /at prisma\/revisions\/9_notes\.sql:1:1/);
        assert.equal((await project.retort("heads")).stdout, "d (head)");
      },
      { files: { "prisma/revisions/9_notes.sql": "SELECT 1;\n" } },
    ));

  it("an upgrade to what is there already says so", () =>
    inSituation({ name: "", revisions: line, at: ["c"], args: "", exit: 0, message: "" }, async (project) => {
      const { code, stdout } = await project.retort("upgrade", "b");
      assert.deepEqual([code, stdout], [0, "Nothing to run: the database is there already."]);
    }));

  it("check: No new upgrade operations detected., or what there is", () =>
    onDatabase(async (database) => {
      const table = 'CREATE TABLE "one" ("id" INTEGER NOT NULL, CONSTRAINT "one_pkey" PRIMARY KEY ("id"));';
      await withCommandLine(
        [{ id: "a", up: table, down: 'DROP TABLE "one";' }],
        async (project) => {
          const models = (more: string) =>
            `datasource db {\n  provider = "postgresql"\n  url = ${JSON.stringify(database.url)}\n}\nmodel one {\n  id Int @id\n${more}}\n`;
          await project.write("prisma/schema.prisma", models(""));
          const behind = await project.retort("check");
          assert.deepEqual([behind.code, behind.error], [3, "Target database is not up to date."]);
          assert.equal((await project.retort("upgrade", "head")).code, 0);
          const clean = await project.retort("check");
          assert.deepEqual([clean.code, clean.stdout], [0, "No new upgrade operations detected."]);
          await project.write("prisma/schema.prisma", models("  note String?\n"));
          const found = await project.retort("check");
          assert.equal(found.code, 1);
          assert.match(found.stdout, /^unrevised: add column one\.note$/m);
          assert.match(found.stderr, /^New upgrade operations detected: add column one\.note$/m);
        },
        { url: database.url },
      );
    }));
});

async function inSituation({ revisions, at }: Situation, work: (project: CommandLine) => Promise<void>): Promise<void> {
  if (!at) {
    await withCommandLine(revisions, work);
    return;
  }
  await onDatabase(async (database) => {
    await withCommandLine(
      revisions,
      async (project) => {
        if (at.length > 0) {
          const { code, stderr } = await project.retort("stamp", ...at);
          assert.equal(code, 0, stderr);
        }
        await work(project);
      },
      { url: database.url },
    );
  });
}

async function onDatabase(work: (database: TestDatabase) => Promise<void>): Promise<void> {
  await withDatabase(await sharedServer(18), work);
}
