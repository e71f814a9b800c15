import assert from "node:assert/strict";

import type { Database } from "#host/connection.ts";
import { openServer } from "#host/postgres.ts";
import { readAhead } from "#host/readAhead.ts";
import { sharedServer, type TestDatabase, withDatabase } from "#test/support/servers.ts";

const scope = { schemas: ["public"], exclude: [], bookkeeping: "_retort" };

/** What a database holds, asked for before anybody wants it. */
describe("reading ahead", () => {
  it("answers once what was read before, on the session that read it; what is asked again is read again", () =>
    onDatabase(async (database) => {
      const other = await database.connect();
      await other.rows("CREATE TABLE early (id int)");
      const { opened, connects } = counted(openServer(database.config));
      const ahead = readAhead(opened, scope, null);
      await ahead.asked;
      const connected = await ahead.database.connect();
      assert.ok(connected.ok);
      // Answered after the question that was sent before it.
      await connected.value.rows("SELECT 1");
      await other.rows("CREATE TABLE late (id int)");
      const names = async () => {
        const { live } = await ahead.reader.read(connected.value, scope);
        return live.tables.map(({ name }) => name.name);
      };
      assert.deepEqual([await names(), await names()], [["early"], ["early", "late"]]);
      assert.equal(connects(), 1);
      const second = await ahead.database.connect();
      assert.ok(second.ok && second.value !== connected.value);
      assert.equal(connects(), 2);
      await Promise.all([connected.value.close(), second.value.close()]);
    }));

  it("is not what was read where another part of the database is asked for", () =>
    onDatabase(async (database) => {
      const other = await database.connect();
      await other.rows("CREATE SCHEMA other; CREATE TABLE other.here (id int)");
      const ahead = readAhead(openServer(database.config), scope, null);
      const connected = await ahead.database.connect();
      assert.ok(connected.ok);
      const { live } = await ahead.reader.read(connected.value, { ...scope, schemas: ["other"] });
      assert.deepEqual(
        live.tables.map(({ name }) => name),
        [{ schema: "other", name: "here" }],
      );
      await connected.value.close();
    }));

  it("tells a database that is away by its one attempt", () =>
    onDatabase(async (database) => {
      const { opened, connects } = counted(openServer({ ...database.config, database: "nowhere" }));
      const ahead = readAhead(opened, scope, null);
      await ahead.asked;
      const connected = await ahead.database.connect();
      assert.equal(connected.ok ? "" : connected.failure.code, "database/unknownDatabase");
      assert.equal(connects(), 1);
    }));

  it("ends the session that nobody came for", () =>
    onDatabase(async (database) => {
      const other = await database.connect();
      const ahead = readAhead(openServer(database.config), scope, null);
      await ahead.asked;
      await ahead.database.close();
      const sessions = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
      const deadline = Date.now() + 5000;
      while ((await other.rows(sessions)).length > 0) assert.ok(Date.now() < deadline, "its session is still there");
    }));
});

async function onDatabase(work: (database: TestDatabase) => Promise<void>): Promise<void> {
  await withDatabase(await sharedServer(18), work);
}

/** Counts the attempts to connect. */
function counted(database: Database) {
  let count = 0;
  const connect = (signal?: AbortSignal) => {
    count += 1;
    return database.connect(signal);
  };
  return { opened: { ...database, connect }, connects: () => count };
}
