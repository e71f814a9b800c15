import type { DiffCases } from "#test/real/diff/case.ts";
const f = "CREATE FUNCTION f(i int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 1'";
const f2 = "CREATE FUNCTION f(i int) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT ($1 + 1)::bigint'";
const uses =
  "CREATE TABLE t (a int DEFAULT f(1), b bigint GENERATED ALWAYS AS (f(a)) STORED, CONSTRAINT c CHECK (f(a) > 0)); CREATE INDEX i ON t (f(a)); ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (f(a) > 1); CREATE VIEW v AS SELECT f(a) AS x FROM t";
const part = (id: string, extra = "") =>
  `CREATE TABLE t (id ${id} GENERATED ALWAYS AS IDENTITY, k text, n int${extra}) PARTITION BY LIST (k); CREATE TABLE ta PARTITION OF t FOR VALUES IN ('a'); CREATE TABLE tb PARTITION OF t DEFAULT; ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (id > 0); CREATE VIEW v AS SELECT id, k FROM t`;
/** Kinds that meet in one change. */
export const together: DiffCases = {
  "function in all": {
    from: `${f}; ${uses}`,
    to: `${f2}; ${uses}`,
    rows: "INSERT INTO t VALUES (1)",
    keeps: "SELECT a FROM t",
  },
  "partition identity policy view": {
    from: part("int"),
    to: part("bigint", ", m int CONSTRAINT mm NOT NULL DEFAULT 1"),
    rows: "INSERT INTO t (k) VALUES ('a'), ('x')",
    keeps: "SELECT id, k FROM t ORDER BY 1",
  },
  "domain over enum array": {
    from: "CREATE TYPE e AS ENUM ('a','b','c'); CREATE DOMAIN d AS e[] CHECK (array_length(VALUE, 1) < 5); CREATE TABLE t (x d DEFAULT '{a}', y e DEFAULT 'a'); CREATE INDEX i ON t (y) WHERE y = 'a'",
    to: "CREATE TYPE e AS ENUM ('a','b'); CREATE DOMAIN d AS e[] CHECK (array_length(VALUE, 1) < 6); CREATE TABLE t (x d DEFAULT '{b}', y e DEFAULT 'b'); CREATE INDEX i ON t (y) WHERE y = 'b'",
    rows: "INSERT INTO t VALUES ('{a,b}', 'b')",
    keeps: "SELECT * FROM t",
  },
  "composite attribute retyped in use": {
    from: "CREATE TYPE c AS (x int, y text); CREATE TABLE t (v c); CREATE FUNCTION g(c) RETURNS int LANGUAGE sql AS 'SELECT ($1).x'; CREATE VIEW w AS SELECT (v).x FROM t",
    to: "CREATE TYPE c AS (x bigint, y text); CREATE TABLE t (v c); CREATE FUNCTION g(c) RETURNS bigint LANGUAGE sql AS 'SELECT ($1).x'; CREATE VIEW w AS SELECT (v).x FROM t",
    rows: "INSERT INTO t VALUES ('(1,a)')",
    keeps: "SELECT v FROM t",
  },
  "pk to another type with fks, matview": {
    from: "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a ON DELETE CASCADE); CREATE MATERIALIZED VIEW m AS SELECT b.id, a.id AS aid FROM a JOIN b ON b.a = a.id; CREATE UNIQUE INDEX mi ON m (id); ALTER MATERIALIZED VIEW m CLUSTER ON mi",
    to: "CREATE TABLE a (id bigint PRIMARY KEY); CREATE TABLE b (id bigint PRIMARY KEY, a bigint REFERENCES a ON DELETE SET NULL); CREATE MATERIALIZED VIEW m AS SELECT b.id, a.id AS aid FROM a JOIN b ON b.a = a.id; CREATE UNIQUE INDEX mi ON m (id); ALTER MATERIALIZED VIEW m CLUSTER ON mi",
  },
  "column to generated, in a view and policy": {
    from: "CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a, b FROM t; ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (b > 0)",
    to: "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED); CREATE VIEW v AS SELECT a, b FROM t; ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (b > 1)",
  },
  "trigger when on retyped column, partition": {
    both: "CREATE FUNCTION tg() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    from: "CREATE TABLE t (k int, n int) PARTITION BY RANGE (k); CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (1) TO (5); CREATE TRIGGER g AFTER UPDATE OF n ON t FOR EACH ROW WHEN (NEW.n > 1) EXECUTE FUNCTION tg(); ALTER TABLE t1 DISABLE TRIGGER g",
    to: "CREATE TABLE t (k int, n bigint) PARTITION BY RANGE (k); CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (1) TO (9); CREATE TRIGGER g AFTER UPDATE OF n ON t FOR EACH ROW WHEN (NEW.n > 2) EXECUTE FUNCTION tg(); ALTER TABLE t1 DISABLE TRIGGER g",
  },
  "exclusion and range type": {
    from: "CREATE TYPE r AS RANGE (subtype = int); CREATE TABLE t (x r, EXCLUDE USING gist (x WITH &&))",
    to: "CREATE TYPE r AS RANGE (subtype = bigint); CREATE TABLE t (x r, EXCLUDE USING gist (x WITH &&) WHERE (lower(x) > 0))",
  },
  "table with two enums swapped": {
    from: "CREATE TYPE e AS ENUM ('a','b'); CREATE TYPE g AS ENUM ('b','a'); CREATE TABLE t (x e DEFAULT 'a', y g DEFAULT 'b', CHECK (x = 'a'))",
    to: "CREATE TYPE e AS ENUM ('b','a'); CREATE TYPE g AS ENUM ('a','b'); CREATE TABLE t (x g DEFAULT 'a', y e DEFAULT 'b', CHECK (x = 'a'))",
  },
  "inherits with checks and not null": {
    from: "CREATE TABLE p (a int CONSTRAINT pa NOT NULL, CONSTRAINT c CHECK (a > 0)); CREATE TABLE h (b int) INHERITS (p); CREATE INDEX hi ON h (a)",
    to: "CREATE TABLE p (a bigint, CONSTRAINT c CHECK (a > 0) NO INHERIT); CREATE TABLE h (b int CONSTRAINT hb NOT NULL, CONSTRAINT c CHECK (a > 5)) INHERITS (p); CREATE INDEX hi ON h (a, b)",
  },
  "schema moves with everything": {
    from: "CREATE SCHEMA s; CREATE TYPE s.e AS ENUM ('a'); CREATE TABLE s.t (id serial PRIMARY KEY, x s.e DEFAULT 'a'); CREATE VIEW s.v AS SELECT * FROM s.t",
    to: "CREATE SCHEMA z; CREATE TYPE z.e AS ENUM ('a'); CREATE TABLE z.t (id serial PRIMARY KEY, x z.e DEFAULT 'a'); CREATE VIEW z.v AS SELECT * FROM z.t",
  },
  "identity to serial on partitioned": {
    from: "CREATE TABLE t (id int GENERATED BY DEFAULT AS IDENTITY, k int) PARTITION BY LIST (k); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1)",
    to: "CREATE TABLE t (id serial, k int) PARTITION BY LIST (k); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1)",
    rows: "INSERT INTO t (k) VALUES (1), (1)",
    keeps: "SELECT id FROM t ORDER BY 1",
  },
  "view column added in the middle with dependents and grants": {
    from: "CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a, b FROM t; CREATE VIEW w AS SELECT a FROM v; CREATE RULE r AS ON INSERT TO v DO INSTEAD INSERT INTO t VALUES (NEW.a); COMMENT ON VIEW v IS 'x'; COMMENT ON COLUMN w.a IS 'y'",
    to: "CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a, 1 AS z, b FROM t; CREATE VIEW w AS SELECT a FROM v; CREATE RULE r AS ON INSERT TO v DO INSTEAD INSERT INTO t VALUES (NEW.a); COMMENT ON VIEW v IS 'x'; COMMENT ON COLUMN w.a IS 'y'",
  },
  "collation on a composite key referenced": {
    from: "CREATE COLLATION c (provider = icu, locale = 'de'); CREATE TABLE a (k text COLLATE c PRIMARY KEY); CREATE TABLE b (k text COLLATE c REFERENCES a)",
    to: "CREATE COLLATION c (provider = icu, locale = 'sv'); CREATE TABLE a (k text COLLATE c PRIMARY KEY); CREATE TABLE b (k text COLLATE c REFERENCES a)",
    rows: "INSERT INTO a VALUES ('x'); INSERT INTO b VALUES ('x')",
    keeps: "SELECT k FROM b",
  },
  "publication with filter on a retyped column": {
    since: 15,
    from: "CREATE TABLE t (id int PRIMARY KEY, n int); CREATE PUBLICATION p FOR TABLE t (id, n) WHERE (id > 1)",
    to: "CREATE TABLE t (id bigint PRIMARY KEY, n int, m int); CREATE PUBLICATION p FOR TABLE t (id) WHERE (id > 2)",
  },
};
