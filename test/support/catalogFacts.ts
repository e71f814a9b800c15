import type { Connection } from "#host/connection.ts";

/**
 * All that a database holds, a line each, sorted, in PostgreSQL's own words: a second opinion beside `readCatalog`, to
 * which nothing is equal that PostgreSQL itself tells apart. Only the order of columns says nothing.
 */
export async function catalogFacts(connection: Connection): Promise<string[]> {
  const facts = await connection.rows<[string]>(`
    SET search_path = '';
    SELECT fact FROM (${queries.join(" UNION ALL ")}) AS facts (fact) ORDER BY fact COLLATE "C"`);
  await connection.rows("RESET search_path");
  return facts.map(([fact]) => fact);
}

const own = "NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND n.nspname !~ '^pg_temp'";
const notOfExtension = (catalog: string, oid: string) =>
  `NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '${catalog}'::regclass AND d.objid = ${oid} AND d.deptype = 'e')`;

const queries: readonly string[] = [
  `SELECT format('schema %I', n.nspname) FROM pg_namespace n WHERE n.nspname ${own}`,

  `SELECT format('extension %I in %I', e.extname, n.nspname)
   FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname <> 'plpgsql'`,

  `SELECT format('enum %I.%I (%s)', n.nspname, t.typname, (
     SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid))
   FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'e' AND n.nspname ${own}`,

  `SELECT format('type %I.%I %s %s %s default %s collation %s', n.nspname, t.typname, t.typtype,
     format_type(nullif(t.typbasetype, 0), t.typtypmod), t.typnotnull, t.typdefault, nullif(t.typcollation, 0)::regcollation)
   FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
   WHERE t.typtype IN ('d', 'r', 'm') AND n.nspname ${own} AND ${notOfExtension("pg_type", "t.oid")}`,

  `SELECT format('range %s of %s %s %s %s %s', r.rngtypid::regtype, r.rngsubtype::regtype, r.rngmultitypid::regtype,
     (SELECT opcname FROM pg_opclass WHERE oid = r.rngsubopc), r.rngcanonical::oid::regproc, r.rngsubdiff::oid::regproc)
   FROM pg_range r JOIN pg_type t ON t.oid = r.rngtypid JOIN pg_namespace n ON n.oid = t.typnamespace
   WHERE n.nspname ${own} AND ${notOfExtension("pg_type", "t.oid")}`,

  `SELECT format('collation %s %s %s %s', c.oid::regcollation, c.collprovider, c.collisdeterministic, c.collcollate)
   FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace WHERE n.nspname ${own}`,

  `SELECT format('relation %I.%I %s %s %s %s %s %s %s %s %s of %s', n.nspname, c.relname, c.relkind, c.relpersistence,
     c.relrowsecurity, c.relforcerowsecurity, c.relreplident, array(SELECT unnest(c.reloptions) ORDER BY 1),
     (SELECT array_agg(o ORDER BY o) FROM pg_class t, unnest(t.reloptions) o WHERE t.oid = c.reltoastrelid),
     pg_get_partkeydef(c.oid), pg_get_expr(c.relpartbound, c.oid), nullif(c.reloftype, 0)::regtype)
   FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p', 'f', 'c', 'v', 'm') AND n.nspname ${own} AND ${notOfExtension("pg_class", "c.oid")}`,

  `SELECT format('column %I.%I.%I %s%s default %s identity %s generated %s collation %s', n.nspname, c.relname, a.attname,
     format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN ' not null' ELSE '' END,
     pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated, nullif(a.attcollation, t.typcollation)::regcollation)
   FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   JOIN pg_type t ON t.oid = a.atttypid
   LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
   WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f', 'c') AND n.nspname ${own}
     AND ${notOfExtension("pg_class", "c.oid")}`,

  // A key of an index keeps the name that its column had when it was made, which means nothing.
  `SELECT format('storage of %s.%s: %s %s %s %s', c.oid::regclass,
     CASE WHEN c.relkind IN ('i', 'I') THEN a.attnum::text ELSE quote_ident(a.attname) END, a.attstorage, a.attcompression,
     coalesce(a.attstattarget, -1), a.attoptions)
   FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'm', 'i', 'I') AND n.nspname ${own}`,

  `SELECT format('%s comes from %s as number %s', i.inhrelid::regclass, i.inhparent::regclass, i.inhseqno)
   FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname ${own}`,

  // Before 18 a NOT NULL is no constraint. Names that PostgreSQL makes follow from where the table has been.
  `SELECT format('not null %s on %s %s %s', CASE WHEN o.coninhcount = 0 AND o.conname !~ CASE WHEN o.contypid = 0 THEN '._.+_not_null\\d*$' ELSE '._not_null\\d*$' END THEN o.conname END,
     o.conrelid::regclass, pg_get_constraintdef(o.oid), o.convalidated)
   FROM pg_constraint o JOIN pg_namespace n ON n.oid = o.connamespace WHERE o.contype = 'n' AND n.nspname ${own}`,

  // PostgreSQL numbers what a foreign key to a partitioned table has for each partition, as these come.
  `SELECT format('constraint %s on %s %s %s', CASE WHEN o.contype <> 'f' OR o.conparentid = 0 THEN o.conname END,
     o.conrelid::regclass, pg_get_constraintdef(o.oid), o.convalidated)
   FROM pg_constraint o JOIN pg_namespace n ON n.oid = o.connamespace
   WHERE o.contype <> 'n' AND n.nspname ${own} AND ${notOfExtension("pg_constraint", "o.oid")}`,

  `SELECT format('index %s valid %s replica %s clustered %s with %s', pg_get_indexdef(i.indexrelid), i.indisvalid,
     i.indisreplident, i.indisclustered, array(SELECT unnest(c.reloptions) ORDER BY 1))
   FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname ${own}`,

  `SELECT format('sequence %s %s %s start %s increment %s min %s max %s cache %s cycle %s, %s', s.seqrelid::regclass,
     c.relpersistence, format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle, (
       SELECT format('%s of %s.%I', d.deptype, d.refobjid::regclass, a.attname) FROM pg_depend d
       JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
       WHERE d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid AND d.deptype IN ('a', 'i')))
   FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname ${own}`,

  `SELECT format('view %I.%I %s %s', n.nspname, c.relname, c.relkind, pg_get_viewdef(c.oid))
   FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('v', 'm') AND n.nspname ${own} AND ${notOfExtension("pg_class", "c.oid")}`,

  `SELECT format('function %s', pg_get_functiondef(p.oid)) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
   WHERE p.prokind IN ('f', 'p') AND n.nspname ${own} AND ${notOfExtension("pg_proc", "p.oid")}`,

  `SELECT format('aggregate %s %s', p.oid::regprocedure, row_to_json(a)::jsonb - 'aggfnoid' - 'aggtranstype' - 'aggmtranstype'
     - 'aggsortop')
   FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid JOIN pg_namespace n ON n.oid = p.pronamespace
   WHERE n.nspname ${own} AND ${notOfExtension("pg_proc", "p.oid")}`,

  `SELECT format('trigger %s %s', pg_get_triggerdef(t.oid), t.tgenabled) FROM pg_trigger t WHERE NOT t.tgisinternal`,

  // Of tables with partitions they never fire.
  `SELECT format('constraint trigger of %s on %s: %s %s', (
     WITH RECURSIVE up AS (SELECT k.oid, k.conparentid, k.conname FROM pg_constraint k WHERE k.oid = t.tgconstraint
       UNION ALL SELECT k.oid, k.conparentid, k.conname FROM pg_constraint k JOIN up ON k.oid = up.conparentid)
     SELECT conname FROM up WHERE conparentid = 0), t.tgrelid::regclass, t.tgfoid::regproc, t.tgenabled)
   FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid AND c.relkind = 'r' WHERE t.tgisinternal AND t.tgconstraint <> 0`,

  `SELECT format('rule %s %s', pg_get_ruledef(r.oid), r.ev_enabled)
   FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE r.rulename <> '_RETURN' AND n.nspname ${own}`,

  `SELECT format('event trigger %I on %s %s %s %s', evtname, evtevent, evtfoid::regproc, evtenabled, evttags)
   FROM pg_event_trigger`,

  `SELECT format('statistics %s %s', pg_get_statisticsobjdef(s.oid), coalesce(s.stxstattarget, -1)) FROM pg_statistic_ext s`,

  `SELECT format('policy %I on %s for %s %s to %s using %s check %s', p.polname, p.polrelid::regclass, p.polcmd,
     p.polpermissive, p.polroles::regrole[], pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
   FROM pg_policy p`,

  `SELECT format('foreign table %s at %s %s', f.ftrelid::regclass, s.srvname, f.ftoptions)
   FROM pg_foreign_table f JOIN pg_foreign_server s ON s.oid = f.ftserver`,

  `SELECT format('publication %I %s', pubname, to_jsonb(p) - 'oid' - 'pubname' - 'pubowner') FROM pg_publication p`,

  `SELECT format('published in %s: %s %s', p.pubname, r.prrelid::regclass, to_jsonb(r) - 'oid' - 'prpubid' - 'prrelid' - 'prqual'
     - 'prattrs') FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid`,

  // Columns, conditions and schemas came with PostgreSQL 15: their view says nothing of them before.
  `SELECT format('published in %s, as told: %s', pubname, to_jsonb(t) - 'attnames') FROM pg_publication_tables t`,

  `SELECT format('wrapper %I %s %s %s', fdwname, fdwhandler::regproc, fdwvalidator::regproc, array(SELECT unnest(fdwoptions) ORDER BY 1))
   FROM pg_foreign_data_wrapper f WHERE ${notOfExtension("pg_foreign_data_wrapper", "f.oid")}`,

  `SELECT format('server %I of %I %s %s %s', srvname, w.fdwname, srvtype, srvversion, array(SELECT unnest(srvoptions) ORDER BY 1))
   FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw`,

  `SELECT format('cast %s to %s %s %s %s', format_type(castsource, NULL), format_type(casttarget, NULL), castfunc::regprocedure,
     castcontext, castmethod)
   FROM pg_cast c WHERE oid >= 16384 AND ${notOfExtension("pg_cast", "c.oid")}`,

  `SELECT format('operator %s %s %s %s %s %s %s %s', o.oid::regoperator, oprcode, oprcom::regoperator, oprnegate::regoperator, oprrest,
     oprjoin, oprcanhash, oprcanmerge)
   FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
   WHERE n.nspname ${own} AND ${notOfExtension("pg_operator", "o.oid")}`,

  `SELECT format('dictionary %s %s %s', x.oid::regdictionary, t.tmplname, x.dictinitoption)
   FROM pg_ts_dict x JOIN pg_ts_template t ON t.oid = x.dicttemplate WHERE x.oid >= 16384 AND ${notOfExtension("pg_ts_dict", "x.oid")}`,

  `SELECT format('configuration %s %s %s %s %s', c.oid::regconfig, cfgparser, maptokentype, mapseqno, mapdict::regdictionary)
   FROM pg_ts_config c LEFT JOIN pg_ts_config_map m ON m.mapcfg = c.oid
   WHERE c.oid >= 16384 AND ${notOfExtension("pg_ts_config", "c.oid")}`,

  ...[
    ["pg_namespace", "nspowner", "nspacl", "'n'"],
    ["pg_class", "relowner", "relacl", "CASE o.relkind WHEN 'S' THEN 's' ELSE 'r' END"],
    ["pg_proc", "proowner", "proacl", "'f'"],
    ["pg_type", "typowner", "typacl", "'T'"],
    ["pg_foreign_data_wrapper", "fdwowner", "fdwacl", "'F'"],
    ["pg_foreign_server", "srvowner", "srvacl", "'S'"],
  ].map(
    ([catalog = "", owner = "", acl = "", code = ""]) =>
      `SELECT format('%s belongs to %s, who grants %s', pg_describe_object('${catalog}'::regclass, o.oid, 0), o.${owner}::regrole,
         array(SELECT unnest(coalesce(o.${acl}, acldefault((${code})::"char", o.${owner})))::text ORDER BY 1))
       FROM ${catalog} o WHERE o.oid >= 16384 AND pg_describe_object('${catalog}'::regclass, o.oid, 0) NOT LIKE '%pg_toast.%'
         AND ${notOfExtension(catalog, "o.oid")}`,
  ),

  `SELECT format('grants on column %s.%I: %s', a.attrelid::regclass, a.attname, array(SELECT unnest(a.attacl)::text ORDER BY 1))
   FROM pg_attribute a WHERE a.attrelid >= 16384 AND array_length(a.attacl, 1) > 0 AND NOT a.attisdropped`,

  `SELECT format('by default in %s %s grants %s on %s', nullif(defaclnamespace, 0)::regnamespace, defaclrole::regrole,
     array(SELECT unnest(defaclacl)::text ORDER BY 1), defaclobjtype) FROM pg_default_acl`,

  ...[
    "collation",
    "statistic_ext:stx",
    "event_trigger:evt",
    "publication:pub",
    "operator:opr",
    "ts_dict:dict",
    "ts_config:cfg",
  ].map((name) => {
    const [catalog = "", prefix = "coll"] = name.split(":");
    return `SELECT format('%s belongs to %s', pg_describe_object('pg_${catalog}'::regclass, oid, 0), ${prefix}owner::regrole)
      FROM pg_${catalog} WHERE oid >= 16384`;
  }),

  `SELECT format('comment on %s: %s', pg_describe_object(d.classoid, d.objoid, d.objsubid), d.description)
   FROM pg_description d WHERE d.objoid >= 16384 AND (d.classoid <> 'pg_extension'::regclass OR d.objoid IN (SELECT oid FROM pg_extension WHERE extname <> 'plpgsql'))
     AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = d.classoid AND e.objid = d.objoid AND e.deptype = 'e')`,
];

/** Fails with the lines that only one side has. */
export function assertSameFacts(actual: readonly string[], expected: readonly string[], what: string): void {
  const [has, should] = [new Set(actual), new Set(expected)];
  const lines = [
    ...actual.filter((fact) => !should.has(fact)).map((fact) => `  + ${fact}`),
    ...expected.filter((fact) => !has.has(fact)).map((fact) => `  - ${fact}`),
  ];
  if (lines.length > 0) throw new Error([`${what}:`, ...lines].join("\n"));
}
