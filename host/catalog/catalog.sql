-- What some schemas hold, as one JSON document of rows; catalogRows.ts names every place in them.
-- What every table has many of is sent column by column: json_agg looks up what type it is given once, json_build_array
-- for each row anew. Members of extensions count as nothing, whatever their kind. What begins with a colon is filled in.

WITH
  ns AS MATERIALIZED (SELECT oid, nspname FROM pg_namespace WHERE nspname = ANY (:schemas)),
  member AS MATERIALIZED (
    SELECT classid, objid, refobjid FROM pg_depend
    WHERE refclassid = 'pg_extension'::regclass AND refobjid IN (SELECT oid FROM pg_extension) AND deptype = 'e'
  ),
  rel AS MATERIALIZED (
    SELECT c.oid, relnamespace, relname, relkind, relispartition, relpersistence, relreplident, relrowsecurity,
      relforcerowsecurity, reloptions, relam, relpartbound, reltoastrelid, reloftype
    FROM pg_class c JOIN ns ON ns.oid = c.relnamespace
    WHERE c.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_class'::regclass) :within
  ),
  -- Partitions too, unless they lie on another server.
  tab AS MATERIALIZED (SELECT * FROM rel WHERE relkind IN ('r', 'p')),
  col AS MATERIALIZED (
    SELECT attrelid, attnum, attname, atttypid, atttypmod, attnotnull, attidentity, attgenerated, attcollation, atthasdef,
      attstorage, attcompression, attstattarget, attoptions
    FROM pg_attribute a JOIN tab ON tab.oid = a.attrelid WHERE a.attnum > 0 AND NOT a.attisdropped
  ),
  -- Many columns share a few types and collations.
  used AS MATERIALIZED (SELECT atttypid, attcollation FROM col GROUP BY atttypid, attcollation),
  idx AS MATERIALIZED (
    SELECT x.*, rel.relname, rel.relam, rel.reloptions, rel.relispartition
    FROM pg_index x JOIN rel ON rel.oid = x.indexrelid JOIN tab ON tab.oid = x.indrelid
  ),
  typ AS MATERIALIZED (
    SELECT t.* FROM pg_type t JOIN ns ON ns.oid = t.typnamespace
    WHERE t.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_type'::regclass)
      -- Every table is a type too.
      AND (t.typtype IN ('d', 'e', 'r') OR t.typtype = 'c' AND t.typrelid IN (SELECT oid FROM rel WHERE relkind = 'c'))
  ),
  fun AS MATERIALIZED (
    SELECT p.* FROM pg_proc p JOIN ns ON ns.oid = p.pronamespace
    WHERE p.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_proc'::regclass)
      -- The constructors of a range type come and go with it.
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
  ),
  con AS MATERIALIZED (
    SELECT k.* FROM pg_constraint k JOIN tab ON tab.oid = k.conrelid
    WHERE k.contype IN ('p', 'u', 'x') OR k.contype = 'c' AND k.coninhcount = 0 OR k.contype = 'f' AND k.conparentid = 0
  ),
  -- What lies in no schema counts where it has to do with one of these.
  pub AS MATERIALIZED (
    SELECT p.* FROM pg_publication p
    WHERE p.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_publication'::regclass) AND (
      p.puballtables OR p.oid IN (SELECT prpubid FROM pg_publication_rel JOIN rel ON rel.oid = prrelid) OR :publishesSchema
      OR p.oid NOT IN (SELECT prpubid FROM pg_publication_rel) AND NOT :publishesAny
    )
  ),
  fdw AS MATERIALIZED (
    SELECT w.* FROM pg_foreign_data_wrapper w
    WHERE w.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_foreign_data_wrapper'::regclass)
  ),
  srv AS MATERIALIZED (
    SELECT s.* FROM pg_foreign_server s
    WHERE s.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_foreign_server'::regclass)
  ),
  casts AS MATERIALIZED (
    SELECT c.* FROM pg_cast c
    WHERE c.oid >= 16384 AND c.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_cast'::regclass)
      -- That of a range to its multirange comes and goes with the type.
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_cast'::regclass AND d.objid = c.oid AND d.deptype = 'i') AND (
      c.castfunc IN (SELECT oid FROM fun)
      OR EXISTS (SELECT FROM pg_type t JOIN ns ON ns.oid = t.typnamespace WHERE t.oid IN (c.castsource, c.casttarget))
    )
  ),
  -- One that another names before it is made has no function yet.
  opr AS MATERIALIZED (
    SELECT o.* FROM pg_operator o JOIN ns ON ns.oid = o.oprnamespace
    WHERE o.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_operator'::regclass) AND o.oprcode::oid <> 0
  ),
  dict AS MATERIALIZED (
    SELECT d.* FROM pg_ts_dict d JOIN ns ON ns.oid = d.dictnamespace
    WHERE d.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_ts_dict'::regclass)
  ),
  cfg AS MATERIALIZED (
    SELECT c.* FROM pg_ts_config c JOIN ns ON ns.oid = c.cfgnamespace
    WHERE c.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_ts_config'::regclass)
  ),
  -- What PostgreSQL itself knows of who needs what, for all but tables and their parts.
  dep AS MATERIALIZED (
    SELECT d.* FROM pg_depend d
    WHERE d.objid::int8 >= 16384 AND d.refobjid::int8 >= 16384 AND d.deptype IN ('n', 'a') AND (
      d.classid IN ('pg_proc'::regclass, 'pg_rewrite'::regclass, 'pg_trigger'::regclass, 'pg_policy'::regclass,
        'pg_type'::regclass, 'pg_statistic_ext'::regclass, 'pg_event_trigger'::regclass, 'pg_publication_rel'::regclass,
        'pg_foreign_data_wrapper'::regclass, 'pg_foreign_server'::regclass, 'pg_cast'::regclass, 'pg_operator'::regclass,
        'pg_ts_dict'::regclass, 'pg_ts_config'::regclass)
      OR d.classid = 'pg_class'::regclass
        AND d.objid IN (SELECT oid FROM rel WHERE relkind IN ('c', 'f', 'i') AND oid NOT IN (SELECT indexrelid FROM idx))
      OR d.classid = 'pg_constraint'::regclass AND d.objid IN (SELECT oid FROM pg_constraint WHERE contypid <> 0)
    )
  )
