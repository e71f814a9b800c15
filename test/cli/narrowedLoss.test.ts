import assert from "node:assert/strict";

import { installedMajors } from "#test/support/servers.ts";
import { onProject, revision } from "#test/support/revisionProject.ts";

const made = revision(
  "a",
  "",
  `CREATE TABLE t (id int PRIMARY KEY, same float8, part float8, "Odd" timestamp, ruled numeric, twice float8, hidden float8);`,
  "DROP TABLE t;",
);
const narrowing = revision(
  "b",
  "a",
  `ALTER TABLE t ALTER COLUMN same TYPE numeric(10,2), ALTER part SET DATA TYPE numeric(10,2) USING part::numeric(10,2);
ALTER TABLE t ALTER COLUMN "Odd" TYPE date USING ("Odd"::date);
ALTER TABLE t ALTER ruled TYPE integer USING (trunc(ruled));
ALTER TABLE t ALTER twice TYPE integer;
ALTER TABLE t ALTER twice TYPE numeric(10,2);
DO 'BEGIN ALTER TABLE t ALTER hidden TYPE numeric(10,2); END';`,
  "SELECT 1;",
);

for (const major of installedMajors()) {
  describe(`values that a narrower type changes, counted by the command line, on PostgreSQL ${major}`, function () {
    this.timeout(120_000);

    it("those alone, where its cast tells; all of them, where something else decides", () =>
      onProject(major, { "1_a.sql": made, "2_b.sql": narrowing }, async (retort, connection) => {
        await retort("upgrade", "a");
        await connection.rows(`INSERT INTO t
          SELECT n, n + 0.25, n + 0.125 * (n % 2), timestamp '2026-01-01' + n / 3 * interval '1 hour', n, n, n
            FROM generate_series(1, 3) n
          UNION ALL SELECT 4, NULL, NULL, NULL, NULL, NULL, NULL`);
        const said = await retort("upgrade", "head", { exit: 3 });
        assert.deepEqual(
          [...said.matchAll(/^ +(t\..*)$/gm)].map(([, text]) => text).sort(),
          ["t.hidden: 3 values", "t.Odd: 1 value", "t.ruled: 3 values", "t.part: 2 values", "t.twice: 3 values"].sort(),
          said,
        );
      }));

    it("lists that are not the list of their first value, where that is what a column becomes", () =>
      onProject(major, { "1_a.sql": lists, "2_b.sql": first }, async (retort, connection) => {
        await retort("upgrade", "a");
        await connection.rows(`INSERT INTO t (id, same) VALUES (1, '{a}'), (2, NULL)`);
        await connection.rows(`INSERT INTO u (id, same) VALUES (1, '{a}')`);
        await connection.rows(`INSERT INTO t VALUES
          (3, '{b}', '{c}', '{1}', '{1.25}', '{1.25}', '{d}'), (4, NULL, NULL, NULL, NULL, NULL, NULL),
          (5, '{e}', '{}', '{2,3}', '{1.125}', '{2}', '{f}'), (6, '{g}', '{NULL}', '{4}', '{2,3}', '{3}', '{h,i}'),
          (7, '{j}', '{k,l}', '[2:2]={5}', '{}', NULL, NULL), (8, '{m}', '{{n,o}}', '{}', '{4}', '{5}', '{}')`);
        const said = await retort("upgrade", "head", { exit: 3 });
        assert.deepEqual(
          [...said.matchAll(/^ +(t\..*)$/gm)].map(([, text]) => text).sort(),
          ["t.Cut: 4 values", "t.read: 3 values", "t.round: 3 values", "t.ruled: 4 values", "t.twice: 4 values"],
          said,
        );
        await connection.rows("DELETE FROM t WHERE id > 2");
        await retort("upgrade", "head");
        assert.deepEqual(await connection.rows("SELECT same FROM t ORDER BY id"), [["a"], [null]]);
      }));

    it("all of them, where one does not fit, and none where all stay what they are", () =>
      onProject(major, { "1_a.sql": made, "2_b.sql": onlySame }, async (retort, connection) => {
        await retort("upgrade", "a");
        await connection.rows("INSERT INTO t (id, same) VALUES (1, 0.25), (2, 1e20)");
        assert.match(await retort("upgrade", "--dry-run", "head"), /t\.same: 2 values/);
        await connection.rows("DELETE FROM t WHERE id = 2");
        await retort("upgrade", "head");
        assert.deepEqual(await connection.rows("SELECT same FROM t"), [["0.25"]]);
      }));
  });
}

const onlySame = revision(
  "b",
  "a",
  "ALTER TABLE t ALTER same TYPE numeric(10,2);",
  "ALTER TABLE t ALTER same TYPE float8;",
);

const lists = revision(
  "a",
  "",
  `CREATE TABLE t (id int PRIMARY KEY, same text[], "Cut" text[], read text[], round numeric[], ruled numeric[], twice text[]);
CREATE TABLE u (id int PRIMARY KEY, same text[]);`,
  "DROP TABLE t, u;",
);
const first = revision(
  "b",
  "a",
  `ALTER TABLE t ALTER same TYPE text USING same[1], ALTER COLUMN "Cut" SET DATA TYPE text USING ("Cut"[1]);
ALTER TABLE u ALTER same TYPE text USING same[1];
ALTER TABLE t ALTER read TYPE integer USING "read"[1]::TEXT::INTEGER;
ALTER TABLE t ALTER round TYPE numeric(10,2) USING round[1], ALTER ruled TYPE integer USING trunc(ruled[1]);
ALTER TABLE t ALTER twice TYPE varchar[];
ALTER TABLE t ALTER twice TYPE text USING twice[1];`,
  "SELECT 1;",
);
