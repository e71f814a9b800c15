import type { DiffCases } from "#test/real/diff/case.ts";

/** Types and functions made anew under all that uses them, and partitions that leave, join and go with foreign keys. */
export const remade: DiffCases = {
  "range in use made anew": {
    from: "CREATE TYPE r AS RANGE (subtype = int); CREATE TABLE t (a r, b r[], m int GENERATED ALWAYS AS (lower(a)) STORED, CHECK (NOT isempty(a)), EXCLUDE USING gist (a WITH &&)); CREATE INDEX i ON t USING gist (a); CREATE INDEX j ON t (a) WHERE upper(a) > 3; CREATE INDEX k ON t (m)",
    to: "CREATE TYPE r AS RANGE (subtype = bigint); CREATE TABLE t (a r, b r[], m bigint GENERATED ALWAYS AS (lower(a)) STORED, CHECK (NOT isempty(a)), EXCLUDE USING gist (a WITH &&)); CREATE INDEX i ON t USING gist (a); CREATE INDEX j ON t (a) WHERE upper(a) > 3; CREATE INDEX k ON t (m)",
    rows: "INSERT INTO t VALUES ('[1,3)', '{\"[1,4)\"}')",
    keeps: "SELECT a, b FROM t",
  },
  "generated over composite and domain": {
    from: "CREATE TYPE c AS (x int, y text); CREATE DOMAIN d AS int CHECK (VALUE > 0); CREATE TABLE t (v c, g int GENERATED ALWAYS AS ((v).x) STORED, w d, h int GENERATED ALWAYS AS (w + 1) STORED UNIQUE); CREATE VIEW s AS SELECT g, h FROM t",
    to: "CREATE TYPE c AS (y text, x int); CREATE DOMAIN d AS bigint CHECK (VALUE > 0); CREATE TABLE t (v c, g int GENERATED ALWAYS AS ((v).x) STORED, w d, h int GENERATED ALWAYS AS (w + 1) STORED UNIQUE); CREATE VIEW s AS SELECT g, h FROM t",
  },
  "generated over function of domain": {
    from: "CREATE DOMAIN d AS int; CREATE FUNCTION f(d) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1::int'; CREATE TABLE t (a int, g int GENERATED ALWAYS AS (f(a)) STORED); CREATE INDEX i ON t (g)",
    to: "CREATE DOMAIN d AS bigint; CREATE FUNCTION f(d) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1::int'; CREATE TABLE t (a int, g int GENERATED ALWAYS AS (f(a)) STORED); CREATE INDEX i ON t (g)",
  },
  "partition rebound with self fk": {
    from: "CREATE TABLE p (id int, up int, PRIMARY KEY (id), FOREIGN KEY (up) REFERENCES p) PARTITION BY LIST (id); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)",
    to: "CREATE TABLE p (id int, up int, PRIMARY KEY (id), FOREIGN KEY (up) REFERENCES p) PARTITION BY LIST (id); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1, 2)",
  },
  "partition rebound, fk changes": {
    from: "CREATE TABLE q (id int PRIMARY KEY); CREATE TABLE p (id int, q int REFERENCES q) PARTITION BY LIST (id); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE x (id int, q int)",
    to: "CREATE TABLE q (id int PRIMARY KEY); CREATE TABLE p (id int, q int REFERENCES q ON DELETE CASCADE) PARTITION BY LIST (id); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1, 2); CREATE TABLE x PARTITION OF p FOR VALUES IN (5)",
  },
  "drop partition of referenced": {
    from: "CREATE TABLE p (id int PRIMARY KEY) PARTITION BY LIST (id); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2); CREATE TABLE q (p int REFERENCES p)",
    to: "CREATE TABLE p (id int PRIMARY KEY) PARTITION BY LIST (id); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE q (p int REFERENCES p)",
  },
  "drop sub partition of referenced": {
    from: "CREATE TABLE p (id int PRIMARY KEY) PARTITION BY LIST (id); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1, 2) PARTITION BY LIST (id); CREATE TABLE p2 PARTITION OF p1 FOR VALUES IN (2); CREATE TABLE q (p int REFERENCES p)",
    to: "CREATE TABLE p (id int PRIMARY KEY) PARTITION BY LIST (id); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1, 2) PARTITION BY LIST (id); CREATE TABLE q (p int REFERENCES p)",
  },
  "drop referenced and all": {
    from: "CREATE TABLE p (id int PRIMARY KEY) PARTITION BY LIST (id); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1, 2) PARTITION BY LIST (id); CREATE TABLE p2 PARTITION OF p1 FOR VALUES IN (2); CREATE TABLE q (p int REFERENCES p)",
    to: "CREATE TABLE q (p int)",
  },
  "partition gets own pk": {
    from: "CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)",
    to: "CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p (PRIMARY KEY (b), CONSTRAINT c CHECK (b > 0)) FOR VALUES IN (1)",
  },
  "index to table moved to partition": {
    from: "CREATE TABLE p (a int NOT NULL, b int) PARTITION BY LIST (a); CREATE INDEX pi ON p (b); CREATE TABLE x (a int NOT NULL, b int); CREATE INDEX xi ON x (b)",
    to: "CREATE TABLE p (a int NOT NULL, b int) PARTITION BY LIST (a); CREATE INDEX pi ON p (b); CREATE TABLE x (a int NOT NULL, b int); CREATE INDEX xi ON x (b); ALTER TABLE p ATTACH PARTITION x FOR VALUES IN (1)",
  },
  "rls and grants on new partition": {
    grants: true,
    from: "CREATE TABLE p (a int, b int) PARTITION BY LIST (a)",
    to: "CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); ALTER TABLE p1 ENABLE ROW LEVEL SECURITY; CREATE POLICY x ON p1 USING (a > 0); GRANT SELECT (b) ON p1 TO PUBLIC",
  },
  "hash partition resharded": {
    from: "CREATE TABLE p (a int PRIMARY KEY) PARTITION BY HASH (a); CREATE TABLE p0 PARTITION OF p FOR VALUES WITH (MODULUS 2, REMAINDER 0); CREATE TABLE p1 PARTITION OF p FOR VALUES WITH (MODULUS 2, REMAINDER 1); CREATE TABLE r (a int REFERENCES p)",
    to: "CREATE TABLE p (a int PRIMARY KEY) PARTITION BY HASH (a); CREATE TABLE p0 PARTITION OF p FOR VALUES WITH (MODULUS 3, REMAINDER 0); CREATE TABLE p1 PARTITION OF p FOR VALUES WITH (MODULUS 3, REMAINDER 1); CREATE TABLE p2 PARTITION OF p FOR VALUES WITH (MODULUS 3, REMAINDER 2); CREATE TABLE r (a int REFERENCES p)",
  },
  "partition moves under sub parent": {
    from: "CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE TABLE x PARTITION OF p FOR VALUES IN (1)",
    to: "CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE TABLE q PARTITION OF p FOR VALUES IN (1) PARTITION BY LIST (b); CREATE TABLE x PARTITION OF q FOR VALUES IN (2)",
  },
  "partition replaced by another of its bound, with a view": {
    from: "CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE x PARTITION OF p FOR VALUES IN (1); CREATE VIEW v AS SELECT * FROM p",
    to: "CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE y PARTITION OF p FOR VALUES IN (1); CREATE VIEW v AS SELECT * FROM p",
  },
  "two partitions become one": {
    from: "CREATE TABLE p (a int) PARTITION BY RANGE (a); CREATE TABLE x PARTITION OF p FOR VALUES FROM (1) TO (5); CREATE TABLE y PARTITION OF p FOR VALUES FROM (5) TO (9)",
    to: "CREATE TABLE p (a int) PARTITION BY RANGE (a); CREATE TABLE z PARTITION OF p FOR VALUES FROM (1) TO (9)",
  },
};
