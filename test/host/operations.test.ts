import assert from "node:assert/strict";

import { operationsOf } from "#host/operations.ts";
import { loadSqlParser } from "#host/sqlParser.ts";

/** Statements that revisions hold, and what a reader is told they do. */
const statements: Readonly<Record<string, string>> = {
  "CREATE TABLE t (a int)": "create table t",
  "ALTER TABLE public.t ADD a int, DROP b": "add column t.a; drop column t.b",
  "ALTER TABLE t ENABLE ROW LEVEL SECURITY, DISABLE TRIGGER x":
    "enable row level security on t; disable trigger x on t",
  "ALTER TABLE t ALTER a ADD GENERATED ALWAYS AS IDENTITY": "make t.a an identity",
  'ALTER SEQUENCE app."Order_id_seq" AS bigint': "alter sequence app.Order_id_seq",
  "/* of a list */ ALTER INDEX public.i SET (fillfactor = 70)": "alter index i",
  "CREATE STATISTICS IF NOT EXISTS st ON a, b FROM t": "create statistics st",
  "CREATE OR REPLACE RULE r AS ON INSERT TO t DO NOTHING": "create rule r",
  "CREATE MATERIALIZED VIEW mv AS SELECT 1": "create materialized view mv",
  "CREATE TYPE comp AS (a int)": "create type comp",
  "COMMENT ON COLUMN t.a IS 'x'": "comment on column t.a",
  "GRANT SELECT ON t TO x": "grant select on t",
  "SET LOCAL search_path = a": "set search_path",
  "ALTER FUNCTION f(int) RENAME TO g": "rename function f to g",
  "ALTER TABLE t SET SCHEMA app": "move t to schema app",
  "ALTER TYPE e SET SCHEMA app": "move type e to schema app",
  "DROP MATERIALIZED VIEW mv": "drop materialized view mv",
  "DROP CAST (int AS text)": "drop cast (int4 AS text)",
  "SELECT 1; ALTER DOMAIN d DROP NOT NULL; COPY t FROM stdin": "select; alter domain d; copy t",
  "MERGE INTO t USING u ON true WHEN MATCHED THEN DELETE": "merge rows into t",
};

describe("what statements do, in words", () => {
  for (const [sql, words] of Object.entries(statements)) {
    it(sql, async () => {
      const found = operationsOf(sql, await loadSqlParser());
      assert.equal(found.map(({ text }) => text).join("; "), words);
    });
  }
});
