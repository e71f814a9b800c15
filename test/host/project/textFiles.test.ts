import assert from "node:assert/strict";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";

import { encodingProblem, filesBelow, readTextFiles } from "#host/textFiles.ts";
import { withFolder } from "#test/support/folder.ts";

const accented = "ALTER TABLE café; -- \uFFFD é";

describe("readTextFiles", () => {
  const cases: Readonly<Record<string, readonly [bytes: Buffer, damagedAt: number | undefined, message?: RegExp]>> = {
    "UTF-8": [Buffer.from(accented), undefined],
    "UTF-8 with a byte order mark": [Buffer.from(`\uFEFF${accented}`), undefined],
    "a replacement character of its own": [Buffer.from("\uFFFD"), undefined],
    "Latin-1": [Buffer.from("ALTER TABLE café;", "latin1"), 15, /From here on/],
    "UTF-8 cut off, behind characters of several bytes": [
      Buffer.from(accented).subarray(0, -1),
      accented.length - 1,
      /From here on/,
    ],
    "UTF-16": [Buffer.from(`\uFEFF${accented}`, "utf16le"), 0, /UTF-16/],
  };
  for (const [what, [bytes, damagedAt, message]] of Object.entries(cases)) {
    it(what, () =>
      withFolder({}, async (folder) => {
        const file = join(folder, "a.sql");
        await writeFile(file, bytes);
        const read = await readTextFiles([file]);
        assert.ok(read.ok);
        const [text] = read.value;
        assert.ok(text);
        assert.equal(text.text, bytes.toString());
        assert.equal(text.damagedAt, damagedAt);
        const problem = encodingProblem(text, "revision/notUtf8");
        assert.equal(problem?.place?.span.start, damagedAt);
        if (message) assert.match(problem?.message ?? "", message);
      }),
    );
  }
});

describe("filesBelow", () => {
  const wanted = (path: string) => path.endsWith(".sql");

  it("passes over folders that are named like files, and follows each link once", () =>
    withFolder({ "in/1.sql": "", "in/2.sql/3.sql": "", "out/4.sql": "", "out/notes.md": "" }, async (folder) => {
      const inside = join(folder, "in");
      await symlink("../out", join(inside, "linked"));
      await symlink("..", join(inside, "round"));
      await symlink("../../in", join(folder, "out", "back"));
      await symlink("1.sql", join(inside, "5.sql"));
      const names = async (deep: boolean) => {
        const found = await filesBelow(inside, { deep, wanted });
        assert.ok(found.ok);
        return found.value.map((path) => relative(inside, path).replaceAll("\\", "/"));
      };
      assert.deepEqual(await names(false), ["1.sql", "5.sql"]);
      assert.deepEqual(await names(true), ["1.sql", "2.sql/3.sql", "5.sql", "linked/4.sql"]);
    }));

  it("refuses what has no end, by a link too, and only where it is wanted", function () {
    if (process.platform === "win32") return this.skip();
    return withFolder({}, async (folder) => {
      await mkdir(join(folder, "deep"));
      await symlink("/dev/zero", join(folder, "deep", "zero.md"));
      const passed = await filesBelow(folder, { deep: true, wanted });
      assert.deepEqual(passed, { ok: true, value: [] });
      await symlink("/dev/zero", join(folder, "deep", "zero.sql"));
      const refused = await filesBelow(folder, { deep: true, wanted });
      assert.equal(!refused.ok && refused.failure.message, `${join(folder, "deep", "zero.sql")} cannot be read.`);
    });
  });

  it("says of a link that leads nowhere, when it is read, that it cannot be read", () =>
    withFolder({}, async (folder) => {
      await symlink("none.sql", join(folder, "a.sql"));
      const found = await filesBelow(folder, { deep: false, wanted });
      assert.ok(found.ok);
      const read = await readTextFiles(found.value);
      assert.equal(!read.ok && read.failure.code, "files/notReadable");
    }));
});
