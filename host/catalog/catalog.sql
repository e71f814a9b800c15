-- What some schemas hold, as one JSON document of rows; catalogRows.ts names every place in them.
-- Members of extensions count as nothing, whatever their kind. What begins with a colon is filled in.

-- The planner takes the parts below for small, whatever their size.
SET LOCAL enable_nestloop = off;
WITH
  ns AS MATERIALIZED (SELECT oid, nspname FROM pg_namespace WHERE nspname = ANY (:schemas)),
  member AS MATERIALIZED (
    SELECT classid, objid FROM pg_depend
    WHERE refclassid = 'pg_extension'::regclass AND refobjid IN (SELECT oid FROM pg_extension) AND deptype = 'e'
  ),
  rel AS MATERIALIZED (
    SELECT c.oid, relnamespace, relname, relkind, relispartition, relpersistence, relreplident, relrowsecurity,
      relforcerowsecurity, reloptions, relam, relpartbound
    FROM pg_class c JOIN ns ON ns.oid = c.relnamespace
    WHERE c.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_class'::regclass)
  ),
  -- A partition belongs to its parent; models name the parent alone.
  tab AS MATERIALIZED (SELECT * FROM rel WHERE relkind IN ('r', 'p') AND NOT relispartition),
  col AS MATERIALIZED (
    SELECT attrelid, attnum, attname, atttypid, atttypmod, attnotnull, attidentity, attgenerated, attcollation, atthasdef
    FROM pg_attribute a JOIN tab ON tab.oid = a.attrelid WHERE a.attnum > 0 AND NOT a.attisdropped
  ),
  idx AS MATERIALIZED (
    SELECT x.*, rel.relname, rel.relam, rel.reloptions
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
  )
