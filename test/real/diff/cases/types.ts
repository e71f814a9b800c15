import type { DiffCases } from "#test/real/diff/case.ts";

export const types: DiffCases = {
  "enums come, go and change": {
    from: "CREATE TYPE a AS ENUM ('x', 'y'); CREATE TYPE b AS ENUM ('x'); CREATE TYPE d AS ENUM ('p', 'q', 'r')",
    to: "CREATE TYPE b AS ENUM ('w', 'x', 'x2', 'y'); CREATE TYPE c AS ENUM ('it''s', ''); CREATE TYPE d AS ENUM ('r', 'p')",
  },
  "an enum in use loses a value": {
    from: "CREATE TYPE a AS ENUM ('x', 'y', 'z'); CREATE TABLE t (a a DEFAULT 'x', b a[] DEFAULT '{x,y}', c text DEFAULT 'y'::a)",
    to: "CREATE TYPE a AS ENUM ('x', 'y'); CREATE TABLE t (a a DEFAULT 'x', b a[] DEFAULT '{x,y}', c text DEFAULT 'y'::a)",
    rows: "INSERT INTO t DEFAULT VALUES",
    keeps: "SELECT a::text, b::text FROM t",
  },
  "an enum in views, functions, checks and indexes loses a value": {
    from: `CREATE TYPE a AS ENUM ('x', 'y', 'z'); CREATE TABLE t (a a, n int);
      CREATE VIEW v AS SELECT a, n FROM t WHERE a = 'x'; CREATE VIEW w AS SELECT count(*) FROM v;
      CREATE FUNCTION f(a) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION g() RETURNS a LANGUAGE sql AS $$ SELECT 'x'::a $$;
      CREATE INDEX i ON t (n) WHERE a = 'x'; ALTER TABLE t ADD CONSTRAINT c CHECK (a <> 'y' OR n > 0);
      CREATE DOMAIN d AS a CHECK (VALUE <> 'y'); CREATE TABLE u (d d)`,
    to: `CREATE TYPE a AS ENUM ('x', 'y'); CREATE TABLE t (a a, n int);
      CREATE VIEW v AS SELECT a, n FROM t WHERE a = 'x'; CREATE VIEW w AS SELECT count(*) FROM v;
      CREATE FUNCTION f(a) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION g() RETURNS a LANGUAGE sql AS $$ SELECT 'x'::a $$;
      CREATE INDEX i ON t (n) WHERE a = 'x'; ALTER TABLE t ADD CONSTRAINT c CHECK (a <> 'y' OR n > 0);
      CREATE DOMAIN d AS a CHECK (VALUE <> 'y'); CREATE TABLE u (d d)`,
    rows: "INSERT INTO t VALUES ('x', 1); INSERT INTO u VALUES ('x')",
    keeps: "SELECT a::text, n, d::text FROM t, u",
  },
  "a value goes with its table, and another comes with the table that a view now reads": {
    from: "CREATE TYPE a AS ENUM ('x', 'y'); CREATE TABLE t (a a DEFAULT 'y'); CREATE VIEW v AS SELECT count(*) AS n FROM t",
    to: "CREATE TYPE a AS ENUM ('w', 'x'); CREATE TABLE u (a a DEFAULT 'w'); CREATE VIEW v AS SELECT count(*) AS n FROM u",
  },
  "a value that is used at once": {
    from: "CREATE TYPE a AS ENUM ('x'); CREATE TABLE t (a a DEFAULT 'x')",
    to: "CREATE TYPE a AS ENUM ('x', 'y'); CREATE TABLE t (a a DEFAULT 'y', CONSTRAINT c CHECK (a <> 'y'))",
  },
  "columns swap their enums while these exchange values": {
    from: "CREATE TYPE a AS ENUM ('x', 'c'); CREATE TYPE b AS ENUM ('y', 'c'); CREATE TABLE t (p a NOT NULL DEFAULT 'x', q b[] DEFAULT '{y}'); CREATE INDEX i ON t (p)",
    to: "CREATE TYPE a AS ENUM ('y', 'c'); CREATE TYPE b AS ENUM ('x', 'c'); CREATE TABLE t (p b NOT NULL DEFAULT 'x', q a[] DEFAULT '{y}'); CREATE INDEX i ON t (p)",
    rows: "INSERT INTO t DEFAULT VALUES; INSERT INTO t VALUES ('c', '{c,y}')",
    keeps: "SELECT p::text, q::text FROM t",
  },
  "columns pass their enums around while these lose values": {
    from: `CREATE TYPE a AS ENUM ('c', 'x'); CREATE TYPE b AS ENUM ('c', 'x'); CREATE TYPE d AS ENUM ('c', 'x');
      CREATE TABLE t (p a DEFAULT 'c', q b, r d)`,
    to: `CREATE TYPE a AS ENUM ('c'); CREATE TYPE b AS ENUM ('c'); CREATE TYPE d AS ENUM ('c');
      CREATE TABLE t (p b DEFAULT 'c', q d, r a)`,
    rows: "INSERT INTO t VALUES ('c', 'c', 'c')",
    keeps: "SELECT p::text, q::text, r::text FROM t",
  },
  "columns swap their enums while these gain values": {
    from: "CREATE TYPE a AS ENUM ('x'); CREATE TYPE b AS ENUM ('y'); CREATE TABLE t (p a DEFAULT 'x', q b DEFAULT 'y')",
    to: "CREATE TYPE a AS ENUM ('x', 'y'); CREATE TYPE b AS ENUM ('y', 'x'); CREATE TABLE t (p b DEFAULT 'x', q a DEFAULT 'y')",
    rows: "INSERT INTO t DEFAULT VALUES",
    keeps: "SELECT p::text, q::text FROM t",
  },
  "a column leaves an enum that loses a value for one that gains it, and another goes the other way": {
    from: "CREATE TYPE a AS ENUM ('x', 'y'); CREATE TYPE b AS ENUM ('y'); CREATE TABLE t (p a DEFAULT 'x', q b DEFAULT 'y')",
    to: "CREATE TYPE a AS ENUM ('y'); CREATE TYPE b AS ENUM ('y', 'x'); CREATE TABLE t (p b DEFAULT 'x', q a DEFAULT 'y')",
    rows: "INSERT INTO t DEFAULT VALUES",
    keeps: "SELECT p::text, q::text FROM t",
  },
  "domains come, go and change": {
    from: `CREATE DOMAIN a AS int; CREATE DOMAIN b AS text DEFAULT 'x' NOT NULL CONSTRAINT len CHECK (length(VALUE) > 1);
      CREATE DOMAIN c AS int CONSTRAINT pos CHECK (VALUE > 0)`,
    to: `CREATE DOMAIN b AS text DEFAULT 'y' CONSTRAINT len CHECK (length(VALUE) > 2) CONSTRAINT low CHECK (VALUE = lower(VALUE));
      CREATE DOMAIN c AS int DEFAULT 5 NOT NULL; CREATE DOMAIN d AS varchar(5) COLLATE "C"`,
  },
  "domains with a name for NOT NULL": {
    from: "CREATE DOMAIN a AS int CONSTRAINT must NOT NULL; CREATE DOMAIN b AS int NOT NULL; CREATE DOMAIN c AS int; CREATE DOMAIN d AS int CONSTRAINT must NOT NULL; CREATE TABLE t (a a, b b, c c, d d[])",
    to: "CREATE DOMAIN a AS int CONSTRAINT has NOT NULL; CREATE DOMAIN b AS int CONSTRAINT must NOT NULL; CREATE DOMAIN c AS int CONSTRAINT must NOT NULL; CREATE DOMAIN d AS int NOT NULL; CREATE DOMAIN e AS int CONSTRAINT must NOT NULL; CREATE TABLE t (a a, b b, c c, d d[])",
    rows: "INSERT INTO t VALUES (1, 2, 3, '{4}')",
    keeps: "SELECT a, b, c, d::text FROM t",
  },
  "a domain by another name, and its NOT NULL by the old one": {
    from: "CREATE DOMAIN before AS int NOT NULL; ALTER DOMAIN before RENAME TO d; CREATE TABLE t (a d)",
    to: "CREATE DOMAIN d AS int NOT NULL DEFAULT 1; CREATE TABLE t (a d)",
  },
  "a name for NOT NULL of a domain, with a comment": {
    since: 17,
    from: "CREATE DOMAIN d AS int CONSTRAINT must NOT NULL; COMMENT ON CONSTRAINT must ON DOMAIN d IS 'x'; CREATE TABLE t (a d)",
    to: "CREATE DOMAIN d AS bigint CONSTRAINT must NOT NULL; COMMENT ON CONSTRAINT must ON DOMAIN d IS 'x'; CREATE TABLE t (a d)",
  },
  "a domain in use changes in place": {
    from: "CREATE DOMAIN d AS int CONSTRAINT pos CHECK (VALUE > 0); CREATE TABLE t (a d, b d[]); CREATE VIEW v AS SELECT a FROM t",
    to: "CREATE DOMAIN d AS int DEFAULT 3 CONSTRAINT pos CHECK (VALUE >= 0); CREATE TABLE t (a d, b d[]); CREATE VIEW v AS SELECT a FROM t",
    rows: "INSERT INTO t VALUES (1, '{1,2}')",
    keeps: "SELECT a, b::text FROM t",
  },
  "a domain in use is of another type": {
    from: `CREATE DOMAIN d AS int CHECK (VALUE > 0); CREATE TABLE t (a d NOT NULL DEFAULT 1, b d[]); CREATE INDEX i ON t (a);
      CREATE VIEW v AS SELECT a FROM t; CREATE FUNCTION f(d) RETURNS d LANGUAGE sql AS 'SELECT $1'`,
    to: `CREATE DOMAIN d AS bigint CHECK (VALUE > 0); CREATE TABLE t (a d NOT NULL DEFAULT 1, b d[]); CREATE INDEX i ON t (a);
      CREATE VIEW v AS SELECT a FROM t; CREATE FUNCTION f(d) RETURNS d LANGUAGE sql AS 'SELECT $1'`,
    rows: "INSERT INTO t VALUES (7, '{8}')",
    keeps: "SELECT a, b[1] FROM t",
  },
  "a domain over a domain, and columns of it": {
    from: "CREATE TABLE t (a int)",
    to: "CREATE DOMAIN d AS int; CREATE DOMAIN e AS d CHECK (VALUE > 5); CREATE TABLE t (a e)",
    rows: "INSERT INTO t VALUES (7)",
    keeps: "SELECT a::int FROM t",
  },
  "domain checks call functions": {
    from: "",
    to: "CREATE FUNCTION ok(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 <> '''''; CREATE DOMAIN d AS text CHECK (ok(VALUE)); CREATE TABLE t (d d)",
  },
  "composite types": {
    from: "CREATE TYPE a AS (x int, y text); CREATE TYPE b AS (x int); CREATE TYPE c AS (x int, y int, z int)",
    to: `CREATE TYPE b AS (x int, y numeric(5,2), "Odd Name" text COLLATE "C"); CREATE TYPE c AS (x int, z int); CREATE TYPE d AS ()`,
  },
  "a composite type in use": {
    from: "CREATE TYPE a AS (x int, y text); CREATE TABLE t (a a, b a[]); CREATE FUNCTION f(a) RETURNS int LANGUAGE sql AS 'SELECT $1.x'",
    to: "CREATE TYPE a AS (x int, y text, z int); CREATE TABLE t (a a, b a[]); CREATE FUNCTION f(a) RETURNS int LANGUAGE sql AS 'SELECT $1.x'",
    rows: "INSERT INTO t VALUES ((1, 'y'), NULL)",
    keeps: "SELECT (a).x, (a).y FROM t",
  },
  "an attribute in use is of another type": {
    from: "CREATE TYPE a AS (x int, y text); CREATE TABLE t (a a); CREATE VIEW v AS SELECT (a).x FROM t",
    to: "CREATE TYPE a AS (x bigint, y text); CREATE TABLE t (a a); CREATE VIEW v AS SELECT (a).x FROM t",
    rows: "INSERT INTO t VALUES ((1, 'y'))",
    keeps: "SELECT (a).x, (a).y FROM t",
  },
  "range types": {
    from: "CREATE TYPE r AS RANGE (subtype = int4)",
    to: `CREATE TYPE r AS RANGE (subtype = float8, subtype_diff = float8mi, multirange_type_name = rs);
      CREATE TYPE s AS RANGE (subtype = text, collation = "C"); CREATE TABLE t (a r, b s)`,
  },
  collations: {
    from: "CREATE COLLATION a (LOCALE = 'C')",
    to: "CREATE COLLATION b (LOCALE = 'POSIX'); CREATE COLLATION c (PROVIDER = icu, LOCALE = 'de', DETERMINISTIC = false); CREATE TABLE t (a text COLLATE b, b text COLLATE c)",
  },
  "types that build on each other": {
    from: "",
    to: `CREATE TYPE e AS ENUM ('a'); CREATE DOMAIN d AS e; CREATE TYPE c AS (x d, y e[]); CREATE DOMAIN dd AS c;
      CREATE TYPE r AS RANGE (subtype = d); CREATE TABLE t (a dd, b r, c c[]); CREATE TYPE row_of AS (t t)`,
  },
  "types that built on each other go": {
    from: `CREATE TYPE e AS ENUM ('a'); CREATE DOMAIN d AS e; CREATE TYPE c AS (x d, y e[]); CREATE DOMAIN dd AS c;
      CREATE TABLE t (a dd, c c[]); CREATE TYPE row_of AS (t t)`,
    to: "",
  },
  "multiranges of tables and functions": {
    from: "CREATE TABLE t (a int)",
    to: `CREATE TYPE hours AS RANGE (SUBTYPE = time, MULTIRANGE_TYPE_NAME = shifts); CREATE TABLE t (a int, b shifts, c hours); CREATE TABLE u (a shifts[]);
      CREATE FUNCTION f(hours) RETURNS shifts LANGUAGE sql AS 'SELECT shifts($1)'`,
  },
  "a multirange in use is made anew": {
    from: "CREATE TYPE r AS RANGE (SUBTYPE = int4, MULTIRANGE_TYPE_NAME = m); CREATE TABLE t (a r, b m)",
    to: "CREATE TYPE r AS RANGE (SUBTYPE = int8, MULTIRANGE_TYPE_NAME = m); CREATE TABLE t (a r, b m)",
    rows: "INSERT INTO t VALUES ('[1,3)', '{[1,3)}')",
    keeps: "SELECT a, b FROM t",
  },
  "by names that PostgreSQL's own types have": {
    from: `CREATE TYPE public.line AS ENUM ('a'); CREATE DOMAIN public.path AS int; CREATE TABLE t (a public.line, b public.path, c line, d path[])`,
    to: `CREATE TYPE public.line AS ENUM ('a', 'b'); CREATE DOMAIN public.path AS int CHECK (VALUE > 0); CREATE TYPE public.box AS (x int);
      CREATE TABLE t (a public.line DEFAULT 'b', b public.path, c line, d path[], e public.box, f box)`,
  },
  "collation altered in use": {
    from: `CREATE COLLATION c (provider = icu, locale = 'de'); CREATE TABLE t (a text COLLATE c, b text); CREATE INDEX i ON t (b COLLATE c); CREATE DOMAIN d AS text COLLATE c; CREATE TABLE u (x d)`,
    to: `CREATE COLLATION c (provider = icu, locale = 'sv'); CREATE TABLE t (a text COLLATE c, b text); CREATE INDEX i ON t (b COLLATE c); CREATE DOMAIN d AS text COLLATE c; CREATE TABLE u (x d)`,
    rows: "INSERT INTO t VALUES ('x', 'y'); INSERT INTO u VALUES ('z')",
    keeps: "SELECT a, b, x FROM t, u",
  },
  "collation altered in use by key, view, composite": {
    from: `CREATE COLLATION c (provider = icu, locale = 'de'); CREATE TABLE t (a text COLLATE c PRIMARY KEY, g text GENERATED ALWAYS AS (a || 'x') STORED, CHECK (a < 'zz')); CREATE VIEW v AS SELECT a, a < 'b' AS less FROM t; CREATE TYPE k AS (a text COLLATE c)`,
    to: `CREATE COLLATION c (provider = icu, locale = 'sv'); CREATE TABLE t (a text COLLATE c PRIMARY KEY, g text GENERATED ALWAYS AS (a || 'x') STORED, CHECK (a < 'zz')); CREATE VIEW v AS SELECT a, a < 'b' AS less FROM t; CREATE TYPE k AS (a text COLLATE c)`,
  },
  "collation altered in use with a column that is altered too": {
    from: `CREATE COLLATION c (provider = icu, locale = 'de'); CREATE TABLE t (a varchar(5) COLLATE c DEFAULT 'x', b text COLLATE c, d text COLLATE c) PARTITION BY LIST (b); CREATE TABLE t1 PARTITION OF t DEFAULT; CREATE INDEX i ON t (a)`,
    to: `CREATE COLLATION c (provider = icu, locale = 'sv'); CREATE TABLE t (a text COLLATE c DEFAULT 'y', b text COLLATE c, d text COLLATE "C") PARTITION BY LIST (b); CREATE TABLE t1 PARTITION OF t DEFAULT; CREATE INDEX i ON t (a)`,
    rows: "INSERT INTO t VALUES ('x', 'y', 'z')",
    keeps: "SELECT * FROM t",
  },
};
