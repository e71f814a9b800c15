  -- What is beside tables and their parts, by lines of catalog.sql, where `pub`, `fdw`, `srv`, `casts`, `opr`, `dict` and `cfg` come from.
  'publications', (
    SELECT json_agg(json_build_array(oid::int8, pubname, puballtables, concat_ws(', ', CASE WHEN pubinsert THEN 'insert' END,
        CASE WHEN pubupdate THEN 'update' END, CASE WHEN pubdelete THEN 'delete' END, CASE WHEN pubtruncate THEN 'truncate' END),
      pubviaroot, :publishesGenerated,
      (SELECT json_agg(json_build_array(r.oid::int8, n.nspname, c.relname, :publishedColumns, :publishedRows)
          ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C")
        FROM pg_publication_rel r JOIN pg_class c ON c.oid = r.prrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE r.prpubid = pub.oid),
      :publishedSchemas))
    FROM pub
  ),
  'wrappers', (
    SELECT json_agg(json_build_array(oid::int8, fdwname, nullif(fdwhandler, 0)::regproc::text,
      nullif(fdwvalidator, 0)::regproc::text, fdwoptions))
    FROM fdw
  ),
  'servers', (
    SELECT json_agg(json_build_array(srv.oid::int8, srvname, w.fdwname, srvtype, srvversion, srvoptions))
    FROM srv JOIN pg_foreign_data_wrapper w ON w.oid = srvfdw
  ),
  'casts', (
    SELECT json_agg(json_build_array(c.oid::int8, format_type(castsource, NULL), format_type(casttarget, NULL),
      nullif(castfunc, 0)::regprocedure::text, castmethod, castcontext))
    FROM casts c
  ),
  'operators', (
    SELECT json_agg(json_build_array(o.oid::int8, o.oprnamespace::int8, o.oprname,
      CASE WHEN o.oprleft <> 0 THEN format_type(o.oprleft, NULL) END,
      CASE WHEN o.oprright <> 0 THEN format_type(o.oprright, NULL) END, o.oprcode::text,
      (SELECT json_build_array(n.nspname, p.oprname) FROM pg_operator p JOIN pg_namespace n ON n.oid = p.oprnamespace WHERE p.oid = o.oprcom),
      (SELECT json_build_array(n.nspname, p.oprname) FROM pg_operator p JOIN pg_namespace n ON n.oid = p.oprnamespace WHERE p.oid = o.oprnegate),
      nullif(o.oprrest::oid, 0)::regproc::text, nullif(o.oprjoin::oid, 0)::regproc::text, o.oprcanhash, o.oprcanmerge))
    FROM opr o
  ),
  'dictionaries', (
    SELECT json_agg(json_build_array(dict.oid::int8, dictnamespace::int8, dictname, n.nspname, tmplname, dictinitoption))
    FROM dict JOIN pg_ts_template t ON t.oid = dicttemplate JOIN pg_namespace n ON n.oid = tmplnamespace
  ),
  'configurations', (
    SELECT json_agg(json_build_array(cfg.oid::int8, cfgnamespace::int8, cfgname, n.nspname, p.prsname,
      (SELECT json_agg(json_build_array(token.alias, token.list) ORDER BY token.alias COLLATE "C") FROM (
        SELECT t.alias, string_agg(m.mapdict::regdictionary::text, ', ' ORDER BY m.mapseqno) AS list
        FROM pg_ts_config_map m JOIN ts_token_type(cfg.cfgparser) t ON t.tokid = m.maptokentype
        WHERE m.mapcfg = cfg.oid GROUP BY t.alias) token)))
    FROM cfg JOIN pg_ts_parser p ON p.oid = cfgparser JOIN pg_namespace n ON n.oid = prsnamespace
  ),