/**
 * What stands for the places in catalog.sql that begin with a colon, by PostgreSQL's version (`180004`): columns that came
 * later than 14, and what they mean where they are missing.
 */
export function versionParts(version: number): ReadonlyMap<string, string> {
  const since = (major: number, column: string, before: string) => (version >= major * 10_000 ? column : before);
  return new Map([
    [":nullsNotDistinct", since(15, "indnullsnotdistinct", "false")],
    [":deleteColumns", since(15, "k.confdelsetcols", "NULL")],
    [":enforced", since(18, "k.conenforced", "true")],
    [":period", since(18, "k.conperiod", "false")],
    [":collationLocale", since(17, "colllocale", since(15, "colliculocale", "NULL"))],
    [":collationRules", since(16, "collicurules", "NULL")],
  ]);
}