SELECT json_build_object(
:objects
  'namespaces', (SELECT json_agg(json_build_array(oid::int8, nspname)) FROM ns),
  'extensions', (
    SELECT json_agg(json_build_array(e.oid::int8, e.extname, n.nspname))
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname <> 'plpgsql'
  ),
  'tables', (
    SELECT json_build_array(json_agg(tab.oid::int8), json_agg(tab.relnamespace::int8), json_agg(tab.relname),
      json_agg(tab.relpersistence), json_agg(tab.relreplident), json_agg(tab.relrowsecurity),
      json_agg(tab.relforcerowsecurity), json_agg(tab.reloptions),
      json_agg(CASE WHEN tab.relkind = 'p' THEN pg_get_partkeydef(tab.oid) END),
      json_agg(CASE WHEN tab.relreplident = 'i' THEN (SELECT idx.relname FROM idx WHERE idx.indrelid = tab.oid AND indisreplident) END),
      json_agg(CASE WHEN tab.relispartition THEN pg_get_expr(tab.relpartbound, tab.oid) END),
      json_agg(CASE WHEN toast.reloptions IS NOT NULL THEN (SELECT json_agg('toast.' || o) FROM unnest(toast.reloptions) o) END),
      json_agg(clustered.relname), json_agg(nullif(am.amname, 'heap')),
      json_agg(CASE WHEN tab.reloftype <> 0 THEN (
        SELECT json_build_array(n.nspname, t.typname) FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE t.oid = tab.reloftype) END))
    FROM tab LEFT JOIN pg_class toast ON toast.oid = tab.reltoastrelid AND toast.reloptions IS NOT NULL LEFT JOIN pg_am am ON am.oid = tab.relam
      -- Joined, since a subquery would read all indexes for each table.
      LEFT JOIN (SELECT indrelid, idx.relname FROM idx WHERE indisclustered) clustered ON clustered.indrelid = tab.oid
  ),
  'columns', (
    SELECT json_build_array(json_agg(a.attrelid::int8), json_agg(a.attnum), json_agg(a.attname),
      json_agg(a.atttypid::int8), json_agg(a.atttypmod), json_agg(a.attnotnull), json_agg(a.attidentity),
      json_agg(a.attgenerated), json_agg(a.attcollation::int8),
      json_agg(CASE WHEN a.atthasdef THEN pg_get_expr(d.adbin, d.adrelid) END),
      -- What the modifier of an extension's type means is known to the type alone.
      json_agg(CASE WHEN a.atttypmod <> -1 AND a.atttypid >= 16384 THEN format_type(a.atttypid, a.atttypmod) END))
    FROM col a LEFT JOIN pg_attrdef d ON a.atthasdef AND d.adrelid = a.attrelid AND d.adnum = a.attnum
  ),
  -- NOT NULL that is otherwise than PostgreSQL makes it.
  'notNulls', :notNulls,
  -- How columns are kept, where somebody said so.
  'columnStorage', (
    SELECT json_agg(json_build_array(a.attrelid::int8, a.attname, nullif(a.attstorage, t.typstorage), t.typstorage,
      nullif(a.attcompression, ''), nullif(a.attstattarget, -1), a.attoptions) ORDER BY a.attnum)
    FROM col a JOIN pg_type t ON t.oid = a.atttypid
    WHERE a.attstorage <> t.typstorage OR a.attcompression <> '' OR a.attstattarget >= 0 OR a.attoptions IS NOT NULL
  ),
  'types', (
    SELECT json_agg(json_build_array(t.oid::int8, n.nspname, t.typname, t.typtype, t.typelem::int8, t.typarray::int8,
      t.typcollation::int8, t.oid IN (SELECT objid FROM member WHERE classid = 'pg_type'::regclass)))
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE t.oid IN (SELECT atttypid FROM used UNION SELECT y.typelem FROM used JOIN pg_type y ON y.oid = used.atttypid)
  ),
  'enums', (
    SELECT json_agg(json_build_array(oid::int8, typnamespace::int8, typname,
      (SELECT json_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = typ.oid)))
    FROM typ WHERE typtype = 'e'
  ),
  'constraints', (
    SELECT json_build_array(json_agg(k.conrelid::int8), json_agg(k.conname), json_agg(k.contype), json_agg(k.conkey),
      json_agg(k.confrelid::int8), json_agg(k.confkey), json_agg(k.confupdtype), json_agg(k.confdeltype),
      json_agg(k.confmatchtype), json_agg(k.convalidated), json_agg(k.condeferrable), json_agg(k.condeferred),
      json_agg(k.conindid::int8), json_agg(CASE WHEN k.contype IN ('c', 'x') THEN pg_get_constraintdef(k.oid) END),
      json_agg(:deleteColumns), json_agg(:enforced), json_agg(:period), json_agg(k.oid::int8),
      json_agg(k.conparentid <> 0))
    FROM con k
  ),
  -- What foreign keys refer to, wherever it lies.
  'referenced', (
    SELECT json_agg(json_build_array(c.oid::int8, n.nspname, c.relname,
      (SELECT json_object_agg(a.attnum, a.attname) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)))
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.oid IN (SELECT k.confrelid FROM con k WHERE k.contype = 'f')
      AND c.oid NOT IN (SELECT oid FROM tab)
  ),
  'indexes', (
    SELECT json_build_array(json_agg(indrelid::int8), json_agg(indexrelid::int8), json_agg(relname),
      json_agg(relam::int8), json_agg(indisunique), json_agg(indisprimary), json_agg(indisvalid),
      json_agg(:nullsNotDistinct), json_agg(indkey::text), json_agg(indnkeyatts), json_agg(indoption::text),
      json_agg(indclass::text), json_agg(indcollation::text), json_agg(reloptions),
      json_agg(pg_get_expr(indpred, indrelid)),
      json_agg(CASE WHEN indexprs IS NOT NULL THEN (
        SELECT json_agg(pg_get_indexdef(indexrelid, at, false) ORDER BY at)
        FROM generate_series(1, indnkeyatts) at WHERE indkey[at - 1] = 0) END),
      json_agg(CASE WHEN relispartition THEN (SELECT inhparent::int8 FROM pg_inherits WHERE inhrelid = indexrelid) END),
      json_agg((SELECT json_object_agg(attnum, attoptions) FROM pg_attribute WHERE attrelid = indexrelid AND attoptions IS NOT NULL)),
      json_agg(CASE WHEN indexprs IS NOT NULL THEN (
        SELECT json_agg(json_build_array(attnum, attstattarget) ORDER BY attnum)
        FROM pg_attribute WHERE attrelid = indexrelid AND attstattarget >= 0) END),
      -- Whether a collation was asked for: an expression has one of its own, which only PostgreSQL knows.
      json_agg(indexprs IS NOT NULL AND pg_get_indexdef(indexrelid) LIKE '% COLLATE %'))
    FROM idx
  ),
  'access', (SELECT json_agg(json_build_array(oid::int8, amname)) FROM pg_am WHERE amtype = 'i'),
  'classes', (
    SELECT json_agg(json_build_array(oid::int8, opcname, opcmethod::int8, opcintype::int8, opcdefault))
    FROM pg_opclass
    WHERE oid IN (SELECT unnest(indclass::oid[]) FROM idx) OR (opcdefault AND opcintype IN (SELECT atttypid FROM used))
  ),
  'collations', (
    SELECT json_agg(json_build_array(c.oid::int8, collname, n.nspname))
    FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
    WHERE c.oid IN (SELECT attcollation FROM used UNION SELECT unnest(indcollation::oid[]) FROM idx)
  ),
  'sequences', (
    SELECT json_build_array(json_agg(s.seqrelid::int8), json_agg(rel.relnamespace::int8), json_agg(rel.relname),
      json_agg(s.seqtypid::int8), json_agg(s.seqstart::text), json_agg(s.seqincrement::text), json_agg(s.seqmin::text),
      json_agg(s.seqmax::text), json_agg(s.seqcache::text), json_agg(s.seqcycle), json_agg(d.refobjid::int8),
      json_agg(d.refobjsubid), json_agg(d.deptype), json_agg(:sequencePersistence))
    FROM pg_sequence s JOIN rel ON rel.oid = s.seqrelid
    LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid AND d.objsubid = 0
      AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
  )
)::text AS catalog
