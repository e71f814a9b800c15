import assert from "node:assert/strict";

import { onProject, revision } from "#test/support/revisionProject.ts";
import { installedMajors } from "#test/support/servers.ts";

const revisions = {
  "1_make.sql": revision("aa11", "", "CREATE TABLE tasks (id int PRIMARY KEY, title text);", "DROP TABLE tasks;"),
  "2_required.sql": revision(
    "bb22",
    "aa11",
    "ALTER TABLE tasks ALTER COLUMN title SET NOT NULL;",
    "ALTER TABLE tasks ALTER COLUMN title DROP NOT NULL;",
  ),
  "3_unique.sql": revision(
    "cc33",
    "bb22",
    "CREATE UNIQUE INDEX CONCURRENTLY tasks_title ON tasks (title);",
    "DROP INDEX tasks_title;",
  ).replace("-- retort: upgrade", "-- retort: upgrade (no transaction)"),
};

describe("will it fail on the data, by the command line as built", function () {
  this.timeout(120_000);

  for (const major of installedMajors()) {
    it(`is told by --dry-run and before a run, on PostgreSQL ${major}`, () =>
      onProject(major, revisions, async (retort, connection) => {
        await retort("upgrade", "aa11");
        await connection.rows("INSERT INTO tasks VALUES (1, NULL), (2, 'same'), (3, 'same')");
        const told = await retort("upgrade", "head", "--dry-run");
        assert.match(told, /will fail: tasks\.title: 1 row without a value \(prisma\/revisions\/2_required\.sql:7:1\)/);
        assert.match(told, /will fail: tasks\.title: 2 rows that share their values with another/);
        // In a transaction the server has the last word, and takes it back.
        const failed = await retort("upgrade", "bb22", { exit: 4 });
        assert.match(failed, /will fail: tasks\.title/);
        assert.match(failed, /Nothing was changed/);
        await connection.rows("UPDATE tasks SET title = 'other' WHERE id = 1");
        await retort("upgrade", "bb22");
        // Outside of one it would leave something half made.
        assert.match(await retort("upgrade", "head", { exit: 3 }), /would fail halfway: tasks\.title: 2 rows/);
        await connection.rows("DELETE FROM tasks WHERE id = 3");
        await retort("upgrade", "head");
      }));
  }
});
