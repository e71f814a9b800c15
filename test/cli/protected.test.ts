import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import { onProject, revision } from "#test/support/revisionProject.ts";

const revisions = {
  "1_make.sql": revision("aa11", "", "CREATE TABLE tasks (id int PRIMARY KEY);", "DROP TABLE tasks;"),
  "2_note.sql": revision(
    "bb22",
    "aa11",
    "ALTER TABLE tasks ADD note text, ADD more text;",
    "ALTER TABLE tasks DROP note;",
  ),
};

describe("a protected database, by the command line as built", function () {
  this.timeout(120_000);

  it("needs its name, and a proof made now, whatever a header says", () =>
    onProject(18, revisions, async (retort, connection, folder) => {
      const config = { databases: { live: { url: "env:DATABASE_URL", protected: true } } };
      await writeFile(path.join(folder, "../../retort.json"), JSON.stringify(config));
      assert.match(await retort("upgrade", "head", { exit: 3 }), /Database live is protected/);
      assert.match(
        await retort("upgrade", "head", "--allow-protected", "life", { exit: 3 }),
        /Database live is protected/,
      );
      const file = path.join(folder, "2_note.sql");
      const text = await readFile(file, "utf8");
      const proof = `up=v1:${"0".repeat(64)} down=v1:${"0".repeat(64)} parents=v1:${"0".repeat(64)} postgres=18.6`;
      await writeFile(file, text.replace("-- Revises", `-- Proof: v1 ${proof}\n-- Revises`));
      const refused = await retort("upgrade", "head", "--allow-protected", "live", { exit: 3 });
      assert.match(refused, /the proof of bb22 fails: it does not hold/);
      assert.match(refused, /tasks\.more/);
      assert.deepEqual((await connection.rows("SELECT to_regclass('tasks')")).flat(), [null]);
      await writeFile(file, text.replace("DROP note;", "DROP note, DROP more;"));
      await retort("upgrade", "head", "--allow-protected", "live");
      await retort("downgrade", "base", "--allow-protected", "live");
    }));
});
