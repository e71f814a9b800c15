-- A text that stays the same as long as no catalog row of ours came, went or changed.
-- It holds between transactions (a row that changes twice in one keeps its xmin), for one database.
-- Objects below 16384 are PostgreSQL's own.
SELECT md5(concat_ws(',', current_setting('server_version_num'),
  (SELECT count(*) || ':' || sum(hashint8(oid::int8 # (xmin::text::int8 << 20))::int8) FROM pg_namespace WHERE oid >= 16384),
  (SELECT count(*) || ':' || sum(hashint8(oid::int8 # (xmin::text::int8 << 20))::int8) FROM pg_class WHERE oid >= 16384),
  (SELECT count(*) || ':' || sum(hashint8(oid::int8 # (xmin::text::int8 << 20))::int8) FROM pg_constraint WHERE oid >= 16384),
  (SELECT count(*) || ':' || sum(hashint8(oid::int8 # (xmin::text::int8 << 20))::int8) FROM pg_type WHERE oid >= 16384),
  (SELECT count(*) || ':' || sum(hashint8(oid::int8 # (xmin::text::int8 << 20))::int8) FROM pg_proc WHERE oid >= 16384),
  (SELECT count(*) || ':' || sum(hashint8(oid::int8 # (xmin::text::int8 << 20))::int8) FROM pg_attrdef),
  (SELECT count(*) || ':' || sum(hashint8(oid::int8 # (xmin::text::int8 << 20))::int8) FROM pg_enum),
  (SELECT count(*) || ':' || sum(hashint8(oid::int8 # (xmin::text::int8 << 20))::int8) FROM pg_trigger),
  (SELECT count(*) || ':' || sum(hashint8(oid::int8 # (xmin::text::int8 << 20))::int8) FROM pg_policy),
  (SELECT count(*) || ':' || sum(hashint8(oid::int8 # (xmin::text::int8 << 20))::int8) FROM pg_extension),
  (SELECT count(*) || ':' || sum(hashint8(((attrelid::int8 << 12) # attnum) # (xmin::text::int8 << 20))::int8) FROM pg_attribute WHERE attrelid >= 16384),
  (SELECT count(*) || ':' || sum(hashint8(indexrelid::int8 # (xmin::text::int8 << 20))::int8) FROM pg_index WHERE indexrelid >= 16384),
  (SELECT count(*) || ':' || sum(hashint8(seqrelid::int8 # (xmin::text::int8 << 20))::int8) FROM pg_sequence),
  (SELECT count(*) || ':' || sum(hashint8(((objoid::int8 << 12) # objsubid) # (xmin::text::int8 << 20))::int8) FROM pg_description WHERE objoid >= 16384)
)) AS fingerprint
