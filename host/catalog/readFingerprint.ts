import { assetText } from "#host/assets.ts";
import type { Connection } from "#host/connection.ts";

/** A text that stays the same while the catalog does, for one database, between transactions. One round trip. */
export async function readFingerprint(connection: Connection): Promise<string> {
  const [row] = await connection.rows<[string]>(assetText("catalog/fingerprint.sql"));
  return row?.[0] ?? "";
}
