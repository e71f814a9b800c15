import assert from "node:assert/strict";

import { readCatalog } from "#host/catalog/readCatalog.ts";
import { everyMajor, sharedServer, withDatabase } from "#test/support/servers.ts";

/** The query is written anew for each version: what one lacks has another word in its place. */
describe("the catalog of every version of PostgreSQL that is installed", () => {
  for (const major of everyMajor()) {
    it(`is read: ${major}`, async () =>
      withDatabase(await sharedServer(major), async (database) => {
        const connection = await database.connect();
        await connection.rows(`
          CREATE TABLE t (id serial PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY, a text UNIQUE CHECK (a <> ''));
          CREATE SEQUENCE s; CREATE DOMAIN d AS text CHECK (value <> ''); CREATE VIEW v AS SELECT a FROM t`);
        const { tables, sequences, objects } = await readCatalog(connection, { schemas: ["public"] });
        assert.deepEqual(
          tables.map(({ name, columns }) => [name.name, columns.map((column) => column.name)]),
          [["t", ["id", "n", "a"]]],
        );
        assert.deepEqual(
          [...sequences, ...objects].map(({ name }) => name.name),
          ["s", "d", "v"],
        );
      }));
  }
});
