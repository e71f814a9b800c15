import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import { filesIn, withFolder } from "#test/support/folder.ts";
import { retortIn } from "#test/support/retortIn.ts";
import { deployAsPrisma, type PrismaMigration } from "#test/support/prismaMigrate.ts";

import {
  init,
  rename,
  mood,
  seed,
  all,
  onServer,
  project,
  revisionsIn,
  recordsOf,
  answer,
} from "#test/cli/prismaProject.ts";

describe("retort import prisma", function () {
  this.timeout(180_000);

  it("makes revisions that go up and down, and marks as applied what Prisma applied", () =>
    onServer(all, async ({ retort, connection, folder }) => {
      await deployAsPrisma(connection, all);
      const before = await recordsOf(connection);
      const imported = await retort("import", "prisma", "--json");
      assert.equal(imported.code, 0, imported.stderr);
      const { revisions, database, notes } = answer(imported);
      assert.deepEqual(notes, []);
      assert.deepEqual(
        revisions.map(({ migration, outcome, downgrade }) => [migration, outcome, downgrade]),
        all.map(({ name }) => [name, "imported", name.endsWith("seed") ? "irreversible" : "catalog"]),
      );
      assert.match(revisions[3]?.reason ?? "", /^a way down leaves the rows .* duplicate key .* "User_pkey"$/);
      assert.deepEqual([database.kind, database.stamped?.length], ["stamped", 4]);
      assert.deepEqual(await recordsOf(connection), before);

      const renamed = await readFile(revisions[1]?.file ?? "", "utf8");
      assert.match(
        renamed,
        /^-- rename it\n--\n-- Revision: \w{12}\n-- Revises: \w{12}\n-- Created: 2024-01-02T10:00:00Z\n/,
      );
      assert.match(renamed, /ALTER TABLE "User" RENAME COLUMN "full" TO "name";/);
      const enums = await readFile(revisions[2]?.file ?? "", "utf8");
      assert.doesNotMatch(enums, /BEGIN|COMMIT/);
      assert.equal(enums.match(/^-- retort: upgrade$/gm)?.length, 2);

      assert.equal((await retort("current")).stdout, `${revisions[3]?.id ?? ""} (head)`);
      const check = await retort("check");
      assert.equal(check.code, 0, `${check.stdout}${check.stderr}`);
      const names = await readdir(path.join(folder, "prisma", "revisions"));
      assert.equal(names[0], `20240101_1000_${revisions[0]?.id ?? ""}_init.sql`);

      // The whole way down, as far as there is one, and up again.
      assert.equal((await retort("downgrade", "-1")).code, 3);
      await connection.rows(`DELETE FROM _retort.revisions WHERE id = '${revisions[3]?.id ?? ""}'; DELETE FROM "User"`);
      const down = await retort("downgrade", "base", "--yes");
      assert.equal(down.code, 0, down.stderr);
      assert.deepEqual(await connection.rows("SELECT relname FROM pg_class WHERE relname = 'User'"), []);
      const up = await retort("upgrade", "head");
      assert.equal(up.code, 0, up.stderr);
      assert.equal((await retort("check")).code, 0);
    }));

  it("leaves out what a migration says of Prisma's own table, and tells it", () => {
    const guard = {
      name: "20240105100000_guard",
      sql: `-- asked for by the host
ALTER TABLE IF EXISTS "public"."_prisma_migrations" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "all" ON "_prisma_migrations" FOR ALL USING (true);
ALTER TABLE "User" ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON TABLE _prisma_migrations FROM PUBLIC;
`,
    };
    const only = { name: "20240106100000_only", sql: 'ALTER TABLE "_prisma_migrations" ENABLE ROW LEVEL SECURITY;\n' };
    return onServer([init, guard, only], async ({ retort, connection }) => {
      const { notes, revisions } = answer(await retort("import", "prisma", "--json"));
      assert.equal(notes.length, 4);
      assert.equal(
        notes[1],
        `20240105100000_guard speaks of Prisma's own table, which only Prisma makes; that was left out: CREATE POLICY "all" ON "_prisma_migrations" FOR ALL USING (true)`,
      );
      assert.deepEqual(
        revisions.map(({ downgrade }) => downgrade),
        ["catalog", "catalog", "nothing"],
      );
      const text = await readFile(revisions[1]?.file ?? "", "utf8");
      assert.match(
        text,
        /upgrade\n-- asked for by the host\s+ALTER TABLE "User" ENABLE ROW LEVEL SECURITY;\n\n-- retort/,
      );
      for (const way of [
        ["upgrade", "head"],
        ["downgrade", "base", "--yes"],
        ["upgrade", "head"],
      ]) {
        const said = await retort(...way);
        assert.equal(said.code, 0, said.stderr);
      }
      const secured = "SELECT relrowsecurity FROM pg_class WHERE relname = 'User'";
      assert.deepEqual(await connection.rows(secured), [[true]]);
    });
  });

  it("adds only what is new when it is asked again, and marks it", () =>
    onServer(all.slice(0, 2), async ({ retort, connection, folder, write }) => {
      await deployAsPrisma(connection, [init]);
      const first = answer(await retort("import", "prisma", "--json"));
      assert.deepEqual(first.database.stamped, [first.revisions[0]?.id]);
      const files = await revisionsIn(folder);
      await write(mood);
      await deployAsPrisma(connection, [rename]);
      const second = answer(await retort("import", "prisma", "--json"));
      assert.deepEqual(
        second.revisions.map(({ outcome }) => outcome),
        ["present", "present", "imported"],
      );
      assert.deepEqual(second.database.stamped, [second.revisions[1]?.id]);
      const now = await revisionsIn(folder);
      for (const [name, text] of Object.entries(files)) assert.equal(now[name], text);
      assert.equal(Object.keys(now).length, 3);
      const third = await retort("import", "prisma");
      assert.match(third.stdout, /^Nothing new: 3 migrations have their revisions already\.\nMarked 0 revisions/);
    }));

  it("imports alike on two branches, which then are two heads", () =>
    withFolder({ ".git/": "" }, async (root) => {
      const branch = async (name: string, migrations: readonly PrismaMigration[]) => {
        const folder = path.join(root, name);
        await project(folder, migrations);
        const said = await retortIn(folder, {}, ["import", "prisma", "--json"]);
        assert.equal(said.code, 0, said.stderr);
        return { folder, files: await revisionsIn(folder) };
      };
      const ours = await branch("ours", [init, rename]);
      const theirs = await branch("theirs", [init, mood]);
      const [shared] = Object.keys(ours.files);
      assert.equal(theirs.files[shared ?? ""], ours.files[shared ?? ""]);
      // Their migration comes to us, but their import does not: it is the same.
      await project(ours.folder, [mood]);
      const merged = answer(await retortIn(ours.folder, {}, ["import", "prisma", "--json"]));
      assert.deepEqual(
        merged.revisions.map(({ outcome }) => outcome),
        ["present", "present", "imported"],
      );
      await project(theirs.folder, [rename]);
      const other = answer(await retortIn(theirs.folder, {}, ["import", "prisma", "--json"]));
      assert.match(
        other.notes.join(" "),
        /20240102100000_rename_it stands beside .* several heads .* retort merge heads/,
      );
      const heads = await retortIn(theirs.folder, {}, ["heads"]);
      assert.equal(heads.stdout.split("\n").length, 2);
    }));

  it("tells of a migration that failed, and marks nothing from there on", () =>
    onServer(all, async ({ retort, connection }) => {
      await connection.rows("CREATE TYPE \"Mood_new\" AS ENUM ('in the way')");
      await deployAsPrisma(connection, all);
      const { database, notes, revisions } = answer(await retort("import", "prisma", "--json"));
      assert.deepEqual(database.stamped, [revisions[0]?.id, revisions[1]?.id]);
      assert.equal(notes.length, 1);
      assert.match(notes[0] ?? "", /^20240103100000_mood failed in the database \(.*"Mood_new" already exists\)/);
      await connection.rows("UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL");
      assert.deepEqual(answer(await retort("import", "prisma", "--json")).notes, []);
    }));

  it("tells of checksums that differ, records without folders, and gaps", () =>
    onServer(all, async ({ retort, connection, write }) => {
      await connection.rows(`CREATE TYPE "Mood" AS ENUM ('sad')`);
      await deployAsPrisma(connection, [
        { ...init, sql: 'CREATE TABLE "User" (id int primary key, email text unique, name text, "full" text);' },
        { name: "20230101000000_gone", sql: "SELECT 1" },
        { ...mood, sql: mood.sql.replaceAll("\n", "\r\n") },
      ]);
      const { database, notes, revisions } = answer(await retort("import", "prisma", "--json"));
      assert.deepEqual(database.stamped, [revisions[0]?.id]);
      assert.deepEqual(
        notes.map((note) => note.replace(/checksum \w+…/, "checksum …")),
        [
          `${init.name}: its script was changed after it was applied (checksum … in the database): what the database holds may differ.`,
          `${mood.name}: applied, and not marked so, since a migration before is not. Apply that one first (prisma migrate deploy), then import again.`,
          "The database has applied 20230101000000_gone, of which there is no folder here.",
        ],
      );
      await write({ name: "notes", sql: "-- nothing\n" });
    }));

  it("writes nothing in a dry run, and says the same", () =>
    onServer(all, async ({ retort, connection, folder }) => {
      await deployAsPrisma(connection, all);
      const before = await filesIn(folder);
      const { revisions, database } = answer(await retort("import", "prisma", "--dry-run", "--json"));
      assert.deepEqual(
        revisions.map(({ file, downgrade }) => [file, downgrade]),
        [...Array<unknown>(3).fill([null, "catalog"]), [null, "irreversible"]],
      );
      assert.equal(database.stamped?.length, 4);
      const after = Object.keys(await filesIn(folder)).filter((name) => !name.startsWith(".retort/"));
      assert.deepEqual(after, Object.keys(before));
      assert.equal((await connection.rows("SELECT 1 FROM pg_namespace WHERE nspname = '_retort'")).length, 0);
      const said = await retort("import", "prisma", "--dry-run");
      assert.match(said.stdout, /^Would import 4 migrations: 3 with a way down, 1 irreversible\./);
    }));

  it("marks nothing in a protected database, and begins from none, before its name is typed", () =>
    onServer([init], async ({ retort, connection, folder }) => {
      await deployAsPrisma(connection, [init]);
      const config = { databases: { live: { url: "env:DATABASE_URL", protected: true } } };
      await writeFile(path.join(folder, "retort.json"), JSON.stringify(config));
      const rows = () => connection.rows("SELECT FROM pg_namespace WHERE nspname = '_retort'");

      const begun = await retort("init", "--from-database");
      assert.deepEqual([begun.code, begun.error], [3, "Database live is protected."]);
      const guarded = await retort("import", "prisma");
      assert.equal(guarded.code, 0, guarded.stderr);
      assert.match(
        guarded.stderr,
        /live is protected: what is applied there was not marked so\..*--allow-protected live/,
      );
      assert.equal(Object.keys(await revisionsIn(folder)).length, 1);
      assert.equal((await rows()).length, 0);

      const named = answer(await retort("import", "prisma", "--allow-protected", "live", "--json"));
      assert.deepEqual([named.database.kind, named.database.stamped?.length], ["stamped", 1]);
    }));

  it("makes files without a database", () =>
    withFolder({ ".git/": "" }, async (folder) => {
      await project(folder, all);
      const unset = await retortIn(folder, {}, ["import", "prisma"]);
      assert.equal(unset.code, 0, unset.stderr);
      assert.match(unset.stderr, /No database was asked .*DATABASE_URL is not set/);
      assert.equal(Object.keys(await revisionsIn(folder)).length, 4);
      const away = { DATABASE_URL: "postgresql://user:s3cret@127.0.0.1:1/nowhere" };
      const again = await retortIn(folder, away, ["import", "prisma"]);
      assert.equal(again.code, 0);
      assert.match(again.stderr, /No database was asked/);
      assert.ok(!`${again.stdout}${again.stderr}`.includes("s3cret"));
    }));

  it("names the statement that the shadow refuses, and can do without ways down", () =>
    withFolder({ ".git/": "" }, async (folder) => {
      await project(folder, [init, { name: "2_broken", sql: "SELECT 1;\nALTER TABLE nowhere ADD COLUMN x INT;\n" }]);
      const refused = await retortIn(folder, {}, ["import", "prisma", "-q"]);
      assert.equal(refused.code, 4);
      assert.match(refused.stderr, /Migration 2_broken can't be replayed .*relation "nowhere" does not exist/);
      assert.match(refused.stderr, /at prisma\/migrations\/2_broken\/migration\.sql:2:1/);
      assert.match(refused.stderr, /No revision was written\./);
      assert.deepEqual(await revisionsIn(folder), {});
      const without = await retortIn(folder, {}, ["import", "prisma", "--no-downgrades"]);
      assert.equal(without.code, 0, without.stderr);
      assert.match(without.stdout, /Imported 2 migrations: 0 with a way down, 2 irreversible/);
    }));

  it("takes out of a transaction what can't run in one, whatever its form", () =>
    withFolder({ ".git/": "" }, async (folder) => {
      await project(folder, [
        init,
        { name: "2_index", sql: 'CREATE INDEX CONCURRENTLY "User_name_idx" ON "User"("name");\n' },
        // As it runs in psql, statement by statement.
        {
          name: "3_value",
          sql: `ALTER TYPE "Mood" ADD VALUE 'mad';\nALTER TABLE "User" ADD COLUMN m "Mood" DEFAULT 'mad';\n`,
        },
        { name: "4_commits", sql: "DO $$ BEGIN CREATE TABLE t (id int); COMMIT; CREATE TABLE u (id int); END $$;\n" },
        { name: "5_vacuum", sql: 'ANALYZE "User";\nCOMMIT;\nVACUUM "User";\n' },
      ]);
      const said = await retortIn(folder, {}, ["import", "prisma", "--json"]);
      assert.equal(said.code, 0, said.stderr);
      const { revisions } = answer(said);
      const marks: string[][] = [];
      for (const { file } of revisions) {
        const text = await readFile(file ?? "", "utf8");
        marks.push([...text.matchAll(/^-- retort: upgrade(.*)$/gm)].map(([, mode = ""]) => mode.trim()));
      }
      const apart = "(no transaction)";
      assert.deepEqual(marks, [[""], [apart], [apart, ""], [apart], ["", apart]]);
      assert.deepEqual(
        revisions.map(({ downgrade }) => downgrade),
        ["catalog", "catalog", "catalog", "catalog", "nothing"],
      );
    }));

  it("takes the project's own down.sql where it holds", () =>
    withFolder({ ".git/": "" }, async (folder) => {
      await project(folder, [init, rename, seed]);
      const down = (name: string, sql: string) =>
        writeFile(path.join(folder, "prisma/migrations", name, "down.sql"), sql);
      await down(seed.name, `DELETE FROM "User" WHERE "id" = 1;\n`);
      await down(rename.name, 'ALTER TABLE "User" DROP COLUMN "full";\n');
      const { revisions, notes } = answer(await retortIn(folder, {}, ["import", "prisma", "--json"]));
      assert.deepEqual(
        revisions.map(({ downgrade }) => downgrade),
        ["catalog", "catalog", "own"],
      );
      assert.match(notes.join("\n"), /^20240102100000_rename_it: its own down\.sql does not hold, and was left out: /);
      assert.match(await readFile(revisions[2]?.file ?? "", "utf8"), /DELETE FROM "User" WHERE "id" = 1;/);
    }));

  it("leaves alone what Prisma's configuration calls external, and makes it in the shadow first", () =>
    withFolder({ ".git/": "" }, async (folder) => {
      const config = `export default {
        schema: "prisma/schema.prisma",
        migrations: { path: "prisma/migrations", initShadowDb: "CREATE TABLE tenants (id int primary key)" },
        tables: { external: ["public.tenants"] }, enums: { external: ["public.role"] },
      }`;
      const sql =
        "CREATE TABLE t (id int primary key, tenant int REFERENCES \"tenants\"(id)); CREATE TYPE role AS ENUM ('x');";
      await project(folder, [{ name: "1_init", sql }]);
      await writeFile(path.join(folder, "prisma.config.ts"), config);
      const said = await retortIn(folder, { PATH: process.env["PATH"] }, ["import", "prisma", "--json"]);
      assert.equal(said.code, 0, said.stderr);
      const { revisions } = answer(said);
      assert.equal(revisions[0]?.downgrade, "irreversible");
      // What is external is not undone, so the way up meets it again.
      assert.match(revisions[0].reason ?? "", /type "role" already exists/);
      const text = await readFile(revisions[0].file ?? "", "utf8");
      assert.doesNotMatch(text, /CREATE TABLE "?tenants/);
    }));

  it("refuses a history that did not begin with these migrations", () =>
    withFolder({ ".git/": "" }, async (folder) => {
      await project(folder, [init]);
      assert.equal((await retortIn(folder, {}, ["revision", "-m", "own"])).code, 0);
      const said = await retortIn(folder, {}, ["import", "prisma"]);
      assert.equal(said.code, 3);
      assert.match(said.stderr, /none of them came from its Prisma migrations/);
    }));

  it("keeps what a script says in comments, and nothing of it becomes a mark", () =>
    withFolder({ ".git/": "" }, async (folder) => {
      await project(folder, [
        { name: "1_odd", sql: "\uFEFF-- This is an empty migration.\r\n-- retort: downgrade\r\n" },
        {
          name: "2_text",
          sql: "CREATE TABLE t (x text DEFAULT 'a\r\n-- retort: upgrade\r\n');\r\n-- retort: nonsense\r\n",
        },
      ]);
      const { revisions } = answer(await retortIn(folder, {}, ["import", "prisma", "--json"]));
      const [odd = "", text = ""] = await Promise.all(revisions.map(({ file }) => readFile(file ?? "", "utf8")));
      assert.match(odd, /-- retort: upgrade\n-- This is an empty migration\.\n-- \(retort: downgrade\)\n/);
      assert.match(text, /'a\r\n-- retort: upgrade\r\n'\);\n-- \(retort: nonsense\)\n/);
      assert.equal((await retortIn(folder, {}, ["history"])).code, 0);
    }));
});
