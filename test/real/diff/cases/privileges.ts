import type { DiffCase, DiffCases } from "#test/real/diff/case.ts";

/** Roles are the cluster's: they are there, or a script that names them fails. */
const roles = `DO $$ DECLARE name text; BEGIN
  FOREACH name IN ARRAY ARRAY['retort_reader', 'retort_writer', 'retort_passer', 'retort "odd"'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN EXECUTE format('CREATE ROLE %I', name); END IF;
  END LOOP;
END $$;`;

function granted({ both = "", ...rest }: Omit<DiffCase, "grants">): DiffCase {
  return { ...rest, both: roles + both, grants: true };
}

const t = "CREATE TABLE t (id int PRIMARY KEY, a text, b text);";
const kinds = `CREATE SCHEMA s; CREATE TABLE s.t (id int PRIMARY KEY, a text); CREATE SEQUENCE q; CREATE VIEW v AS SELECT id FROM s.t;
  CREATE MATERIALIZED VIEW m AS SELECT id FROM s.t; CREATE FUNCTION f(int) RETURNS int LANGUAGE sql RETURN 1;
  CREATE PROCEDURE p() LANGUAGE sql AS ''; CREATE AGGREGATE g(int) (SFUNC = int4pl, STYPE = int4); CREATE TYPE e AS ENUM ('a');
  CREATE DOMAIN d AS int; CREATE TYPE c AS (x int); CREATE TYPE r AS RANGE (SUBTYPE = int4);
  CREATE TABLE "Odd ""t" (id serial, i int GENERATED ALWAYS AS IDENTITY);`;
const onKinds = (
  to: string,
) => `GRANT USAGE ON SCHEMA s TO ${to}; GRANT SELECT, INSERT ON s.t TO ${to}; GRANT USAGE ON SEQUENCE q TO ${to};
  GRANT SELECT ON v, m TO ${to}; GRANT EXECUTE ON FUNCTION f(int), g(int) TO ${to}; GRANT EXECUTE ON PROCEDURE p TO ${to};
  GRANT USAGE ON TYPE e, d, c, r TO ${to}; GRANT ALL ON "Odd ""t" TO ${to}; GRANT ALL ON SEQUENCE "Odd ""t_id_seq" TO ${to};
  GRANT SELECT ON SEQUENCE "Odd ""t_i_seq" TO ${to};`;
const revoked = `REVOKE EXECUTE ON FUNCTION f(int), g(int) FROM PUBLIC; REVOKE EXECUTE ON PROCEDURE p FROM PUBLIC;
  REVOKE USAGE ON TYPE e, d, c, r FROM PUBLIC;`;
const owners = (
  to: string,
) => `ALTER SCHEMA s OWNER TO ${to}; ALTER TABLE s.t OWNER TO ${to}; ALTER SEQUENCE q OWNER TO ${to};
  ALTER VIEW v OWNER TO ${to}; ALTER MATERIALIZED VIEW m OWNER TO ${to}; ALTER FUNCTION f(int) OWNER TO ${to};
  ALTER PROCEDURE p OWNER TO ${to}; ALTER AGGREGATE g(int) OWNER TO ${to}; ALTER TYPE e OWNER TO ${to};
  ALTER DOMAIN d OWNER TO ${to}; ALTER TYPE c OWNER TO ${to}; ALTER TYPE r OWNER TO ${to}; ALTER TABLE "Odd ""t" OWNER TO ${to};`;

