import { assetText } from "#host/assets.ts";
import type { Database } from "#host/connection.ts";
import { openEmbeddedMemory } from "#host/embedded/openEmbedded.ts";

/** Where a shadow gets databases from that nobody else uses. */
export interface Scratch {
  /** What decides, besides the SQL, how its databases come out: part of every key that answers are kept by. */
  readonly version: () => string;
  /** An empty database. `close` makes it vanish; closing its connection under a statement ends that statement. */
  readonly open: () => Database;
}

/** Databases in memory, each in a process of its own. */
export const embeddedScratch: Scratch = {
  version: () => assetText("pglite/version.json"),
  open: () => openEmbeddedMemory({ name: "shadow" }),
};
