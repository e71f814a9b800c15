  -- What is not a table, a part of one, a sequence, an enum or an extension, by lines of catalog.sql, where the names come from.
  'ownCollations', (
    SELECT json_agg(json_build_array(c.oid::int8, collnamespace::int8, collname, collprovider, collisdeterministic,
      collcollate, collctype, :collationLocale, :collationRules))
    FROM pg_collation c JOIN ns ON ns.oid = c.collnamespace
    WHERE c.oid >= 16384 AND c.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_collation'::regclass)
  ),
  'views', (
    SELECT json_agg(json_build_array(oid::int8, relnamespace::int8, relname, relkind, reloptions, pg_get_viewdef(oid),
      (SELECT json_agg(json_build_array(attname, format_type(atttypid, atttypmod), attcollation::int8,
          CASE WHEN atthasdef THEN (SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = attrelid AND adnum = attnum) END)
        ORDER BY attnum) FROM pg_attribute WHERE attrelid = rel.oid AND attnum > 0 AND NOT attisdropped)))
    FROM rel WHERE relkind IN ('v', 'm')
  ),
  'viewIndexes', (
    SELECT json_agg(json_build_array(x.indexrelid::int8, i.relnamespace::int8, i.relname, v.relnamespace::int8, v.relname,
      pg_get_indexdef(x.indexrelid), x.indisclustered,
      (SELECT json_agg(json_build_array(attnum, attstattarget) ORDER BY attnum)
        FROM pg_attribute WHERE attrelid = x.indexrelid AND attstattarget >= 0)))
    FROM pg_index x JOIN rel i ON i.oid = x.indexrelid JOIN rel v ON v.oid = x.indrelid WHERE v.relkind = 'm'
  ),
  'viewStorage', (
    SELECT json_agg(json_build_array(a.attrelid::int8, a.attname, nullif(a.attstorage, t.typstorage), t.typstorage,
      nullif(a.attcompression, ''), nullif(a.attstattarget, -1), a.attoptions) ORDER BY a.attnum)
    FROM pg_attribute a JOIN rel ON rel.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid
    WHERE rel.relkind = 'm' AND a.attnum > 0 AND NOT a.attisdropped
      AND (a.attstorage <> t.typstorage OR a.attcompression <> '' OR a.attstattarget >= 0 OR a.attoptions IS NOT NULL)
  ),
  'foreignTables', (
    SELECT json_agg(json_build_array(rel.oid::int8, relnamespace::int8, relname, s.srvname, f.ftoptions,
      (SELECT json_agg(json_build_array(attname, format_type(atttypid, atttypmod), attnotnull, attfdwoptions,
          CASE WHEN atthasdef THEN (SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = attrelid AND adnum = attnum) END)
        ORDER BY attnum)
        FROM pg_attribute WHERE attrelid = rel.oid AND attnum > 0 AND NOT attisdropped),
      CASE WHEN relispartition THEN pg_get_expr(relpartbound, rel.oid) END,
      (SELECT json_agg(json_build_array(conname, pg_get_constraintdef(k.oid)) ORDER BY conname)
        FROM pg_constraint k WHERE k.conrelid = rel.oid AND k.contype = 'c' AND k.coninhcount = 0)))
    FROM rel JOIN pg_foreign_table f ON f.ftrelid = rel.oid JOIN pg_foreign_server s ON s.oid = f.ftserver
  ),
  'inherits', (
    SELECT json_agg(json_build_array(i.inhrelid::int8, n.nspname, p.relname) ORDER BY i.inhseqno)
    FROM pg_inherits i JOIN rel ON rel.oid = i.inhrelid AND rel.relkind IN ('r', 'p', 'f')
    JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace n ON n.oid = p.relnamespace
  ),
  'triggers', (
    SELECT json_agg(json_build_array(g.oid::int8, tgrelid::int8, rel.relnamespace::int8, rel.relname, tgname, tgenabled,
      pg_get_triggerdef(g.oid), (
        WITH RECURSIVE part AS (
          SELECT p.oid, p.tgrelid, p.tgenabled FROM pg_trigger p WHERE p.tgparentid = g.oid
          UNION ALL SELECT p.oid, p.tgrelid, p.tgenabled FROM pg_trigger p JOIN part ON p.tgparentid = part.oid
        )
        SELECT json_agg(json_build_array(r.relnamespace::int8, r.relname, part.tgenabled) ORDER BY r.relname, r.relnamespace)
        FROM part JOIN rel r ON r.oid = part.tgrelid WHERE rel.relkind = 'p' AND part.tgenabled <> g.tgenabled)))
    FROM pg_trigger g JOIN rel ON rel.oid = g.tgrelid WHERE NOT tgisinternal AND tgparentid = 0
  ),
  -- Of tables with partitions they never fire.
  'constraintTriggers', (
    WITH RECURSIVE off AS (
      SELECT g.oid, g.tgconstraint AS own FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid AND c.relkind = 'r'
      WHERE g.tgisinternal AND g.tgenabled <> 'O' AND g.tgconstraint <> 0
      UNION ALL SELECT off.oid, k.conparentid FROM off JOIN pg_constraint k ON k.oid = off.own WHERE k.conparentid <> 0
    )
    SELECT json_agg(json_build_array(k.oid::int8, k.conrelid::int8, k.conname, k.contype, n.nspname, c.relname,
      g.tgname LIKE 'RI_ConstraintTrigger_c%', g.tgtype, g.tgenabled,
      k.conkey, k.confrelid::int8, k.confkey) ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C", g.tgname LIKE 'RI_ConstraintTrigger_c%' DESC, g.tgtype)
    FROM off JOIN pg_constraint k ON k.oid = off.own AND k.conparentid = 0 JOIN tab ON tab.oid = k.conrelid
      JOIN pg_trigger g ON g.oid = off.oid JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  ),
  'rules', (
    SELECT json_agg(json_build_array(r.oid::int8, ev_class::int8, rel.relnamespace::int8, rel.relname, rulename, ev_enabled,
      pg_get_ruledef(r.oid)))
    FROM pg_rewrite r JOIN rel ON rel.oid = ev_class WHERE rulename <> '_RETURN'
  ),
  'policies', (
    SELECT json_agg(json_build_array(p.oid::int8, polrelid::int8, polname, polcmd, polpermissive,
      (SELECT json_agg(CASE WHEN r <> 0 THEN pg_get_userbyid(r) END) FROM unnest(polroles) r),
      pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)))
    FROM pg_policy p JOIN tab ON tab.oid = polrelid
  ),
  'statistics', (
    SELECT json_agg(json_build_array(s.oid::int8, s.stxnamespace::int8, s.stxname, s.stxrelid::int8,
      pg_get_statisticsobjdef(s.oid), nullif(s.stxstattarget, -1)))
    FROM pg_statistic_ext s JOIN rel ON rel.oid = s.stxrelid
  ),
  'functions', (
    SELECT json_agg(json_build_array(oid::int8, pronamespace::int8, proname, oidvectortypes(proargtypes),
      CASE WHEN prokind <> 'a' THEN pg_get_functiondef(oid) END, prokind, pg_get_function_result(oid), proargnames,
      proargmodes, pronargdefaults))
    FROM fun
  ),
  'aggregates', (
    SELECT json_agg(json_build_array(fun.oid::int8, fun.pronamespace::int8, fun.proname, pg_get_function_arguments(fun.oid),
      oidvectortypes(fun.proargtypes),
      a.aggtransfn::regproc::text, format_type(a.aggtranstype, NULL), nullif(a.aggfinalfn::oid, 0)::regproc::text,
      nullif(a.aggcombinefn::oid, 0)::regproc::text, a.agginitval, fun.proparallel,
      json_build_array(nullif(a.aggtransspace, 0), a.aggfinalextra, a.aggfinalmodify,
        nullif(a.aggserialfn::oid, 0)::regproc::text, nullif(a.aggdeserialfn::oid, 0)::regproc::text,
        nullif(a.aggmtransfn::oid, 0)::regproc::text, nullif(a.aggminvtransfn::oid, 0)::regproc::text,
        CASE WHEN a.aggmtranstype <> 0 THEN format_type(a.aggmtranstype, NULL) END, nullif(a.aggmtransspace, 0),
        nullif(a.aggmfinalfn::oid, 0)::regproc::text, a.aggmfinalextra, a.aggmfinalmodify, a.aggminitval,
        (SELECT quote_ident(n.nspname) || '.' || o.oprname FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
          WHERE o.oid = a.aggsortop), a.aggkind)))
    FROM fun JOIN pg_aggregate a ON a.aggfnoid = fun.oid
  ),
  'domains', (
    SELECT json_agg(json_build_array(oid::int8, typnamespace::int8, typname, format_type(typbasetype, typtypmod),
      CASE WHEN typcollation <> (SELECT b.typcollation FROM pg_type b WHERE b.oid = typ.typbasetype)
        THEN (SELECT CASE WHEN n.nspname = 'pg_catalog' THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident(collname)
          FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace WHERE c.oid = typ.typcollation) END,
      typdefault, typnotnull,
      (SELECT json_agg(json_build_array(conname, pg_get_constraintdef(k.oid), k.oid::int8) ORDER BY conname)
        FROM pg_constraint k WHERE k.contypid = typ.oid AND k.contype = 'c'), :domainNotNull))
    FROM typ WHERE typtype = 'd'
  ),
  'composites', (
    SELECT json_agg(json_build_array(oid::int8, typnamespace::int8, typname, typrelid::int8,
      (SELECT json_agg(json_build_array(attname, format_type(atttypid, atttypmod),
          (SELECT CASE WHEN n.nspname = 'pg_catalog' THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident(collname)
            FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
            WHERE c.oid = attcollation AND attcollation <> (SELECT typcollation FROM pg_type WHERE pg_type.oid = atttypid)))
        ORDER BY attnum)
        FROM pg_attribute WHERE attrelid = typ.typrelid AND attnum > 0 AND NOT attisdropped)))
    FROM typ WHERE typtype = 'c'
  ),
  'ranges', (
    SELECT json_agg(json_build_array(oid::int8, typnamespace::int8, typname, format_type(r.rngsubtype, NULL),
      (SELECT m.typname FROM pg_type m WHERE m.oid = r.rngmultitypid),
      (SELECT quote_ident(n.nspname) || '.' || quote_ident(o.opcname) FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace
        WHERE o.oid = r.rngsubopc AND NOT o.opcdefault),
      nullif(r.rngcanonical::oid, 0)::regproc::text, nullif(r.rngsubdiff::oid, 0)::regproc::text,
      (SELECT CASE WHEN n.nspname = 'pg_catalog' THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident(collname)
        FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
        WHERE c.oid = r.rngcollation AND r.rngcollation <> (SELECT typcollation FROM pg_type WHERE pg_type.oid = r.rngsubtype))))
    FROM typ JOIN pg_range r ON r.rngtypid = typ.oid
  ),
  'eventTriggers', (
    SELECT json_agg(json_build_array(e.oid::int8, evtname, evtevent, evtenabled, evttags, p.pronamespace::int8, p.proname))
    FROM pg_event_trigger e JOIN fun p ON p.oid = e.evtfoid
  ),
