-- What catalogs were written to since the transaction `retort.since` (all that it had not seen the end of counts as since),
-- and what there is: changedRows.ts names every place. A row whose transaction is older is the row that was there then.
WITH
  since AS MATERIALIZED (
    SELECT age(coalesce(nullif(current_setting('retort.since'), '')::xid, pg_snapshot_xmin(pg_current_snapshot())::xid)) AS age
  ),
  ns AS MATERIALIZED (SELECT oid FROM pg_namespace WHERE nspname = ANY (:schemas)),
  rel AS MATERIALIZED (
    SELECT oid FROM pg_class WHERE relnamespace IN (SELECT oid FROM ns) AND oid NOT IN (
      SELECT objid FROM pg_depend WHERE classid = 'pg_class'::regclass AND refclassid = 'pg_extension'::regclass AND deptype = 'e'
    )
  ),
  changed AS MATERIALIZED (
    SELECT oid FROM pg_class WHERE age(xmin) <= (SELECT age FROM since)
    UNION SELECT attrelid FROM pg_attribute WHERE age(xmin) <= (SELECT age FROM since)
    UNION SELECT adrelid FROM pg_attrdef WHERE age(xmin) <= (SELECT age FROM since)
    UNION SELECT conrelid FROM pg_constraint WHERE age(xmin) <= (SELECT age FROM since)
    UNION SELECT indrelid FROM pg_index WHERE age(xmin) <= (SELECT age FROM since)
    UNION SELECT seqrelid FROM pg_sequence WHERE age(xmin) <= (SELECT age FROM since)
  )
SELECT json_build_object(
  'next', pg_snapshot_xmin(pg_current_snapshot())::xid::text,
  'age', (SELECT age FROM since),
  -- Rows, and the age of the youngest. No row went and none came where the number is the same and all are older.
  'others', json_build_array(
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_namespace),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_extension),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_depend WHERE deptype IN ('e', 'x')),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_proc),
    -- Row types come and go with tables, arrays with their elements.
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_type WHERE typrelid = 0 AND typsubscript <> 'array_subscript_handler'::regproc),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_enum),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_range),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_collation),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_operator),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_opclass),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_opfamily),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_am),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_cast),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_language),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_authid),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_rewrite),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_trigger WHERE NOT tgisinternal OR tgenabled <> 'O'),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_policy),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_statistic_ext),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_inherits),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_partitioned_table),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_foreign_table),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_foreign_server),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_foreign_data_wrapper),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_event_trigger),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_publication),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_publication_rel),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_publication_namespace),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_ts_config),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_ts_config_map),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_ts_dict),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_ts_parser),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_ts_template),
    (SELECT json_build_array(count(*), min(age(xmin))) FROM pg_description WHERE objoid >= 16384)
  ),
  -- Whatever holds a row of a table as a value: it may be printed otherwise when a column comes.
  'rowTypes', (
    SELECT count(*) FROM pg_depend d JOIN pg_type t ON t.oid = d.refobjid LEFT JOIN pg_type e ON e.oid = t.typelem
    WHERE d.refclassid = 'pg_type'::regclass AND d.refobjid >= 16384 AND d.deptype = 'n' AND (t.typrelid <> 0 OR e.typrelid <> 0)
  ),
  -- Relations of users' that are not read. A name of one of them may be printed anywhere.
  'elsewhere', (
    SELECT count(*) FROM pg_class
    WHERE oid >= 16384 AND relnamespace <> 'pg_toast'::regnamespace AND oid NOT IN (SELECT oid FROM rel)
  ),
  'relations', (SELECT json_agg(oid::int8) FROM rel),
  'constraints', (
    SELECT json_agg(oid::int8) FROM pg_constraint WHERE contype <> 'n' AND conrelid IN (SELECT oid FROM rel)
  ),
  'changed', (
    SELECT json_agg(json_build_array(c.oid::int8, c.relkind, c.relnamespace::int8, c.relname, CASE c.relkind
      WHEN 'r' THEN c.oid::int8
      WHEN 'i' THEN (SELECT indrelid::int8 FROM pg_index WHERE indexrelid = c.oid)
      WHEN 't' THEN main.oid::int8
      WHEN 'S' THEN (SELECT min(refobjid::int8) FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid
        AND objsubid = 0 AND refclassid = 'pg_class'::regclass AND deptype IN ('a', 'i'))
      END))
    FROM changed JOIN pg_class c ON c.oid = changed.oid AND NOT (c.relkind = 'i' AND c.relnamespace = 'pg_toast'::regnamespace)
      LEFT JOIN pg_class main ON c.relkind = 't' AND main.reltoastrelid = c.oid
  )
)::text AS changed
