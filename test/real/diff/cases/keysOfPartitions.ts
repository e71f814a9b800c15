import type { DiffCases } from "#test/real/diff/case.ts";

const t = "CREATE TABLE t (a int NOT NULL, id int NOT NULL, b text NOT NULL, c bytea) PARTITION BY LIST (a)";
const partitions = `${t}; CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); CREATE TABLE t2 PARTITION OF t FOR VALUES IN (2)`;

/** Keys of single partitions beside those of all, and indexes that serve several ends. */
export const keysOfPartitions: DiffCases = {
  "a unique index of all becomes their primary key": {
    both: partitions,
    from: "CREATE UNIQUE INDEX t_pkey ON t (a, id)",
    to: "ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY (a, id)",
  },
  "a unique index of all becomes a constraint": {
    both: partitions,
    from: "CREATE UNIQUE INDEX k ON t (a, id)",
    to: "ALTER TABLE t ADD CONSTRAINT k UNIQUE (a, id)",
  },
  "a part stands behind a partition's own primary key": {
    both: partitions,
    from: "CREATE UNIQUE INDEX k ON t (a, id); ALTER TABLE t1 ADD CONSTRAINT t1_pkey PRIMARY KEY USING INDEX t1_a_id_idx",
    to: "ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY (a, id)",
  },
  "a part stands behind a partition's own primary key, and the index stays": {
    both: partitions,
    from: "CREATE UNIQUE INDEX k ON t (a, id)",
    to: "CREATE UNIQUE INDEX k ON t (a, id); ALTER TABLE t1 ADD CONSTRAINT t1_pkey PRIMARY KEY USING INDEX t1_a_id_idx",
  },
  "a part stands behind a partition's own constraint": {
    both: partitions,
    from: "CREATE UNIQUE INDEX k ON t (a, id)",
    to: "CREATE UNIQUE INDEX k ON t (a, id); ALTER TABLE t2 ADD CONSTRAINT own UNIQUE USING INDEX t2_a_id_idx",
  },
  "foreign keys to single partitions lean on parts": {
    both: partitions,
    from: "CREATE UNIQUE INDEX k ON t (a, id); ALTER TABLE t1 ADD CONSTRAINT t1_pkey PRIMARY KEY USING INDEX t1_a_id_idx; CREATE TABLE u (a int, id int, CONSTRAINT fk1 FOREIGN KEY (a, id) REFERENCES t1, CONSTRAINT fk2 FOREIGN KEY (a, id) REFERENCES t2 (a, id))",
    to: "CREATE UNIQUE INDEX k ON t (a, id); CREATE TABLE u (a int, id int, CONSTRAINT fk1 FOREIGN KEY (a, id) REFERENCES t1 (a, id), CONSTRAINT fk2 FOREIGN KEY (a, id) REFERENCES t2 (a, id))",
  },
  "a foreign key to a partition leans on a part of an index that becomes a constraint": {
    both: partitions,
    from: "CREATE UNIQUE INDEX k ON t (a, id); CREATE TABLE u (a int, id int, CONSTRAINT fk FOREIGN KEY (a, id) REFERENCES t2 (a, id))",
    to: "ALTER TABLE t ADD CONSTRAINT k UNIQUE (a, id); CREATE TABLE u (a int, id int, CONSTRAINT fk FOREIGN KEY (a, id) REFERENCES t2 (a, id))",
  },
  "a partition's own constraint, beside an index that waits for parts": {
    both: partitions,
    from: "CREATE UNIQUE INDEX k ON ONLY t (a, id); ALTER TABLE t1 ADD CONSTRAINT t1_a_id_key UNIQUE (a, id)",
    to: "ALTER TABLE t ADD CONSTRAINT k UNIQUE (a, id)",
  },
  "a partition's own primary key, beside an index that waits for parts": {
    both: partitions,
    from: "CREATE UNIQUE INDEX k ON ONLY t (a, id); ALTER TABLE t1 ADD CONSTRAINT t1_pkey PRIMARY KEY (a, id)",
    to: "ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY (a, id)",
  },
  "the last part comes": {
    both: partitions,
    from: "CREATE INDEX i ON ONLY t (a); CREATE INDEX i1 ON t1 (a); ALTER INDEX i ATTACH PARTITION i1; CREATE INDEX i2 ON t2 (a)",
    to: "CREATE INDEX i ON ONLY t (a); CREATE INDEX i1 ON t1 (a); ALTER INDEX i ATTACH PARTITION i1; CREATE INDEX i2 ON t2 (a); ALTER INDEX i ATTACH PARTITION i2",
  },
  "primary keys of single partitions": {
    from: `CREATE SCHEMA s; ${t}; CREATE TABLE s.t1 PARTITION OF t (CONSTRAINT k1 PRIMARY KEY (a, id)) FOR VALUES IN (1); CREATE TABLE s.t2 PARTITION OF t (CONSTRAINT k2 PRIMARY KEY (a, b)) FOR VALUES IN (2); CREATE TABLE s.t3 PARTITION OF t FOR VALUES IN (3)`,
    to: `CREATE SCHEMA s; ${t}; CREATE TABLE s.t1 PARTITION OF t FOR VALUES IN (1); CREATE TABLE s.t2 PARTITION OF t (CONSTRAINT k2 PRIMARY KEY (b)) FOR VALUES IN (2); CREATE TABLE s.t3 PARTITION OF t (CONSTRAINT k3 PRIMARY KEY (a, c)) FOR VALUES IN (3)`,
  },
  "a local unique index becomes the partition's primary key": {
    both: partitions,
    from: "CREATE UNIQUE INDEX own ON t1 (a, id)",
    to: "CREATE UNIQUE INDEX own ON t1 (a, id); ALTER TABLE t1 ADD CONSTRAINT own PRIMARY KEY USING INDEX own",
  },
  "an index of all is of another method, and one of other columns": {
    both: partitions,
    from: "CREATE INDEX i ON t (a); CREATE INDEX j ON t (a, b); CREATE INDEX own ON t1 (a, b)",
    to: "CREATE INDEX i ON t USING hash (a); CREATE INDEX j ON t (b, a); CREATE INDEX own ON t1 (b, a)",
  },
  "a column goes with a local index": {
    from: `${partitions}; CREATE UNIQUE INDEX own ON t1 (a, id)`,
    to: partitions.replace(" id int NOT NULL,", ""),
  },
};
