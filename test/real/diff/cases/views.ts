import type { DiffCases } from "#test/real/diff/case.ts";

const table = "CREATE TABLE t (id int PRIMARY KEY, a int, b text, c timestamptz)";

export const views: DiffCases = {
  "come, go and change": {
    both: table,
    from: "CREATE VIEW v AS SELECT id FROM t; CREATE VIEW w AS SELECT a FROM t; CREATE VIEW x AS SELECT id, a FROM t",
    to: "CREATE VIEW v AS SELECT id, b FROM t WHERE a > 0; CREATE VIEW x AS SELECT id FROM t; CREATE VIEW y AS SELECT count(*) AS n FROM t",
  },
  "over views": {
    both: table,
    from: `CREATE VIEW a AS SELECT id, a FROM t; CREATE VIEW b AS SELECT id FROM a; CREATE VIEW c AS SELECT count(*) FROM b;
      CREATE MATERIALIZED VIEW d AS SELECT * FROM c`,
    to: `CREATE VIEW a AS SELECT a, id FROM t; CREATE VIEW b AS SELECT id FROM a; CREATE VIEW c AS SELECT count(*) FROM b;
      CREATE MATERIALIZED VIEW d AS SELECT * FROM c`,
  },
  "named against their order": {
    both: table,
    from: "",
    to: "CREATE VIEW z AS SELECT id FROM t; CREATE VIEW m AS SELECT id FROM z; CREATE VIEW a AS SELECT id FROM m",
  },
  "named against their order, dropped": {
    both: table,
    from: "CREATE VIEW z AS SELECT id FROM t; CREATE VIEW m AS SELECT id FROM z; CREATE VIEW a AS SELECT id FROM m",
    to: "",
  },
  "over a column that is dropped": {
    from: "CREATE TABLE t (id int, a int, b int); CREATE VIEW v AS SELECT id, a FROM t; CREATE VIEW w AS SELECT id FROM v",
    to: "CREATE TABLE t (id int, b int); CREATE VIEW v AS SELECT id, b FROM t; CREATE VIEW w AS SELECT id FROM v",
  },
  "that keep their columns while one of the table goes": {
    from: "CREATE TABLE t (id int, a int); CREATE VIEW v AS SELECT id, a FROM t",
    to: "CREATE TABLE t (id int); CREATE VIEW v AS SELECT id, NULL::int AS a FROM t",
  },
  "over a column of another type": {
    from: `CREATE TABLE t (id int, a varchar(5)); CREATE VIEW v AS SELECT id, a FROM t; CREATE VIEW w AS SELECT a FROM v;
      CREATE MATERIALIZED VIEW m AS SELECT a FROM w; CREATE INDEX i ON m (a); COMMENT ON VIEW v IS 'about'; COMMENT ON COLUMN w.a IS 'a'`,
    to: `CREATE TABLE t (id int, a text); CREATE VIEW v AS SELECT id, a FROM t; CREATE VIEW w AS SELECT a FROM v;
      CREATE MATERIALIZED VIEW m AS SELECT a FROM w; CREATE INDEX i ON m (a); COMMENT ON VIEW v IS 'about'; COMMENT ON COLUMN w.a IS 'a'`,
    rows: "INSERT INTO t VALUES (1, 'x'); REFRESH MATERIALIZED VIEW m",
    keeps: "SELECT a FROM m",
  },
  "over a table that is made anew": {
    from: "CREATE TABLE t (id int); CREATE VIEW v AS SELECT id FROM t; CREATE VIEW w AS SELECT * FROM v",
    to: "CREATE TABLE t (id int) PARTITION BY HASH (id); CREATE VIEW v AS SELECT id FROM t; CREATE VIEW w AS SELECT * FROM v",
  },
  "over functions, and functions over them": {
    both: table,
    from: "",
    to: `CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2'; CREATE VIEW v AS SELECT twice(a) AS n FROM t;
      CREATE FUNCTION all_of() RETURNS SETOF v LANGUAGE sql AS 'SELECT * FROM v'; CREATE VIEW w AS SELECT * FROM all_of()`,
  },
  "over functions, dropped": {
    both: table,
    from: `CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2'; CREATE VIEW v AS SELECT twice(a) AS n FROM t;
      CREATE FUNCTION all_of() RETURNS SETOF v LANGUAGE sql AS 'SELECT * FROM v'; CREATE VIEW w AS SELECT * FROM all_of()`,
    to: "",
  },
  "over a function that is made anew": {
    both: table,
    from: `CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1'; CREATE VIEW v AS SELECT f(a) AS n FROM t;
      CREATE VIEW w AS SELECT n FROM v`,
    to: `CREATE FUNCTION f(int) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1::text'; CREATE VIEW v AS SELECT f(a) AS n FROM t;
      CREATE VIEW w AS SELECT n FROM v`,
  },
  "with options": {
    both: table,
    from: "CREATE VIEW v WITH (security_barrier) AS SELECT id FROM t; CREATE VIEW w AS SELECT id FROM t WHERE a > 0; CREATE VIEW x AS SELECT id FROM t",
    to: "CREATE VIEW v AS SELECT id FROM t; CREATE VIEW w AS SELECT id FROM t WHERE a > 0 WITH LOCAL CHECK OPTION; CREATE VIEW x AS SELECT id FROM t; ALTER VIEW x ALTER COLUMN id SET DEFAULT 7",
  },
  "that ask as who reads": {
    since: 15,
    both: table,
    from: "CREATE VIEW v AS SELECT id FROM t",
    to: "CREATE VIEW v WITH (security_invoker = true) AS SELECT id FROM t",
  },
  materialized: {
    both: table,
    from: `CREATE MATERIALIZED VIEW m AS SELECT id, a FROM t; CREATE UNIQUE INDEX m_id ON m (id); CREATE INDEX m_a ON m (a);
      CREATE MATERIALIZED VIEW n AS SELECT id FROM t; CREATE MATERIALIZED VIEW o AS SELECT id FROM t`,
    to: `CREATE MATERIALIZED VIEW m AS SELECT id, a FROM t; CREATE UNIQUE INDEX m_id ON m (id); CREATE INDEX m_a ON m (a DESC);
      CREATE MATERIALIZED VIEW n AS SELECT id, b FROM t; CREATE INDEX n_b ON n (lower(b)); CREATE MATERIALIZED VIEW o WITH (fillfactor = 70) AS SELECT id FROM t`,
  },
  "a view becomes a materialized view, and a table a view": {
    both: table,
    from: "CREATE VIEW v AS SELECT id FROM t; CREATE TABLE w (id int)",
    to: "CREATE MATERIALIZED VIEW v AS SELECT id FROM t; CREATE VIEW w AS SELECT id FROM t",
  },
  "that group by a key": {
    from: "CREATE TABLE t (id int PRIMARY KEY, a int); CREATE VIEW v AS SELECT id, a FROM t GROUP BY id",
    to: "CREATE TABLE t (id int CONSTRAINT k PRIMARY KEY DEFERRABLE, a int)",
  },
  "that group by a key which is made anew": {
    from: "CREATE TABLE t (id int PRIMARY KEY, a int, b int); CREATE VIEW v AS SELECT id, a FROM t GROUP BY id",
    to: "CREATE TABLE t (id int, a int, b int, PRIMARY KEY (id) INCLUDE (b)); CREATE VIEW v AS SELECT id, a FROM t GROUP BY id",
  },
  "with triggers and rules": {
    both: `${table}; CREATE FUNCTION put() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
    from: "CREATE VIEW v AS SELECT id, a FROM t; CREATE TRIGGER p INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION put()",
    to: `CREATE VIEW v AS SELECT a, id FROM t; CREATE TRIGGER p INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION put();
      CREATE RULE r AS ON DELETE TO v DO INSTEAD NOTHING; CREATE RULE s AS ON UPDATE TO v DO INSTEAD UPDATE t SET a = NEW.a WHERE t.id = OLD.id`,
  },
  recursive: {
    both: "CREATE TABLE tree (id int, parent int)",
    from: "",
    to: `CREATE RECURSIVE VIEW below (id, depth) AS SELECT id, 1 FROM tree WHERE parent IS NULL UNION ALL SELECT t.id, b.depth + 1 FROM tree t JOIN below b ON t.parent = b.id;
      CREATE VIEW x AS WITH q AS (SELECT id FROM tree) SELECT * FROM q UNION SELECT 1 EXCEPT SELECT 2`,
  },
  "with a column that is renamed underneath": {
    both: "",
    from: "CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a AS x, b FROM t",
    to: "CREATE TABLE t (c int, b int); CREATE VIEW v AS SELECT c AS x, b FROM t",
  },
  "materialized, with statistics": {
    both: "CREATE TABLE u (x int)",
    from: "CREATE TABLE t (a int, b text); CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t; CREATE STATISTICS s ON a, b FROM m; CREATE STATISTICS gone (mcv) ON a, b FROM m",
    to: `CREATE TABLE t (a int, b varchar(9)); CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t; CREATE STATISTICS s ON a, b FROM m; ALTER STATISTICS s SET STATISTICS 50;
      COMMENT ON STATISTICS s IS 'x'; CREATE MATERIALIZED VIEW n AS SELECT x, x + 1 AS y FROM u; CREATE STATISTICS z ON x, y FROM n`,
  },
  "matview clustering, statistics": {
    both: `CREATE TABLE t (id int, a text)`,
    from: `CREATE MATERIALIZED VIEW m AS SELECT id, a FROM t; CREATE INDEX i ON m (id)`,
    to: `CREATE MATERIALIZED VIEW m AS SELECT id, a FROM t; CREATE INDEX i ON m (id); ALTER MATERIALIZED VIEW m CLUSTER ON i; ALTER MATERIALIZED VIEW m ALTER a SET STATISTICS 300, ALTER a SET STORAGE EXTERNAL`,
  },
  "matview goes with clustering": {
    both: `CREATE TABLE t (id int, a text)`,
    from: `CREATE MATERIALIZED VIEW m AS SELECT id, a FROM t; CREATE INDEX i ON m (id); ALTER MATERIALIZED VIEW m CLUSTER ON i; ALTER MATERIALIZED VIEW m ALTER a SET STATISTICS 300`,
    to: `CREATE MATERIALIZED VIEW m AS SELECT id, a, 1 AS x FROM t; CREATE INDEX i ON m (id); ALTER MATERIALIZED VIEW m CLUSTER ON i; ALTER MATERIALIZED VIEW m ALTER id SET STATISTICS 300`,
  },
};
