import type { Schema } from "#engine/index.ts";
import { readFingerprint } from "#host/catalog/readFingerprint.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import type { CatalogReader } from "#host/commands/context.ts";

/**
 * A reader that asks for the catalog's fingerprint first, and reads the catalog only when that changed. For one database
 * at a time: the fingerprint of another differs, as its oids and transaction numbers do.
 */
export function createCatalogKeeper(): CatalogReader {
  let kept: { readonly key: string; readonly schema: Schema } | null = null;
  return async (connection, scope) => {
    const key = JSON.stringify([await readFingerprint(connection), scope.schemas, scope.exclude]);
    if (kept?.key === key) return kept.schema;
    const schema = await readCatalog(connection, scope);
    kept = { key, schema };
    return schema;
  };
}
