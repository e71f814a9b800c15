import type { DiffCases } from "#test/real/diff/case.ts";

export const publications: DiffCases = {
  "come, go and change": {
    from: `CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int); CREATE PUBLICATION p FOR TABLE a; CREATE PUBLICATION q FOR ALL TABLES;
      CREATE PUBLICATION gone; CREATE PUBLICATION r FOR TABLE a`,
    to: `CREATE TABLE b (id int); CREATE PUBLICATION p FOR TABLE b WITH (publish = 'insert, update', publish_via_partition_root); CREATE PUBLICATION q FOR TABLE b;
      CREATE PUBLICATION r; CREATE PUBLICATION "new one"`,
  },
  "with columns and rows": {
    since: 15,
    from: "CREATE TABLE a (id int PRIMARY KEY, x int, y text); CREATE TABLE b (id int); CREATE PUBLICATION p FOR TABLE a (id, x), b",
    to: "CREATE TABLE a (id int PRIMARY KEY, x int, y text); CREATE TABLE b (id int); CREATE PUBLICATION p FOR TABLE a (id, y) WHERE (id > 5), b WHERE (id <> 3)",
  },
  "over a column of another type": {
    since: 15,
    from: "CREATE TABLE a (id int PRIMARY KEY, x int); CREATE PUBLICATION p FOR TABLE a WHERE (id > 5); CREATE PUBLICATION q FOR TABLE a (id, x)",
    to: "CREATE TABLE a (id bigint PRIMARY KEY, x text); CREATE PUBLICATION p FOR TABLE a WHERE (id > 5); CREATE PUBLICATION q FOR TABLE a (id, x)",
  },
  "over a column that goes": {
    since: 15,
    from: "CREATE TABLE a (id int PRIMARY KEY, x int); CREATE PUBLICATION p FOR TABLE a (id, x)",
    to: "CREATE TABLE a (id int PRIMARY KEY); CREATE PUBLICATION p FOR TABLE a (id)",
  },
  "of schemas": {
    since: 15,
    from: "CREATE SCHEMA s; CREATE SCHEMA t; CREATE TABLE s.a (id int); CREATE PUBLICATION p FOR TABLES IN SCHEMA s",
    to: "CREATE SCHEMA t; CREATE SCHEMA u; CREATE TABLE u.a (id int); CREATE PUBLICATION p FOR TABLES IN SCHEMA t, u; CREATE PUBLICATION q FOR TABLE u.a, TABLES IN SCHEMA t",
  },
  "of partitions and heirs": {
    both: `CREATE TABLE t (id int) PARTITION BY HASH (id); CREATE TABLE t0 PARTITION OF t FOR VALUES WITH (MODULUS 1, REMAINDER 0);
      CREATE TABLE p (a int); CREATE TABLE h () INHERITS (p)`,
    from: "CREATE PUBLICATION x FOR TABLE t0, p",
    to: "CREATE PUBLICATION x FOR TABLE t0, ONLY p; CREATE PUBLICATION y FOR TABLE t",
  },
  "of a table that is made anew": {
    from: "CREATE TABLE t (id int PRIMARY KEY); CREATE PUBLICATION p FOR TABLE t",
    to: "CREATE TABLE t (id int PRIMARY KEY) PARTITION BY HASH (id); CREATE PUBLICATION p FOR TABLE t",
  },
  "of generated columns": {
    since: 18,
    from: "CREATE TABLE t (id int PRIMARY KEY); CREATE PUBLICATION p FOR TABLE t; CREATE PUBLICATION q FOR TABLE t WITH (publish_generated_columns = stored)",
    to: "CREATE TABLE t (id int PRIMARY KEY); CREATE PUBLICATION p FOR TABLE t WITH (publish_generated_columns = stored); CREATE PUBLICATION q FOR TABLE t",
  },
};
