import assert from "node:assert/strict";

import { DatabaseError } from "pg";

import type { Connection, Database } from "#host/connection.ts";
import { openEmbeddedMemory } from "#host/embedded/openEmbedded.ts";
import { failureOf, valueOf } from "#test/host/runner/targets.ts";

describe("the embedded database", function () {
  this.timeout(60_000);
  let database: Database;
  let open: Connection[] = [];
  const connect = async (signal?: AbortSignal) => {
    const connected = await database.connect(signal);
    if (connected.ok) open.push(connected.value);
    return connected;
  };

  before(() => {
    database = openEmbeddedMemory();
  });

  // A test that fails must not keep the others waiting for its connection.
  afterEach(async () => {
    await Promise.all(open.map((connection) => connection.close()));
    open = [];
  });

  after(() => database.close());

  it("answers like a server", async () => {
    const connection = valueOf(await connect());
    assert.equal(Math.trunc(connection.version / 10_000), 18);
    assert.deepEqual(await connection.rows("SELECT 1; SELECT 2, 'two', NULL"), [[2, "two", null]]);
    assert.deepEqual(await connection.rows("SELECT $1::int + 1, $2::text[]", [4, ["a", "b"]]), [[5, ["a", "b"]]]);
    await assert.rejects(connection.rows("SELECT nope"), (error: unknown) => {
      assert.ok(error instanceof DatabaseError);
      assert.deepEqual([error.code, error.position], ["42703", "8"]);
      return true;
    });
    assert.deepEqual(await connection.rows("SELECT length(repeat('x', 5000000))"), [[5_000_000]]);
    const [[text] = [""]] = await connection.rows<[string]>("SELECT repeat('ü', 3000000)");
    assert.equal(text.length, 3_000_000);
    await connection.close();
  });

  it("has the contrib extensions, vector and pg_uuidv7, each there when it is asked for", async () => {
    const connection = valueOf(await connect());
    for (const extension of [
      "citext",
      "pgcrypto",
      "pg_trgm",
      "ltree",
      "uuid-ossp",
      "btree_gist",
      "vector",
      "pg_uuidv7",
    ]) {
      await connection.rows(`CREATE EXTENSION "${extension}"`);
    }
    assert.deepEqual(await connection.rows("SELECT 'A'::citext = 'a', encode(digest('a', 'md5'), 'hex')"), [
      [true, "0cc175b9c0f1b6a831c399e269772661"],
    ]);
    await connection.close();
  });

  it("leaves nothing of one session to the next", async () => {
    const first = valueOf(await connect());
    await first.rows("CREATE TEMP TABLE left_behind (id int); SET work_mem = '1MB'");
    await first.rows("BEGIN; CREATE TABLE not_committed (id int); SET search_path = nowhere");
    await first.close();
    const second = valueOf(await connect());
    const [row] = await second.rows(
      "SELECT to_regclass('left_behind'), to_regclass('not_committed'), current_setting('search_path'), current_setting('work_mem')",
    );
    assert.deepEqual(row, [null, null, "public", "4MB"]);
    await second.close();
  });

  it("serves connections one after the other", async () => {
    const order: string[] = [];
    const first = valueOf(await connect());
    const second = connect().then(async (connected) => {
      order.push("second");
      await valueOf(connected).close();
    });
    await first.rows("SELECT 1");
    order.push("first");
    await first.close();
    await second;
    assert.deepEqual(order, ["first", "second"]);
  });

  it("stops waiting when told to, and lets the others pass", async () => {
    const first = valueOf(await connect());
    const controller = new AbortController();
    const second = connect(controller.signal);
    const third = connect();
    controller.abort();
    assert.equal(failureOf(await second).code, "database/cancelled");
    await first.close();
    await valueOf(await third).close();
  });

  it("ends a statement that never ends with its process, and begins anew", async () => {
    const connection = valueOf(await connect());
    await connection.rows("CREATE TABLE in_memory (id int)");
    const endless = assert.rejects(connection.rows("SELECT count(*) FROM generate_series(1, 1000000000000)"));
    await connection.close();
    await endless;
    const next = valueOf(await connect());
    assert.deepEqual(await next.rows("SELECT to_regclass('in_memory')"), [[null]]);
    await next.close();
  });

  it("goes on after a statement that PostgreSQL can't end well", async () => {
    const connection = valueOf(await connect());
    await assert.rejects(connection.rows("COPY pg_class FROM STDIN"));
    await connection.close();
    const next = valueOf(await connect());
    assert.deepEqual(await next.rows("SELECT 1"), [[1]]);
    await next.close();
  });
});
