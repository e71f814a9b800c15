import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import { retortIn } from "#test/support/retortIn.ts";
import { withFolder } from "#test/support/folder.ts";
import { sharedServer, withDatabase } from "#test/support/servers.ts";

const models = `datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}

model Task {
  id    Int     @id @default(autoincrement())
  title String  // what it is about
  note  String?
}
`;

describe("retort pull", function () {
  this.timeout(180_000);

  it("edits the models for what drifted, or the objects named, and leaves other edits alone", async () => {
    const byHand = `
    ALTER TABLE "Task" ADD COLUMN priority int NOT NULL DEFAULT 1, ALTER COLUMN title TYPE varchar(80);
    CREATE TABLE audit (id int PRIMARY KEY, task int REFERENCES "Task"(id))`;
    await onDrifted(models, byHand, async (retort, file) => {
      await writeFile(file, models.replace("  note ", "  mine  Int?\n  note "));

      const sql = await retort("drift", "--sql");
      assert.equal(sql.code, 1, sql.stderr);
      assert.match(sql.stdout, /ALTER TABLE "Task" DROP COLUMN "priority";/);
      assert.match(sql.stdout, /DROP TABLE "audit";/);

      const unknown = await retort("pull", "nothing");
      assert.equal(unknown.code, 2, unknown.stderr);
      assert.match(unknown.stderr, /nothing did not drift/);
      const one = await retort("pull", "Task.title");
      assert.equal(one.code, 0, one.stderr);
      const narrowed = await readFile(file, "utf8");
      assert.match(narrowed, /title String {2}@db\.VarChar\(80\) {1,}\/\/ what it is about/);
      assert.doesNotMatch(narrowed, /priority|audit/);
      const all = await retort("pull");
      assert.equal(all.code, 0, all.stderr);
      const text = await readFile(file, "utf8");
      for (const part of [/priority +Int +@default\(1\)/, /model audit \{/, /mine {2}Int\?/]) assert.match(text, part);
      const again = await retort("pull");
      assert.match(again.stdout, /The models say so already/, again.stderr);
    });
  });

  it("keeps the field of a column that was renamed, with its keys, where it is told so", async () => {
    const keyed = models.replace("  note  String?\n", '  note  String? @unique // why\n  code  String? @map("c")\n');
    const byHand = `
    ALTER TABLE "Task" RENAME COLUMN note TO details;
    ALTER TABLE "Task" RENAME COLUMN c TO code;
    ALTER TABLE "Task" ADD COLUMN other int`;
    await onDrifted(keyed, byHand, async (retort, file) => {
      for (const [rename, said] of [
        ["Task.note=nowhere", /nowhere/],
        ["Task", /not understood(.|\n)*--rename tasks\.description=details/],
      ] as const) {
        const { code, stderr } = await retort("pull", "--rename", rename);
        assert.equal(code, 2, stderr);
        assert.match(stderr, said);
      }
      const renames = ["--rename", "Task.note=details", "--rename", "Task.c=code"];
      const dry = await retort("pull", ...renames, "--dry-run");
      assert.equal(dry.code, 0, dry.stderr);
      assert.match(dry.stdout, /Would edit/);
      assert.equal(await readFile(file, "utf8"), keyed);

      const pulled = await retort("pull", ...renames);
      assert.equal(pulled.code, 0, pulled.stderr);
      const text = await readFile(file, "utf8");
      assert.match(text, /note +String\? +@unique\(map: "Task_note_key"\) +@map\("details"\) +\/\/ why/);
      assert.match(text, /code +String\?\n/);
      assert.match(text, /other +Int\?/);
      assert.doesNotMatch(text, /details +String/);
      const again = await retort("pull");
      assert.match(again.stdout, /The models say so already/, again.stderr);
    });
  });
});

/** A project whose one revision made what the models ask for, on a database that was changed by hand since. */
async function onDrifted(
  schema: string,
  byHand: string,
  work: (retort: (...args: string[]) => ReturnType<typeof retortIn>, file: string) => Promise<void>,
): Promise<void> {
  await withDatabase(await sharedServer(18), (database) =>
    withFolder({ ".git/": "", "prisma/schema.prisma": schema }, async (folder) => {
      const retort = (...args: string[]) => retortIn(folder, { DATABASE_URL: database.url }, args);
      assert.equal((await retort("revision", "--autogenerate", "-m", "tasks")).code, 0);
      assert.equal((await retort("upgrade", "head")).code, 0);
      const connection = await database.connect();
      await connection.rows(byHand);
      await work(retort, path.join(folder, "prisma", "schema.prisma"));
    }),
  );
}
