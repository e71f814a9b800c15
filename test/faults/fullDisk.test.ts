import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, rm, statfs, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { retortIn } from "#test/support/retortIn.ts";
import { revision } from "#test/support/revisionProject.ts";

const models =
  'datasource db {\n  provider = "postgresql"\n}\n\nmodel T {\n  id Int     @id\n  v  String?\n\n  @@map("t")\n}\n';
const revisions = {
  "1.sql": revision("aaaaaaaaaaaa", "", "CREATE TABLE t (id int PRIMARY KEY);", "DROP TABLE t;"),
  "2.sql": revision(
    "bbbbbbbbbbbb",
    "aaaaaaaaaaaa",
    "ALTER TABLE t ADD COLUMN v text;\nINSERT INTO t SELECT n, repeat(md5(n::text), 30) FROM generate_series(1, 20000) n;",
    "ALTER TABLE t DROP COLUMN v;",
  ),
};

/** A file system of its own, so that it can be full. */
function smallDisk(): string | null {
  const folder = mkdtempSync(path.join(tmpdir(), "retort-disk-"));
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=160m", "tmpfs", folder]);
  if (mounted.status === 0) return folder;
  rmSync(folder, { recursive: true });
  return null;
}

describe("the disk of the embedded database is full", function () {
  this.timeout(120_000);

  it("what was begun is taken back, the message says why, and with room again the next run finishes", async function () {
    const disk = smallDisk();
    if (disk === null) {
      console.log("    SKIPPED: only root can mount a small disk here");
      this.skip();
    }
    try {
      const folder = path.join(disk, "project");
      await mkdir(path.join(folder, "prisma/revisions"), { recursive: true });
      await mkdir(path.join(folder, ".git"));
      await writeFile(path.join(folder, "prisma/schema.prisma"), models);
      await writeFile(
        path.join(folder, "retort.json"),
        '{ "databases": { "dev": { "url": "embedded" } }, "default": "dev" }',
      );
      for (const [name, text] of Object.entries(revisions)) {
        await writeFile(path.join(folder, "prisma/revisions", name), text);
      }
      const retort = async (exit: number, ...args: string[]) => {
        const { code, stdout, stderr } = await retortIn(folder, {}, args);
        assert.equal(code, exit, `${args.join(" ")}\n${stdout}${stderr}`);
        return stdout + stderr;
      };
      await retort(0, "upgrade", "aaaa");
      const filler = path.join(disk, "filler");
      const { bavail, bsize } = await statfs(disk);
      await writeFile(filler, Buffer.alloc(bavail * bsize - 6 * 2 ** 20));

      const failed = await retort(4, "upgrade", "head");
      assert.match(failed, /No space left on device(.|\n)*Nothing was changed\./);
      const closed = await retort(4, "current");
      assert.match(closed, /Its disk is full: \d\.\d MB are free(.|\n)*Make room on the disk/);
      assert.doesNotMatch(closed, /away/);
      await rm(filler);
      assert.match(await retort(0, "current"), /aaaaaaaaaaaa/);
      await retort(0, "drift");
      await retort(0, "upgrade", "head");
      await retort(0, "check");
    } finally {
      spawnSync("umount", ["-l", disk]);
      rmSync(disk, { recursive: true, force: true });
    }
  });
});
