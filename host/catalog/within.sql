-- Some tables, by the setting `retort.tables`, with their indexes and the sequences that are theirs: a part of catalog.sql.
AND c.oid IN (
  SELECT unnest(current_setting('retort.tables')::oid[])
  UNION ALL SELECT indexrelid FROM pg_index WHERE indrelid = ANY (current_setting('retort.tables')::oid[])
  UNION ALL SELECT objid FROM pg_depend
    WHERE classid = 'pg_class'::regclass AND refclassid = 'pg_class'::regclass AND deptype IN ('a', 'i')
      AND refobjid = ANY (current_setting('retort.tables')::oid[])
)
