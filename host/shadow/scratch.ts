import { assetText } from "#host/assets.ts";
import type { Database } from "#host/connection.ts";
import { openEmbeddedMemory } from "#host/embedded/openEmbedded.ts";
import { done, type Outcome } from "#host/failure.ts";

/** Where a shadow gets databases from that nobody else uses. */
export interface Scratch {
  /** `shared`: on a server with others on it, whose roles and the like are not for revisions in a shadow to change. */
  readonly kind: "embedded" | "shared";
  /** Asked before every answer, so answers of another server or version are never taken for its own. */
  version(signal?: AbortSignal): Promise<Outcome<ScratchVersion>>;
  /** An empty database. `close` makes it vanish; closing its connection under a statement ends that statement. */
  open(): ScratchDatabase;
}

export interface ScratchDatabase extends Database {
  /** Told of each role that was made for it: it goes with the database. */
  readonly madeRole: (role: string) => void;
}

export interface ScratchVersion {
  /** What decides, besides the SQL, how its databases come out: part of every key that answers are kept by. */
  readonly key: string;
  /** `18.6` */
  readonly postgres: string;
}

/** Databases in memory, each in a process of its own. */
export const embeddedScratch: Scratch = {
  kind: "embedded",
  version: () => {
    const key = assetText("pglite/version.json");
    return Promise.resolve(done({ key, postgres: (JSON.parse(key) as { readonly postgres: string }).postgres }));
  },
  open: () => ({ ...openEmbeddedMemory({ name: "shadow" }), madeRole: () => undefined }),
};
