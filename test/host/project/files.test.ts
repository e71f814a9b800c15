import assert from "node:assert/strict";
import { chmod, mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";

import { appendToFile, readModels, readRevisionFiles, writeFileAtomic, writeNewFile } from "#host/files.ts";
import { filesIn, withFolder } from "#test/support/folder.ts";

describe("readModels", () => {
  const cases: readonly (readonly [schema: string, files: readonly string[], read: readonly string[]])[] = [
    ["schema.prisma", ["schema.prisma", "other.prisma"], ["schema.prisma"]],
    [
      "db",
      ["db/b.prisma", "db/a.prisma", "db/deep/er/c.prisma", "db/notes.md", "db/revisions/1.sql"],
      ["db/a.prisma", "db/b.prisma", "db/deep/er/c.prisma"],
    ],
  ];
  for (const [schema, paths, expected] of cases) {
    it(`reads ${expected.join(", ")}`, () =>
      withFolder(Object.fromEntries(paths.map((path) => [path, `// ${path}\n`])), async (folder) => {
        const read = await readModels({ schemaPath: join(folder, schema) });
        assert.ok(read.ok);
        assert.deepEqual(
          read.value.map((f) => [relative(folder, f.file), f.text]),
          expected.map((path) => [path, `// ${path}\n`]),
        );
      }));
  }

  it("says where there are no models", () =>
    withFolder({ "db/": "" }, async (folder) => {
      const absent = await readModels({ schemaPath: join(folder, "a.prisma") });
      assert.deepEqual(!absent.ok && [absent.failure.code, absent.failure.message], [
        "models/notFound",
        `There are no models: ${join(folder, "a.prisma")} does not exist.`,
      ]);
      const empty = await readModels({ schemaPath: join(folder, "db") });
      assert.equal(!empty.ok && empty.failure.message, `${join(folder, "db")} holds no .prisma file.`);
    }));
});

describe("readRevisionFiles", () => {
  const flat = { config: { fileTemplate: "{rev}_{slug}" } };

  it("reads the SQL files of a folder by name, and nothing else", () =>
    withFolder(
      { "2.sql": "two", "1.sql": "one", ".1.sql.99.tmp": "", ".x.sql": "", "a.md": "", "old/0.sql": "" },
      async (folder) => {
        const read = await readRevisionFiles({ ...flat, revisionFolders: [folder] });
        assert.deepEqual(read.ok && read.value.map((f) => f.text), ["one", "two"]);
      },
    ));

  it("reads folder after folder, each file once, and below them where file names hold folders", () =>
    withFolder(
      {
        "b/2.sql": "b2",
        "b/1.sql": "b1",
        "a/3.sql": "a3",
        "a/2026/0.sql": "deep",
        "a/.x/0.sql": "",
        "a/2026/.y.sql": "",
      },
      async (folder) => {
        const revisionFolders = [join(folder, "b"), join(folder, "a")] as const;
        const read = await readRevisionFiles({ ...flat, revisionFolders: [...revisionFolders] });
        assert.deepEqual(read.ok && read.value.map((f) => f.text), ["b1", "b2", "a3"]);
        const config = { fileTemplate: "{year}/{rev}" };
        const deep = await readRevisionFiles({ config, revisionFolders: [...revisionFolders, folder] });
        assert.deepEqual(deep.ok && deep.value.map((f) => f.text), ["b1", "b2", "deep", "a3"]);
      },
    ));

  it("finds none in a folder that is not there, and says of a file that it is none", () =>
    withFolder({ file: "" }, async (folder) => {
      assert.deepEqual(await readRevisionFiles({ ...flat, revisionFolders: [join(folder, "none")] }), {
        ok: true,
        value: [],
      });
      const read = await readRevisionFiles({ ...flat, revisionFolders: [join(folder, "file")] });
      assert.equal(!read.ok && read.failure.code, "files/notReadable");
    }));
});

describe("writeNewFile", () => {
  it("makes the folder and the file, and nothing besides", () =>
    withFolder({}, async (folder) => {
      const written = await writeNewFile(join(folder, "a", "b"), "1.sql", "text\n");
      assert.deepEqual(written, { ok: true, value: join(folder, "a", "b", "1.sql") });
      assert.deepEqual(await filesIn(folder), { "a/b/1.sql": "text\n" });
      const below = await writeNewFile(folder, "2026/11/2.sql", "text\n");
      assert.deepEqual(below, { ok: true, value: join(folder, "2026", "11", "2.sql") });
    }));

  it("replaces nothing", () =>
    withFolder({ "1.sql": "first" }, async (folder) => {
      const written = await writeNewFile(folder, "1.sql", "second");
      assert.equal(!written.ok && written.failure.code, "files/exists");
      assert.deepEqual(await filesIn(folder), { "1.sql": "first" });
    }));

  it("lets one of several writers win", () =>
    withFolder({}, async (folder) => {
      const texts = ["a", "b", "c", "d"].map((letter) => letter.repeat(100_000));
      const written = await Promise.all(texts.map((text) => writeNewFile(folder, "1.sql", text)));
      assert.equal(written.filter((w) => w.ok).length, 1);
      const files = await filesIn(folder);
      assert.deepEqual(Object.keys(files), ["1.sql"]);
      assert.equal(files["1.sql"], texts[written.findIndex((w) => w.ok)]);
    }));

  for (const name of [
    "../1.sql",
    "a/../1.sql",
    "a//1.sql",
    ".a/1.sql",
    "/etc/1.sql",
    "..",
    ".",
    "",
    ".1.sql",
    "a\\1.sql",
    "a\0.sql",
  ]) {
    it(`refuses the name ${JSON.stringify(name)}`, () =>
      withFolder({ "in/": "" }, async (folder) => {
        const written = await writeNewFile(join(folder, "in"), name, "text");
        assert.equal(!written.ok && written.failure.code, "files/name");
        assert.deepEqual(await filesIn(folder), {});
      }));
  }

  it("says which folder cannot be written to, and what was left unchanged", () =>
    withFolder({ revisions: "a file, where a folder should be" }, async (folder) => {
      const written = await writeNewFile(join(folder, "revisions"), "1.sql", "text");
      assert.ok(!written.ok);
      const { code, exit, message, unchanged, next } = written.failure;
      assert.deepEqual([code, exit, unchanged], ["files/notWritable", 2, "No file was written."]);
      assert.equal(message, `${join(folder, "revisions")} cannot be written to.`);
      assert.equal(next.length, 1);
    }));

  it("says so of a read-only folder", function () {
    if (process.getuid?.() === 0) {
      console.warn("skipped: root may write into read-only folders");
      return this.skip();
    }
    return withFolder({ "revisions/": "" }, async (folder) => {
      await chmod(join(folder, "revisions"), 0o555);
      const written = await writeNewFile(join(folder, "revisions"), "1.sql", "text");
      assert.equal(!written.ok && written.failure.code, "files/notWritable");
      assert.deepEqual(await readdir(join(folder, "revisions")), []);
    });
  });
});

describe("writeFileAtomic", () => {
  it("replaces the text and keeps the mode", () =>
    withFolder({ "a.txt": "old" }, async (folder) => {
      const file = join(folder, "a.txt");
      await chmod(file, 0o640);
      assert.deepEqual(await writeFileAtomic(file, "new"), { ok: true, value: file });
      assert.deepEqual(await filesIn(folder), { "a.txt": "new" });
      assert.equal((await stat(file)).mode & 0o777, 0o640);
    }));

  it("makes a file, but no folder", () =>
    withFolder({}, async (folder) => {
      assert.equal((await writeFileAtomic(join(folder, "a.txt"), "new")).ok, true);
      const written = await writeFileAtomic(join(folder, "none", "a.txt"), "new");
      assert.deepEqual(!written.ok && [written.failure.code, written.failure.unchanged], [
        "files/notWritable",
        "a.txt is as it was.",
      ]);
      assert.deepEqual(await filesIn(folder), { "a.txt": "new" });
    }));
});

describe("appendToFile", () => {
  for (const [before, after] of [
    [null, "new\n"],
    ["", "new\n"],
    ["old\n", "old\nnew\n"],
    ["old", "old\nnew\n"],
  ] as const) {
    it(`adds to ${JSON.stringify(before)}`, () =>
      withFolder({}, async (folder) => {
        const file = join(folder, "a.txt");
        if (before !== null) await writeFile(file, before);
        assert.equal((await appendToFile(file, "new\n")).ok, true);
        assert.deepEqual(await filesIn(folder), { "a.txt": after });
      }));
  }

  it("says of a folder that it is no file", () =>
    withFolder({}, async (folder) => {
      await mkdir(join(folder, "a"));
      const written = await appendToFile(join(folder, "a"), "x");
      assert.equal(!written.ok && written.failure.code, "files/notReadable");
    }));
});
