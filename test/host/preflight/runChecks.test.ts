import assert from "node:assert/strict";

import { splitStatements } from "#engine/index.ts";
import { dataChecks } from "#host/preflight/checks.ts";
import { runChecks } from "#host/preflight/runChecks.ts";
import { loadSqlParser } from "#host/sqlParser.ts";
import { targets } from "#test/host/runner/targets.ts";

const rows = `
  CREATE TABLE users (id int PRIMARY KEY, "full name" text);
  CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
  CREATE TABLE tasks (id int PRIMARY KEY, title text, owner int, code varchar(20), mood mood, at text, "order" int);
  INSERT INTO users VALUES (1, 'Ann'), (2, NULL);
  INSERT INTO tasks VALUES (1, 'a', 1, 'x', 'ok', '2026-01-01', 1), (2, 'a', 9, 'longer than', 'happy', 'soon', 1), (3, NULL, NULL, NULL, NULL, NULL, 3)`;

/** What a run of these statements would stumble over: what is found, the less certain with a question mark. */
const cases: readonly (readonly [sql: string, found: readonly string[]])[] = [
  ["ALTER TABLE tasks ALTER COLUMN title SET NOT NULL", ["tasks.title: 1 row without a value"]],
  ['ALTER TABLE public.users ALTER "full name" SET NOT NULL', ["public.users.full name: 1 row without a value"]],
  ["ALTER TABLE tasks ALTER id SET NOT NULL", []],
  [
    "UPDATE tasks SET title = lower(code) WHERE title IS NULL; ALTER TABLE tasks ALTER title SET NOT NULL",
    ["? tasks.title: 1 row without a value"],
  ],
  ["UPDATE tasks SET title = ('' :: TEXT) WHERE title IS NULL; ALTER TABLE tasks ALTER title SET NOT NULL", []],
  ["UPDATE tasks SET code = 'x', title = ''; ALTER TABLE tasks ALTER title SET NOT NULL", []],
  [
    "UPDATE tasks SET title = '' WHERE owner IS NULL; ALTER TABLE tasks ALTER title SET NOT NULL",
    ["? tasks.title: 1 row without a value"],
  ],
  [
    "UPDATE tasks SET title = ''; UPDATE tasks SET title = NULL; ALTER TABLE tasks ALTER title SET NOT NULL",
    ["? tasks.title: 1 row without a value"],
  ],
  ["DO $$ BEGIN END $$; ALTER TABLE tasks ALTER title SET NOT NULL", ["? tasks.title: 1 row without a value"]],
  ["ALTER TABLE tasks ADD COLUMN size int NOT NULL", ["tasks.size: 3 rows that would have no value in it"]],
  ["ALTER TABLE tasks ADD COLUMN size int NOT NULL DEFAULT 1, ADD n serial NOT NULL", []],
  ["ALTER TABLE tasks ADD COLUMN size int; UPDATE tasks SET size = 1; ALTER TABLE tasks ALTER size SET NOT NULL", []],
  [
    "CREATE TABLE teams (id int PRIMARY KEY); ALTER TABLE tasks ADD FOREIGN KEY (owner) REFERENCES teams (id)",
    ["tasks.owner: 2 rows that refer to nothing"],
  ],
  [
    "DROP TABLE users; CREATE TABLE users (id int PRIMARY KEY); ALTER TABLE tasks ADD FOREIGN KEY (owner) REFERENCES users",
    ["tasks.owner: 2 rows that refer to nothing"],
  ],
  [
    "CREATE TABLE teams (id int PRIMARY KEY); INSERT INTO teams SELECT owner FROM tasks WHERE owner > 0; ALTER TABLE tasks ADD FOREIGN KEY (owner) REFERENCES teams (id)",
    [],
  ],
  ["DROP TABLE tasks; CREATE TABLE tasks (title text); ALTER TABLE tasks ALTER title SET NOT NULL", []],
  ["DROP TABLE tasks; CREATE TABLE tasks (title text); CREATE UNIQUE INDEX ON tasks (title)", []],
  [
    `CREATE TYPE "größe's x" AS ENUM ('sad', 'ok'); ALTER TABLE tasks ALTER mood TYPE "größe's x" USING "mood"::TEXT::"größe's x"`,
    ["tasks.mood: 1 row with a value that its new type does not take"],
  ],
  ["CREATE UNIQUE INDEX CONCURRENTLY i ON tasks (title)", ["tasks.title: 2 rows that share their values with another"]],
  ["CREATE UNIQUE INDEX i ON tasks (title, owner)", []],
  [
    "ALTER TABLE tasks ADD slug text NOT NULL DEFAULT ''; CREATE UNIQUE INDEX i ON tasks (slug)",
    ["tasks.slug: 3 rows that share their values with another"],
  ],
  [
    "ALTER TABLE tasks ADD slug text; UPDATE tasks SET slug = 'x' WHERE slug IS NULL; ALTER TABLE tasks ADD UNIQUE (title, slug)",
    ["? tasks (title, slug): 2 rows that share their values with another"],
  ],
  [
    "ALTER TABLE tasks ADD slug text; UPDATE tasks SET slug = 'x'; UPDATE tasks SET slug = id::text; CREATE UNIQUE INDEX i ON tasks (slug)",
    [],
  ],
  [
    "ALTER TABLE tasks ADD slug serial; UPDATE tasks SET slug = 1 WHERE slug IS NULL; CREATE UNIQUE INDEX i ON tasks (slug)",
    [],
  ],
  ["ALTER TABLE tasks ADD slug text DEFAULT gen_random_uuid(); CREATE UNIQUE INDEX i ON tasks (slug)", []],
  ["CREATE UNIQUE INDEX i ON tasks (title) WHERE owner > 1", []],
  [
    "CREATE UNIQUE INDEX i ON tasks USING btree (lower(title) DESC NULLS LAST)",
    ["tasks.lower(title): 2 rows that share their values with another"],
  ],
  ['ALTER TABLE tasks ADD CONSTRAINT u UNIQUE ("order")', ["tasks.order: 2 rows that share their values with another"]],
  ["ALTER TABLE tasks DROP CONSTRAINT tasks_pkey, ADD PRIMARY KEY (owner)", ["tasks.owner: 1 row without a value"]],
  [
    "ALTER TABLE tasks ADD CONSTRAINT f FOREIGN KEY (owner) REFERENCES users (id) ON DELETE CASCADE",
    ["tasks.owner: 1 row that refers to nothing"],
  ],
  ["ALTER TABLE tasks ADD FOREIGN KEY (owner) REFERENCES users", ["tasks.owner: 1 row that refers to nothing"]],
  ["ALTER TABLE tasks ADD FOREIGN KEY (owner) REFERENCES users NOT VALID", []],
  [
    "ALTER TABLE tasks ADD CONSTRAINT c CHECK (owner IS NULL OR (owner < 5 AND title <> ')')), ADD z int",
    ["tasks: 1 row that breaks the check c"],
  ],
  ["ALTER TABLE tasks ADD CHECK (owner\n  < 5)", ["tasks: 1 row that breaks the check (owner < 5)"]],
  ["ALTER TABLE tasks ALTER code TYPE varchar(5)", ["tasks.code: 1 row with a value that its new type does not take"]],
  ["ALTER TABLE tasks ALTER code TYPE varchar(5) USING left(code, 5)", []],
  [
    "ALTER TABLE tasks ALTER at SET DATA TYPE date USING at::date",
    ['tasks.at: invalid input syntax for type date: "soon"'],
  ],
  [
    `ALTER TABLE tasks ALTER code TYPE tsvector USING ('''' || code)::tsvector`,
    [`tasks.code: syntax error in tsvector: "'x"`],
  ],
  ["ALTER TABLE tasks ALTER owner TYPE bigint", []],
  ["ALTER TABLE tasks ALTER owner TYPE smallint USING owner * 10000", ["tasks.owner: smallint out of range"]],
  [
    `ALTER TYPE mood RENAME TO mood_old; CREATE TYPE mood AS ENUM ('sad', 'ok'); ALTER TABLE tasks ALTER mood TYPE mood USING (mood::text::mood); DROP TYPE mood_old`,
    ["tasks.mood: 1 row with a value that its new type does not take"],
  ],
  // What the run renames first is asked under the name that it has today.
  [
    "ALTER TABLE tasks RENAME title TO label; ALTER TABLE tasks ALTER label SET NOT NULL",
    ["tasks.label: 1 row without a value"],
  ],
  [
    'ALTER TABLE users RENAME TO people; ALTER TABLE people ALTER "full name" SET NOT NULL',
    ["people.full name: 1 row without a value"],
  ],
  [
    "ALTER TABLE tasks RENAME at TO due; ALTER TABLE tasks ALTER due TYPE date USING due::text::date",
    ['tasks.due: invalid input syntax for type date: "soon"'],
  ],
  [
    "ALTER TABLE public.tasks RENAME TO jobs; ALTER TABLE public.jobs RENAME title TO label; ALTER TABLE public.jobs RENAME label TO name; CREATE UNIQUE INDEX i ON public.jobs (lower(jobs.name))",
    ["public.jobs.lower(jobs.name): 2 rows that share their values with another"],
  ],
  [
    "ALTER TABLE users RENAME id TO key; ALTER TABLE users RENAME TO people; ALTER TABLE tasks RENAME owner TO person; ALTER TABLE tasks ADD FOREIGN KEY (person) REFERENCES people (key)",
    ["tasks.person: 1 row that refers to nothing"],
  ],
  [
    "ALTER TABLE users RENAME TO people; ALTER TABLE tasks ADD FOREIGN KEY (owner) REFERENCES people",
    ["tasks.owner: 1 row that refers to nothing"],
  ],
  [
    "CREATE SCHEMA other; ALTER TABLE tasks SET SCHEMA other; ALTER TABLE other.tasks ADD size int NOT NULL",
    ["other.tasks.size: 3 rows that would have no value in it"],
  ],
  [
    "ALTER TABLE tasks RENAME title TO label; ALTER TABLE tasks RENAME label TO title; ALTER TABLE tasks ALTER title SET NOT NULL",
    ["tasks.title: 1 row without a value"],
  ],
  [
    "UPDATE tasks SET title = ''; ALTER TABLE tasks RENAME title TO label; ALTER TABLE tasks RENAME TO jobs; ALTER TABLE jobs ALTER label SET NOT NULL",
    [],
  ],
  [
    "UPDATE tasks SET title = lower(code); ALTER TABLE tasks RENAME TO jobs; ALTER TABLE jobs ALTER title SET NOT NULL",
    ["? jobs.title: 1 row without a value"],
  ],
  // A name that means another column by then tells nothing of the one that has it today.
  [
    "ALTER TABLE tasks RENAME owner TO user_id; ALTER TABLE tasks ADD owner int; CREATE UNIQUE INDEX i ON tasks (owner)",
    [],
  ],
  ["ALTER TABLE tasks DROP title, ADD title text; CREATE UNIQUE INDEX i ON tasks (title)", []],
  [
    "ALTER TABLE users RENAME TO people; CREATE TABLE users (id int PRIMARY KEY); ALTER TABLE tasks ADD FOREIGN KEY (owner) REFERENCES users (id)",
    ["tasks.owner: 2 rows that refer to nothing"],
  ],
  [
    "CREATE TYPE mood_new AS ENUM ('sad', 'ok'); ALTER TYPE mood RENAME TO mood_old; ALTER TYPE mood_new RENAME TO mood; ALTER TABLE tasks ALTER mood TYPE mood USING mood::text::mood",
    ["tasks.mood: 1 row with a value that its new type does not take"],
  ],
  ["ALTER TABLE nothing ALTER x SET NOT NULL; CREATE UNIQUE INDEX ON elsewhere (a); SELECT 1", []],
  ["not SQL at all", []],
];

for (const target of targets()) {
  describe(`will it fail on the data of ${target.name}?`, function () {
    this.timeout(60_000);

    it(`${cases.length} runs are told before they begin, and are right`, () =>
      target.use(async (connection) => {
        const parse = await loadSqlParser();
        await connection.rows(rows);
        for (const [sql, expected] of cases) {
          const statements = splitStatements(sql).map(({ sql: text, span }) => ({
            sql: text,
            file: "r.sql",
            offset: span.start,
          }));
          const found = await runChecks(connection, dataChecks(statements, { parse, hasCode: false }), {
            home: "public",
          });
          assert.deepEqual(
            found.map(({ text, check }) => (check.certain ? text : `? ${text}`)),
            expected,
            sql,
          );
          if (sql.startsWith("not") || sql.includes("nothing") || sql.includes("CONCURRENTLY")) continue;
          // The server is asked too: what is certain fails, what is not found does not.
          const ran = connection.transaction(async () => {
            await connection.rows(sql);
            throw new Error("went through");
          });
          const certain = found.some(({ check }) => check.certain);
          await assert.rejects(
            ran,
            (error: Error) => (error.message === "went through") !== certain || (found.length > 0 && !certain),
            sql,
          );
        }
      }));
  });
}
