import type { DiffCases } from "#test/real/diff/case.ts";

const both = `CREATE SCHEMA s; CREATE TYPE e AS ENUM ('a'); CREATE DOMAIN d AS int CONSTRAINT pos CHECK (VALUE > 0); CREATE TYPE c AS (x int);
  CREATE TABLE t (id int PRIMARY KEY, a int CONSTRAINT chk CHECK (a > 0), u int CONSTRAINT fk REFERENCES t); CREATE INDEX i ON t (a);
  CREATE SEQUENCE q; CREATE VIEW v AS SELECT id FROM t; CREATE MATERIALIZED VIEW m AS SELECT id FROM t; CREATE INDEX mi ON m (id);
  CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE PROCEDURE p() LANGUAGE sql AS ''; CREATE AGGREGATE g(int) (SFUNC = int4pl, STYPE = int);
  CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION tf();
  CREATE POLICY po ON t USING (true); CREATE RULE ru AS ON DELETE TO t DO INSTEAD NOTHING; CREATE STATISTICS st ON id, a FROM t; CREATE COLLATION co (LOCALE = 'C');
  CREATE FUNCTION ef() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER ev ON sql_drop EXECUTE FUNCTION ef();
  CREATE PUBLICATION pu FOR TABLE t; CREATE FOREIGN DATA WRAPPER w; CREATE SERVER sv FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE ft (x int) SERVER sv;
  CREATE CAST (c AS int) WITH INOUT; CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq);
  CREATE TEXT SEARCH DICTIONARY tsd (TEMPLATE = simple); CREATE TEXT SEARCH CONFIGURATION tsc (COPY = simple)`;

const objects = [
  "SCHEMA s",
  "TYPE e",
  "DOMAIN d",
  "CONSTRAINT pos ON DOMAIN d",
  "TYPE c",
  "COLUMN c.x",
  "TABLE t",
  "COLUMN t.a",
  "CONSTRAINT t_pkey ON t",
  "CONSTRAINT chk ON t",
  "CONSTRAINT fk ON t",
  "INDEX i",
  "SEQUENCE q",
  "VIEW v",
  "COLUMN v.id",
  "MATERIALIZED VIEW m",
  "COLUMN m.id",
  "INDEX mi",
  "FUNCTION f(int)",
  "PROCEDURE p()",
  "AGGREGATE g(int)",
  "TRIGGER tr ON t",
  "POLICY po ON t",
  "RULE ru ON t",
  "STATISTICS st",
  "COLLATION co",
  "EVENT TRIGGER ev",
  "PUBLICATION pu",
  "FOREIGN DATA WRAPPER w",
  "SERVER sv",
  "FOREIGN TABLE ft",
  "COLUMN ft.x",
  "CAST (c AS int)",
  "OPERATOR === (int, int)",
  "TEXT SEARCH DICTIONARY tsd",
  "TEXT SEARCH CONFIGURATION tsc",
];

const comment = (text: string) => (on: string) => `COMMENT ON ${on} IS '${text}'`;

export const comments: DiffCases = {
  "on everything, come": { both, from: "", to: objects.map(comment("what''s \"this\"?")).join(";") },
  "on everything, change": { both, from: objects.map(comment("a")).join(";"), to: objects.map(comment("b")).join(";") },
  "on extensions": {
    from: "CREATE EXTENSION citext; COMMENT ON EXTENSION citext IS 'ours'; CREATE EXTENSION hstore; COMMENT ON EXTENSION hstore IS 'mine'; CREATE EXTENSION pg_trgm; CREATE EXTENSION ltree; COMMENT ON EXTENSION ltree IS 'x'",
    to: "CREATE EXTENSION citext; CREATE EXTENSION hstore; COMMENT ON EXTENSION hstore IS NULL; CREATE EXTENSION pg_trgm; COMMENT ON EXTENSION pg_trgm IS 'it''s'; CREATE EXTENSION seg; COMMENT ON EXTENSION seg IS 'y'",
  },
  "on what goes": {
    from: "CREATE TABLE t (a int, b int); COMMENT ON TABLE t IS 'x'; COMMENT ON COLUMN t.a IS 'y'; CREATE TABLE u (a int); COMMENT ON TABLE u IS 'z'; CREATE INDEX i ON t (b); COMMENT ON INDEX i IS 'i'",
    to: "CREATE TABLE t (b int); COMMENT ON TABLE t IS 'x'",
  },
  "on what is made anew": {
    from: "CREATE TABLE t (a int, b int); CREATE INDEX i ON t (a); COMMENT ON INDEX i IS 'i'; ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0); COMMENT ON CONSTRAINT c ON t IS 'c'; CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; COMMENT ON FUNCTION f() IS 'f'",
    to: "CREATE TABLE t (a int, b int); CREATE INDEX i ON t (b); COMMENT ON INDEX i IS 'i'; ALTER TABLE t ADD CONSTRAINT c CHECK (a > 1); COMMENT ON CONSTRAINT c ON t IS 'c'; CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$; COMMENT ON FUNCTION f() IS 'f'",
  },
};
