/**
 * What stands for the places in catalog.sql that begin with a colon, by PostgreSQL's version (`180004`): columns that came
 * later than 14, and what they mean where they are missing.
 */
export function versionParts(version: number): ReadonlyMap<string, string> {
  const since = (major: number, column: string, before: string) => (version >= major * 10_000 ? column : before);
  return new Map([
    [":nullsNotDistinct", since(15, "indnullsnotdistinct", "false")],
    [":deleteColumns", since(15, "k.confdelsetcols", "NULL::smallint[]")],
    [":enforced", since(18, "k.conenforced", "true")],
    [":notNulls", since(18, notNulls, "NULL")],
    [":period", since(18, "k.conperiod", "false")],
    [":sequencePersistence", since(15, "rel.relpersistence", 'NULL::"char"')],
    [":domainNotNull", since(17, domainNotNull, "NULL")],
    [":collationLocale", since(17, "colllocale", since(15, "colliculocale", "NULL"))],
    [":collationRules", since(16, "collicurules", "NULL")],
    [":publishesGenerated", since(18, "pubgencols = 's'", "false")],
    [":publishedColumns", since(15, publishedColumns, "NULL")],
    [":publishedRows", since(15, "pg_get_expr(r.prqual, r.prrelid)", "NULL")],
    [":publishedSchemas", since(15, publishedSchemas, "NULL")],
    [
      ":publishesSchema",
      since(15, "p.oid IN (SELECT pnpubid FROM pg_publication_namespace JOIN ns ON ns.oid = pnnspid)", "false"),
    ],
    [":publishesAny", since(15, "p.oid IN (SELECT pnpubid FROM pg_publication_namespace)", "false")],
  ]);
}

const notNulls = `(SELECT json_agg(json_build_array(k.conrelid::int8, k.conkey[1], k.conname, k.convalidated,
    k.connoinherit, k.coninhcount > 0))
  FROM pg_constraint k JOIN tab ON tab.oid = k.conrelid JOIN col a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
  WHERE k.contype = 'n'
    AND (NOT k.convalidated OR k.connoinherit OR k.conname <> tab.relname || '_' || a.attname || '_not_null'))`;
const domainNotNull = `(SELECT json_build_array(conname, k.oid::int8) FROM pg_constraint k
  WHERE k.contypid = typ.oid AND k.contype = 'n')`;
const publishedColumns = `(SELECT json_agg(a.attname ORDER BY a.attnum) FROM pg_attribute a
  WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs))`;
const publishedSchemas = `(SELECT json_agg(n.nspname ORDER BY n.nspname COLLATE "C") FROM pg_publication_namespace s
  JOIN pg_namespace n ON n.oid = s.pnnspid WHERE s.pnpubid = pub.oid)`;