SELECT json_build_object(
  'namespaces', (SELECT json_agg(json_build_array(oid::int8, nspname)) FROM ns),
  'extensions', (
    SELECT json_agg(json_build_array(e.extname, n.nspname))
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname <> 'plpgsql'
  ),
  'tables', (
    SELECT json_agg(json_build_array(oid::int8, relnamespace::int8, relname, relpersistence, relreplident,
      relrowsecurity, relforcerowsecurity, reloptions, CASE WHEN relkind = 'p' THEN pg_get_partkeydef(oid) END,
      CASE WHEN relreplident = 'i' THEN (SELECT idx.relname FROM idx WHERE idx.indrelid = tab.oid AND indisreplident) END))
    FROM tab
  ),
  'columns', (
    SELECT json_agg(json_build_array(a.attrelid::int8, a.attnum, a.attname, a.atttypid::int8, a.atttypmod, a.attnotnull,
      a.attidentity, a.attgenerated, a.attcollation::int8,
      CASE WHEN a.atthasdef THEN pg_get_expr(d.adbin, d.adrelid) END,
      -- What the modifier of an extension's type means is known to the type alone.
      CASE WHEN a.atttypmod <> -1 AND a.atttypid >= 16384 THEN format_type(a.atttypid, a.atttypmod) END))
    FROM col a LEFT JOIN pg_attrdef d ON a.atthasdef AND d.adrelid = a.attrelid AND d.adnum = a.attnum
  ),
  'types', (
    SELECT json_agg(json_build_array(t.oid::int8, n.nspname, t.typname, t.typtype, t.typelem::int8, t.typarray::int8,
      t.typcollation::int8, t.oid IN (SELECT objid FROM member WHERE classid = 'pg_type'::regclass)))
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE t.oid IN (SELECT atttypid FROM col UNION SELECT y.typelem FROM col JOIN pg_type y ON y.oid = col.atttypid)
  ),
  'enums', (
    SELECT json_agg(json_build_array(typnamespace::int8, typname,
      (SELECT json_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = typ.oid)))
    FROM typ WHERE typtype = 'e'
  ),
  'constraints', (
    SELECT json_agg(json_build_array(k.conrelid::int8, k.conname, k.contype, k.conkey, k.confrelid::int8, k.confkey,
      k.confupdtype, k.confdeltype, k.confmatchtype, k.convalidated, k.condeferrable, k.condeferred, k.conindid::int8,
      CASE WHEN k.contype IN ('c', 'x') THEN pg_get_constraintdef(k.oid) END))
    FROM pg_constraint k JOIN tab ON tab.oid = k.conrelid
    WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') AND k.conparentid = 0
  ),
  -- What foreign keys refer to, wherever it lies.
  'referenced', (
    SELECT json_agg(json_build_array(c.oid::int8, n.nspname, c.relname,
      (SELECT json_object_agg(a.attnum, a.attname) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)))
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.oid IN (SELECT k.confrelid FROM pg_constraint k JOIN tab ON tab.oid = k.conrelid WHERE k.contype = 'f')
      AND c.oid NOT IN (SELECT oid FROM tab)
  ),
  'indexes', (
    SELECT json_agg(json_build_array(indrelid::int8, indexrelid::int8, relname, relam::int8, indisunique, indisprimary,
      indisvalid, :nullsNotDistinct, indkey::text, indnkeyatts, indoption::text, indclass::text, indcollation::text,
      reloptions, pg_get_expr(indpred, indrelid),
      CASE WHEN indexprs IS NOT NULL THEN (
        SELECT json_agg(pg_get_indexdef(indexrelid, at, false) ORDER BY at)
        FROM generate_series(1, indnkeyatts) at WHERE indkey[at - 1] = 0) END))
    FROM idx
  ),
  'access', (SELECT json_agg(json_build_array(oid::int8, amname)) FROM pg_am WHERE amtype = 'i'),
  'classes', (
    SELECT json_agg(json_build_array(oid::int8, opcname, opcmethod::int8, opcintype::int8, opcdefault))
    FROM pg_opclass
    WHERE oid IN (SELECT unnest(indclass::oid[]) FROM idx) OR (opcdefault AND opcintype IN (SELECT atttypid FROM col))
  ),
  'collations', (
    SELECT json_agg(json_build_array(oid::int8, collname)) FROM pg_collation
    WHERE oid IN (SELECT attcollation FROM col UNION SELECT unnest(indcollation::oid[]) FROM idx)
  ),
  'sequences', (
    SELECT json_agg(json_build_array(s.seqrelid::int8, rel.relnamespace::int8, rel.relname, s.seqtypid::int8,
      s.seqstart::text, s.seqincrement::text, s.seqmin::text, s.seqmax::text, s.seqcache::text, s.seqcycle,
      d.refobjid::int8, d.refobjsubid, d.deptype))
    FROM pg_sequence s JOIN rel ON rel.oid = s.seqrelid
    LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid AND d.objsubid = 0
      AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
  ),
  'views', (
    SELECT json_agg(json_build_array(relnamespace::int8, relname, relkind, reloptions, pg_get_viewdef(oid),
      CASE WHEN relkind = 'm' THEN
        (SELECT json_agg(pg_get_indexdef(indexrelid) ORDER BY indexrelid::regclass::text) FROM pg_index WHERE indrelid = rel.oid) END))
    FROM rel WHERE relkind IN ('v', 'm')
  ),
  'foreignTables', (
    SELECT json_agg(json_build_array(relnamespace::int8, relname, s.srvname, f.ftoptions,
      (SELECT json_agg(json_build_array(attname, format_type(atttypid, atttypmod), attnotnull, attfdwoptions) ORDER BY attnum)
        FROM pg_attribute WHERE attrelid = rel.oid AND attnum > 0 AND NOT attisdropped)))
    FROM rel JOIN pg_foreign_table f ON f.ftrelid = rel.oid JOIN pg_foreign_server s ON s.oid = f.ftserver
    WHERE NOT relispartition
  ),
  'partitions', (
    SELECT json_agg(json_build_array(rel.relnamespace::int8, rel.relname, n.nspname, p.relname, i.inhparent::int8,
      pg_get_expr(rel.relpartbound, rel.oid), CASE WHEN rel.relkind = 'p' THEN pg_get_partkeydef(rel.oid) END,
      (SELECT json_agg(pg_get_indexdef(x.indexrelid) ORDER BY x.indexrelid::regclass::text) FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid
        WHERE x.indrelid = rel.oid AND NOT c.relispartition
          AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.indexrelid AND k.conrelid = rel.oid)),
      (SELECT json_agg(json_build_array(k.conname, pg_get_constraintdef(k.oid)) ORDER BY k.conname) FROM pg_constraint k
        WHERE k.conrelid = rel.oid AND k.conparentid = 0 AND k.coninhcount = 0 AND k.contype IN ('p', 'u', 'f', 'c', 'x'))))
    FROM rel JOIN pg_inherits i ON i.inhrelid = rel.oid JOIN pg_class p ON p.oid = i.inhparent
    JOIN pg_namespace n ON n.oid = p.relnamespace
    WHERE rel.relispartition AND rel.relkind IN ('r', 'p', 'f')
  ),
  'inherits', (
    SELECT json_agg(json_build_array(i.inhrelid::int8, n.nspname, p.relname) ORDER BY i.inhseqno)
    FROM pg_inherits i JOIN tab ON tab.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
    JOIN pg_namespace n ON n.oid = p.relnamespace
  ),
  'triggers', (
    SELECT json_agg(json_build_array(tgrelid::int8, rel.relnamespace::int8, rel.relname, tgname, tgenabled, pg_get_triggerdef(g.oid)))
    FROM pg_trigger g JOIN rel ON rel.oid = g.tgrelid WHERE NOT tgisinternal AND tgparentid = 0
  ),
  'policies', (
    SELECT json_agg(json_build_array(polrelid::int8, polname, polcmd, polpermissive,
      (SELECT json_agg(CASE WHEN r <> 0 THEN pg_get_userbyid(r) END) FROM unnest(polroles) r),
      pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)))
    FROM pg_policy JOIN tab ON tab.oid = polrelid
  ),
  'functions', (
    SELECT json_agg(json_build_array(pronamespace::int8, proname, oidvectortypes(proargtypes),
      CASE WHEN prokind <> 'a' THEN pg_get_functiondef(oid) END))
    FROM fun
  ),
  'aggregates', (
    SELECT json_agg(json_build_array(fun.pronamespace::int8, fun.proname, pg_get_function_arguments(fun.oid), oidvectortypes(fun.proargtypes),
      a.aggtransfn::regproc::text, format_type(a.aggtranstype, NULL), nullif(a.aggfinalfn::oid, 0)::regproc::text,
      nullif(a.aggcombinefn::oid, 0)::regproc::text, a.agginitval, fun.proparallel))
    FROM fun JOIN pg_aggregate a ON a.aggfnoid = fun.oid
  ),
  'domains', (
    SELECT json_agg(json_build_array(typnamespace::int8, typname, format_type(typbasetype, typtypmod),
      CASE WHEN typcollation <> (SELECT b.typcollation FROM pg_type b WHERE b.oid = typ.typbasetype)
        THEN (SELECT quote_ident(collname) FROM pg_collation c WHERE c.oid = typ.typcollation) END,
      typdefault, typnotnull,
      (SELECT json_agg(json_build_array(conname, pg_get_constraintdef(k.oid)) ORDER BY conname)
        FROM pg_constraint k WHERE k.contypid = typ.oid AND k.contype = 'c')))
    FROM typ WHERE typtype = 'd'
  ),
  'composites', (
    SELECT json_agg(json_build_array(typnamespace::int8, typname,
      (SELECT json_agg(json_build_array(attname, format_type(atttypid, atttypmod)) ORDER BY attnum)
        FROM pg_attribute WHERE attrelid = typ.typrelid AND attnum > 0 AND NOT attisdropped)))
    FROM typ WHERE typtype = 'c'
  ),
  'ranges', (
    SELECT json_agg(json_build_array(typnamespace::int8, typname, format_type(r.rngsubtype, NULL),
      (SELECT m.typname FROM pg_type m WHERE m.oid = r.rngmultitypid),
      (SELECT quote_ident(n.nspname) || '.' || quote_ident(o.opcname) FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace
        WHERE o.oid = r.rngsubopc AND NOT o.opcdefault),
      nullif(r.rngcanonical::oid, 0)::regproc::text, nullif(r.rngsubdiff::oid, 0)::regproc::text))
    FROM typ JOIN pg_range r ON r.rngtypid = typ.oid
  ),
  'comments', (
    SELECT json_agg(json_build_array(i.type, i.identity, o.ns::int8, o.name, o.tab::int8, d.description))
    FROM (
      SELECT 'pg_class'::regclass::oid AS class, rel.oid, relnamespace AS ns, relname AS name, coalesce(x.indrelid, rel.oid) AS tab
        FROM rel LEFT JOIN pg_index x ON x.indexrelid = rel.oid
      UNION ALL SELECT 'pg_constraint'::regclass, k.oid, connamespace, conname, conrelid FROM pg_constraint k JOIN ns ON ns.oid = connamespace
      UNION ALL SELECT 'pg_trigger'::regclass, g.oid, relnamespace, tgname, tgrelid FROM pg_trigger g JOIN rel ON rel.oid = tgrelid
      UNION ALL SELECT 'pg_policy'::regclass, p.oid, relnamespace, polname, polrelid FROM pg_policy p JOIN tab ON tab.oid = polrelid
      UNION ALL SELECT 'pg_type'::regclass, oid, typnamespace, typname, NULL FROM typ
      UNION ALL SELECT 'pg_proc'::regclass, oid, pronamespace, proname, NULL FROM fun
      UNION ALL SELECT 'pg_namespace'::regclass, oid, oid, nspname, NULL FROM ns
    ) o
    JOIN pg_description d ON d.classoid = o.class AND d.objoid = o.oid AND d.objoid >= 16384
    CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) i
  )
)::text AS catalog
