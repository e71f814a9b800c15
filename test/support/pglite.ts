import { PGlite } from "@electric-sql/pglite";
import { citext } from "@electric-sql/pglite/contrib/citext";
import { hstore } from "@electric-sql/pglite/contrib/hstore";
import { createPgConfig } from "@electric-sql/pglite/node-postgres";
import { Client } from "pg";

import type { Connection } from "#host/connection.ts";
import { fromClient } from "#host/postgres.ts";

/** Runs `work` on an empty PGlite in this process, through the same driver as a server. One at a time. */
export async function withPglite<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
  const database = await (kept.database ??= PGlite.create({ extensions: { citext, hstore } }));
  const client = new Client(createPgConfig(database));
  await client.connect();
  const connection = await fromClient(client);
  try {
    return await work(connection);
  } finally {
    for (const statement of ["ROLLBACK", emptyAgain, "DISCARD ALL"]) await connection.rows(statement);
    await connection.close();
  }
}

/** A new one takes seconds, emptying it a tenth of one. */
const kept: { database?: Promise<PGlite> } = {};

const emptyAgain = `
  DO $$ DECLARE name text; BEGIN
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
