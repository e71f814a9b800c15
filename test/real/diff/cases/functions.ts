import type { DiffCases } from "#test/real/diff/case.ts";

export const functions: DiffCases = {
  "come, go and change": {
    from: `CREATE FUNCTION a() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION b(x int) RETURNS int LANGUAGE sql AS 'SELECT x';
      CREATE PROCEDURE p() LANGUAGE sql AS ''`,
    to: `CREATE FUNCTION b(x int) RETURNS int LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = 'public' COST 5 AS 'BEGIN RETURN x + 1; END';
      CREATE FUNCTION c() RETURNS int LANGUAGE sql AS 'SELECT 2'; CREATE PROCEDURE q(INOUT n int) LANGUAGE plpgsql AS 'BEGIN n := 1; END'`,
  },
  overloaded: {
    from: "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION f(text) RETURNS int LANGUAGE sql AS 'SELECT 2'",
    to: "CREATE FUNCTION f(text) RETURNS int LANGUAGE sql AS 'SELECT 3'; CREATE FUNCTION f(int, int DEFAULT 2) RETURNS int LANGUAGE sql AS 'SELECT 4'",
  },
  "what callers see": {
    from: `CREATE FUNCTION a(x int) RETURNS int LANGUAGE sql AS 'SELECT x'; CREATE FUNCTION b(x int, y int DEFAULT 1) RETURNS int LANGUAGE sql AS 'SELECT x';
      CREATE FUNCTION c(OUT x int, OUT y int) LANGUAGE sql AS 'SELECT 1, 2'; CREATE FUNCTION d() RETURNS TABLE (x int) LANGUAGE sql AS 'SELECT 1';
      CREATE FUNCTION e(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    to: `CREATE FUNCTION a(z int) RETURNS int LANGUAGE sql AS 'SELECT z'; CREATE FUNCTION b(x int, y int) RETURNS int LANGUAGE sql AS 'SELECT x';
      CREATE FUNCTION c(OUT x int, OUT z int) LANGUAGE sql AS 'SELECT 1, 2'; CREATE FUNCTION d() RETURNS TABLE (x int, y int) LANGUAGE sql AS 'SELECT 1, 2';
      CREATE FUNCTION e(named int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION f() RETURNS SETOF int LANGUAGE sql AS 'SELECT 1'`,
  },
  "made anew, and called by defaults of which one is another": {
    from: `CREATE FUNCTION tag(p text, n int DEFAULT 2) RETURNS text LANGUAGE sql AS 'SELECT p || n';
      CREATE TABLE t (a text DEFAULT tag('x'), b text NOT NULL DEFAULT tag('y'), c varchar(9) DEFAULT tag('z'))`,
    to: `CREATE FUNCTION tag(q text DEFAULT '', n int DEFAULT 7) RETURNS text LANGUAGE sql AS 'SELECT q || n';
      CREATE TABLE t (a text DEFAULT tag('x'), b text DEFAULT tag('yy'), c text DEFAULT tag())`,
    rows: "INSERT INTO t DEFAULT VALUES",
    keeps: "SELECT a, b, c FROM t",
  },
  "a function becomes a procedure": {
    from: "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS ''",
    to: "CREATE PROCEDURE f() LANGUAGE sql AS ''",
  },
  "that read tables": {
    from: "CREATE TABLE a (x int)",
    to: `CREATE TABLE a (x int); CREATE TABLE zz (y int); CREATE FUNCTION aa() RETURNS SETOF zz LANGUAGE sql AS 'SELECT * FROM zz';
      CREATE FUNCTION ab(zz) RETURNS int LANGUAGE sql AS 'SELECT $1.y'; CREATE FUNCTION ac() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM zz'`,
  },
  "that read tables, dropped": {
    from: `CREATE TABLE zz (y int); CREATE FUNCTION aa() RETURNS SETOF zz LANGUAGE sql AS 'SELECT * FROM zz';
      CREATE FUNCTION ab(zz) RETURNS int LANGUAGE sql AS 'SELECT $1.y'; CREATE FUNCTION ac() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM zz'`,
    to: "",
  },
  "that call each other, and themselves": {
    from: "",
    to: `SET check_function_bodies = off;
      CREATE FUNCTION even(int) RETURNS boolean LANGUAGE sql AS 'SELECT CASE WHEN $1 = 0 THEN true ELSE odd($1 - 1) END';
      CREATE FUNCTION odd(int) RETURNS boolean LANGUAGE sql AS 'SELECT CASE WHEN $1 = 0 THEN false ELSE even($1 - 1) END';
      CREATE FUNCTION down(int) RETURNS int LANGUAGE sql AS 'SELECT CASE WHEN $1 = 0 THEN 0 ELSE down($1 - 1) END'`,
  },
  "that call others of later names": {
    from: "",
    to: `CREATE FUNCTION z() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION m() RETURNS int LANGUAGE sql AS 'SELECT z()';
      CREATE FUNCTION a() RETURNS int LANGUAGE sql AS 'SELECT m() + z()'; CREATE VIEW aa AS SELECT a()`,
  },
  "with bodies that PostgreSQL knows": {
    both: "CREATE TABLE t (id int PRIMARY KEY, n int)",
    from: "CREATE FUNCTION f(x int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT n FROM t WHERE id = x; END",
    to: `CREATE FUNCTION f(x int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT n + 1 FROM t WHERE id = x; END;
      CREATE FUNCTION g() RETURNS int RETURN f(1); CREATE PROCEDURE h(x int) BEGIN ATOMIC INSERT INTO t VALUES (x, 1); DELETE FROM t WHERE id = 0; END`,
  },
  "with such bodies over a column of another type": {
    from: "CREATE TABLE t (id int, n int); CREATE FUNCTION f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(n) FROM t; END",
    to: "CREATE TABLE t (id int, n smallint); CREATE FUNCTION f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(n) FROM t; END",
  },
  "in defaults": {
    from: "CREATE TABLE t (a int)",
    to: `CREATE FUNCTION next_id() RETURNS int LANGUAGE sql AS 'SELECT 7'; CREATE TABLE t (a int DEFAULT next_id(), b text DEFAULT next_id()::text);
      CREATE TABLE a_new (x int DEFAULT next_id(), y int GENERATED ALWAYS AS (abs(x)) STORED)`,
  },
  "in defaults and checks, made anew": {
    from: `CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1'; CREATE TABLE t (a int DEFAULT f(1), b int CHECK (f(b) > 0), c int GENERATED ALWAYS AS (f(a)) STORED)`,
    to: `CREATE FUNCTION f(int) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1::bigint'; CREATE TABLE t (a int DEFAULT f(1), b int CHECK (f(b) > 0), c int GENERATED ALWAYS AS (f(a)) STORED)`,
    rows: "INSERT INTO t VALUES (5, 6)",
    keeps: "SELECT a, b, c FROM t",
  },
  aggregates: {
    from: "CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int); CREATE AGGREGATE other(int) (SFUNC = int4pl, STYPE = int)",
    to: `CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0', PARALLEL = SAFE, COMBINEFUNC = int4pl);
      CREATE FUNCTION step(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2'; CREATE AGGREGATE mine(int) (SFUNC = step, STYPE = int, INITCOND = '5', MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = int);
      CREATE AGGREGATE pct(float8 ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA)`,
  },
  "window functions and others": {
    from: "",
    to: `CREATE FUNCTION v(VARIADIC xs int[]) RETURNS int LANGUAGE sql AS 'SELECT xs[1]'; CREATE FUNCTION poly(anyelement) RETURNS anyarray LANGUAGE sql AS 'SELECT ARRAY[$1]';
      CREATE FUNCTION quoted(x text) RETURNS text LANGUAGE plpgsql AS $body$ BEGIN RETURN 'it''s $function$ ' || $1; END $body$;
      CREATE FUNCTION "Odd Name"("Arg One" int) RETURNS int LANGUAGE sql AS 'SELECT 1'`,
  },
  "with types that come with them": {
    from: "",
    to: "CREATE TYPE e AS ENUM ('a'); CREATE DOMAIN d AS int; CREATE FUNCTION f(e, d[]) RETURNS e LANGUAGE sql AS 'SELECT $1'; CREATE FUNCTION g() RETURNS TABLE (x d, y e) LANGUAGE sql AS 'SELECT NULL::d, NULL::e'",
  },
  "that use an extension": {
    from: "",
    to: "CREATE EXTENSION citext; CREATE FUNCTION f(citext) RETURNS citext LANGUAGE sql AS 'SELECT $1'; CREATE VIEW v AS SELECT f('a') = 'A' AS x",
  },
  "whose bodies follow the attributes of a type": {
    from: "CREATE TYPE pair AS (a int, b text); CREATE FUNCTION f(int, text) RETURNS pair LANGUAGE sql AS 'SELECT ($1, $2)::pair'",
    to: "CREATE TYPE pair AS (a int, b text, c boolean); CREATE FUNCTION f(int, text) RETURNS pair LANGUAGE sql AS 'SELECT ($1, $2, true)::pair'",
  },
  "that a default calls, and that read the same table": {
    from: "",
    to: `CREATE TABLE t (id int, n int); CREATE FUNCTION next_of_t() RETURNS int LANGUAGE sql AS 'SELECT count(*)::int FROM t';
      ALTER TABLE t ALTER n SET DEFAULT next_of_t()`,
  },
  "and other things by names that PostgreSQL's own have": {
    from: "CREATE TABLE t (a text)",
    to: `CREATE FUNCTION public.lower(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1'; CREATE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT pg_catalog.now()';
      CREATE TABLE t (a text, b timestamptz DEFAULT public.now(), c timestamptz DEFAULT now()); CREATE INDEX i ON t (public.lower(a)); CREATE INDEX j ON t (lower(a));
      CREATE TEXT SEARCH CONFIGURATION public.english (COPY = simple); CREATE COLLATION public."C" FROM "POSIX"; CREATE TABLE public.pg_class (x int); CREATE VIEW public.pg_user AS SELECT 1 AS y`,
  },
  "overloads ambiguous by default arguments": {
    from: `CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE VIEW v AS SELECT f(1) AS x`,
    to: `CREATE FUNCTION f(a int, b int DEFAULT 2) RETURNS int LANGUAGE sql AS 'SELECT 2'; CREATE VIEW v AS SELECT f(1) AS x`,
  },
  "overloads ambiguous by default arguments, both stay": {
    from: `CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE VIEW v AS SELECT f(1) AS x; CREATE TABLE t (n int DEFAULT f(1))`,
    to: `CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE VIEW v AS SELECT f(1) AS x;  CREATE TABLE t (n int DEFAULT f(1)); CREATE FUNCTION f(a int, b int DEFAULT 2) RETURNS int LANGUAGE sql AS 'SELECT 2'`,
  },
  "both come with users": {
    from: ``,
    to: `CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE VIEW v AS SELECT f(1) AS x; CREATE FUNCTION f(a int, b int DEFAULT 2) RETURNS int LANGUAGE sql AS 'SELECT 2'`,
  },
};
