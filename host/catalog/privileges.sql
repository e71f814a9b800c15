-- Who owns what and may do what, as one expression in catalog.sql, where `ns`, `rel`, `typ` and `fun` come from.
-- Privileges as [grantor, grantee, privilege, grantable], beside those that PostgreSQL gives by itself; null is PUBLIC.
(
  SELECT json_agg(json_build_array(o.class::int8, o.oid::int8, o.word, i.identity, o.ns::int8, o.name, o.tab::int8, o.col,
    CASE WHEN NOT o.usual AND o.owner <> me.oid THEN pg_get_userbyid(o.owner) END,
    own.list, base.list, parts.list, o.owner = me.oid, pg_get_userbyid(o.owner)))
  FROM (
    SELECT 'pg_namespace'::regclass::oid AS class, oid, 'SCHEMA' AS word, oid AS ns, nspname AS name, NULL::oid AS tab,
      NULL::int2 AS col, nspowner AS owner, nspacl AS acl,
      -- Everybody may use what is there from the beginning, and once might make things in it.
      CASE WHEN nspname <> 'public' THEN acldefault('n', nspowner) ELSE coalesce(
        (SELECT initprivs FROM pg_init_privs WHERE classoid = 'pg_namespace'::regclass AND objoid = n.oid),
        acldefault('n', nspowner) || makeaclitem(0, nspowner, 'USAGE', false)) END AS usually,
      nspname = 'public' AND (nspowner = 10 OR nspowner::regrole::text = 'pg_database_owner') AS usual
    FROM pg_namespace n WHERE oid IN (SELECT oid FROM ns)
    UNION ALL
    SELECT 'pg_class'::regclass, c.oid,
      CASE c.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
        WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END,
      c.relnamespace, c.relname, CASE WHEN c.relkind IN ('r', 'p') THEN c.oid ELSE d.refobjid END, d.refobjsubid,
      c.relowner, c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner),
      -- It changes hands with its table.
      d.refobjid IS NOT NULL
    FROM pg_class c JOIN rel ON rel.oid = c.oid
    LEFT JOIN pg_depend d ON c.relkind = 'S' AND d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
      AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    UNION ALL
    SELECT 'pg_proc'::regclass, oid, CASE prokind WHEN 'p' THEN 'PROCEDURE' WHEN 'a' THEN 'AGGREGATE' ELSE 'FUNCTION' END,
      pronamespace, proname, NULL, NULL, proowner, proacl, acldefault('f', proowner), false
    FROM fun
    UNION ALL
    SELECT 'pg_type'::regclass, oid, CASE typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END,
      typnamespace, typname, NULL, NULL, typowner, typacl, acldefault('T', typowner), false
    FROM typ
    UNION ALL
    SELECT 'pg_collation'::regclass, c.oid, 'COLLATION', collnamespace, collname, NULL, NULL, collowner, NULL, NULL, false
    FROM pg_collation c JOIN ns ON ns.oid = collnamespace
    WHERE c.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_collation'::regclass)
    UNION ALL
    SELECT 'pg_statistic_ext'::regclass, s.oid, 'STATISTICS', stxnamespace, stxname, stxrelid, NULL, stxowner, NULL, NULL, false
    FROM pg_statistic_ext s JOIN rel ON rel.oid = stxrelid
    UNION ALL
    SELECT 'pg_foreign_data_wrapper'::regclass, oid, 'FOREIGN DATA WRAPPER', 0, fdwname, NULL, NULL, fdwowner, fdwacl,
      acldefault('F', fdwowner), false
    FROM fdw
    UNION ALL
    SELECT 'pg_foreign_server'::regclass, oid, 'SERVER', 0, srvname, NULL, NULL, srvowner, srvacl, acldefault('S', srvowner), false
    FROM srv
    UNION ALL
    SELECT 'pg_publication'::regclass, oid, 'PUBLICATION', 0, pubname, NULL, NULL, pubowner, NULL, NULL, false FROM pub
    UNION ALL
    SELECT 'pg_operator'::regclass, oid, 'OPERATOR', oprnamespace, oprname, NULL, NULL, oprowner, NULL, NULL, false FROM opr
    UNION ALL
    SELECT 'pg_ts_dict'::regclass, oid, 'TEXT SEARCH DICTIONARY', dictnamespace, dictname, NULL, NULL, dictowner, NULL, NULL, false
    FROM dict
    UNION ALL
    SELECT 'pg_ts_config'::regclass, oid, 'TEXT SEARCH CONFIGURATION', cfgnamespace, cfgname, NULL, NULL, cfgowner, NULL, NULL, false
    FROM cfg
  ) o
  CROSS JOIN (SELECT oid FROM pg_roles WHERE rolname = current_user) me
  CROSS JOIN LATERAL pg_identify_object(o.class, o.oid, 0) i
  CROSS JOIN LATERAL (
    SELECT json_agg(json_build_array(pg_get_userbyid(grantor), CASE WHEN grantee <> 0 THEN pg_get_userbyid(grantee) END,
      privilege_type, is_grantable)) AS list
    -- One that was dropped and made again is no longer what it was from the beginning.
    FROM aclexplode(coalesce(o.acl, CASE WHEN o.class = 'pg_namespace'::regclass THEN acldefault('n', o.owner) ELSE o.usually END))
  ) own
  CROSS JOIN LATERAL (
    SELECT json_agg(json_build_array(pg_get_userbyid(grantor), CASE WHEN grantee <> 0 THEN pg_get_userbyid(grantee) END,
      privilege_type, is_grantable)) AS list FROM aclexplode(o.usually)
  ) base
  LEFT JOIN LATERAL (
    SELECT json_agg(json_build_array(pg_get_userbyid(grantor), CASE WHEN grantee <> 0 THEN pg_get_userbyid(grantee) END,
      privilege_type, is_grantable, attname, attnum) ORDER BY attnum) AS list
    FROM pg_attribute a, aclexplode(a.attacl)
    WHERE o.class = 'pg_class'::regclass AND a.attrelid = o.oid AND a.attnum > 0 AND NOT attisdropped
  ) parts ON true
)
