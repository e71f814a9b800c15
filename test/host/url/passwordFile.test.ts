import assert from "node:assert/strict";
import { chmod } from "node:fs/promises";
import { join } from "node:path";

import { passwordFromFile } from "#host/config/passwordFile.ts";
import { readDatabaseUrl } from "#host/databaseUrl.ts";
import { openServer } from "#host/postgres.ts";
import { withFolder } from "#test/support/folder.ts";
import { installedMajors, sharedServer } from "#test/support/servers.ts";

describe("passwordFromFile", () => {
  const server = { host: "db.example.com", port: 5432, database: "shop", user: "app" };
  const cases: readonly (readonly [file: string, password: string | null, more?: Partial<typeof server>])[] = [
    ["db.example.com:5432:shop:app:secret\n", "secret"],
    ["*:*:*:*:secret", "secret"],
    ["# db.example.com:5432:shop:app:no\r\n\r\nother:5432:shop:app:no\r\n*:*:shop:app:secret\r\n", "secret"],
    ["*:*:*:*:first\n*:*:*:*:second\n", "first"],
    ["*:*:*:*:a:b\\:c\\\\d", "a:b:c\\d"],
    ["*:*:*:us\\:er:secret", "secret", { user: "us:er" }],
    ["localhost:*:*:*:secret", "secret", { host: "/run/postgresql" }],
    ["/run/postgresql:*:*:*:secret", "secret", { host: "/run/postgresql" }],
    ["localhost:*:*:*:secret", null],
    ["*:5433:*:*:secret", null],
    ["*:*:*:secret", null],
    ["", null],
  ];
  for (const [text, password, more] of cases) {
    it(`finds ${password ?? "none"} in ${JSON.stringify(text)}`, () =>
      withFolder({ ".pgpass": text }, async (home) => {
        await chmod(join(home, ".pgpass"), 0o600);
        assert.equal(await passwordFromFile({ ...server, ...more }, { HOME: home }), password);
        assert.equal(await passwordFromFile({ ...server, ...more }, { PGPASSFILE: join(home, ".pgpass") }), password);
      }));
  }

  it("passes over a file that others may read, and one that is absent", function () {
    if (process.platform === "win32") return this.skip();
    return withFolder({ ".pgpass": "*:*:*:*:secret" }, async (home) => {
      await chmod(join(home, ".pgpass"), 0o640);
      assert.equal(await passwordFromFile(server, { HOME: home }), null);
      assert.equal(await passwordFromFile(server, { HOME: join(home, "nobody") }), null);
    });
  });

  it("is what a server is given that asks for one", async function () {
    const [major] = installedMajors();
    if (major === undefined) {
      console.warn("skipped: the binaries of no PostgreSQL are installed");
      return this.skip();
    }
    const { connection } = await sharedServer(major, { tcp: true });
    const { host, port, user, password = "" } = connection;
    await withFolder({ passwords: `${host}:${port}:*:${user}:${password}\n` }, async (folder) => {
      const file = join(folder, "passwords");
      await chmod(file, 0o600);
      const environment = { variables: { PGPASSFILE: file }, sources: [] };
      const context = { subject: "--url", place: null, environment, folders: [] };
      const url = await readDatabaseUrl(`postgresql://${user}@${host}:${port}/postgres`, context);
      assert.ok(url.ok);
      const connected = await openServer(url.value.config).connect();
      assert.ok(connected.ok, JSON.stringify(connected));
      assert.deepEqual(await connected.value.rows("SELECT current_user::text"), [[user]]);
      await connected.value.close();
    });
  });
});
