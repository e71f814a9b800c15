import assert from "node:assert/strict";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";

import { createDemoProject } from "#demo/project.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import { installedMajors, sharedServer, withDatabase } from "#test/support/servers.ts";

describe("a TypeScript revision, by the command line as built", function () {
  this.timeout(120_000);

  for (const major of installedMajors()) {
    it(`is written, applied, shown, taken back, and can't be printed, on PostgreSQL ${major}`, async () => {
      await withDatabase(await sharedServer(major), async (database) => {
        const project = await createDemoProject({ url: 'env("DATABASE_URL")', env: { DATABASE_URL: database.url } });
        const retort = async (...args: readonly string[]) => {
          const { code, stdout, stderr } = await project.retort(...args);
          assert.equal(code, 0, stdout + stderr);
          return stdout + stderr;
        };
        const newest = async (ending: string) => {
          const folder = path.join(project.folder, "prisma/revisions");
          const name = (await readdir(folder)).toSorted().find((file) => file.endsWith(ending)) ?? "";
          return path.join(folder, name);
        };
        try {
          await retort("revision", "-m", "make t");
          const sql = await newest(".sql");
          const text = await readFile(sql, "utf8");
          const both = text
            .replace(
              "-- retort: upgrade\n",
              "-- retort: upgrade\nCREATE TABLE t (id int PRIMARY KEY, name text);\nINSERT INTO t SELECT n FROM generate_series(1, 5) n;\n",
            )
            .replace("\\if false\n", "\\if false\nDROP TABLE t;\n");
          await writeFile(sql, both);
          await retort("revision", "--ts", "-m", "name the rows");
          const file = await newest(".ts");
          const written = await readFile(file, "utf8");
          assert.match(written, /^\/\/ name the rows\n/);
          await writeFile(
            file,
            written.replace(
              "  // await",
              '  const { rows } = await db.query<{ id: number }>("SELECT id FROM t");\n  for (const { id } of rows) await db.query("UPDATE t SET name = $1 WHERE id = $2", [`${db.tag ?? "row"} ${id}`, id]);\n  // await',
            ),
          );
          assert.match(await retort("upgrade", "head", "--dry-run"), /move data by code/);
          assert.match(await retort("upgrade", "head"), /name the rows/);
          const connection = await database.connect();
          const names = await connection.rows("SELECT name FROM t ORDER BY id");
          assert.deepEqual(names.flat(), ["row 1", "row 2", "row 3", "row 4", "row 5"]);
          assert.match(await retort("current"), /\(head\)/);
          await retort("drift");
          await retort("downgrade", "-1");
          const { code, stderr } = await project.retort("upgrade", "head", "--sql");
          assert.equal(code, 3);
          assert.match(stderr, /is TypeScript: code cannot be printed as SQL/);
          await retort("upgrade", "head", "--tag", "spring");
          assert.deepEqual((await connection.rows("SELECT name FROM t WHERE id = 1")).flat(), ["spring 1"]);
          await retort("downgrade", "base", "--yes");
          assert.match(await retort("upgrade", "+1", "--sql", "--tag", "two\nlines"), /^-- Tag: two lines\n/);
          assert.deepEqual((await readCatalog(connection, { schemas: ["public"] })).tables, []);
        } finally {
          await project.remove();
        }
      });
    });
  }

  it("has its types from our package where the project has it, and brings them along where not", async () => {
    const project = await createDemoProject({ url: "", env: {} });
    const write = async (id: string) => {
      const { code, stdout } = await project.retort("revision", "--ts", "-m", id, "--rev-id", id);
      assert.equal(code, 0);
      return readFile(path.join(project.folder, /Wrote (\S+\.ts)/.exec(stdout)?.[1] ?? ""), "utf8");
    };
    assert.match(await write("aa11"), /^interface RevisionDatabase \{$/m);
    const folder = path.join(project.folder, "node_modules/retort-migrate");
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, "package.json"), "{}");
    assert.match(await write("bb22"), /^import type \{ RevisionDatabase \} from "retort-migrate";$/m);
    await project.remove();
  });

  it("does not go with --autogenerate", async () => {
    const project = await createDemoProject({ url: "", env: {} });
    const { code, stderr } = await project.retort("revision", "--ts", "--autogenerate", "-m", "x");
    assert.equal(code, 2);
    assert.match(stderr, /--ts does not go with --autogenerate/);
    await project.remove();
  });
});
