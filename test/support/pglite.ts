import { existsSync } from "node:fs";

import { PGlite } from "@electric-sql/pglite";
import { citext } from "@electric-sql/pglite/contrib/citext";
import { hstore } from "@electric-sql/pglite/contrib/hstore";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { uuid_ossp } from "@electric-sql/pglite/contrib/uuid_ossp";
import { createPgConfig } from "@electric-sql/pglite/node-postgres";
import { Client } from "pg";

import { assetPath } from "#host/assets.ts";
import type { Connection } from "#host/connection.ts";
import { openPglite } from "#host/embedded/pglite.ts";
import { fromClient } from "#host/postgres.ts";

/** Runs `work` on an empty PGlite in this process, through the same driver as a server. One at a time. */
export async function withPglite<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
  const database = await (kept.database ??= create());
  const client = new Client(createPgConfig(database));
  await client.connect();
  // This way to it does not say whose process answers; it is one session all the same.
  const connection = await fromClient(client, { pooled: false });
  try {
    return await work(connection);
  } finally {
    for (const statement of ["ROLLBACK", emptyAgain, "DISCARD ALL"]) await connection.rows(statement);
    await connection.close();
  }
}

/** Nobody may be at work on it: the next who asks gets a new one. */
export async function renewPglite(): Promise<void> {
  const { database } = kept;
  delete kept.database;
  await (await database)?.close();
}

/** A new one takes seconds, emptying it a tenth of one. */
const kept: { database?: Promise<PGlite> } = {};

// Importing this file registers a root hook: a PGlite that is left open keeps the process alive by its timers.
after(async () => {
  await (await kept.database)?.close();
});

/** From what the build put into `dist`, as the product does; without a build, from the package, which takes longer. */
function create(): Promise<PGlite> {
  return existsSync(assetPath("pglite/empty.tar.gz"))
    ? openPglite({ assets: assetPath("pglite"), folder: null, isEmpty: true })
    : PGlite.create({ extensions: { citext, hstore, pg_trgm, uuid_ossp } });
}

export const emptyAgain = `
  DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT pubname FROM pg_publication LOOP
      EXECUTE format('DROP PUBLICATION %I', name);
    END LOOP;
    FOR name IN SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' LOOP
      EXECUTE format('DROP EXTENSION %I CASCADE', name);
    END LOOP;
    FOR name IN SELECT fdwname FROM pg_foreign_data_wrapper LOOP
      EXECUTE format('DROP FOREIGN DATA WRAPPER %I CASCADE', name);
    END LOOP;
    FOR name IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
      EXECUTE format('DROP SCHEMA %I CASCADE', name);
    END LOOP;
  END $$;
  CREATE SCHEMA public`;
