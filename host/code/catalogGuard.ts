import { describe, diff, sameSchema } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import { readFingerprint } from "#host/catalog/readFingerprint.ts";
import type { Connection } from "#host/connection.ts";

/** Tells, inside a transaction that is about to be committed, what the catalog holds that it did not hold before. */
export interface CatalogGuard {
  /** In words; empty where the catalog is as it was. Leaves settings of the transaction changed. */
  differences(): Promise<readonly string[]>;
}

/** Reads the catalog as it is now: in a transaction of its own, or in one that is open, whose settings it leaves changed. */
export async function guardCatalog(
  connection: Connection,
  scope: { readonly home: string; readonly schemas: readonly string[] },
  where: { readonly within?: "a transaction" } = {},
): Promise<CatalogGuard> {
  const before = await readCatalog(connection, scope, where);
  const fingerprint = await readFingerprint(connection);
  return {
    async differences() {
      // Temporary tables and TRUNCATE change it too, and nothing that matters.
      if ((await readFingerprint(connection)) === fingerprint) return [];
      const after = await readCatalog(connection, scope, { within: "a transaction" });
      if (sameSchema(before, after)) return [];
      return diff(before, after).map((change) => describe(change, { home: scope.home }).text);
    },
  };
}
