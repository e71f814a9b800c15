import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { onProject, revision } from "#test/support/revisionProject.ts";
import { installedMajors } from "#test/support/servers.ts";

const make = revision("aa11", "", "CREATE TABLE tasks (id int PRIMARY KEY);", "DROP TABLE tasks;");
const note = revision("bb22", "aa11", "ALTER TABLE tasks ADD COLUMN note text;", "ALTER TABLE tasks DROP COLUMN note;");
const revisions = { "1_make.sql": make, "2_note.sql": note };

describe("revisions that are not as they were applied, by the command line as built", function () {
  this.timeout(180_000);

  for (const major of installedMajors()) {
    it(`an edited one is told, shown as it was, taken back as it was, or accepted, on PostgreSQL ${major}`, () =>
      onProject(major, revisions, async (retort, connection, folder) => {
        await retort("upgrade", "head");
        const file = path.join(folder, "2_note.sql");
        await writeFile(
          file,
          note.replace("bb22\n--\n", "bb22\n--\n").replaceAll("\n", "\r\n").replace("ALTER", "/* said */ ALTER"),
        );
        await retort("check", { exit: 1 }).then((text) => {
          assert.doesNotMatch(text, /edited/);
        });
        await writeFile(
          file,
          note.replaceAll("note text", "note varchar(9)").replace("DROP COLUMN note", "DROP COLUMN IF EXISTS note"),
        );
        assert.match(
          await retort("check", { exit: 1 }),
          /applied: bb22: both its ways were edited after it was applied/,
        );
        await retort("drift");
        assert.match(await retort("show", "bb22", "--stored"), /note text/);
        const refused = await retort("downgrade", "-1", { exit: 3 });
        assert.match(refused, /The way down of bb22 was edited after it was applied/);
        assert.match(refused, /--from-stored/);
        assert.match(
          await retort("downgrade", "-1", "--from-stored"),
          /As the database stored it, downgrade of bb22 runs:\nALTER TABLE tasks DROP COLUMN note;/,
        );
        await retort("upgrade", "head");
        assert.deepEqual(
          (
            await connection.rows("SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attname = 'note'")
          ).flat(),
          ["character varying(9)"],
        );

        await writeFile(file, note);
        const applied = await connection.rows("SELECT applied_at FROM _retort.revisions ORDER BY id");
        assert.match(await retort("accept", "bb22"), /Accepted as applied: bb22/);
        assert.match(await retort("drift", { exit: 1 }), /tasks\.note/);
        assert.deepEqual(await connection.rows("SELECT applied_at FROM _retort.revisions ORDER BY id"), applied);
        assert.match(await retort("accept", "bb22", { exit: 3 }), /was not edited since/);
      }));

    it(`one whose file is not on this branch is told and taken back as it was stored, on PostgreSQL ${major}`, () =>
      onProject(major, revisions, async (retort, _, folder) => {
        await retort("upgrade", "head");
        const file = path.join(folder, "2_note.sql");
        const text = await readFile(file, "utf8");
        await rm(file);
        assert.match(await retort("check", { exit: 1 }), /applied: bb22 is applied, and no file names it/);
        assert.match(await retort("downgrade", "aa11", { exit: 2 }), /Can't locate revision identified by 'bb22'/);
        assert.equal(await retort("show", "bb2", "--stored", "-q"), `${text.trimEnd()}\n`);
        assert.match(await retort("downgrade", "aa11", "--from-stored"), /downgrade of bb22 runs/);
        assert.match(await retort("current"), /^aa11/m);
      }));
  }

  it("a stored source that is not what was applied is told and never used, whoever changed it", () =>
    onProject(18, revisions, async (retort, connection, folder) => {
      await retort("upgrade", "head");
      await rm(path.join(folder, "2_note.sql"));
      const store = (text: string | null) =>
        connection.rows("UPDATE _retort.revisions SET source = $1 WHERE id = 'bb22'", [text]);
      const altered = /The source that the database stored of revision bb22 is not what was applied/;
      const none = /The database has no usable source of revision bb22/;
      const cases: readonly (readonly [string | null, RegExp, number])[] = [
        [note.replace("DROP COLUMN note", "DROP COLUMN note; DROP TABLE tasks"), altered, 3],
        [note.replace("note text", "note varchar(9)"), altered, 3],
        [note.replace("-- retort: downgrade", "-- retort: downgrade (no transaction)"), altered, 3],
        [null, none, 2],
        [make, none, 2],
        ["DROP TABLE tasks; -- \u001b[2J", none, 2],
      ];
      for (const [text, words, exit] of cases) {
        await store(text);
        assert.match(await retort("downgrade", "aa11", "--from-stored", "--yes", { exit }), words);
        if (exit === 3) {
          assert.match(await retort("drift", { exit }), altered);
          assert.match(await retort("show", "bb22", "--stored"), /warning: this is not what was applied of bb22/);
        }
      }
      assert.deepEqual(await connection.rows("SELECT id FROM _retort.revisions ORDER BY id"), [["aa11"], ["bb22"]]);
      assert.deepEqual((await connection.rows("SELECT count(note)::int FROM tasks")).flat(), [0]);
      // Comments count as nothing, and what they hold reaches no terminal as it is.
      await store(note.replace("ALTER TABLE tasks DROP", "/* \u001b[2J \u202e */ ALTER TABLE tasks DROP"));
      const shown = await retort("downgrade", "aa11", "--from-stored");
      // eslint-disable-next-line no-control-regex -- what is looked for
      assert.doesNotMatch(shown, /\u001b\[2J|\u202e/);
      assert.match(shown, /downgrade bb22 -> aa11/);
    }));

  it("code is not run from a database", () =>
    onProject(18, revisions, async (retort, connection, folder) => {
      const code =
        'export const revision = "cc33";\nexport const revises = "bb22";\nexport async function upgrade() {}\nexport async function downgrade() {}\n';
      await writeFile(path.join(folder, "3_code.ts"), code);
      await retort("upgrade", "head");
      await rm(path.join(folder, "3_code.ts"));
      assert.match(await retort("downgrade", "bb22", "--from-stored", { exit: 3 }), /never run from a database/);
      await connection.rows("UPDATE _retort.revisions SET source = 'DROP TABLE tasks' WHERE id = 'cc33'");
      assert.match(
        await retort("downgrade", "bb22", "--from-stored", { exit: 2 }),
        /no usable source of revision cc33/,
      );
    }));
});
