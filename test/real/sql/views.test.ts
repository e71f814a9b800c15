import assert from "node:assert/strict";

import { applyAll, type Change, diff } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import { inPublic } from "#test/support/build.ts";
import { emptiedDatabase } from "#test/support/emptiedDatabase.ts";
import { everyMajor } from "#test/support/servers.ts";

const tables = `
  CREATE TABLE tasks (id int PRIMARY KEY, title text, n int, owner int);
  CREATE TABLE users (id int PRIMARY KEY, title text, n int);`;

const queries: Readonly<Record<string, string>> = {
  bare: "SELECT id, title FROM tasks",
  all: "SELECT * FROM tasks",
  aliased: "SELECT title AS t, title FROM tasks",
  condition: "SELECT id FROM tasks WHERE title <> 'title' AND length(title) > 1",
  expression: "SELECT upper(title) AS title, title || '!' AS loud FROM tasks",
  grouped: "SELECT title, count(*) AS count FROM tasks GROUP BY title HAVING max(title) <> '' ORDER BY title",
  distinct: "SELECT DISTINCT title FROM tasks",
  joined: "SELECT t.title, u.title AS owner FROM tasks t JOIN users u ON u.id = t.owner AND u.title = t.title",
  listed: "SELECT tasks.title, users.n FROM tasks, users WHERE tasks.title = users.title",
  twice: "SELECT a.title, b.title AS other FROM tasks a LEFT JOIN tasks b ON a.id = b.owner",
  cast: "SELECT title::varchar(5) AS title, n FROM tasks",
  arguments:
    "SELECT concat(title, ', ', title) AS c, (CASE WHEN title = 'x' THEN title ELSE 'y' END) AS title FROM tasks",
  windows: "SELECT title, row_number() OVER (PARTITION BY title ORDER BY n) AS r FROM tasks",
  other: "SELECT title FROM users",
  exists: "SELECT u.title FROM users u WHERE EXISTS (SELECT 1 FROM tasks t WHERE t.title = u.title)",
  union: "SELECT title, n FROM tasks UNION SELECT title, n FROM users ORDER BY title",
  "union, behind": "SELECT title FROM users UNION ALL SELECT title FROM tasks EXCEPT SELECT 'x'",
  "union of other names": "SELECT n::text AS t FROM users UNION SELECT title FROM tasks WHERE title <> 'x'",
  "union of expressions": "SELECT upper(title) AS up FROM tasks UNION SELECT lower(title) FROM tasks GROUP BY title",
  "union of one alias": "SELECT t.title FROM tasks t UNION SELECT t.title FROM users t",
  with: "WITH q AS (SELECT id, title FROM tasks) SELECT q.title, tasks.title AS other FROM q JOIN tasks USING (id)",
  "with names": "WITH q(a, b) AS (SELECT id, title FROM tasks) SELECT a, b FROM q",
  "with the name of the table": "WITH tasks AS (SELECT id, title FROM users) SELECT title FROM tasks",
  "with the table inside": "WITH tasks AS (SELECT id, title FROM tasks) SELECT title FROM tasks",
  recursive:
    "WITH RECURSIVE r AS (SELECT id, title FROM tasks WHERE owner IS NULL UNION ALL SELECT t.id, t.title FROM tasks t JOIN r ON t.owner = r.id) SELECT id, title FROM r",
  using: "SELECT id, tasks.title, users.n FROM tasks JOIN users USING (id)",
  lateral: "SELECT t.id, s.loud FROM tasks t, LATERAL (SELECT t.title || u.title AS loud FROM users u) s",
  "in the list": "SELECT u.id, (SELECT max(t.title) FROM tasks t WHERE t.owner = u.id) AS last FROM users u",
  "by another's alias": "SELECT u.title FROM users u WHERE u.n IN (SELECT u.n FROM tasks u WHERE u.title = 'x')",
  nested: "SELECT s.title FROM (SELECT t.title, t.n FROM tasks t) s",
};

for (const major of everyMajor()) {
  describe(`sql: views on PostgreSQL ${major}`, () => {
    const empty = emptiedDatabase(major);
    for (const [name, query] of Object.entries(queries)) {
      for (const to of ["headline", "Head line"]) {
        it(`${name}: a column becomes ${to}`, async () => {
          const connection = await empty();
          await connection.rows(`${tables} CREATE VIEW v AS ${query}`);
          const read = () => readCatalog(connection, { schemas: ["public"] });
          const before = await read();
          const rename: Change = { kind: "renameColumn", table: inPublic("tasks"), from: "title", to };
          await connection.rows(`ALTER TABLE tasks RENAME COLUMN title TO "${to}"`);
          const text = async () => (await connection.rows<[string]>("SELECT pg_get_viewdef('v'::regclass)"))[0]?.[0];
          const after = await read();
          const told = applyAll(before, [rename]);
          assert.deepEqual(diff(told, after), [], `${await text()}\n${told.objects[0]?.definition ?? ""}`);
        });
      }
    }
  });
}
