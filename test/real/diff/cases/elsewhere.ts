import type { DiffCases } from "#test/real/diff/case.ts";

/** What schemas in the wild hold, several kinds of things at once. */
export const elsewhere: DiffCases = {
  "a key becomes one of two columns, and so do those that refer to it": {
    from: "CREATE TABLE u (id int PRIMARY KEY, name text); CREATE TABLE p (id int PRIMARY KEY, author int, reader int, CONSTRAINT author_fk FOREIGN KEY (author) REFERENCES u ON DELETE CASCADE, CONSTRAINT reader_fk FOREIGN KEY (reader) REFERENCES u)",
    to: "CREATE TABLE u (id int NOT NULL, name text, org int NOT NULL, PRIMARY KEY (org, id)); CREATE TABLE p (id int PRIMARY KEY, author int, author_org int, reader int, reader_org int, CONSTRAINT author_fk FOREIGN KEY (author_org, author) REFERENCES u (org, id) ON DELETE CASCADE, CONSTRAINT reader_fk FOREIGN KEY (reader_org, reader) REFERENCES u (org, id))",
  },
  "a check over a column that goes and one that stays": {
    from: "CREATE TABLE t (id bigserial PRIMARY KEY, a int NOT NULL, b text NOT NULL, CONSTRAINT one CHECK (a > 0), CONSTRAINT two CHECK (a < 100 OR b <> ''))",
    to: "CREATE TABLE t (id bigserial PRIMARY KEY, c bigint NOT NULL, b text NOT NULL)",
  },
  "a primary key and a unique constraint over one column": {
    from: "CREATE TABLE t (id int PRIMARY KEY UNIQUE); CREATE TABLE u (t int REFERENCES t)",
    to: "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE u (t int REFERENCES t)",
  },
  "a foreign key leans on one of two unique constraints": {
    from: "CREATE TABLE t (id int CONSTRAINT a UNIQUE); CREATE TABLE u (t int CONSTRAINT fk REFERENCES t (id)); ALTER TABLE t ADD CONSTRAINT b UNIQUE (id)",
    to: "CREATE TABLE t (id int CONSTRAINT b UNIQUE); CREATE TABLE u (t int CONSTRAINT fk REFERENCES t (id))",
  },
  "exclusions over another method, by another name": {
    both: "CREATE EXTENSION btree_gist",
    from: "CREATE TABLE t (n text, d tstzrange NOT NULL, CONSTRAINT x EXCLUDE (n WITH =), CONSTRAINT y EXCLUDE USING gist (d WITH &&))",
    to: "CREATE TABLE t (n text, d tstzrange NOT NULL, CONSTRAINT x EXCLUDE USING gist (n WITH =, d WITH &&) WHERE (n IS NOT NULL) DEFERRABLE, CONSTRAINT z EXCLUDE USING gist (d WITH &&))",
  },
  "views by brackets, limits and other functions of time": {
    both: "CREATE TABLE a (id bigint, at timestamp); CREATE TABLE b (id bigint, at timestamp)",
    from: "CREATE VIEW v AS (SELECT id FROM a ORDER BY id DESC LIMIT 1) UNION ALL SELECT id FROM b; CREATE VIEW w AS SELECT EXTRACT(year FROM at) AS year FROM a; CREATE VIEW x AS SELECT id FROM a JOIN b USING (id)",
    to: "CREATE VIEW v AS SELECT id FROM a UNION ALL (SELECT id FROM b ORDER BY id LIMIT 1 OFFSET 2); CREATE VIEW w AS SELECT date_part('year', at) AS year FROM a; CREATE VIEW x AS SELECT id FROM a NATURAL JOIN b",
  },
  "a view that others read is another, with triggers and rules on it": {
    both: "CREATE TABLE t (id int PRIMARY KEY, a text, b text); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    from: "CREATE VIEW v AS SELECT id, a FROM t; CREATE VIEW w AS SELECT a FROM v; CREATE TRIGGER g INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f(); CREATE RULE r AS ON DELETE TO w DO INSTEAD DELETE FROM t WHERE t.a = OLD.a; COMMENT ON VIEW w IS 'w'; COMMENT ON TRIGGER g ON v IS 'g'",
    to: "CREATE VIEW v AS SELECT b, id, a FROM t; CREATE VIEW w AS SELECT a FROM v; CREATE TRIGGER g INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f(); CREATE RULE r AS ON DELETE TO w DO INSTEAD DELETE FROM t WHERE t.a = OLD.a; COMMENT ON VIEW w IS 'w'; COMMENT ON TRIGGER g ON v IS 'g'",
  },
  "a view with defaults is another": {
    both: "CREATE TABLE t (id int PRIMARY KEY, a text, b int)",
    from: "CREATE VIEW v AS SELECT id, a FROM t; ALTER VIEW v ALTER a SET DEFAULT 'x'; ALTER VIEW v ALTER id SET DEFAULT 5",
    to: "CREATE VIEW v AS SELECT b, a FROM t; ALTER VIEW v ALTER a SET DEFAULT 'x'; ALTER VIEW v ALTER b SET DEFAULT 6",
  },
  "functions in all that they say of themselves": {
    from: "CREATE FUNCTION a(i int, t text[]) RETURNS TABLE (a text, c int) LANGUAGE plpgsql VOLATILE SECURITY DEFINER AS 'BEGIN RETURN; END'; CREATE FUNCTION b(int) RETURNS SETOF int LANGUAGE sql STABLE ROWS 5 COST 7 AS 'SELECT 1'; CREATE FUNCTION c() RETURNS void LANGUAGE plpgsql SET work_mem = '4MB' AS 'BEGIN END'",
    to: "CREATE FUNCTION a(i int, t text[]) RETURNS TABLE (a text, d bigint) LANGUAGE plpgsql STABLE STRICT AS 'BEGIN RETURN; END'; CREATE FUNCTION b(int) RETURNS SETOF int LANGUAGE sql IMMUTABLE PARALLEL SAFE LEAKPROOF ROWS 50 AS 'SELECT 1'; CREATE FUNCTION c() RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public SET statement_timeout = '5s' AS 'BEGIN END'",
  },
  "functions with bodies that know tables, views and rows that come with them": {
    from: "",
    to: `CREATE TABLE t1 (id int PRIMARY KEY); CREATE TABLE t2 (id int PRIMARY KEY, at timestamptz); CREATE VIEW v AS SELECT * FROM t2; CREATE FUNCTION a() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM t1, t2, v';
      CREATE FUNCTION b() RETURNS void LANGUAGE plpgsql AS 'DECLARE r t2%ROWTYPE; all_of t1[]; BEGIN FOR r IN SELECT * FROM t2 LOOP END LOOP; END'; CREATE FUNCTION c() RETURNS SETOF v LANGUAGE sql AS 'WITH x AS (SELECT * FROM v) SELECT * FROM x'; CREATE FUNCTION d(t1) RETURNS int LANGUAGE sql RETURN ($1).id`,
  },
  "a function of one name by PostgreSQL's own": {
    both: "CREATE FUNCTION to_timestamp(bigint) RETURNS timestamp LANGUAGE sql IMMUTABLE AS $$ SELECT timestamp '1970-01-01' $$; CREATE FUNCTION lower(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1'",
    from: "CREATE TABLE t (a bigint, b int, d timestamp DEFAULT to_timestamp(5::bigint)); CREATE INDEX i ON t (lower(b))",
    to: "CREATE TABLE t (a bigint, b int, d timestamp DEFAULT to_timestamp(6::bigint), e timestamp GENERATED ALWAYS AS (to_timestamp(a)) STORED); CREATE INDEX i ON t (lower(b), a); CREATE VIEW v AS SELECT lower(b), to_timestamp(a) FROM t",
  },
  "an enum becomes text, and text an enum": {
    from: "CREATE TYPE s AS ENUM ('new', 'open'); CREATE TABLE t (a s DEFAULT 'new', b text DEFAULT 'open', c s[] DEFAULT '{new}'); CREATE VIEW v AS SELECT a FROM t WHERE a = 'new'",
    to: "CREATE TYPE s AS ENUM ('new', 'open', 'done'); CREATE TABLE t (a text DEFAULT 'new', b s DEFAULT 'done', c text[] DEFAULT '{new}'); CREATE VIEW v AS SELECT a FROM t WHERE a = 'new'",
    rows: "INSERT INTO t DEFAULT VALUES",
    keeps: "SELECT a::text, b::text, c::text FROM t",
  },
  "an extension in another PostgreSQL schema, with columns of its types": {
    both: "CREATE SCHEMA ext",
    from: "CREATE EXTENSION citext SCHEMA public; CREATE TABLE t (a public.citext UNIQUE, CHECK (a <> 'x')); CREATE EXTENSION pg_trgm SCHEMA public; CREATE INDEX i ON t USING gin ((a::text) public.gin_trgm_ops)",
    to: "CREATE EXTENSION citext SCHEMA ext; CREATE TABLE t (a ext.citext UNIQUE, CHECK (a OPERATOR(ext.<>) 'x')); CREATE EXTENSION pg_trgm SCHEMA ext; CREATE INDEX i ON t USING gin ((a::text) ext.gin_trgm_ops)",
  },
  "policies that read other tables and columns of another type": {
    from: "CREATE TABLE m (org int, who text); CREATE TABLE t (org int, a int); ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (EXISTS (SELECT FROM m WHERE m.org = t.org AND who = current_user)); CREATE POLICY q ON t AS RESTRICTIVE FOR UPDATE USING (a > 0) WITH CHECK (a > 1)",
    to: "CREATE TABLE m (org bigint, who text); CREATE TABLE t (org bigint, a int); ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (EXISTS (SELECT FROM m WHERE m.org = t.org AND who = current_user)); CREATE POLICY q ON t FOR UPDATE USING (a > 0)",
  },
  "triggers that listen to columns of a partition, and one that waits": {
    both: "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; CREATE TABLE t (a int, b int) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1)",
    from: "CREATE TRIGGER g AFTER UPDATE OF b ON t1 FOR EACH ROW WHEN (OLD.b > 1) EXECUTE FUNCTION f(); CREATE CONSTRAINT TRIGGER h AFTER INSERT ON t1 DEFERRABLE FOR EACH ROW EXECUTE FUNCTION f()",
    to: "CREATE TRIGGER g AFTER UPDATE OF a, b ON t FOR EACH ROW WHEN (OLD.b > 1) EXECUTE FUNCTION f(); CREATE CONSTRAINT TRIGGER h AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f(); ALTER TABLE t1 DISABLE TRIGGER ALL",
  },
  "statistics of other kinds, over expressions": {
    both: "CREATE TABLE t (a int, b int, c text)",
    from: "CREATE STATISTICS s (ndistinct) ON a, b FROM t; CREATE STATISTICS e ON lower(c), (a + b) FROM t; ALTER STATISTICS e SET STATISTICS 9",
    to: "CREATE STATISTICS s (dependencies, mcv) ON a, b FROM t; CREATE STATISTICS e ON lower(c), (a - b) FROM t; ALTER STATISTICS e SET STATISTICS 9",
  },
  "sequences of keys that become wider, and owned by partitions' table": {
    from: "CREATE TABLE t (id serial, a int) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); CREATE TABLE u (id smallserial PRIMARY KEY); CREATE TABLE w (id int GENERATED ALWAYS AS IDENTITY)",
    to: "CREATE TABLE t (id bigserial, a int) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); CREATE TABLE u (id bigserial PRIMARY KEY); CREATE TABLE w (id bigint GENERATED BY DEFAULT AS IDENTITY (START 7 INCREMENT 3))",
    rows: "INSERT INTO t (a) VALUES (1); INSERT INTO u DEFAULT VALUES; INSERT INTO w DEFAULT VALUES",
    keeps: "SELECT t.id, u.id, w.id FROM t, u, w",
  },
  "views in three PostgreSQL schemas, one over the other": {
    from: "CREATE SCHEMA a; CREATE SCHEMA b; CREATE TABLE a.t (id int PRIMARY KEY, kind text); CREATE VIEW b.v AS SELECT id, kind FROM a.t; CREATE MATERIALIZED VIEW w AS SELECT kind, count(*) FROM b.v GROUP BY kind; CREATE UNIQUE INDEX i ON w (kind)",
    to: "CREATE SCHEMA a; CREATE SCHEMA b; CREATE SCHEMA c; CREATE TABLE a.t (id bigint PRIMARY KEY, kind varchar(9)); CREATE VIEW b.v AS SELECT id, kind FROM a.t; CREATE MATERIALIZED VIEW w AS SELECT kind, count(*) FROM b.v GROUP BY kind; CREATE UNIQUE INDEX i ON w (kind); CREATE VIEW c.x AS SELECT w.*, v.id FROM w JOIN b.v USING (kind)",
  },
  "domains of domains in functions, arrays and generated columns get a check": {
    from: "CREATE DOMAIN d AS text; CREATE DOMAIN e AS d; CREATE TABLE t (a e, b e[], c text GENERATED ALWAYS AS (upper(a)) STORED); CREATE FUNCTION f(e) RETURNS d LANGUAGE sql AS 'SELECT $1::d'",
    to: "CREATE DOMAIN d AS text CHECK (VALUE <> ''); CREATE DOMAIN e AS d DEFAULT 'x' CONSTRAINT short CHECK (length(VALUE) < 9); CREATE TABLE t (a e, b e[], c text GENERATED ALWAYS AS (upper(a)) STORED); CREATE FUNCTION f(e) RETURNS d LANGUAGE sql AS 'SELECT $1::d'",
  },
  "grants on views, functions and columns of what is made anew": {
    grants: true,
    from: "CREATE TABLE t (id int, a text); GRANT SELECT (a), UPDATE (id) ON t TO PUBLIC; CREATE VIEW v AS SELECT id, a FROM t; GRANT SELECT ON v TO PUBLIC; CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; REVOKE ALL ON FUNCTION f(int) FROM PUBLIC",
    to: "CREATE TABLE t (id bigint, a varchar(20)); GRANT SELECT (a), UPDATE (id) ON t TO PUBLIC; CREATE VIEW v AS SELECT a, id FROM t; GRANT SELECT ON v TO PUBLIC; CREATE FUNCTION f(int) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'; REVOKE ALL ON FUNCTION f(int) FROM PUBLIC",
  },
  "a composite type in a function, an array and a view gets another attribute": {
    from: "CREATE TYPE c AS (a int, b text); CREATE TABLE t (x c, y c[]); CREATE VIEW v AS SELECT (x).a, y[1] AS first FROM t; CREATE FUNCTION f(c) RETURNS SETOF c LANGUAGE sql AS 'SELECT $1'",
    to: "CREATE TYPE c AS (a int, b varchar(9), d date); CREATE TABLE t (x c, y c[]); CREATE VIEW v AS SELECT (x).a, y[1] AS first FROM t; CREATE FUNCTION f(c) RETURNS SETOF c LANGUAGE sql AS 'SELECT $1'",
  },
  "identities come, go and take over from serials": {
    from: "CREATE TABLE t (id serial PRIMARY KEY, a int GENERATED ALWAYS AS IDENTITY, b int NOT NULL); CREATE TABLE u (t int REFERENCES t)",
    to: "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a int NOT NULL, b int GENERATED BY DEFAULT AS IDENTITY (START 100)); CREATE TABLE u (t int REFERENCES t)",
    rows: "INSERT INTO t (b) VALUES (5)",
    keeps: "SELECT id, a, b FROM t",
  },
  "columns by words of SQL, with capitals and blanks": {
    from: `CREATE TABLE "Order" ("select" int, "a b" text, "Ä" text, CONSTRAINT "Check It" CHECK ("select" > 0 AND "a b" <> 'x')); CREATE INDEX "I x" ON "Order" (lower("a b"), "Ä" DESC) WHERE "select" > 1`,
    to: `CREATE TABLE "Order" ("select" bigint, "a b" varchar(20), "Ä" text COLLATE "C", "user" int DEFAULT 1, CONSTRAINT "Check It" CHECK ("select" > 0 AND "a b" <> 'y')); CREATE INDEX "I x" ON "Order" (lower("a b"), "Ä" DESC, "user") WHERE "select" > 1; CREATE VIEW "V w" AS SELECT "select", "user" AS "User" FROM "Order"`,
  },
  "foreign keys become deferrable, change what they do and lean on a new key": {
    from: "CREATE TABLE a (id int PRIMARY KEY, k int); CREATE TABLE b (a int CONSTRAINT fk REFERENCES a ON DELETE CASCADE, k int)",
    to: "CREATE TABLE a (id int PRIMARY KEY, k int, CONSTRAINT k_key UNIQUE (k), UNIQUE (id, k)); CREATE TABLE b (a int CONSTRAINT fk REFERENCES a (k) ON UPDATE SET NULL DEFERRABLE, k int, CONSTRAINT other FOREIGN KEY (a, k) REFERENCES a (id, k))",
  },
  "a procedure, an aggregate and an operator over a type that changes": {
    from: "CREATE TYPE c AS (a int); CREATE FUNCTION add(c, c) RETURNS c LANGUAGE sql IMMUTABLE AS 'SELECT $1'; CREATE AGGREGATE total(c) (SFUNC = add, STYPE = c); CREATE OPERATOR + (FUNCTION = add, LEFTARG = c, RIGHTARG = c); CREATE PROCEDURE p(c) LANGUAGE sql AS ''; CREATE TABLE t (x c)",
    to: "CREATE TYPE c AS (a bigint, b text); CREATE FUNCTION add(c, c) RETURNS c LANGUAGE sql IMMUTABLE AS 'SELECT $2'; CREATE AGGREGATE total(c) (SFUNC = add, STYPE = c, INITCOND = '(1,x)'); CREATE OPERATOR + (FUNCTION = add, LEFTARG = c, RIGHTARG = c); CREATE PROCEDURE p(c) LANGUAGE sql AS ''; CREATE TABLE t (x c)",
  },
};
