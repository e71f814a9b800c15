import assert from "node:assert/strict";

import { takesNothing } from "#host/commands/harmless.ts";
import { loadSqlParser } from "#host/sqlParser.ts";

describe("SQL that takes nothing away", () => {
  const harmless = [
    "",
    "-- a comment",
    "CREATE TABLE t (id serial PRIMARY KEY, at timestamptz DEFAULT now()); CREATE INDEX i ON t (lower(x));",
    "ALTER TABLE t ADD COLUMN a int DEFAULT 1, ALTER COLUMN b SET NOT NULL, ADD CONSTRAINT c CHECK (a > 0), DROP CONSTRAINT d;",
    "CREATE TYPE mood AS ENUM ('a'); ALTER TYPE mood ADD VALUE 'b'; ALTER TYPE mood RENAME VALUE 'a' TO 'c';",
    "DROP INDEX i; DROP TRIGGER t ON t; SET LOCAL search_path = public;",
    "CREATE VIEW v AS SELECT count(*) FROM t; COMMENT ON TABLE t IS 'x'; GRANT SELECT ON t TO PUBLIC;",
    "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'DROP TABLE t';",
    "INSERT INTO t VALUES (1); UPDATE t SET a = 2; DELETE FROM t;",
  ];
  const asked = [
    "DROP TABLE t;",
    "DROP INDEX i CASCADE;",
    "DROP TYPE mood;",
    "ALTER TABLE t DROP COLUMN a;",
    "ALTER TABLE t ALTER COLUMN a TYPE int;",
    "ALTER TABLE t DROP CONSTRAINT c CASCADE;",
    "ALTER TABLE t RENAME COLUMN a TO b;",
    "ALTER TABLE t RENAME TO u;",
    "ALTER TABLE t ADD COLUMN a int DEFAULT f();",
    "ALTER TABLE t SET SCHEMA other;",
    "SELECT f();",
    "INSERT INTO t SELECT f();",
    "DO $$ BEGIN DROP TABLE t; END $$;",
    "TRUNCATE t;",
    "CALL p();",
    "CREATE TABLE t AS SELECT f();",
    "DROP SCHEMA s CASCADE;",
    "CREATE TABLE t (id int); DROP TABLE u;",
    "THIS IS NO SQL",
  ];
  for (const [list, expected] of [
    [harmless, true],
    [asked, false],
  ] as const) {
    for (const sql of list) {
      it(`${expected ? "is" : "is not"}: ${sql}`, async () => {
        assert.equal(takesNothing(sql, await loadSqlParser()), expected);
      });
    }
  }
});
