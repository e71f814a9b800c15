import type { DiffCases } from "#test/real/diff/case.ts";

const table = "CREATE TABLE t (a int, b text, c jsonb, d timestamptz, e int[], f text)";

export const indexes: DiffCases = {
  "of every sort": {
    both: table,
    from: "CREATE INDEX one ON t (a)",
    to: `CREATE INDEX two ON t (a DESC NULLS LAST, b); CREATE UNIQUE INDEX three ON t (lower(b)) WHERE a > 0;
      CREATE INDEX four ON t USING gin (c jsonb_path_ops); CREATE INDEX five ON t USING hash (b);
      CREATE INDEX six ON t USING brin (d) WITH (pages_per_range = 16); CREATE INDEX seven ON t USING gin (e);
      CREATE INDEX eight ON t (b text_pattern_ops) INCLUDE (a, d); CREATE INDEX nine ON t (b COLLATE "C");
      CREATE INDEX ten ON t ((a + 1), (c ->> 'x')); CREATE INDEX eleven ON t (date_trunc('day', d AT TIME ZONE 'UTC'))`,
  },
  "made otherwise under their names": {
    both: table,
    from: `CREATE INDEX one ON t (a); CREATE INDEX two ON t (b) WHERE a > 0; CREATE INDEX three ON t USING gin (c);
      CREATE INDEX four ON t (a) INCLUDE (b); CREATE INDEX five ON t (a) WITH (fillfactor = 50); CREATE INDEX six ON t (a)`,
    to: `CREATE INDEX one ON t (a, b); CREATE INDEX two ON t (b) WHERE a > 1; CREATE INDEX three ON t USING gin (c jsonb_path_ops);
      CREATE INDEX four ON t (a); CREATE INDEX five ON t (a) WITH (fillfactor = 70); CREATE UNIQUE INDEX six ON t (a)`,
  },
  renamed: { both: table, from: "CREATE INDEX one ON t (a)", to: "CREATE INDEX two ON t (a)" },
  "named crosswise": {
    both: table,
    from: "CREATE INDEX one ON t (a); CREATE INDEX two ON t (b)",
    to: "CREATE INDEX two ON t (a); CREATE INDEX one ON t (b)",
  },
  "over functions": {
    both: table,
    from: "",
    to: `CREATE FUNCTION fold(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower($1)';
      CREATE INDEX folded ON t (fold(b)); CREATE INDEX folded_some ON t (a) WHERE fold(b) = 'x'`,
  },
  "over a function that is made anew": {
    both: table,
    from: `CREATE FUNCTION fold(x text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower($1)'; CREATE INDEX folded ON t (fold(b))`,
    to: `CREATE FUNCTION fold(y text) RETURNS varchar LANGUAGE sql IMMUTABLE AS 'SELECT upper($1)::varchar'; CREATE INDEX folded ON t (fold(b))`,
  },
  "over columns of another type": {
    from: "CREATE TABLE t (a text, b int); CREATE INDEX i ON t (a) WHERE a <> ''; CREATE INDEX j ON t (lower(a)); CREATE INDEX k ON t (b)",
    to: "CREATE TABLE t (a varchar(20), b bigint); CREATE INDEX i ON t (a) WHERE a <> ''; CREATE INDEX j ON t (lower(a)); CREATE INDEX k ON t (b)",
  },
  "with a column that goes": {
    from: "CREATE TABLE t (a int, b int); CREATE INDEX i ON t (a, b); CREATE INDEX j ON t (a) WHERE b > 0",
    to: "CREATE TABLE t (a int); CREATE INDEX i ON t (a)",
  },
  "that count nulls": {
    since: 15,
    both: table,
    from: "CREATE UNIQUE INDEX i ON t (a)",
    to: "CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT",
  },
  "in another PostgreSQL schema": {
    from: "CREATE SCHEMA s; CREATE TABLE s.t (a int)",
    to: "CREATE SCHEMA s; CREATE TABLE s.t (a int); CREATE INDEX i ON s.t (a); CREATE UNIQUE INDEX j ON s.t (a)",
  },
  "of an extension": {
    from: "CREATE TABLE t (a text)",
    to: "CREATE EXTENSION pg_trgm; CREATE TABLE t (a text); CREATE INDEX i ON t USING gin (a gin_trgm_ops)",
  },
  "with statistics of expressions": {
    both: `${table}; CREATE MATERIALIZED VIEW m AS SELECT a FROM t`,
    from: "CREATE INDEX i ON t (a, lower(b)); ALTER INDEX i ALTER COLUMN 2 SET STATISTICS 50; CREATE INDEX j ON t (lower(b), (a + 1)); ALTER INDEX j ALTER COLUMN 1 SET STATISTICS 5; CREATE INDEX k ON m ((a + 1)); ALTER INDEX k ALTER COLUMN 1 SET STATISTICS 0; CREATE INDEX l ON t (upper(b)); ALTER INDEX l ALTER COLUMN 1 SET STATISTICS 7",
    to: "CREATE INDEX i ON t (a, lower(b)); ALTER INDEX i ALTER COLUMN 2 SET STATISTICS 60; CREATE INDEX j ON t (lower(b), (a + 1)); ALTER INDEX j ALTER COLUMN 2 SET STATISTICS 5; CREATE INDEX k ON m ((a + 2)); ALTER INDEX k ALTER COLUMN 1 SET STATISTICS 0; CREATE INDEX n ON t (upper(b)); ALTER INDEX n ALTER COLUMN 1 SET STATISTICS 7",
  },
  "with statistics of expressions, made anew": {
    from: "CREATE TABLE t (a int, b text); CREATE INDEX i ON t (a, lower(b)); ALTER INDEX i ALTER COLUMN 2 SET STATISTICS 50; CREATE INDEX j ON t ((a + 1)); ALTER INDEX j ALTER COLUMN 1 SET STATISTICS 5",
    to: "CREATE TABLE t (a bigint, b varchar(40)); CREATE INDEX i ON t (a, lower(b)); ALTER INDEX i ALTER COLUMN 2 SET STATISTICS 50; CREATE INDEX j ON t ((a + 1)); ALTER INDEX j ALTER COLUMN 1 SET STATISTICS 5; CREATE TABLE u (b text); CREATE INDEX k ON u (lower(b)); ALTER INDEX k ALTER COLUMN 1 SET STATISTICS 0",
  },
  "with statistics of expressions, of partitions": {
    from: "CREATE TABLE t (a int, b text) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); CREATE INDEX i ON t (lower(b)); ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 9; ALTER INDEX t1_lower_idx ALTER COLUMN 1 SET STATISTICS 8",
    to: "CREATE TABLE t (a int, b text) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); CREATE INDEX i ON t (lower(b), a); ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 9; ALTER INDEX t1_lower_a_idx ALTER COLUMN 1 SET STATISTICS 7",
  },
  "over two columns of which one gets a collation": {
    from: `CREATE TABLE t (a text, b text, c text COLLATE "C"); CREATE INDEX i ON t ((a || b)); CREATE INDEX j ON t (lower(b)); CREATE INDEX k ON t ((c || 'x'), a); CREATE INDEX l ON t ((a || b) COLLATE "C"); CREATE INDEX m ON t ((a || 'x')) WHERE b || c > 'x' COLLATE "C"`,
    to: `CREATE TABLE t (a text COLLATE "C", b text, c text); CREATE INDEX i ON t ((a || b)); CREATE INDEX j ON t (lower(b)); CREATE INDEX k ON t ((c || 'x'), a); CREATE INDEX l ON t ((a || b) COLLATE "C"); CREATE INDEX m ON t ((a || 'x')) WHERE b || c > 'x' COLLATE "C"`,
  },
  "over two columns that trade a collation": {
    from: `CREATE TABLE t (a text COLLATE "C", b text); CREATE INDEX i ON t ((a || b)); CREATE INDEX j ON t (a, (b || a), (b || 'x'))`,
    to: `CREATE TABLE t (a text, b text COLLATE "POSIX"); CREATE INDEX i ON t ((a || b)); CREATE INDEX j ON t (a, (b || a), (b || 'x'))`,
  },
  "over two columns that trade a collation the other way": {
    from: `CREATE TABLE t (a text, b text COLLATE "POSIX"); CREATE INDEX i ON t ((a || b)); CREATE INDEX j ON t (a, (b || a), (b || 'x')); CREATE INDEX k ON t (a) WHERE a > b`,
    to: `CREATE TABLE t (a text COLLATE "C", b text); CREATE INDEX i ON t ((a || b)); CREATE INDEX j ON t (a, (b || a), (b || 'x')); CREATE INDEX k ON t (a) WHERE a > b`,
  },
  "over two columns, beside checks and generated columns, that both get a collation": {
    from: `CREATE TABLE t (a text COLLATE "POSIX", b text COLLATE "POSIX", n int, g text GENERATED ALWAYS AS (a || b) STORED, CONSTRAINT c CHECK (a > b)); CREATE INDEX i ON t ((a || b)); CREATE UNIQUE INDEX j ON t (n, lower(a || b)) WHERE a < b; CREATE STATISTICS s ON (a || b), n FROM t`,
    to: `CREATE TABLE t (a text COLLATE "C", b text COLLATE "C", n int, g text GENERATED ALWAYS AS (a || b) STORED, CONSTRAINT c CHECK (a > b)); CREATE INDEX i ON t ((a || b)); CREATE UNIQUE INDEX j ON t (n, lower(a || b)) WHERE a < b; CREATE STATISTICS s ON (a || b), n FROM t`,
  },
  "over a column that becomes an enum, by its values": {
    from: "CREATE TABLE t (a text DEFAULT 'a' NOT NULL, n int); CREATE INDEX i ON t (n) WHERE a = 'a'; CREATE INDEX j ON t ((a = 'b')); CREATE INDEX k ON t (n) WHERE n > 1",
    to: `CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (a e DEFAULT 'a' NOT NULL, n int); CREATE INDEX i ON t (n) WHERE a = 'a';
      CREATE INDEX j ON t ((a = 'b')); CREATE INDEX k ON t (n) WHERE n > 1`,
    rows: "INSERT INTO t VALUES ('a', 1), ('b', 2)",
    keeps: "SELECT a, n FROM t ORDER BY 2",
  },
};
