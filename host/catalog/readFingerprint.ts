import { assetText } from "#host/assets.ts";
import type { Connection } from "#host/connection.ts";

/** The query that answers it, a single row of one column; it may stand within another. */
export function fingerprintQuery(): string {
  return assetText("catalog/fingerprint.sql");
}

/** A text that stays the same while the catalog does, for one database, between transactions. One round trip. */
export async function readFingerprint(connection: Connection): Promise<string> {
  const [row] = await connection.rows<[string]>(fingerprintQuery());
  return row?.[0] ?? "";
}
