import assert from "node:assert/strict";

import { onProject, revision } from "#test/support/revisionProject.ts";
import { installedMajors } from "#test/support/servers.ts";

const revisions = {
  "1_make.sql": revision(
    "aa11",
    "",
    "CREATE TABLE tasks (id serial PRIMARY KEY, title text NOT NULL, code varchar(20));",
    "DROP TABLE tasks;",
  ),
  "2_details.sql": revision(
    "bb22",
    "aa11",
    "ALTER TABLE tasks ADD COLUMN details text;",
    "ALTER TABLE tasks DROP COLUMN details;",
  ),
  "3_wider.sql": revision(
    "cc33",
    "bb22",
    "ALTER TABLE tasks ALTER COLUMN code TYPE varchar(50);",
    "ALTER TABLE tasks ALTER COLUMN code TYPE varchar(20) USING left(code, 20);",
  ),
  "4_log.sql": revision("dd44", "cc33", "CREATE TABLE log (said text);", "DROP TABLE log;"),
};

describe("a downgrade that keeps the data, by the command line as built", function () {
  this.timeout(180_000);

  for (const major of installedMajors()) {
    it(`takes everything back and brings every value again, on PostgreSQL ${major}`, () =>
      onProject(major, revisions, async (retort, connection) => {
        await retort("upgrade", "head");
        await connection.rows(`
          INSERT INTO tasks (title, details, code) SELECT 't' || n, CASE WHEN n % 2 = 0 THEN 'd' || n END, repeat('c', n) FROM generate_series(1, 40) n;
          INSERT INTO log VALUES ('once'), ('once')`);
        const all = () =>
          Promise.all([connection.rows("SELECT * FROM tasks ORDER BY id"), connection.rows("SELECT * FROM log")]);
        const before = await all();

        const refused = await retort("downgrade", "base", { exit: 3 });
        assert.match(refused, /tasks\.details: 20 values/);
        assert.match(refused, /--stash/);
        const down = await retort("downgrade", "base", "--stash");
        assert.match(down, /kept log: 2 in stash_dd44_1/);
        assert.match(down, /kept tasks\.code: 20 in stash_cc33_1/);
        assert.match(down, /kept tasks\.details: 20 in stash_bb22_1/);
        assert.match(down, /kept tasks: 40 in stash_aa11_1/);
        assert.match(
          await retort("stash", "list"),
          /stash_bb22_1: tasks\.details, 20 values, since bb22 was taken back/,
        );

        const up = await retort("upgrade", "head");
        assert.match(up, /brought back tasks\.details: 20/);
        assert.deepEqual(await all(), before);
        assert.equal((await retort("stash", "list")).trim(), "Nothing is stashed.");
        await retort("drift");
        await connection.rows("INSERT INTO tasks (title) VALUES ('next')");
        assert.deepEqual((await connection.rows("SELECT max(id) FROM tasks")).flat(), [41]);
      }));
  }

  it("says what can't come back, keeps it, and purges it when told to", () =>
    onProject(18, revisions, async (retort, connection) => {
      await retort("upgrade", "head");
      await connection.rows("INSERT INTO tasks (title, details) VALUES ('a', 'x'), ('b', 'y')");
      await retort("downgrade", "aa11", "--stash");
      await connection.rows("DELETE FROM tasks WHERE title = 'a'");
      assert.match(
        await retort("upgrade", "head"),
        /warning: 1 of tasks\.details stay in stash_bb22_1: their rows are gone/,
      );
      assert.match(await retort("stash", "purge", { exit: 3 }), /No stash was purged/);
      assert.match(await retort("stash", "purge", "nothing", "--yes", { exit: 2 }), /There is no stash nothing/);
      assert.match(await retort("stash", "purge", "--yes"), /Purged: stash_bb22_1/);
    }));

  it("brings back what a required column asks for, without a fill of its own", () =>
    onProject(
      18,
      {
        ...revisions,
        "2_details.sql": revision(
          "bb22",
          "aa11",
          "ALTER TABLE tasks ADD COLUMN details text NOT NULL;",
          "ALTER TABLE tasks DROP COLUMN details;",
        ),
      },
      async (retort, connection) => {
        await retort("upgrade", "head");
        await connection.rows("INSERT INTO tasks (title, details) VALUES ('a', 'x'), ('b', 'y')");
        await retort("downgrade", "aa11", "--stash");
        assert.match(await retort("upgrade", "head", "--dry-run"), /may fail: tasks\.details: 2 rows/);
        assert.match(await retort("upgrade", "head"), /brought back tasks\.details: 2/);
        assert.deepEqual((await connection.rows("SELECT details FROM tasks ORDER BY id")).flat(), ["x", "y"]);
        await retort("drift");
      },
    ));

  it("refuses what has no key to find its rows by, and more than it was allowed", () =>
    onProject(18, revisions, async (retort, connection) => {
      await retort("upgrade", "head");
      await connection.rows(
        "INSERT INTO tasks (title, details) SELECT repeat('long', 1000), 'x' FROM generate_series(1, 600)",
      );
      assert.match(
        await retort("downgrade", "aa11", "--stash", "--stash-limit", "0.01", { exit: 3 }),
        /--stash-limit \d/,
      );
      await connection.rows("ALTER TABLE tasks DROP CONSTRAINT tasks_pkey");
      assert.match(await retort("downgrade", "aa11", "--stash", { exit: 3 }), /neither a primary key/);
      assert.deepEqual((await connection.rows("SELECT count(details)::int FROM tasks")).flat(), [600]);
    }));
});
