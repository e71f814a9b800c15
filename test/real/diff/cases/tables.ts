import type { DiffCases } from "#test/real/diff/case.ts";

export const tables: DiffCases = {
  "come and go": { from: "CREATE TABLE a (x int)", to: "CREATE TABLE b (x int, y text NOT NULL)" },
  "without columns": { from: "CREATE TABLE a ()", to: "CREATE TABLE b ()" },
  "that look renamed are not": {
    from: "CREATE TABLE people (id int, name text)",
    to: "CREATE TABLE persons (id int, name text)",
  },
  "in other PostgreSQL schemas": {
    from: "CREATE SCHEMA a; CREATE TABLE a.t (x int); CREATE TABLE t (x int)",
    to: "CREATE SCHEMA b; CREATE TABLE b.t (x int PRIMARY KEY); CREATE TABLE t (x int REFERENCES b.t)",
  },
  "a schema goes with all in it": {
    from: `CREATE SCHEMA a; CREATE TYPE a.e AS ENUM ('x'); CREATE TABLE a.t (x serial PRIMARY KEY, e a.e); CREATE VIEW a.v AS SELECT x FROM a.t;
      CREATE FUNCTION a.f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE SEQUENCE a.s`,
    to: "",
  },
  "how they are kept": {
    from: "CREATE TABLE a (x int) WITH (fillfactor = 70, autovacuum_enabled = off); CREATE UNLOGGED TABLE b (x int); CREATE TABLE c (x int, y text)",
    to: "CREATE TABLE a (x int) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.1); CREATE TABLE b (x int); CREATE UNLOGGED TABLE c (x int, y text) WITH (toast.autovacuum_enabled = off)",
  },
  "unlogged with keys": {
    from: "",
    to: "CREATE UNLOGGED TABLE b (id int PRIMARY KEY); CREATE UNLOGGED TABLE a (id int REFERENCES b)",
  },
  "replica identity and clustering": {
    from: "CREATE TABLE a (id int NOT NULL, n int); CREATE UNIQUE INDEX i ON a (id); ALTER TABLE a REPLICA IDENTITY USING INDEX i; CREATE TABLE b (id int); ALTER TABLE b REPLICA IDENTITY FULL",
    to: "CREATE TABLE a (id int NOT NULL, n int); CREATE UNIQUE INDEX i ON a (id) INCLUDE (n); ALTER TABLE a REPLICA IDENTITY USING INDEX i; ALTER TABLE a CLUSTER ON i; CREATE TABLE b (id int); ALTER TABLE b REPLICA IDENTITY NOTHING",
  },
  "statistics over columns": {
    from: "CREATE TABLE a (x int, y int, z text); CREATE STATISTICS s ON x, y FROM a; CREATE STATISTICS r (ndistinct) ON x, y FROM a",
    to: "CREATE TABLE a (x bigint, y int, z text); CREATE STATISTICS s (dependencies, mcv) ON x, y FROM a; CREATE STATISTICS r (ndistinct) ON x, y FROM a; ALTER STATISTICS r SET STATISTICS 50; CREATE STATISTICS q ON (lower(z)), x FROM a",
  },
  "statistics over a column that goes": {
    from: "CREATE TABLE a (x int, y int); CREATE STATISTICS s ON x, y FROM a",
    to: "CREATE TABLE a (x int)",
  },
  "inherit from others": {
    from: "CREATE TABLE p (a int, b text DEFAULT 'x'); CREATE TABLE c (a int, b text DEFAULT 'x', d int); CREATE TABLE e () INHERITS (p)",
    to: "CREATE TABLE p (a int, b text DEFAULT 'x'); CREATE TABLE c (d int) INHERITS (p); CREATE TABLE e (a int, b text DEFAULT 'x')",
    rows: "INSERT INTO c VALUES (1, 'y', 2); INSERT INTO e VALUES (3, 'z')",
    keeps: "SELECT a, b FROM c UNION ALL SELECT a, b FROM e ORDER BY 1",
  },
  "inherit, new": {
    from: "",
    to: "CREATE TABLE p (a int CHECK (a > 0), b text); CREATE TABLE q (z int); CREATE TABLE c (d int) INHERITS (p, q); CREATE TABLE cc (e int DEFAULT 3) INHERITS (c)",
  },
  "inherited columns change": {
    from: "CREATE TABLE p (a int, b text, c int); CREATE TABLE h (d int) INHERITS (p); CREATE TABLE hh () INHERITS (h)",
    to: "CREATE TABLE p (a bigint, b text NOT NULL DEFAULT 'x', n int); CREATE TABLE h (d int) INHERITS (p); CREATE TABLE hh () INHERITS (h)",
    rows: "INSERT INTO hh VALUES (1, 'y', 2, 3)",
    keeps: "SELECT a, b, d FROM p JOIN hh USING (a, b)",
  },
  "parents change": {
    from: "CREATE TABLE p (a int); CREATE TABLE q (b int); CREATE TABLE h (a int, b int) INHERITS (p)",
    to: "CREATE TABLE p (a int); CREATE TABLE q (b int); CREATE TABLE h (a int, b int) INHERITS (q)",
    rows: "INSERT INTO h VALUES (1, 2)",
    keeps: "SELECT a, b FROM h",
  },
  "foreign ones": {
    both: "CREATE EXTENSION file_fdw; CREATE SERVER files FOREIGN DATA WRAPPER file_fdw",
    from: "CREATE FOREIGN TABLE a (x int) SERVER files OPTIONS (filename '/a'); CREATE FOREIGN TABLE b (x int) SERVER files OPTIONS (filename '/b')",
    to: "CREATE FOREIGN TABLE b (x int NOT NULL, y text DEFAULT 'y', CHECK (x > 0)) SERVER files OPTIONS (filename '/b', format 'csv'); CREATE VIEW v AS SELECT x FROM b",
  },
  "by hostile names": {
    from: `CREATE SCHEMA "a.b"; CREATE TABLE "a.b"."select" ("from" int, "wh""ere" text)`,
    to: `CREATE SCHEMA "a.b"; CREATE TABLE "a.b"."select" ("from" bigint PRIMARY KEY, "order" text DEFAULT 'it''s', "größe" int, "a.b" int CHECK ("a.b" > 0));
      CREATE INDEX "in;dex" ON "a.b"."select" ("order", "größe"); CREATE TYPE "a.b"."T;" AS ENUM ('a"b'); CREATE TABLE "Table" ("Id" serial PRIMARY KEY, "t;" "a.b"."T;" DEFAULT 'a"b', r bigint REFERENCES "a.b"."select");
      CREATE VIEW "a.b"."v""w" AS SELECT "order" AS "group" FROM "a.b"."select"; CREATE FUNCTION "a.b"."f g"("x y" int) RETURNS int LANGUAGE sql AS 'SELECT 1';
      COMMENT ON COLUMN "a.b"."select"."a.b" IS 'x'; COMMENT ON VIEW "a.b"."v""w" IS 'y'; CREATE POLICY "p;" ON "Table" USING ("Id" > 0); CREATE SEQUENCE "S e q" OWNED BY "Table"."Id"`,
  },
  "by words of SQL": {
    from: "",
    to: `CREATE TABLE "user" ("order" int PRIMARY KEY, "group" text, "default" int DEFAULT 1, "check" boolean CHECK ("check")); CREATE TABLE "table" ("user" int REFERENCES "user" ("order"), "primary" int UNIQUE);
      CREATE VIEW "view" AS SELECT "user"."group" FROM "user"; CREATE TYPE "type" AS ENUM ('select'); CREATE FUNCTION "function"("order" int) RETURNS int LANGUAGE sql AS 'SELECT 1'`,
  },
  "by long names": {
    from: "",
    to: `CREATE TABLE this_is_a_table_with_a_name_that_is_as_long_as_names_can_be_at_all (this_is_a_column_with_a_long_name_too_so_that_names_are_cut serial PRIMARY KEY, b int UNIQUE);
      CREATE INDEX ON this_is_a_table_with_a_name_that_is_as_long_as_names_can_be_at_all (this_is_a_column_with_a_long_name_too_so_that_names_are_cut, b)`,
  },
  "a name that was something else": {
    from: "CREATE TABLE a (x int); CREATE VIEW b AS SELECT 1 AS x; CREATE SEQUENCE c; CREATE TYPE d AS ENUM ('x'); CREATE TABLE e (x int); CREATE INDEX f ON e (x)",
    to: "CREATE VIEW a AS SELECT 1 AS x; CREATE SEQUENCE b; CREATE TABLE c (x int); CREATE DOMAIN d AS int; CREATE TABLE e (x int); CREATE TABLE f (x int)",
  },
  extensions: {
    from: "CREATE EXTENSION citext; CREATE SCHEMA ext; CREATE TABLE t (a int)",
    to: "CREATE SCHEMA ext; CREATE EXTENSION citext SCHEMA ext; CREATE EXTENSION hstore; CREATE TABLE t (a int, b hstore, c ext.citext)",
  },
  "clustered, or known to subscribers, by a key that is made anew": {
    from: "CREATE TABLE t (a int PRIMARY KEY, b int); CLUSTER t USING t_pkey; CREATE TABLE u (a int PRIMARY KEY, b int); ALTER TABLE u REPLICA IDENTITY USING INDEX u_pkey",
    to: `CREATE TABLE t (a int, b int, PRIMARY KEY (a) INCLUDE (b)); CLUSTER t USING t_pkey; CREATE TABLE u (a int, b int, PRIMARY KEY (a) INCLUDE (b));
      ALTER TABLE u REPLICA IDENTITY USING INDEX u_pkey; CREATE TABLE v (a int PRIMARY KEY); CLUSTER v USING v_pkey`,
  },
  "made anew, with all that they say of themselves": {
    from: `CREATE TABLE t (a int PRIMARY KEY, b text); ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY; ALTER TABLE t REPLICA IDENTITY FULL;
      ALTER TABLE t ALTER b SET STORAGE EXTERNAL, ALTER b SET STATISTICS 9; CREATE POLICY p ON t USING (true); CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING;
      CREATE STATISTICS st ON a, b FROM t; COMMENT ON TABLE t IS 'x'; COMMENT ON RULE r ON t IS 'z'; CREATE SEQUENCE q OWNED BY t.a; COMMENT ON SEQUENCE q IS 'v'; CREATE TABLE u (a int); ALTER TABLE u ENABLE ROW LEVEL SECURITY; ALTER TABLE u SET (fillfactor = 60)`,
    to: `CREATE TABLE t (a int PRIMARY KEY, b text) PARTITION BY HASH (a); ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY; ALTER TABLE t REPLICA IDENTITY FULL;
      ALTER TABLE t ALTER b SET STORAGE EXTERNAL, ALTER b SET STATISTICS 9; CREATE POLICY p ON t USING (true); CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING;
      CREATE STATISTICS st ON a, b FROM t; COMMENT ON TABLE t IS 'x'; COMMENT ON RULE r ON t IS 'z'; CREATE SEQUENCE q OWNED BY t.a; COMMENT ON SEQUENCE q IS 'v';
      CREATE TABLE u (a int) PARTITION BY HASH (a); ALTER TABLE u ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`,
  },
};