export const privileges: DiffCases = {
  "on every kind": granted({ both: kinds, from: "", to: onKinds("retort_reader") + revoked }),
  "to everybody and to odd names": granted({ both: kinds, from: onKinds("PUBLIC"), to: onKinds(`"retort ""odd"""`) }),
  "with what they are on": granted({ from: "", to: kinds + onKinds("retort_reader") + revoked }),
  "to be passed on": granted({
    both: t,
    from: "GRANT SELECT, INSERT ON t TO retort_reader",
    to: "GRANT SELECT, DELETE ON t TO retort_reader WITH GRANT OPTION; GRANT ALL ON t TO retort_writer",
  }),
  "that were passed on": granted({
    both: `${t} GRANT USAGE ON SCHEMA public TO PUBLIC;`,
    from: `GRANT SELECT ON t TO retort_passer WITH GRANT OPTION; SET ROLE retort_passer; GRANT SELECT ON t TO retort_reader;
      RESET ROLE; GRANT SELECT ON t TO retort_reader`,
    to: `GRANT SELECT, UPDATE ON t TO retort_passer WITH GRANT OPTION; SET ROLE retort_passer;
      GRANT UPDATE ON t TO retort_writer WITH GRANT OPTION; SET ROLE retort_writer; GRANT UPDATE ON t TO retort_reader; RESET ROLE`,
  }),
  "on columns": granted({
    both: t,
    from: "GRANT SELECT ON t TO retort_reader; GRANT SELECT (a), UPDATE (a) ON t TO retort_reader",
    to: "GRANT SELECT (a, b) ON t TO retort_reader; GRANT INSERT (b) ON t TO PUBLIC",
  }),
  "on columns that come and go": granted({
    from: `${t} GRANT SELECT (a, b) ON t TO retort_reader`,
    to: "CREATE TABLE t (id int PRIMARY KEY, a int, c text); GRANT SELECT (a, c) ON t TO retort_reader",
  }),
  "an owner without rights": granted({
    both: t,
    from: "REVOKE INSERT, UPDATE ON t FROM CURRENT_USER",
    to: "REVOKE ALL ON t FROM CURRENT_USER; GRANT SELECT ON t TO retort_reader",
  }),
  owners: granted({
    both: kinds,
    from: owners("retort_writer"),
    to: owners("retort_reader") + onKinds("retort_writer") + "REVOKE DELETE ON s.t FROM retort_reader",
  }),
  "owners, and nobody's": granted({
    both: `${kinds} CREATE COLLATION co (LOCALE = 'C'); CREATE STATISTICS st ON id, a FROM s.t;`,
    from: "",
    to:
      owners("retort_writer") + "ALTER COLLATION co OWNER TO retort_writer; ALTER STATISTICS st OWNER TO retort_writer",
  }),
  "owners of what is new": granted({ from: "", to: kinds + owners("retort_writer") + revoked }),
  "an owner that was granted to": granted({
    both: t,
    from: "GRANT SELECT ON t TO retort_reader",
    to: "ALTER TABLE t OWNER TO retort_reader; GRANT SELECT ON t TO retort_writer",
  }),
  "of what is made anew": granted({
    both: `${t} CREATE FUNCTION g() RETURNS int LANGUAGE sql AS 'SELECT 1'; GRANT SELECT (a) ON t TO retort_reader;
      REVOKE ALL ON FUNCTION g() FROM PUBLIC;`,
    from: "CREATE VIEW v AS SELECT id, a FROM t; GRANT SELECT ON v TO retort_reader",
    to: `ALTER TABLE t ALTER id TYPE bigint; CREATE VIEW v AS SELECT id, a FROM t; GRANT SELECT ON v TO retort_reader;
      DROP FUNCTION g(); CREATE FUNCTION g() RETURNS bigint LANGUAGE sql AS 'SELECT 1'; REVOKE ALL ON FUNCTION g() FROM PUBLIC`,
  }),
  "by default": granted({
    both: "CREATE SCHEMA s;",
    from: `ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO retort_reader;
      ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT USAGE ON SEQUENCES TO retort_reader WITH GRANT OPTION`,
    to: `ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT ON TABLES TO retort_reader;
      ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
      ALTER DEFAULT PRIVILEGES FOR ROLE retort_writer IN SCHEMA s GRANT ALL ON TABLES TO PUBLIC;
      ALTER DEFAULT PRIVILEGES FOR ROLE retort_writer REVOKE USAGE ON TYPES FROM PUBLIC;
      ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO retort_reader`,
  }),
  "by default, not of what is new": granted({
    both: `ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO retort_reader;
      ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON SEQUENCES TO retort_reader;
      ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;`,
    from: "CREATE TABLE old (id serial)",
    to: `CREATE TABLE t (id serial, a int); REVOKE ALL ON t FROM retort_reader; REVOKE ALL ON SEQUENCE t_id_seq FROM retort_reader;
      CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1; GRANT EXECUTE ON FUNCTION f() TO PUBLIC; CREATE TABLE u (id int);
      CREATE FUNCTION g() RETURNS int LANGUAGE sql RETURN 1`,
  }),
  "in a PostgreSQL schema that goes": granted({
    from: `CREATE SCHEMA s; CREATE TABLE s.t (id int); GRANT SELECT ON s.t TO retort_reader; GRANT USAGE ON SCHEMA s TO retort_reader;
      ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO retort_reader`,
    to: "",
  }),
  "on partitions": granted({
    from: "",
    to: `CREATE TABLE p (id int, a text) PARTITION BY LIST (id); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
      GRANT SELECT ON p TO retort_reader; GRANT INSERT (a) ON p1 TO retort_reader; ALTER TABLE p1 OWNER TO retort_writer`,
  }),
  "by default, on what is new in another PostgreSQL schema": granted({
    both: "CREATE SCHEMA s; ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT USAGE ON TYPES TO retort_reader;",
    from: "",
    to: "CREATE TYPE s.e AS ENUM ('a'); REVOKE USAGE ON TYPE s.e FROM retort_reader; CREATE DOMAIN s.d AS int",
  }),
  "on servers and their wrappers": granted({
    from: "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE f (x int) SERVER s; GRANT SELECT ON f TO retort_reader",
    to: `CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE f (x int) SERVER s; GRANT INSERT ON f TO retort_reader;
      ALTER FOREIGN TABLE f OWNER TO retort_writer; GRANT USAGE ON FOREIGN DATA WRAPPER w TO retort_writer; ALTER SERVER s OWNER TO retort_writer;
      GRANT USAGE ON FOREIGN SERVER s TO retort_reader`,
  }),
  "of owners alone": granted({
    both: "GRANT CREATE ON SCHEMA public TO retort_writer;",
    from: "",
    to: `CREATE TEXT SEARCH CONFIGURATION c (COPY = simple); ALTER TEXT SEARCH CONFIGURATION c OWNER TO retort_writer;
      CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple); ALTER TEXT SEARCH DICTIONARY d OWNER TO retort_writer;
      CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq); ALTER OPERATOR === (int, int) OWNER TO retort_writer; CREATE PUBLICATION p`,
  }),
  "of owned sequences": granted({
    from: `CREATE TABLE t (id int, a int); CREATE SEQUENCE q OWNED BY t.a; GRANT USAGE ON SEQUENCE q TO retort_reader;
      CREATE TABLE u (id int GENERATED ALWAYS AS IDENTITY); GRANT USAGE ON SEQUENCE u_id_seq TO retort_reader`,
    to: "CREATE TABLE t (id int); CREATE TABLE u (id int)",
  }),
  "on a table that is made anew": granted({
    from: "CREATE TABLE t (a int, b int); GRANT SELECT ON t TO retort_reader; GRANT UPDATE (b) ON t TO retort_writer; ALTER TABLE t OWNER TO retort_writer",
    to: `CREATE TABLE t (a int, b int) PARTITION BY LIST (a); GRANT SELECT ON t TO retort_reader; GRANT UPDATE (b) ON t TO retort_writer; ALTER TABLE t OWNER TO retort_writer;
      CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); GRANT INSERT ON t1 TO retort_reader`,
  }),
  "on a public schema that was made again": granted({
    from: "",
    to: "REVOKE ALL ON SCHEMA public FROM PUBLIC; GRANT USAGE ON SCHEMA public TO retort_reader",
  }),
};
