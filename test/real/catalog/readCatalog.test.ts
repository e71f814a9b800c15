import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";

import { Client } from "pg";

import { type Column, quoteIdentifier, type Schema } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import { fromClient } from "#host/postgres.ts";
import defaults from "#test/cases/catalog/defaults.json" with { type: "json" };
import { onPlace, places } from "#test/support/places.ts";
import { installedMajors, sharedServer, withDatabase } from "#test/support/servers.ts";

const odd = 'Odd "Name"; DROP TABLE x; --';
const everything = readFileSync("test/cases/catalog/everything.sql", "utf8");
const golden = "test/cases/catalog/everything.json";

describe("readCatalog", () => {
  for (const place of places()) {
    it(`reads everything on ${place}`, async () => {
      const schema = await onPlace(place, async (connection) => {
        await connection.rows(everything);
        return readCatalog(connection, { schemas: ["public", "audit", odd, "_retort", "missing"] });
      });
      if (process.env["UPDATE_CASES"] !== undefined) writeFileSync(golden, `${JSON.stringify(schema, null, 2)}\n`);
      assert.deepEqual(schema, JSON.parse(readFileSync(golden, "utf8")));
    });

    it(`reads defaults on ${place}`, async () => {
      const columns = await onPlace(place, async (connection) => {
        await connection.rows(`CREATE EXTENSION citext; CREATE TYPE mood AS ENUM ('sad', 'ok');
          CREATE TYPE "Mood 2" AS ENUM ('it''s'); CREATE DOMAIN short_text AS varchar(5)`);
        const list = defaults.map((each, at) => `c${at} ${each.type} DEFAULT ${each.default}`);
        // What a session has set must not show in the reading.
        await connection.rows(`SET datestyle = 'SQL, DMY'; SET timezone = 'Asia/Tokyo'; SET bytea_output = 'escape'`);
        await connection.rows(`SET intervalstyle = 'iso_8601'; CREATE TABLE t (${list.join(", ")})`);
        return tableColumns(await readCatalog(connection, { schemas: ["public"] }), "t");
      });
      for (const [at, { type, default: written, is }] of defaults.entries()) {
        assert.deepEqual(columns[at]?.default, is, `${type} DEFAULT ${written}`);
      }
    });

    it(`reads an empty database on ${place}`, async () => {
      const schema = await onPlace(place, (connection) => readCatalog(connection, { schemas: ["public"] }));
      const nothing = { extensions: [], enums: [], tables: [], sequences: [], objects: [] };
      assert.deepEqual(schema, { namespaces: ["public"], ...nothing });
    });

    it(`plans its query once a session, which may forget it, on ${place}`, () =>
      onPlace(place, async (connection) => {
        const names = async () => {
          const { tables } = await readCatalog(connection, { schemas: ["public"] });
          return tables.map(({ name }) => name.name);
        };
        const plans = async () => (await connection.rows("SELECT name FROM pg_prepared_statements")).flat();
        assert.deepEqual(await names(), []);
        const [plan] = await plans();
        await connection.rows("CREATE TABLE a (); RESET ALL");
        assert.deepEqual([await names(), await plans()], [["a"], [plan]]);
        await connection.rows("CREATE TABLE b (); DEALLOCATE ALL");
        assert.deepEqual(await names(), ["a", "b"]);
        const again = await plans();
        await connection.rows("DROP TABLE a");
        assert.deepEqual([await names(), await plans()], [["b"], again]);
        assert.equal(again.length, 1);
        const other = await readCatalog(connection, { schemas: ["elsewhere"] });
        assert.deepEqual(other.tables, []);
      }));
  }

  it("reads schemas of any name", async () => {
    const names = ["a\nb", ":nullsNotDistinct", "$&", ":schemas", "it's", 'say "so"', "\\", "ä"];
    const schema = await onPlace("embedded", async (connection) => {
      for (const name of names) {
        await connection.rows(`CREATE SCHEMA ${quoteIdentifier(name)}; CREATE TABLE ${quoteIdentifier(name)}.t ()`);
      }
      return readCatalog(connection, { schemas: names });
    });
    assert.deepEqual(schema.namespaces, names.toSorted());
    assert.deepEqual(
      schema.tables.map(({ name }) => name.schema),
      names.toSorted(),
    );
  });

  it("leaves out what is excluded, and what belongs to it", async () => {
    const schema = await onPlace("embedded", async (connection) => {
      await connection.rows(everything);
      return readCatalog(connection, {
        schemas: ["public", "audit"],
        exclude: ["public.tasks", "*.*_role", "audit.*", "ticket*", "public.events*", "area"],
      });
    });
    assert.deepEqual(
      schema.tables.map(({ name }) => name.name),
      ["child_settings", "event_links", "settings", "users"],
    );
    assert.deepEqual(
      schema.enums.map(({ name }) => name.name),
      ["nothing"],
    );
    assert.deepEqual(
      schema.sequences.map(({ name }) => name.name),
      ["spare"],
    );
    const left = JSON.stringify(schema.objects.filter(({ kind }) => kind !== "view" && kind !== "materializedView"));
    for (const gone of ["Quiet", "own_tasks", "events_2025", "area("]) assert.ok(!left.includes(gone), gone);
  });

  it("leaves out what lies in no schema, by its name", async () => {
    const schema = await onPlace("embedded", async (connection) => {
      await connection.rows(`CREATE TABLE t (id int); CREATE SCHEMA other; CREATE TABLE other.t (id int);
        CREATE PUBLICATION platform FOR TABLE t; COMMENT ON PUBLICATION platform IS 'x'; CREATE PUBLICATION ours FOR TABLE t;
        CREATE PUBLICATION theirs FOR TABLE other.t; CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w`);
      return readCatalog(connection, { schemas: ["public"], exclude: ["platform", "w"] });
    });
    assert.deepEqual(
      schema.objects.map(({ kind, name }) => `${kind} ${name.name}`),
      ["foreignServer s", "publication ours"],
    );
  });

  it("reads the name of a sequence that was renamed or moved", async () => {
    const columns = await onPlace("embedded", async (connection) => {
      await connection.rows(`CREATE SCHEMA other; CREATE TABLE t (id serial, other int DEFAULT 0, n int);
        CREATE SEQUENCE foreign_one OWNED BY t.n; ALTER TABLE t ALTER n SET DEFAULT nextval('t_id_seq');
        ALTER SEQUENCE t_id_seq RENAME TO "Numbers"`);
      return tableColumns(await readCatalog(connection, { schemas: ["public", "other"] }), "t");
    });
    assert.deepEqual(columns[0]?.default, { kind: "serial", sequence: { schema: "public", name: "Numbers" } });
    assert.deepEqual(columns[2]?.default, { kind: "expression", sql: `nextval('public."Numbers"'::regclass)` });
  });

  it("takes one round trip", async function () {
    const major = installedMajors().at(-1);
    if (major === undefined) return this.skip();
    await withDatabase(await sharedServer(major), async (database) => {
      const client = new Client(database.config);
      await client.connect();
      const connection = await fromClient(client);
      let answers = 0;
      client.connection.on("readyForQuery", () => answers++);
      await readCatalog(connection, { schemas: ["public"] });
      assert.equal(answers, 1);
      // The settings of the reading are gone with it.
      assert.deepEqual(await connection.rows("SELECT current_setting('search_path')"), [['"$user", public']]);
      assert.equal(client.getTransactionStatus(), "I");
      await connection.close();
    });
  });
});

function tableColumns(schema: Schema, name: string): readonly Column[] {
  const table = schema.tables.find((each) => each.name.name === name);
  assert.ok(table);
  return table.columns;
}
