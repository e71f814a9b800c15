import type { DiffCases } from "#test/real/diff/case.ts";

/** Since PostgreSQL 18 a NOT NULL is a constraint; before it, these run where their SQL means something. */
export const notNulls: DiffCases = {
  "by name": {
    from: "CREATE TABLE t (a int CONSTRAINT must NOT NULL, b int NOT NULL, c int CONSTRAINT must_c NOT NULL, d int, e int CONSTRAINT e_is_there NOT NULL)",
    to: "CREATE TABLE t (a int CONSTRAINT has_a NOT NULL, b int CONSTRAINT has_b NOT NULL, c int NOT NULL, d int CONSTRAINT has_d NOT NULL, e int)",
    rows: "INSERT INTO t VALUES (1, 2, 3, 4, 5)",
    keeps: "SELECT * FROM t",
  },
  "by name, of keys and identities": {
    from: "CREATE TABLE t (a int PRIMARY KEY, b int GENERATED ALWAYS AS IDENTITY, c int CONSTRAINT must_c NOT NULL); CREATE TABLE u (a int CONSTRAINT must_c NOT NULL)",
    to: "CREATE TABLE t (a int CONSTRAINT must_a NOT NULL PRIMARY KEY, b int CONSTRAINT must_b NOT NULL GENERATED ALWAYS AS IDENTITY, c int CONSTRAINT must_c NOT NULL); CREATE TABLE u (a int PRIMARY KEY)",
  },
  "with their tables and columns": {
    from: "CREATE TABLE u (a int)",
    to: "CREATE TABLE t (a int CONSTRAINT must NOT NULL, b serial CONSTRAINT must_b NOT NULL); CREATE TABLE u (a int, b int CONSTRAINT must_b NOT NULL DEFAULT 1)",
  },
  "not valid": {
    since: 18,
    from: "CREATE TABLE t (a int, b int NOT NULL, c int); ALTER TABLE t ADD CONSTRAINT has_c NOT NULL c NOT VALID",
    to: "CREATE TABLE t (a int, b int, c int CONSTRAINT has_c NOT NULL); ALTER TABLE t ADD NOT NULL a NOT VALID; ALTER TABLE t ADD CONSTRAINT has_b NOT NULL b NOT VALID",
    rows: "INSERT INTO t VALUES (1, 2, 3)",
    keeps: "SELECT * FROM t",
  },
  "not valid, with their tables and columns": {
    since: 18,
    from: "CREATE TABLE u (a int)",
    to: "CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT has_a NOT NULL a NOT VALID; CREATE TABLE u (a int, b int); ALTER TABLE u ADD NOT NULL b NOT VALID",
  },
  "not inherited": {
    since: 18,
    from: "CREATE TABLE t (a int NOT NULL NO INHERIT, b int NOT NULL, c int CONSTRAINT has_c NOT NULL NO INHERIT); CREATE TABLE heir () INHERITS (t)",
    to: "CREATE TABLE t (a int NOT NULL, b int NOT NULL NO INHERIT, c int CONSTRAINT c_is NOT NULL); CREATE TABLE heir () INHERITS (t)",
    rows: "INSERT INTO t VALUES (1, 2, 3); INSERT INTO heir VALUES (1, 2, 3)",
    keeps: "SELECT * FROM t",
  },
  "not inherited, with their tables": {
    since: 18,
    from: "",
    to: "CREATE TABLE t (a int CONSTRAINT has_a NOT NULL NO INHERIT, b int NOT NULL); CREATE TABLE heir () INHERITS (t); CREATE TABLE other (a int CONSTRAINT own NOT NULL) INHERITS (t)",
  },
  "that an heir has for itself too": {
    from: "CREATE TABLE t (a int NOT NULL, b int NOT NULL, c int NOT NULL); CREATE TABLE heir (a int NOT NULL, b int NOT NULL, c int NOT NULL) INHERITS (t); CREATE TABLE below (a int NOT NULL) INHERITS (heir)",
    to: "CREATE TABLE t (a int, b int, c int NOT NULL); CREATE TABLE heir (a int, b int NOT NULL, c int NOT NULL) INHERITS (t); CREATE TABLE below (a int) INHERITS (heir)",
  },
  "of partitions": {
    from: "CREATE TABLE t (a int CONSTRAINT has_a NOT NULL, b int, c int NOT NULL) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); CREATE TABLE t2 (a int NOT NULL, b int CONSTRAINT own NOT NULL, c int NOT NULL); ALTER TABLE t ATTACH PARTITION t2 FOR VALUES IN (2)",
    to: "CREATE TABLE t (a int CONSTRAINT is_a NOT NULL, b int CONSTRAINT has_b NOT NULL, c int) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); CREATE TABLE t2 PARTITION OF t FOR VALUES IN (2)",
  },
  "of partitions, not valid": {
    since: 18,
    from: "CREATE TABLE t (a int, b int) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1)",
    to: "CREATE TABLE t (a int, b int) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); CREATE TABLE t2 PARTITION OF t FOR VALUES IN (2); ALTER TABLE t ADD CONSTRAINT has_b NOT NULL b NOT VALID; ALTER TABLE t2 ALTER b SET NOT NULL",
  },
  "of a column that is renamed, and retyped": {
    from: "CREATE TABLE before (a int NOT NULL); ALTER TABLE before RENAME a TO b; ALTER TABLE before RENAME TO t",
    to: "CREATE TABLE t (b bigint NOT NULL)",
  },
  "with comments": {
    since: 18,
    from: "CREATE TABLE t (a int CONSTRAINT must NOT NULL); COMMENT ON CONSTRAINT must ON t IS 'x'",
    to: "CREATE TABLE t (a int CONSTRAINT has_a NOT NULL, b int CONSTRAINT has_b NOT NULL); COMMENT ON CONSTRAINT has_a ON t IS 'y'; COMMENT ON CONSTRAINT has_b ON t IS 'z'",
  },
};
