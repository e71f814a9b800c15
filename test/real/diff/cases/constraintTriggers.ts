import type { DiffCases } from "#test/real/diff/case.ts";

const tables = `CREATE TABLE u (id int PRIMARY KEY, k int); CREATE TABLE t (id int PRIMARY KEY, u int CONSTRAINT fk REFERENCES u, a int)`;
const partitions = `CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE t (id int, u int CONSTRAINT fk REFERENCES u) PARTITION BY LIST (id);
  CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); CREATE TABLE t2 PARTITION OF t FOR VALUES IN (2)`;
/** Names of PostgreSQL's own triggers hold numbers. */
const switchOne = (words: string, table: string, name: string, event: number) =>
  `DO $$ BEGIN EXECUTE (SELECT format('ALTER TABLE ${table} ${words} TRIGGER %I', tgname) FROM pg_trigger WHERE tgrelid = '${table}'::regclass AND tgname LIKE '${name}%' AND tgtype & ${event} <> 0); END $$`;

/** Constraints whose triggers are switched: those of PostgreSQL's own, which only a superuser reaches. */
export const constraintTriggers: DiffCases = {
  "off and on": {
    from: `${tables}; ALTER TABLE t DISABLE TRIGGER ALL`,
    to: `${tables}; ALTER TABLE u DISABLE TRIGGER ALL`,
  },
  "beside a trigger of one's own": {
    both: "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    from: `${tables}; CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f(); ALTER TABLE t DISABLE TRIGGER ALL`,
    to: `${tables}; CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f(); ALTER TABLE t DISABLE TRIGGER ALL; ALTER TABLE t ENABLE TRIGGER USER`,
  },
  "one at a time": {
    from: `${tables}; ${switchOne("DISABLE", "t", "RI_ConstraintTrigger_c", 4)}; ${switchOne("ENABLE ALWAYS", "t", "RI_ConstraintTrigger_c", 16)}`,
    to: `${tables}; ${switchOne("ENABLE REPLICA", "t", "RI_ConstraintTrigger_c", 16)}; ${switchOne("DISABLE", "u", "RI_ConstraintTrigger_a", 8)}; ${switchOne("ENABLE ALWAYS", "u", "RI_ConstraintTrigger_a", 16)}`,
  },
  "of a table that refers to itself": {
    from: `CREATE TABLE t (id int PRIMARY KEY, up int REFERENCES t); ${switchOne("DISABLE", "t", "RI_ConstraintTrigger_a", 16)}`,
    to: `CREATE TABLE t (id int PRIMARY KEY, up int REFERENCES t); ${switchOne("DISABLE", "t", "RI_ConstraintTrigger_c", 16)}`,
  },
  "with their tables and constraints": {
    from: "CREATE TABLE u (id int PRIMARY KEY, k int)",
    to: `${tables}; ALTER TABLE t DISABLE TRIGGER ALL; ALTER TABLE u DISABLE TRIGGER ALL; CREATE TABLE s (a int, CONSTRAINT s_key UNIQUE (a) DEFERRABLE); ALTER TABLE s DISABLE TRIGGER ALL`,
  },
  "of a foreign key made anew": {
    from: `${tables}; ALTER TABLE t DISABLE TRIGGER ALL; COMMENT ON CONSTRAINT fk ON t IS 'x'`,
    to: `${tables.replace("REFERENCES u", "REFERENCES u ON DELETE CASCADE")}; ALTER TABLE t DISABLE TRIGGER ALL; COMMENT ON CONSTRAINT fk ON t IS 'x'`,
  },
  "of a foreign key over columns of another type": {
    from: `${tables}; ALTER TABLE t DISABLE TRIGGER ALL`,
    to: `${tables.replaceAll(" id int", " id bigint").replace(" u int", " u bigint")}; ALTER TABLE t DISABLE TRIGGER ALL`,
  },
  "of a foreign key by another name": {
    from: `${tables}; ALTER TABLE t DISABLE TRIGGER ALL`,
    to: `${tables.replace("fk", "other_fk")}; ALTER TABLE t DISABLE TRIGGER ALL`,
  },
  "of keys that wait": {
    from: "CREATE TABLE t (a int, b int, c int4range, PRIMARY KEY (a) DEFERRABLE, CONSTRAINT b_key UNIQUE (b) DEFERRABLE INITIALLY DEFERRED, CONSTRAINT c_no EXCLUDE USING gist (c WITH &&) DEFERRABLE); ALTER TABLE t DISABLE TRIGGER ALL",
    to: "CREATE TABLE t (a int, b int, c int4range, PRIMARY KEY (a) DEFERRABLE, CONSTRAINT b_key UNIQUE (b) DEFERRABLE INITIALLY DEFERRED, CONSTRAINT c_no EXCLUDE USING gist (c WITH &&) DEFERRABLE)",
  },
  "with odd names": {
    from: `CREATE TABLE "o'c$$k ""x""" (id int PRIMARY KEY, u int CONSTRAINT "f'k" REFERENCES "o'c$$k ""x"""); ALTER TABLE "o'c$$k ""x""" DISABLE TRIGGER ALL`,
    to: `CREATE TABLE "o'c$$k ""x""" (id int PRIMARY KEY, u int CONSTRAINT "f'k" REFERENCES "o'c$$k ""x""")`,
  },
  "of partitions": { from: `${partitions}; ALTER TABLE t DISABLE TRIGGER ALL`, to: partitions },
  "of some partitions": {
    from: `${partitions}; ALTER TABLE t1 DISABLE TRIGGER ALL`,
    to: `${partitions}; ALTER TABLE t2 DISABLE TRIGGER ALL; ALTER TABLE u DISABLE TRIGGER ALL`,
  },
  "of partitions that come and go": {
    from: `${partitions}; ALTER TABLE t1 DISABLE TRIGGER ALL; ALTER TABLE t2 DISABLE TRIGGER ALL`,
    to: `${partitions.replaceAll("t1", "t3").replace("IN (1)", "IN (3)")}; ALTER TABLE t3 DISABLE TRIGGER ALL; ALTER TABLE t2 DISABLE TRIGGER ALL`,
  },
  "of a partition that leaves": {
    from: `${partitions}; ALTER TABLE t1 DISABLE TRIGGER ALL`,
    to: `${partitions}; ALTER TABLE t DETACH PARTITION t1; ALTER TABLE t1 DISABLE TRIGGER ALL`,
  },
  "of a table with partitions that is referred to": {
    from: "CREATE TABLE u (id int PRIMARY KEY) PARTITION BY LIST (id); CREATE TABLE u1 PARTITION OF u FOR VALUES IN (1); CREATE TABLE u2 PARTITION OF u FOR VALUES IN (2); CREATE TABLE t (u int REFERENCES u); ALTER TABLE u1 DISABLE TRIGGER ALL",
    to: "CREATE TABLE u (id int PRIMARY KEY) PARTITION BY LIST (id); CREATE TABLE u1 PARTITION OF u FOR VALUES IN (1); CREATE TABLE u2 PARTITION OF u FOR VALUES IN (2); CREATE TABLE t (u int REFERENCES u); ALTER TABLE u2 DISABLE TRIGGER ALL",
  },
};
