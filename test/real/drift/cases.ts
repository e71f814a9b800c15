import { drift, type DriftCase, isGone, isNew } from "#test/real/drift/case.ts";
import { keepingCases } from "#test/real/drift/keepingCases.ts";

export const driftCases: Readonly<Record<string, DriftCase>> = {
  ...keepingCases,
  "a new table": drift("CREATE TABLE extra (id int PRIMARY KEY, u int REFERENCES users)", `table extra ${isNew}`),
  "a table is gone": drift("DROP TABLE audit.own_log", `table audit.own_log ${isGone}`),
  "a table is renamed": drift(
    "ALTER TABLE audit.own_log RENAME TO my_log",
    `table audit.my_log ${isNew}`,
    `table audit.own_log ${isGone}`,
  ),
  "a new column": drift("ALTER TABLE users ADD x int DEFAULT 5", `column users.x ${isNew}`),
  "a column is gone": drift(
    "ALTER TABLE tasks DROP title CASCADE",
    ...[
      `column tasks.title ${isGone}`,
      `index tasks_title_idx on tasks ${isGone}`,
      `unique index tasks_a_key on tasks ${isGone}`,
    ],
  ),
  "a column of another type": drift(
    "ALTER TABLE users ALTER age TYPE bigint",
    "users.age: type integer → bigint in the database",
  ),
  "a column of another length": drift(
    "DROP VIEW names, open_users CASCADE; ALTER TABLE users DROP shout, ALTER name TYPE varchar(80), ADD shout text GENERATED ALWAYS AS (upper(name)) STORED; CREATE VIEW open_users AS SELECT id, name FROM users WHERE state = 'open'; CREATE VIEW names AS SELECT name FROM open_users",
    "users.name: type varchar(50) → varchar(80) in the database",
  ),
  "a column becomes optional": drift(
    "ALTER TABLE tasks ALTER title DROP NOT NULL",
    "tasks.title: becomes optional in the database",
  ),
  "a column becomes required": drift(
    "ALTER TABLE users ALTER age SET NOT NULL",
    "users.age: becomes required in the database",
  ),
  "another default": drift("ALTER TABLE users ALTER age SET DEFAULT 21", "users.age: default 18 → 21 in the database"),
  "no default": drift("ALTER TABLE users ALTER tags DROP DEFAULT", "users.tags: no default (was []) in the database"),
  "a new default": drift(
    "ALTER TABLE tasks ALTER a SET DEFAULT twice(2)",
    "tasks.a: default public.twice(2) in the database",
  ),
  "another collation": drift(
    `ALTER TABLE tasks ALTER title TYPE text COLLATE "C"`,
    "tasks.title: collation default → C in the database",
  ),
  "another identity": drift(
    "ALTER TABLE users ALTER number SET GENERATED ALWAYS",
    "users.number: identity by default → always in the database",
  ),
  "no identity": drift(
    "ALTER TABLE users ALTER number DROP IDENTITY",
    "users.number: identity by default → none in the database",
  ),
  "another step of an identity": drift(
    "ALTER TABLE users ALTER number SET INCREMENT 5",
    "users.number: sequence increment 1 → 5 in the database",
  ),
  "a computed column is plain": drift(
    "ALTER TABLE users ALTER shout DROP EXPRESSION",
    "users.shout: no longer generated (was upper((name)::text)) in the database",
  ),
  "another way to keep a column": drift(
    "ALTER TABLE tasks ALTER title SET STORAGE EXTERNAL",
    `storage parameters of tasks.title ${isNew}`,
  ),
  "a primary key is gone": drift("ALTER TABLE tasks DROP CONSTRAINT tasks_pkey", `primary key tasks.id ${isGone}`),
  "a primary key by another name": drift(
    "ALTER TABLE tasks RENAME CONSTRAINT tasks_pkey TO pk",
    "constraint tasks_pkey is called pk on tasks in the database",
  ),
  "a new unique constraint": drift(
    "ALTER TABLE users ADD CONSTRAINT one_age UNIQUE (age)",
    `unique constraint one_age on users ${isNew}`,
  ),
  "a unique constraint is gone": drift(
    "ALTER TABLE users DROP CONSTRAINT users_nick_key",
    `unique constraint users_nick_key on users ${isGone}`,
  ),
  "a new foreign key": drift(
    "ALTER TABLE tasks ADD CONSTRAINT a_fk FOREIGN KEY (a) REFERENCES users",
    `foreign key tasks.a → users.id ${isNew}`,
  ),
  "a foreign key is gone": drift(
    "ALTER TABLE tasks DROP CONSTRAINT tasks_owner_fk",
    `foreign key tasks.owner_id → users.id ${isGone}`,
  ),
  "another action of a foreign key": drift(
    "ALTER TABLE tasks DROP CONSTRAINT tasks_owner_fk, ADD CONSTRAINT tasks_owner_fk FOREIGN KEY (owner_id) REFERENCES users ON DELETE SET NULL",
    "foreign key tasks.owner_id → users.id: on delete cascade → set null in the database",
  ),
  "a foreign key waits": drift(
    "ALTER TABLE tasks ALTER CONSTRAINT tasks_owner_fk DEFERRABLE INITIALLY DEFERRED",
    "foreign key tasks.owner_id → users.id: deferrable no → initially deferred in the database",
  ),
  "a new check": drift("ALTER TABLE tasks ADD CONSTRAINT positive CHECK (a > 0)", `check positive on tasks ${isNew}`),
  "a check is gone": drift("ALTER TABLE users DROP CONSTRAINT adult", `check adult on users ${isGone}`),
  "another check": drift(
    "ALTER TABLE users DROP CONSTRAINT adult, ADD CONSTRAINT adult CHECK (age >= 21)",
    "check adult on users: CHECK ((age >= 18)) → CHECK ((age >= 21)) in the database",
  ),
  "a check that is not valid": drift(
    "ALTER TABLE users DROP CONSTRAINT adult, ADD CONSTRAINT adult CHECK (age >= 18) NOT VALID",
    "check adult on users: CHECK ((age >= 18)) → CHECK ((age >= 18)) NOT VALID in the database",
  ),
  "an exclusion is gone": drift(
    "ALTER TABLE tasks DROP CONSTRAINT no_overlap",
    `exclusion constraint no_overlap on tasks ${isGone}`,
  ),
  "a new index": drift("CREATE INDEX by_owner ON tasks (owner_id)", `index by_owner on tasks ${isNew}`),
  "an index is gone": drift("DROP INDEX tasks_title_idx", `index tasks_title_idx on tasks ${isGone}`),
  "an index by another name": drift(
    "ALTER INDEX tasks_title_idx RENAME TO other",
    "index tasks_title_idx is called other on tasks in the database",
  ),
  "another condition of an index": drift(
    "DROP INDEX tasks_title_idx; CREATE INDEX tasks_title_idx ON tasks (lower(title)) WHERE a > 1",
    "index tasks_title_idx on tasks: condition (a > 0) → (a > 1) in the database",
  ),
  "another method of an index": drift(
    "DROP INDEX tasks_title_idx; CREATE INDEX tasks_title_idx ON tasks USING hash (lower(title)) WHERE a > 0",
    "index tasks_title_idx on tasks: method btree → hash in the database",
  ),
  "an index holds no more": drift(
    "DROP INDEX tasks_a_key; CREATE UNIQUE INDEX tasks_a_key ON tasks (a)",
    "unique index tasks_a_key on tasks: no longer includes title in the database",
  ),
  "a new value of an enum": drift("ALTER TYPE state ADD VALUE 'late'", `value state.late ${isNew}`),
  "a value of an enum by another name": drift(
    "ALTER TYPE state RENAME VALUE 'done' TO 'closed'",
    `value state.closed ${isNew}`,
    `value state.done ${isGone}`,
  ),
  "a new enum": drift("CREATE TYPE mood AS ENUM ('ok')", `enum mood (ok) ${isNew}`),
  "a new domain": drift("CREATE DOMAIN short AS varchar(5)", `domain short ${isNew}`),
  "another check of a domain": drift(
    "ALTER DOMAIN email DROP CONSTRAINT has_at; ALTER DOMAIN email ADD CONSTRAINT has_at CHECK (VALUE LIKE '%@%.%')",
    "domain email: check has_at CHECK ((VALUE ~~ '%@%'::text)) → CHECK ((VALUE ~~ '%@%.%'::text)) in the database",
  ),
  "no default of a domain": drift("ALTER DOMAIN email DROP DEFAULT", "domain email: no default in the database"),
  "a new attribute of a type": drift(
    "ALTER TYPE address ADD ATTRIBUTE city text",
    "composite type address: attribute city text in the database",
  ),
  "a new range type": drift("CREATE TYPE days AS RANGE (subtype = date)", `range type days ${isNew}`),
  "a new sequence": drift("CREATE SEQUENCE more", `sequence more ${isNew}`),
  "another sequence": drift(
    "ALTER SEQUENCE numbers INCREMENT 5 CACHE 10",
    "sequence numbers: increment 1 → 5, cache 1 → 10 in the database",
  ),
  "a sequence gets an owner": drift(
    "ALTER SEQUENCE numbers OWNED BY tasks.a",
    "sequence numbers: owned by tasks.a in the database",
  ),
  "a new view": drift("CREATE VIEW everybody AS SELECT id FROM users", `view everybody ${isNew}`),
  "a view is gone": drift("DROP VIEW names", `view names ${isGone}`),
  "another view": drift(
    "CREATE OR REPLACE VIEW open_users AS SELECT id, name FROM users WHERE state <> 'done'",
    "view open_users: query changed in the database",
  ),
  "another column of a view": drift(
    "CREATE OR REPLACE VIEW names AS SELECT name, id FROM open_users",
    "view names: column id integer, query changed in the database",
  ),
  "a view with an option": drift(
    "ALTER VIEW names SET (security_barrier = true)",
    "view names: option security_barrier true in the database",
  ),
  "another materialized view": drift(
    "DROP MATERIALIZED VIEW user_tasks; CREATE MATERIALIZED VIEW user_tasks AS SELECT id, 1::bigint AS n FROM users; CREATE UNIQUE INDEX user_tasks_id ON user_tasks (id)",
    "materialized view user_tasks: query changed in the database",
  ),
  "a new index of a materialized view": drift(
    "CREATE INDEX by_n ON user_tasks (n)",
    `index by_n on user_tasks ${isNew}`,
  ),
  "a new function": drift(
    "CREATE FUNCTION thrice(int) RETURNS int LANGUAGE sql AS 'SELECT $1 * 3'",
    `function thrice(integer) ${isNew}`,
  ),
  "another body of a function": drift(
    "CREATE OR REPLACE FUNCTION twice(x int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT x + x'",
    "function twice(integer): body changed in the database",
  ),
  "another body that PostgreSQL knows": drift(
    "CREATE OR REPLACE FUNCTION known(x int) RETURNS int LANGUAGE sql RETURN x + 2",
    "function known(integer): body changed in the database",
  ),
  "a function answers otherwise": drift(
    "DROP FUNCTION twice(int); CREATE FUNCTION twice(x int) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT x * 2'",
    "function twice(integer): returns integer → bigint in the database",
  ),
  "a new procedure": drift("CREATE PROCEDURE tidy() LANGUAGE sql AS ''", `function tidy() ${isNew}`),
  "a new aggregate": drift(
    "CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int)",
    `function total(integer) ${isNew}`,
  ),
  "a new trigger": drift(
    "CREATE TRIGGER more BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION touch()",
    `trigger more on users ${isNew}`,
  ),
  "a trigger is gone": drift("DROP TRIGGER touched ON tasks", `trigger touched on tasks ${isGone}`),
  "a trigger is switched off": drift(
    "ALTER TABLE tasks DISABLE TRIGGER touched",
    "trigger touched on tasks: disabled in the database",
  ),
  "another trigger": drift(
    "DROP TRIGGER touched ON tasks; CREATE TRIGGER touched BEFORE INSERT ON tasks FOR EACH ROW EXECUTE FUNCTION touch()",
    "trigger touched on tasks: changed in the database",
  ),
  "a rule is gone": drift("DROP RULE no_delete ON users", `rule no_delete on users ${isGone}`),
  "an event trigger": drift(
    "CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER watch ON sql_drop EXECUTE FUNCTION e()",
    `event trigger watch ${isNew}`,
    `function e() ${isNew}`,
  ),
  "a new policy": drift("CREATE POLICY more ON tasks FOR INSERT WITH CHECK (true)", `policy more on tasks ${isNew}`),
  "another policy": drift(
    "ALTER POLICY own ON tasks USING (owner_id = 2)",
    "policy own on tasks: using (owner_id = 1) → (owner_id = 2) in the database",
  ),
  "row security is off": drift("ALTER TABLE tasks DISABLE ROW LEVEL SECURITY", `row security of tasks ${isGone}`),
  "row security is forced": drift(
    "ALTER TABLE tasks FORCE ROW LEVEL SECURITY",
    "row security of tasks: FORCE ROW LEVEL SECURITY in the database",
  ),
  "a new extension": drift("CREATE EXTENSION hstore", `extension hstore ${isNew}`),
  "a new PostgreSQL schema's table": drift("CREATE TABLE audit.more (id int)", `table audit.more ${isNew}`),
  "a comment": drift("COMMENT ON TABLE tasks IS 'what'", `comment on table tasks ${isNew}`),
  "another comment": drift(
    "COMMENT ON COLUMN users.name IS 'all'",
    "comment on column users.name: 'all' in the database",
  ),
  "a comment is gone": drift("COMMENT ON TABLE users IS NULL", `comment on table users ${isGone}`),
  "a new partition": drift(
    "CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
    `table events_2026 ${isNew}`,
  ),
  "a partition is let go": drift(
    "ALTER TABLE events DETACH PARTITION events_2025",
    "events_2025 is no longer a partition of events in the database",
  ),
  "a column of all partitions": drift("ALTER TABLE events ADD extra int", `column events.extra ${isNew}`),
  "a default of one partition": drift(
    "ALTER TABLE events_2025 ALTER note SET DEFAULT 'x'",
    "events_2025.note: default x in the database",
  ),
  "an index of all partitions": drift("CREATE INDEX by_id ON events (id)", `index by_id on events ${isNew}`),
  "an index of one partition": drift("CREATE INDEX by_id ON events_2025 (id)", `index by_id on events_2025 ${isNew}`),
  "an heir inherits no more": drift(
    "ALTER TABLE audit.own_log NO INHERIT audit.log",
    "audit.own_log no longer inherits from audit.log in the database",
  ),
  "another storage parameter": drift(
    "ALTER TABLE audit.log SET (fillfactor = 80)",
    "storage parameters of audit.log: SET (fillfactor='80') in the database",
  ),
  unlogged: drift("ALTER TABLE audit.own_log SET UNLOGGED", `storage parameters of audit.own_log ${isNew}`),
  "another replica identity": drift("ALTER TABLE users REPLICA IDENTITY FULL", `replica identity of users ${isNew}`),
  "statistics are gone": drift("DROP STATISTICS tasks_stats", `extended statistics tasks_stats on tasks ${isGone}`),
};
