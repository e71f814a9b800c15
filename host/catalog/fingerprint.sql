-- A text that stays the same as long as no catalog row of ours came, went or changed.
-- It holds between transactions (a row that changes twice in one keeps its xmin), for one database.
-- Objects below 16384 are PostgreSQL's own.
SELECT md5(concat_ws(',', current_setting('server_version_num'),
  (SELECT count(*) || ':' || sum(hashint8(oid::int8 # (xmin::text::int8 << 20))::int8) FROM pg_namespace WHERE oid >= 16384 OR nspname = 'public'),
  (SELECT count(*) || ':' || sum(hashint8(oid::int8 # (xmin::text::int8 << 20))::int8) FROM pg_class WHERE oid >= 16384),
  (SELECT count(*) || ':' || sum(hashint8(oid::int8 # (xmin::text::int8 << 20))::int8) FROM pg_constraint WHERE oid >= 16384),
  (SELECT count(*) || ':' || sum(hashint8(oid::int8 # (xmin::text::int8 << 20))::int8) FROM pg_type WHERE oid >= 16384),
  (SELECT count(*) || ':' || sum(hashint8(oid::int8 # (xmin::text::int8 << 20))::int8) FROM pg_proc WHERE oid >= 16384),
  (SELECT count(*) || ':' || sum(hashint8(oid::int8 # (xmin::text::int8 << 20))::int8) FROM pg_rewrite WHERE oid >= 16384),
  (SELECT count(*) || ':' || sum(hashint8(oid::int8 # (xmin::text::int8 << 20))::int8) FROM (
    SELECT oid, xmin FROM pg_attrdef
    UNION ALL SELECT oid, xmin FROM pg_enum
    UNION ALL SELECT oid, xmin FROM pg_trigger
    UNION ALL SELECT oid, xmin FROM pg_policy
    UNION ALL SELECT oid, xmin FROM pg_extension
    UNION ALL SELECT oid, xmin FROM pg_event_trigger
    UNION ALL SELECT oid, xmin FROM pg_publication
    UNION ALL SELECT oid, xmin FROM pg_publication_rel
    UNION ALL SELECT oid, xmin FROM pg_statistic_ext
    UNION ALL SELECT oid, xmin FROM pg_foreign_data_wrapper
    UNION ALL SELECT oid, xmin FROM pg_foreign_server
    UNION ALL SELECT oid, xmin FROM pg_default_acl
    UNION ALL SELECT oid, xmin FROM pg_collation WHERE oid >= 16384
    UNION ALL SELECT oid, xmin FROM pg_operator WHERE oid >= 16384
    UNION ALL SELECT oid, xmin FROM pg_opclass WHERE oid >= 16384
    UNION ALL SELECT oid, xmin FROM pg_opfamily WHERE oid >= 16384
    UNION ALL SELECT oid, xmin FROM pg_cast WHERE oid >= 16384
    UNION ALL SELECT oid, xmin FROM pg_conversion WHERE oid >= 16384
    UNION ALL SELECT oid, xmin FROM pg_language WHERE oid >= 16384
    UNION ALL SELECT oid, xmin FROM pg_transform
    UNION ALL SELECT oid, xmin FROM pg_ts_config WHERE oid >= 16384
    UNION ALL SELECT oid, xmin FROM pg_ts_dict WHERE oid >= 16384
    UNION ALL SELECT oid, xmin FROM pg_ts_parser WHERE oid >= 16384
    UNION ALL SELECT oid, xmin FROM pg_ts_template WHERE oid >= 16384
    UNION ALL SELECT mapcfg, xmin FROM pg_ts_config_map WHERE mapcfg >= 16384
    -- Schemas that are published, by what PostgreSQL 14 has too.
    UNION ALL SELECT objid, xmin FROM pg_depend WHERE classid = to_regclass('pg_catalog.pg_publication_namespace')
  ) small),
  (SELECT count(*) || ':' || sum(hashint8(((attrelid::int8 << 12) # attnum) # (xmin::text::int8 << 20))::int8) FROM pg_attribute WHERE attrelid >= 16384),
  (SELECT count(*) || ':' || sum(hashint8(indexrelid::int8 # (xmin::text::int8 << 20))::int8) FROM pg_index WHERE indexrelid >= 16384),
  (SELECT count(*) || ':' || sum(hashint8(seqrelid::int8 # (xmin::text::int8 << 20))::int8) FROM pg_sequence),
  (SELECT count(*) || ':' || sum(hashint8(((inhrelid::int8 << 12) # inhseqno) # (xmin::text::int8 << 20))::int8) FROM pg_inherits),
  (SELECT count(*) || ':' || sum(hashint8(ftrelid::int8 # (xmin::text::int8 << 20))::int8) FROM pg_foreign_table),
  (SELECT count(*) || ':' || sum(hashint8(((objoid::int8 << 12) # objsubid) # (xmin::text::int8 << 20))::int8) FROM pg_description WHERE objoid >= 16384)
)) AS fingerprint
