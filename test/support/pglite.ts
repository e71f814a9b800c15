import { PGlite } from "@electric-sql/pglite";
import { citext } from "@electric-sql/pglite/contrib/citext";
import { hstore } from "@electric-sql/pglite/contrib/hstore";
import { createPgConfig } from "@electric-sql/pglite/node-postgres";
import { Client } from "pg";

import type { Connection } from "#host/connection.ts";
import { fromClient } from "#host/postgres.ts";

/** Runs `work` on a PGlite of its own in this process, through the same driver as a server. */
export async function withPglite<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
  const database = await PGlite.create({ extensions: { citext, hstore } });
  try {
    const client = new Client(createPgConfig(database));
    await client.connect();
    const connection = await fromClient(client);
    return await work(connection).finally(() => connection.close());
  } finally {
    await database.close();
  }
}
