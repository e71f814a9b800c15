import type { DiffCases } from "#test/real/diff/case.ts";

/** Tables that are OF a composite type, and how indexes of primary keys are kept. */
export const tableTypes: DiffCases = {
  "becomes typed": {
    from: "CREATE TYPE c AS (a int, b text); CREATE TABLE t (a int, b text)",
    to: "CREATE TYPE c AS (a int, b text); CREATE TABLE t OF c",
    rows: "INSERT INTO t VALUES (1)",
    keeps: "SELECT a FROM t",
  },
  "typed comes": {
    from: "SELECT 1",
    to: "CREATE TYPE c AS (a int, b text); CREATE TABLE t OF c (PRIMARY KEY (a), b WITH OPTIONS NOT NULL DEFAULT 'x')",
  },
  "type of typed grows": {
    from: "CREATE TYPE c AS (a int, b text); CREATE TABLE t OF c; CREATE TABLE u OF c (UNIQUE (a)); CREATE VIEW v AS SELECT * FROM t",
    to: "CREATE TYPE c AS (a int, b text, d date); CREATE TABLE t OF c; CREATE TABLE u OF c (UNIQUE (a)); CREATE VIEW v AS SELECT a, b FROM t",
    rows: "INSERT INTO t VALUES (1)",
    keeps: "SELECT a FROM t",
  },
  "type of typed retyped": {
    from: "CREATE TYPE c AS (a int, b text); CREATE TABLE t OF c; CREATE FUNCTION f(c) RETURNS int LANGUAGE sql AS 'SELECT 1'",
    to: "CREATE TYPE c AS (a bigint, b text); CREATE TABLE t OF c; CREATE FUNCTION f(c) RETURNS int LANGUAGE sql AS 'SELECT 1'",
    rows: "INSERT INTO t VALUES (1)",
    keeps: "SELECT a FROM t",
  },
  "of another type": {
    from: "CREATE TYPE c AS (a int); CREATE TYPE d AS (a int, b int); CREATE TABLE t OF c",
    to: "CREATE TYPE c AS (a int); CREATE TYPE d AS (a int, b int); CREATE TABLE t OF d",
  },
  "typed goes with type": { from: "CREATE TYPE c AS (a int); CREATE TABLE t OF c", to: "CREATE TABLE t (a int)" },
  "typed is partitioned": {
    from: "CREATE TYPE c AS (a int); CREATE TABLE t OF c PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1)",
    to: "CREATE TYPE c AS (a int, b int); CREATE TABLE t OF c PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1)",
  },
  "pk parameters": {
    from: "CREATE TABLE t (a int PRIMARY KEY WITH (fillfactor = 70)); CREATE TABLE u (a int PRIMARY KEY); CREATE TABLE w (a int REFERENCES t)",
    to: "CREATE TABLE t (a int PRIMARY KEY WITH (fillfactor = 80)); CREATE TABLE u (a int PRIMARY KEY WITH (deduplicate_items = off, fillfactor = 50)); CREATE TABLE w (a int REFERENCES t)",
  },
  "pk anew with parameters": {
    from: "CREATE TABLE t (a int, b int, PRIMARY KEY (a) WITH (fillfactor = 70)); CREATE TABLE s (a int, PRIMARY KEY (a) WITH (fillfactor = 70))",
    to: "CREATE TABLE t (a int, b int, PRIMARY KEY (b) WITH (fillfactor = 70)); CREATE TABLE s (a bigint, CONSTRAINT other PRIMARY KEY (a) WITH (fillfactor = 70)); CREATE TABLE n (a int, PRIMARY KEY (a) WITH (fillfactor = 70))",
  },
  "pk retyped through generated": {
    from: "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a) STORED, PRIMARY KEY (b) WITH (fillfactor = 70))",
    to: "CREATE TABLE t (a bigint, b bigint GENERATED ALWAYS AS (a) STORED, PRIMARY KEY (b) WITH (fillfactor = 70))",
  },
};
