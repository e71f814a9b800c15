import type { DiffCases } from "#test/real/diff/case.ts";

const events = "CREATE TABLE events (id int NOT NULL, at date NOT NULL, note text) PARTITION BY RANGE (at)";
const year = (n: number) =>
  `CREATE TABLE events_${n} PARTITION OF events FOR VALUES FROM ('${n}-01-01') TO ('${n + 1}-01-01')`;
const rows = "INSERT INTO events VALUES (1, '2025-05-05', 'a'), (2, '2026-06-06', 'b')";
const keeps = "SELECT id, note, tableoid::regclass::text FROM events ORDER BY 1";

const halves =
  "CREATE TABLE t (id int, a int) PARTITION BY LIST (id); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); CREATE TABLE t2 PARTITION OF t FOR VALUES IN (2)";

export const partitions: DiffCases = {
  "come and go": {
    from: `${events}; ${year(2024)}; ${year(2025)}`,
    to: `${events}; ${year(2025)}; ${year(2026)}; CREATE TABLE events_rest PARTITION OF events DEFAULT`,
    rows: "INSERT INTO events VALUES (1, '2025-05-05', 'a')",
    keeps: "SELECT id, note FROM events",
  },
  "with their table": { from: "", to: `${events}; ${year(2025)}; ${year(2026)}` },
  "go with their table": { from: `${events}; ${year(2025)}; ${year(2026)}`, to: "" },
  "by list, hash, expression and within each other": {
    from: "",
    to: `CREATE TABLE l (k text, n int) PARTITION BY LIST (k); CREATE TABLE l_ab PARTITION OF l FOR VALUES IN ('a', 'it''s', NULL);
      CREATE TABLE l_c PARTITION OF l FOR VALUES IN ('c') PARTITION BY RANGE (n, (n + 1)); CREATE TABLE l_c_1 PARTITION OF l_c FOR VALUES FROM (MINVALUE, MINVALUE) TO (10, 10);
      CREATE TABLE l_c_rest PARTITION OF l_c DEFAULT; CREATE TABLE h (k uuid, n int, PRIMARY KEY (k)) PARTITION BY HASH (k);
      CREATE TABLE h0 PARTITION OF h FOR VALUES WITH (MODULUS 2, REMAINDER 0); CREATE TABLE h1 PARTITION OF h FOR VALUES WITH (MODULUS 2, REMAINDER 1)`,
  },
  "that were within each other go": {
    from: `CREATE TABLE l (k text, n int) PARTITION BY LIST (k); CREATE TABLE l_c PARTITION OF l FOR VALUES IN ('c') PARTITION BY RANGE (n); CREATE TABLE l_c_1 PARTITION OF l_c DEFAULT`,
    to: "CREATE TABLE l (k text, n int) PARTITION BY LIST (k)",
  },
  "in other PostgreSQL schemas": {
    from: "CREATE SCHEMA s",
    to: `CREATE SCHEMA s; CREATE TABLE "Foobar" (id int, foo varchar(255), bar text COLLATE "POSIX" NOT NULL DEFAULT 'd', fizz serial, CHECK (fizz > 0), PRIMARY KEY (foo, id), UNIQUE (foo, bar)) PARTITION BY LIST (foo);
      CREATE TABLE s."FOOBAR_1" PARTITION OF "Foobar" (bar DEFAULT 'own') FOR VALUES IN ('foo_1'); CREATE TABLE s.foobar_2 PARTITION OF "Foobar" FOR VALUES IN ('foo_2');
      CREATE UNIQUE INDEX foobar_unique ON "Foobar" (foo, fizz); CREATE INDEX own_1 ON s."FOOBAR_1" (foo); CREATE UNIQUE INDEX own_2 ON s.foobar_2 (foo)`,
  },
  "columns of all": {
    from: `${events}; ${year(2025)}; ${year(2026)}`,
    to: `CREATE TABLE events (id bigint NOT NULL, at date NOT NULL, note varchar(50) NOT NULL DEFAULT 'x', extra int DEFAULT 5) PARTITION BY RANGE (at); ${year(2025)}; ${year(2026)}`,
    rows,
    keeps,
  },
  "columns of all go": {
    from: `CREATE TABLE events (id int NOT NULL, at date NOT NULL, note text, extra int DEFAULT 5) PARTITION BY RANGE (at); ${year(2025)}; ${year(2026)}; CREATE INDEX i ON events (extra)`,
    to: `${events}; ${year(2025)}; ${year(2026)}`,
    rows,
    keeps,
  },
  "columns of one": {
    from: `${events}; ${year(2025)}; ALTER TABLE events_2025 ALTER note SET DEFAULT 'own'; ${year(2026)}`,
    to: `${events}; ${year(2025)}; ALTER TABLE events_2025 ALTER note SET NOT NULL; ${year(2026)}; ALTER TABLE events_2026 ALTER note SET DEFAULT 'other'`,
    rows,
    keeps,
  },
  "columns of all and of one": {
    from: `${events}; ${year(2025)}; ALTER TABLE events_2025 ALTER note SET DEFAULT 'own'`,
    to: `CREATE TABLE events (id int NOT NULL, at date NOT NULL, note text DEFAULT 'all') PARTITION BY RANGE (at); ${year(2025)}; ALTER TABLE events_2025 ALTER note SET DEFAULT 'own'`,
  },
  "a new column that one has otherwise": {
    from: `${events}; ${year(2025)}`,
    to: `CREATE TABLE events (id int NOT NULL, at date NOT NULL, note text, extra int DEFAULT 1) PARTITION BY RANGE (at); ${year(2025)}; ALTER TABLE events_2025 ALTER extra SET DEFAULT 2`,
  },
  "keys and indexes of all": {
    from: `${events}; ${year(2025)}; ${year(2026)}; CREATE INDEX i ON events (note)`,
    to: `${events}; ${year(2025)}; ${year(2026)}; ALTER TABLE events ADD PRIMARY KEY (id, at), ADD UNIQUE (at, note); CREATE INDEX j ON events (lower(note)); CREATE INDEX i ON events (note DESC) WHERE id > 0`,
    rows,
    keeps,
  },
  "keys and indexes of all, by other names": {
    from: `${events}; ${year(2025)}; CREATE INDEX i ON events (note); ALTER TABLE events ADD CONSTRAINT pk PRIMARY KEY (id, at)`,
    to: `${events}; ${year(2025)}; CREATE INDEX j ON events (note); ALTER TABLE events ADD CONSTRAINT pkey PRIMARY KEY (id, at)`,
  },
  "indexes of one": {
    from: `${events}; ${year(2025)}; ${year(2026)}; CREATE INDEX a ON events_2025 (note); CREATE INDEX b ON events_2026 (id)`,
    to: `${events}; ${year(2025)}; ${year(2026)}; CREATE INDEX b ON events_2026 (id, note); CREATE UNIQUE INDEX c ON events_2025 (id); ALTER TABLE events_2026 ADD CONSTRAINT once UNIQUE (note)`,
    rows,
    keeps,
  },
  "keys of one": {
    from: `${events}; ${year(2025)}; ALTER TABLE events_2025 ADD PRIMARY KEY (id)`,
    to: `${events}; ${year(2025)}; ${year(2026)}; ALTER TABLE events_2026 ADD PRIMARY KEY (id, note)`,
  },
  "an index that was one's becomes all's": {
    from: `${events}; ${year(2025)}; CREATE INDEX events_2025_note_idx ON events_2025 (note)`,
    to: `${events}; ${year(2025)}; CREATE INDEX i ON events (note)`,
  },
  "an index that one has by another name": {
    from: `${events}; ${year(2025)}; ${year(2026)}`,
    to: `${events}; ${year(2025)}; ${year(2026)}; CREATE INDEX i ON ONLY events (note); CREATE INDEX own_name ON events_2025 (note); ALTER INDEX i ATTACH PARTITION own_name;
      CREATE INDEX ON events_2026 (note); ALTER INDEX i ATTACH PARTITION events_2026_note_idx`,
  },
  "parts of indexes are renamed": {
    from: `${events}; ${year(2025)}; CREATE INDEX i ON events (note); ALTER TABLE events ADD PRIMARY KEY (id, at)`,
    to: `${events}; ${year(2025)}; CREATE INDEX i ON events (note); ALTER INDEX events_2025_note_idx RENAME TO other; ALTER TABLE events ADD PRIMARY KEY (id, at); ALTER INDEX events_2025_pkey RENAME TO key_of_2025`,
  },
  "a new partition whose parts have other names": {
    from: `${events}; CREATE INDEX i ON events (note); ALTER TABLE events ADD PRIMARY KEY (id, at)`,
    to: `${events}; CREATE INDEX i ON events (note); ALTER TABLE events ADD PRIMARY KEY (id, at); ${year(2025)}; ALTER INDEX events_2025_note_idx RENAME TO other; ALTER INDEX events_2025_pkey RENAME TO key_of_2025`,
  },
  "checks of all and of one": {
    from: `${events}; ${year(2025)}; ALTER TABLE events ADD CONSTRAINT c CHECK (id > 0); ALTER TABLE events_2025 ADD CONSTRAINT d CHECK (id < 100)`,
    to: `${events}; ${year(2025)}; ALTER TABLE events ADD CONSTRAINT e CHECK (id > 1); ALTER TABLE events_2025 ADD CONSTRAINT d CHECK (id < 200)`,
  },
  "foreign keys from and to": {
    from: `${events}; ${year(2025)}; CREATE TABLE u (id int PRIMARY KEY)`,
    to: `${events}; ${year(2025)}; CREATE TABLE u (id int PRIMARY KEY); ALTER TABLE events ADD PRIMARY KEY (id, at), ADD CONSTRAINT to_u FOREIGN KEY (id) REFERENCES u;
      CREATE TABLE links (id int, at date, FOREIGN KEY (id, at) REFERENCES events); ALTER TABLE events_2025 ADD CONSTRAINT own FOREIGN KEY (id) REFERENCES u ON DELETE CASCADE`,
  },
  "foreign keys in a circle": {
    from: "",
    to: `CREATE TABLE a (k text, n int, UNIQUE (k, n)) PARTITION BY LIST (k); CREATE TABLE a1 PARTITION OF a FOR VALUES IN ('1'); CREATE UNIQUE INDEX a1_own ON a1 (k);
      CREATE TABLE b (k text, n int, UNIQUE (k, n)) PARTITION BY LIST (k); CREATE TABLE b1 PARTITION OF b FOR VALUES IN ('1'); CREATE UNIQUE INDEX b1_own ON b1 (k);
      ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (k, n) REFERENCES b (k, n); ALTER TABLE b ADD CONSTRAINT b_a FOREIGN KEY (k, n) REFERENCES a (k, n);
      ALTER TABLE a1 ADD CONSTRAINT a1_b1 FOREIGN KEY (k) REFERENCES b1 (k); ALTER TABLE b1 ADD CONSTRAINT b1_a1 FOREIGN KEY (k) REFERENCES a1 (k)`,
  },
  "a table becomes a partition": {
    from: `${events}; ${year(2025)}; CREATE TABLE events_2026 (id int NOT NULL, at date NOT NULL, note text)`,
    to: `${events}; ${year(2025)}; ${year(2026)}`,
    rows: "INSERT INTO events_2026 VALUES (2, '2026-06-06', 'b')",
    keeps: "SELECT id, note FROM events_2026",
  },
  "a partition becomes a table": {
    from: `${events}; ${year(2025)}; ${year(2026)}; ALTER TABLE events ADD PRIMARY KEY (id, at); CREATE INDEX i ON events (note); ALTER TABLE events ADD CONSTRAINT c CHECK (id > 0)`,
    to: `${events}; ${year(2025)}; ALTER TABLE events ADD PRIMARY KEY (id, at); CREATE INDEX i ON events (note); ALTER TABLE events ADD CONSTRAINT c CHECK (id > 0);
      CREATE TABLE events_2026 (id int NOT NULL, at date NOT NULL, note text, CONSTRAINT c CHECK (id > 0), PRIMARY KEY (id, at)); CREATE INDEX events_2026_note_idx ON events_2026 (note)`,
    rows,
    keeps: "SELECT id, note FROM events_2026",
  },
  "a table that differs becomes a partition": {
    from: `${events}; ALTER TABLE events ADD PRIMARY KEY (id, at); CREATE INDEX i ON events (note); ALTER TABLE events ADD CONSTRAINT c CHECK (id > 0);
      CREATE TABLE events_2026 (id bigint, at date NOT NULL, old int); CREATE INDEX own ON events_2026 (old)`,
    to: `${events}; ALTER TABLE events ADD PRIMARY KEY (id, at); CREATE INDEX i ON events (note); ALTER TABLE events ADD CONSTRAINT c CHECK (id > 0); ${year(2026)}; CREATE INDEX own ON events_2026 (id)`,
    rows: "INSERT INTO events_2026 VALUES (2, '2026-06-06')",
    keeps: "SELECT id FROM events_2026",
  },
  "other bounds": {
    from: `${events}; CREATE TABLE p PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2025-07-01')`,
    to: `${events}; CREATE TABLE p PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')`,
    rows: "INSERT INTO events VALUES (1, '2025-05-05', 'a')",
    keeps: "SELECT id FROM events",
  },
  "of another table": {
    from: "CREATE TABLE a (k int) PARTITION BY LIST (k); CREATE TABLE b (k int) PARTITION BY LIST (k); CREATE TABLE p PARTITION OF a FOR VALUES IN (1)",
    to: "CREATE TABLE a (k int) PARTITION BY LIST (k); CREATE TABLE b (k int) PARTITION BY LIST (k); CREATE TABLE p PARTITION OF b FOR VALUES IN (1)",
    rows: "INSERT INTO a VALUES (1)",
    keeps: "SELECT k FROM p",
  },
  "what each says of itself": {
    from: `${events}; ${year(2025)}; ${year(2026)}; ALTER TABLE events REPLICA IDENTITY FULL; ALTER TABLE events_2025 REPLICA IDENTITY NOTHING; ALTER TABLE events_2025 ENABLE ROW LEVEL SECURITY`,
    to: `${events}; ${year(2025)}; ${year(2026)}; ALTER TABLE events_2025 REPLICA IDENTITY FULL; ALTER TABLE events ENABLE ROW LEVEL SECURITY; ALTER TABLE events_2026 SET (fillfactor = 70); COMMENT ON TABLE events_2026 IS 'x'; COMMENT ON COLUMN events_2026.note IS 'y'`,
  },
  "triggers of all and of one": {
    both: `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
    from: `${events}; ${year(2025)}; CREATE TRIGGER a AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION f()`,
    to: `${events}; ${year(2025)}; ${year(2026)}; CREATE TRIGGER b AFTER UPDATE ON events FOR EACH ROW EXECUTE FUNCTION f(); CREATE TRIGGER c AFTER DELETE ON events_2025 FOR EACH ROW EXECUTE FUNCTION f()`,
  },
  "views and functions over one": {
    from: `${events}; ${year(2025)}; CREATE VIEW v AS SELECT note FROM events_2025; CREATE VIEW w AS SELECT note FROM events`,
    to: `CREATE TABLE events (id int NOT NULL, at date NOT NULL, note varchar(40)) PARTITION BY RANGE (at); ${year(2025)}; CREATE VIEW v AS SELECT note FROM events_2025; CREATE VIEW w AS SELECT note FROM events`,
  },
  "a table is partitioned": {
    from: "CREATE TABLE t (id int PRIMARY KEY, n int)",
    to: "CREATE TABLE t (id int PRIMARY KEY, n int) PARTITION BY RANGE (id); CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM (0) TO (100)",
  },
  "a table is partitioned otherwise": {
    from: "CREATE TABLE t (id int, n int) PARTITION BY RANGE (id); CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM (0) TO (100)",
    to: "CREATE TABLE t (id int, n int) PARTITION BY LIST (n); CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1)",
  },
  "identities and serials": {
    from: "",
    to: "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, n serial, k int) PARTITION BY RANGE (k); CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM (0) TO (100)",
  },
  "generated columns": {
    from: "",
    to: "CREATE TABLE t (k int, g int GENERATED ALWAYS AS (k * 2) STORED) PARTITION BY RANGE (k); CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM (0) TO (100)",
  },
  "an index of one becomes part of the parent's": {
    both: "CREATE TABLE t (id int, a int) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1)",
    from: "CREATE INDEX own ON t1 (a); ALTER TABLE t1 ADD CONSTRAINT u UNIQUE (a, id)",
    to: `CREATE INDEX own ON t1 (a); CREATE INDEX whole ON ONLY t (a); ALTER INDEX whole ATTACH PARTITION own;
      ALTER TABLE t1 ADD CONSTRAINT u UNIQUE (a, id); ALTER TABLE t ADD CONSTRAINT k UNIQUE (a, id)`,
  },
  "a part of an index that is made anew keeps its name": {
    both: "CREATE TABLE t (id int, a int) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1)",
    from: "CREATE INDEX own ON t1 (a); CREATE INDEX whole ON ONLY t (a); ALTER INDEX whole ATTACH PARTITION own",
    to: "CREATE INDEX own ON t1 (a, id); CREATE INDEX whole ON ONLY t (a, id); ALTER INDEX whole ATTACH PARTITION own",
  },
  "the parent's default comes, and one has its own": {
    from: "CREATE TABLE t (id int, a int) PARTITION BY LIST (id); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1)",
    to: "CREATE TABLE t (id int, a int DEFAULT 1) PARTITION BY LIST (id); CREATE TABLE t1 PARTITION OF t (a DEFAULT 5) FOR VALUES IN (1)",
  },
  "the parent's default goes, and that of one": {
    from: "CREATE TABLE t (id int, a int DEFAULT 1) PARTITION BY LIST (id); CREATE TABLE t1 PARTITION OF t (a DEFAULT 5) FOR VALUES IN (1)",
    to: "CREATE TABLE t (id int, a int) PARTITION BY LIST (id); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1)",
  },
  "a column of the key is of another type": {
    from: `CREATE TABLE t (id int, a int, PRIMARY KEY (id, a)) PARTITION BY RANGE (a); CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (1) TO (10);
      CREATE INDEX i ON t (a); CREATE VIEW v AS SELECT id, a FROM t; CREATE TABLE r (i int, a int, FOREIGN KEY (i, a) REFERENCES t)`,
    to: `CREATE TABLE t (id int, a bigint, PRIMARY KEY (id, a)) PARTITION BY RANGE (a); CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (1) TO (10);
      CREATE INDEX i ON t (a); CREATE VIEW v AS SELECT id, a FROM t; CREATE TABLE r (i int, a bigint, FOREIGN KEY (i, a) REFERENCES t)`,
    rows: "INSERT INTO t VALUES (1, 5); INSERT INTO r VALUES (1, 5)",
    keeps: "SELECT t.id, t.a FROM t JOIN r ON (r.i, r.a) = (t.id, t.a)",
  },
  "a column of the keys of several levels is of another type": {
    from: `CREATE TABLE t (id int, b varchar(5)) PARTITION BY LIST (lower(b)); CREATE TABLE t1 PARTITION OF t FOR VALUES IN ('a') PARTITION BY RANGE (b);
      CREATE TABLE t1a PARTITION OF t1 DEFAULT; CREATE TABLE t2 PARTITION OF t DEFAULT PARTITION BY HASH (id); CREATE TABLE t2a PARTITION OF t2 FOR VALUES WITH (MODULUS 1, REMAINDER 0)`,
    to: `CREATE TABLE t (id int, b text) PARTITION BY LIST (lower(b)); CREATE TABLE t1 PARTITION OF t FOR VALUES IN ('a') PARTITION BY RANGE (b);
      CREATE TABLE t1a PARTITION OF t1 DEFAULT; CREATE TABLE t2 PARTITION OF t DEFAULT PARTITION BY HASH (id); CREATE TABLE t2a PARTITION OF t2 FOR VALUES WITH (MODULUS 1, REMAINDER 0)`,
    rows: "INSERT INTO t VALUES (1, 'A'), (2, 'x')",
    keeps: "SELECT id, b FROM t ORDER BY 1",
  },
  "a column with a default goes, and one had its own": {
    from: "CREATE TABLE t (id int, a int DEFAULT 1) PARTITION BY LIST (id); CREATE TABLE t1 PARTITION OF t (a DEFAULT 5) FOR VALUES IN (1)",
    to: "CREATE TABLE t (id int) PARTITION BY LIST (id); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1)",
  },
  "an enum in the key loses a value": {
    from: `CREATE TYPE e AS ENUM ('a', 'b', 'c'); CREATE TABLE t (k e, n int) PARTITION BY LIST (k); CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a'); CREATE TABLE t_b PARTITION OF t FOR VALUES IN ('b'); CREATE INDEX i ON t (n)`,
    to: `CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (k e, n int) PARTITION BY LIST (k); CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a'); CREATE TABLE t_b PARTITION OF t FOR VALUES IN ('b'); CREATE INDEX i ON t (n)`,
    rows: "INSERT INTO t VALUES ('a', 1), ('b', 2)",
    keeps: "SELECT k, n FROM t ORDER BY 2",
  },
  "an enum in the key loses a value that had a partition": {
    from: `CREATE TYPE e AS ENUM ('a', 'b', 'c'); CREATE TABLE t (k e, n int, PRIMARY KEY (k, n)) PARTITION BY LIST (k); CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a'); CREATE TABLE t_c PARTITION OF t FOR VALUES IN ('c')`,
    to: `CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (k e, n int, PRIMARY KEY (k, n)) PARTITION BY LIST (k); CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a')`,
    rows: "INSERT INTO t VALUES ('a', 1)",
    keeps: "SELECT k, n FROM t ORDER BY 2",
  },
  "index left invalid by ON ONLY": {
    from: `CREATE TABLE t (id int, a int) PARTITION BY LIST (id); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1)`,
    to: `CREATE TABLE t (id int, a int) PARTITION BY LIST (id); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); CREATE INDEX i ON ONLY t (a)`,
  },
  "index left invalid becomes valid": {
    from: `CREATE TABLE t (id int, a int) PARTITION BY LIST (id); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); CREATE INDEX i ON ONLY t (a)`,
    to: `CREATE TABLE t (id int, a int) PARTITION BY LIST (id); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); CREATE INDEX i ON t (a)`,
  },
  "index left invalid, with parts of some partitions": {
    both: `CREATE TABLE t (id int, a int) PARTITION BY LIST (id); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); CREATE TABLE t2 PARTITION OF t FOR VALUES IN (2, 3) PARTITION BY LIST (id); CREATE TABLE t3 PARTITION OF t2 FOR VALUES IN (2); CREATE TABLE t4 PARTITION OF t2 FOR VALUES IN (3); CREATE TABLE t5 PARTITION OF t FOR VALUES IN (5)`,
    from: "",
    to: `CREATE INDEX i ON ONLY t (a); CREATE INDEX i1 ON t1 (a); ALTER INDEX i ATTACH PARTITION i1;
      CREATE INDEX i2 ON ONLY t2 (a); CREATE INDEX i3 ON t3 (a); ALTER INDEX i2 ATTACH PARTITION i3; ALTER INDEX i ATTACH PARTITION i2`,
  },
  "index left invalid gets parts by PostgreSQL's own names": {
    both: halves,
    from: "CREATE INDEX i ON ONLY t (a)",
    to: "CREATE INDEX i ON ONLY t (a); CREATE INDEX ON t1 (a); ALTER INDEX i ATTACH PARTITION t1_a_idx",
  },
  "index left invalid has other parts": {
    both: halves,
    from: "CREATE INDEX i ON ONLY t (a); CREATE INDEX own ON t1 (a); ALTER INDEX i ATTACH PARTITION own",
    to: "CREATE INDEX i ON ONLY t (a); CREATE INDEX ON t2 (a); ALTER INDEX i ATTACH PARTITION t2_a_idx",
  },
  "index left invalid has a part by another name": {
    both: halves,
    from: "CREATE INDEX i ON ONLY t (a); CREATE INDEX own ON t1 (a); ALTER INDEX i ATTACH PARTITION own",
    to: "CREATE INDEX i ON ONLY t (a); CREATE INDEX ON t1 (a); ALTER INDEX i ATTACH PARTITION t1_a_idx",
  },
  "index with parts becomes valid": {
    both: halves,
    from: "CREATE INDEX i ON ONLY t (a); CREATE INDEX ON t1 (a); ALTER INDEX i ATTACH PARTITION t1_a_idx",
    to: "CREATE INDEX i ON t (a)",
  },
  "index left invalid keeps its parts": {
    both: halves,
    from: "CREATE INDEX i ON ONLY t (a); CREATE INDEX ON t1 (a); ALTER INDEX i ATTACH PARTITION t1_a_idx",
    to: "CREATE INDEX i ON ONLY t (a); CREATE INDEX ON t1 (a); ALTER INDEX i ATTACH PARTITION t1_a_idx; ALTER TABLE t ADD b int",
  },
  "index left invalid comes with its table and a part": {
    from: "",
    to: `${halves}; CREATE INDEX i ON ONLY t (a); CREATE INDEX ON t1 (a); ALTER INDEX i ATTACH PARTITION t1_a_idx; CREATE INDEX own ON t2 (a)`,
  },
  "index left invalid, and a partition that leaves and one that comes": {
    from: `${halves}; CREATE INDEX i ON ONLY t (a); CREATE INDEX ON t1 (a); ALTER INDEX i ATTACH PARTITION t1_a_idx`,
    to: `${halves}; CREATE INDEX i ON ONLY t (a); ALTER TABLE t DETACH PARTITION t1; CREATE INDEX t1_a_idx ON t1 (a); CREATE TABLE t3 PARTITION OF t FOR VALUES IN (3)`,
  },
  "parts of an index that are kept otherwise": {
    both: halves,
    from: "CREATE INDEX i ON t (a) WITH (fillfactor = 70); ALTER INDEX t1_a_idx SET (fillfactor = 50)",
    to: "CREATE INDEX i ON t (a) WITH (fillfactor = 70); ALTER INDEX t2_a_idx SET (fillfactor = 60); ALTER INDEX t1_a_idx RESET (fillfactor)",
  },
  "unique constraint left without parts": {
    both: halves,
    from: "ALTER TABLE ONLY t ADD CONSTRAINT k UNIQUE (id, a)",
    to: "ALTER TABLE t ADD CONSTRAINT k UNIQUE (id, a)",
  },
  "unique constraint left with a part": {
    both: halves,
    from: "ALTER TABLE ONLY t ADD CONSTRAINT k UNIQUE (id, a)",
    to: "ALTER TABLE ONLY t ADD CONSTRAINT k UNIQUE (id, a); ALTER TABLE t1 ADD UNIQUE (id, a); ALTER INDEX k ATTACH PARTITION t1_id_a_key",
  },
  "names of attached parts when a column is retyped": {
    from: `CREATE TABLE t (id int, a int, PRIMARY KEY (id)) PARTITION BY LIST (id); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); CREATE INDEX i ON t (a); ALTER INDEX t1_a_idx RENAME TO own; ALTER INDEX t1_pkey RENAME TO own_key; CREATE UNIQUE INDEX j ON t (id, (a + 1)); ALTER INDEX t1_id_expr_idx RENAME TO own_j`,
    to: `CREATE TABLE t (id bigint, a bigint, PRIMARY KEY (id)) PARTITION BY LIST (id); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); CREATE INDEX i ON t (a); ALTER INDEX t1_a_idx RENAME TO own; ALTER INDEX t1_pkey RENAME TO own_key; CREATE UNIQUE INDEX j ON t (id, (a + 1)); ALTER INDEX t1_id_expr_idx RENAME TO own_j`,
  },
};