:beside
  'comments', (
    SELECT json_agg(json_build_array(i.type, i.identity, o.ns::int8, o.name, o.tab::int8, d.description,
      o.class::int8, o.oid::int8, d.objsubid))
    FROM (
      SELECT 'pg_class'::regclass::oid AS class, rel.oid, relnamespace AS ns, relname AS name, coalesce(x.indrelid, rel.oid) AS tab
        FROM rel LEFT JOIN pg_index x ON x.indexrelid = rel.oid
      UNION ALL SELECT 'pg_constraint'::regclass, k.oid, connamespace, conname, conrelid FROM pg_constraint k JOIN ns ON ns.oid = connamespace
      UNION ALL SELECT 'pg_trigger'::regclass, g.oid, relnamespace, tgname, tgrelid FROM pg_trigger g JOIN rel ON rel.oid = tgrelid
      UNION ALL SELECT 'pg_rewrite'::regclass, r.oid, relnamespace, rulename, ev_class FROM pg_rewrite r JOIN rel ON rel.oid = ev_class
      UNION ALL SELECT 'pg_policy'::regclass, p.oid, relnamespace, polname, polrelid FROM pg_policy p JOIN tab ON tab.oid = polrelid
      UNION ALL SELECT 'pg_type'::regclass, oid, typnamespace, typname, NULL FROM typ
      UNION ALL SELECT 'pg_proc'::regclass, oid, pronamespace, proname, NULL FROM fun
      UNION ALL SELECT 'pg_statistic_ext'::regclass, s.oid, stxnamespace, stxname, stxrelid FROM pg_statistic_ext s JOIN rel ON rel.oid = stxrelid
      UNION ALL SELECT 'pg_collation'::regclass, c.oid, collnamespace, collname, NULL FROM pg_collation c JOIN ns ON ns.oid = collnamespace
      UNION ALL SELECT 'pg_event_trigger'::regclass, e.oid, fun.pronamespace, evtname, NULL FROM pg_event_trigger e JOIN fun ON fun.oid = evtfoid
      UNION ALL SELECT 'pg_namespace'::regclass, oid, oid, nspname, NULL FROM ns
      UNION ALL SELECT 'pg_publication'::regclass, oid, 0, pubname, NULL FROM pub
      UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, oid, 0, fdwname, NULL FROM fdw
      UNION ALL SELECT 'pg_foreign_server'::regclass, oid, 0, srvname, NULL FROM srv
      UNION ALL SELECT 'pg_cast'::regclass, oid, 0, '', NULL FROM casts
      UNION ALL SELECT 'pg_operator'::regclass, oid, oprnamespace, oprname, NULL FROM opr
      UNION ALL SELECT 'pg_ts_dict'::regclass, oid, dictnamespace, dictname, NULL FROM dict
      UNION ALL SELECT 'pg_ts_config'::regclass, oid, cfgnamespace, cfgname, NULL FROM cfg
    ) o
    JOIN pg_description d ON d.classoid = o.class AND d.objoid = o.oid AND d.objoid >= 16384
    CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) i
  ),
  -- An extension brings a comment of its own.
  'extensionComments', CASE WHEN EXISTS (SELECT FROM pg_extension WHERE extname <> 'plpgsql') THEN (
    SELECT json_agg(json_build_array(e.oid::int8, e.extname, d.description, a.comment))
    FROM pg_extension e JOIN pg_available_extensions() a ON a.name = e.extname
    LEFT JOIN pg_description d ON d.classoid = 'pg_extension'::regclass AND d.objoid = e.oid AND d.objsubid = 0
    WHERE e.extname <> 'plpgsql' AND d.description IS DISTINCT FROM a.comment
  ) END,
  'privileges', :privileges,
  'defaultPrivileges', :defaultPrivileges,
  -- Each as who needs (a view for its rule), then what: an array by its element, a row type by its relation.
  'dependencies', (
    SELECT json_agg(DISTINCT jsonb_build_array(
      CASE WHEN w.rulename = '_RETURN' THEN 'pg_class'::regclass::int8 ELSE d.classid::int8 END,
      CASE WHEN w.rulename = '_RETURN' THEN w.ev_class::int8 ELSE d.objid::int8 END,
      CASE WHEN t.typrelid <> 0 THEN 'pg_class'::regclass::int8 ELSE d.refclassid::int8 END,
      CASE WHEN t.typrelid <> 0 THEN t.typrelid::int8 WHEN t.oid IS NOT NULL THEN t.oid::int8 ELSE d.refobjid::int8 END,
      d.refobjsubid,
      m.refobjid::int8))
    FROM dep d
    LEFT JOIN pg_rewrite w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
    LEFT JOIN pg_type a ON d.refclassid = 'pg_type'::regclass AND a.oid = d.refobjid
    LEFT JOIN pg_range r ON a.typtype = 'm' AND r.rngmultitypid = a.oid
    LEFT JOIN pg_type t ON t.oid = CASE WHEN r.rngtypid IS NOT NULL THEN r.rngtypid
      WHEN a.typcategory = 'A' AND a.typelem <> 0 THEN a.typelem ELSE a.oid END
    LEFT JOIN member m ON m.classid = d.refclassid AND m.objid = coalesce(t.oid, d.refobjid)
  ),
