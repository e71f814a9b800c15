import { drift, type DriftCase, isNew } from "#test/real/drift/case.ts";

/** How things are kept and switched, and kinds that lie beside tables. */
export const keepingCases: Readonly<Record<string, DriftCase>> = {
  "a table is of a type": drift(
    "CREATE TYPE entry AS (id bigint, what text); ALTER TABLE audit.log OF entry",
    `composite type entry ${isNew}`,
    `type of table audit.log ${isNew}`,
  ),
  "another way to keep a primary key": drift(
    "ALTER INDEX tasks_pkey SET (fillfactor = 60)",
    `storage parameters of tasks_pkey ${isNew}`,
  ),
  "another compression": drift(
    "ALTER TABLE tasks ALTER title SET COMPRESSION pglz",
    `storage parameters of tasks.title ${isNew}`,
  ),
  "statistics of a column": drift(
    "ALTER TABLE tasks ALTER a SET STATISTICS 50",
    `storage parameters of tasks.a ${isNew}`,
  ),
  "distinct values of a column": drift(
    "ALTER TABLE tasks ALTER a SET (n_distinct = 5)",
    `storage parameters of tasks.a ${isNew}`,
  ),
  "a clustered table": drift("ALTER TABLE tasks CLUSTER ON tasks_pkey", `clustering of tasks ${isNew}`),
  "a clustered materialized view": drift(
    "ALTER MATERIALIZED VIEW user_tasks CLUSTER ON user_tasks_id",
    `clustering of user_tasks ${isNew}`,
  ),
  "statistics of a materialized view's column": drift(
    "ALTER MATERIALIZED VIEW user_tasks ALTER n SET STATISTICS 10",
    `storage parameters of user_tasks ${isNew}`,
  ),
  "a materialized view with an option": drift(
    "ALTER MATERIALIZED VIEW user_tasks SET (fillfactor = 80)",
    "materialized view user_tasks: option fillfactor 80 in the database",
  ),
  "a view that checks": drift(
    "ALTER VIEW open_users SET (check_option = local)",
    "view open_users: option check_option local in the database",
  ),
  "a view of its caller": {
    ...drift(
      "ALTER VIEW open_users SET (security_invoker = true)",
      "view open_users: option security_invoker true in the database",
    ),
    since: 15,
  },
  "a default of a view": drift(
    "ALTER VIEW names ALTER name SET DEFAULT 'x'",
    "view names: default name 'x'::character varying in the database",
  ),
  "a replica identity by index": drift(
    "ALTER TABLE tasks REPLICA IDENTITY USING INDEX tasks_pkey",
    `replica identity of tasks ${isNew}`,
  ),
  "a trigger that is off on a partition": drift(
    "CREATE TRIGGER watched AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION touch(); ALTER TABLE events_2025 DISABLE TRIGGER watched",
    `trigger watched on events ${isNew}`,
  ),
  "a foreign key that is switched off": drift(
    "ALTER TABLE tasks DISABLE TRIGGER ALL",
    "foreign key tasks_owner_fk on tasks: switched off for inserts into tasks, updates of tasks in the database",
    "trigger touched on tasks: disabled in the database",
  ),
  "a foreign key that is switched off where it refers to": drift(
    "ALTER TABLE users DISABLE TRIGGER ALL",
    "foreign key tasks_owner_fk on tasks: switched off for deletes from users, updates of keys in users in the database",
  ),
  "statistics of an index": drift(
    "CREATE INDEX by_half ON tasks ((a / 2)); ALTER INDEX by_half ALTER COLUMN 1 SET STATISTICS 20",
    `index by_half on tasks ${isNew}`,
  ),
  "statistics of an index's key": drift(
    "ALTER INDEX tasks_title_idx ALTER COLUMN 1 SET STATISTICS 20",
    `storage parameters of tasks_title_idx ${isNew}`,
  ),
  "a comment of an extension": drift("COMMENT ON EXTENSION citext IS 'ours'", `comment on extension citext ${isNew}`),
  "no comment of an extension": drift("COMMENT ON EXTENSION citext IS NULL", `comment on extension citext ${isNew}`),
  "an unlogged sequence": {
    ...drift("ALTER SEQUENCE numbers SET UNLOGGED", `storage parameters of numbers ${isNew}`),
    since: 15,
  },
  "an unlogged sequence of a column": {
    ...drift("ALTER SEQUENCE users_id_seq SET UNLOGGED", `storage parameters of users_id_seq ${isNew}`),
    since: 15,
  },
  "a name for NOT NULL of a domain": {
    ...drift(
      "ALTER DOMAIN email ADD CONSTRAINT must NOT NULL",
      'domain email: required CONSTRAINT "must" NOT NULL in the database',
    ),
    since: 17,
  },
  "a check of a domain that is not valid": drift(
    "ALTER DOMAIN email DROP CONSTRAINT has_at; ALTER DOMAIN email ADD CONSTRAINT has_at CHECK (VALUE LIKE '%@%') NOT VALID",
    "domain email: check has_at CHECK ((VALUE ~~ '%@%'::text)) → CHECK ((VALUE ~~ '%@%'::text)) NOT VALID in the database",
  ),
  "a rule is switched off": drift(
    "ALTER TABLE users DISABLE RULE no_delete",
    "rule no_delete on users: disabled in the database",
  ),
  "a target of statistics": drift(
    "ALTER STATISTICS tasks_stats SET STATISTICS 9",
    "extended statistics tasks_stats on tasks: target 9 in the database",
  ),
  "storage parameters in another order": drift(
    "ALTER TABLE audit.log RESET (fillfactor); ALTER TABLE audit.log SET (fillfactor = 70)",
  ),
  "a new collation": drift("CREATE COLLATION german (provider = icu, locale = 'de')", `collation german ${isNew}`),
  "a new server": drift(
    "CREATE EXTENSION file_fdw; CREATE SERVER files FOREIGN DATA WRAPPER file_fdw; CREATE FOREIGN TABLE lines (line text) SERVER files OPTIONS (filename '/dev/null')",
    `extension file_fdw ${isNew}`,
    `foreign server files ${isNew}`,
    `foreign table lines ${isNew}`,
  ),
  "a new text search": drift(
    "CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = simple); CREATE TEXT SEARCH CONFIGURATION own (COPY = simple)",
    `text search configuration own ${isNew}`,
    `text search dictionary plain ${isNew}`,
  ),
  "a new cast": drift("CREATE CAST (address AS text) WITH INOUT", `cast public.address AS text ${isNew}`),
  "a new operator": drift(
    "CREATE OPERATOR === (FUNCTION = int4eq, LEFTARG = int, RIGHTARG = int)",
    `operator ===(integer, integer) ${isNew}`,
  ),
  "a new publication": drift("CREATE PUBLICATION tasks_only FOR TABLE tasks", `publication tasks_only ${isNew}`),
  "a NOT NULL by another name": {
    ...drift(
      "ALTER TABLE tasks RENAME CONSTRAINT tasks_title_not_null TO titled",
      "tasks.title: NOT NULL without a name → titled in the database",
    ),
    since: 18,
  },
  "a NOT NULL that is not valid": {
    ...drift(
      "ALTER TABLE tasks ALTER title DROP NOT NULL; ALTER TABLE tasks ADD CONSTRAINT tasks_title_not_null NOT NULL title NOT VALID",
      "tasks.title: NOT NULL no longer valid in the database",
    ),
    since: 18,
  },
  "a NOT NULL that heirs need not keep": {
    ...drift(
      "ALTER TABLE tasks ALTER title DROP NOT NULL; ALTER TABLE tasks ADD NOT NULL title NO INHERIT",
      "tasks.title: NOT NULL not inherited in the database",
    ),
    since: 18,
  },
};
