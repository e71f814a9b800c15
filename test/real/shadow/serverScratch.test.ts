import assert from "node:assert/strict";

import type { Connection } from "#host/connection.ts";
import { openServer, type ServerConfig } from "#host/postgres.ts";
import { createShadow } from "#host/shadow/createShadow.ts";
import { serverScratch } from "#host/shadow/serverScratch.ts";
import { failureOf, valueOf } from "#test/host/runner/targets.ts";
import { plainOptions, step } from "#test/host/shadow/step.ts";
import { everyMajor, sharedServer, withDatabase } from "#test/support/servers.ts";

/** A shadow on a server that a project names, which others use too. */
describe("the shadow on a server", function () {
  this.timeout(120_000);

  const t = step("a1", "CREATE TABLE t (id int PRIMARY KEY, name text)");

  for (const major of everyMajor()) {
    it(`PostgreSQL ${major} answers, and nothing stays of it`, () =>
      onServer(major, async ({ connection, create, databases }) => {
        const shadow = create();
        const wanted = valueOf(await createdEmbedded([t]));
        assert.deepEqual(valueOf(await shadow.replay([t], plainOptions)), wanted);
        assert.match(valueOf(await shadow.version()), new RegExp(`^${major}\\.\\d+$`));
        assert.equal((await databases()).length, 1);
        assert.deepEqual(await connection.rows("SELECT relname FROM pg_class WHERE relname = 't'"), []);
        await shadow.close();
        assert.deepEqual(await databases(), []);
      }));
  }

  it("leaves the roles of the server alone, and takes those it made with it", () =>
    onServer(18, async ({ connection, create }) => {
      await connection.rows("DROP ROLE IF EXISTS theirs; CREATE ROLE theirs LOGIN CONNECTION LIMIT 7");
      const shadow = create();
      const roles = step(
        "r1",
        `CREATE ROLE theirs; ALTER ROLE theirs CONNECTION LIMIT 1; CREATE ROLE fresh LOGIN; GRANT theirs TO fresh;
         CREATE TABLE t (id int); ALTER TABLE t OWNER TO theirs; GRANT SELECT ON t TO fresh;
         REASSIGN OWNED BY theirs TO fresh; DROP ROLE theirs`,
        ["no transaction", "ALTER SYSTEM SET work_mem = '1MB'; DROP TABLESPACE IF EXISTS theirs"],
      );
      assert.equal(valueOf(await shadow.replay([roles], plainOptions)).tables.length, 1);
      assert.deepEqual(await connection.rows("SELECT rolcanlogin FROM pg_roles WHERE rolname = 'fresh'"), [[false]]);
      await shadow.close();
      const left = await connection.rows(
        "SELECT rolname, rolconnlimit FROM pg_roles WHERE rolname IN ('theirs', 'fresh')",
      );
      assert.deepEqual(left, [["theirs", 7]]);
      await connection.rows("DROP ROLE theirs");
    }));

  it("ends a revision that never ends, and its database", () =>
    onServer(18, async ({ create, databases }) => {
      const shadow = create({ stepMs: 500 });
      for (const sql of ["SELECT pg_sleep(1e9)", "DO $$ BEGIN LOOP NULL; END LOOP; END $$"]) {
        const failure = failureOf(await shadow.replay([t, step("x", sql)], plainOptions));
        assert.equal(failure.code, "shadow/timeout");
        assert.equal(failure.place?.file, "x.sql");
        assert.deepEqual(await databases(), []);
      }
      await shadow.close();
    }));

  it("drops what a killed process left, and nothing else", () =>
    onServer(18, async ({ connection, config, databases, create }) => {
      const old = (Date.now() - 3_600_000).toString(36);
      const mark = "A shadow database of Retort. It may be dropped when nobody is connected to it.";
      for (const name of [`retort_shadow_${old}_stale`, `retort_shadow_${old}_used`, `retort_shadow_${old}_theirs`]) {
        await connection.rows(`CREATE DATABASE ${name}`);
      }
      await connection.rows(`COMMENT ON DATABASE retort_shadow_${old}_stale IS '${mark}'`);
      await connection.rows(`COMMENT ON DATABASE retort_shadow_${old}_used IS '${mark}'`);
      const used = valueOf(await openServer({ ...config, database: `retort_shadow_${old}_used` }).connect());
      const shadow = create();
      valueOf(await shadow.version());
      assert.deepEqual(await databases(), [`retort_shadow_${old}_theirs`, `retort_shadow_${old}_used`]);
      await used.close();
      await connection.rows(`DROP DATABASE retort_shadow_${old}_used WITH (FORCE)`);
      await connection.rows(`DROP DATABASE retort_shadow_${old}_theirs`);
    }));

  it("is never the database that is migrated, whatever address leads there", () =>
    onServer(18, async ({ config, create, databases }) => {
      const target = { ...config, host: `${config.host}/../${config.host.split("/").at(-1) ?? ""}` };
      const shadow = create({ target });
      const failure = failureOf(await shadow.replay([t], plainOptions));
      assert.equal(failure.code, "config/shadowIsTarget");
      assert.deepEqual(await databases(), []);
      const beside = create({ target: { ...target, database: "postgres" } });
      assert.equal(valueOf(await beside.replay([t], plainOptions)).tables.length, 1);
      await beside.close();
      // One that does not answer is no reason not to look.
      const away = create({ target: { ...target, host: "/nowhere" } });
      assert.equal(valueOf(await away.replay([t], plainOptions)).tables.length, 1);
      await away.close();
    }));

  it("says what it needs where it can't make databases, and what extension it lacks", () =>
    onServer(18, async ({ connection, config, create }) => {
      await connection.rows("DROP ROLE IF EXISTS poor; CREATE ROLE poor LOGIN");
      const shadow = createShadow({
        scratch: serverScratch({ ...config, user: "poor" }, { target: null, log: () => undefined }),
      });
      const failure = failureOf(await shadow.replay([t], plainOptions));
      assert.equal(failure.code, "shadow/server");
      assert.match(failure.message, /permission denied to create database/);
      assert.match(failure.next.join(" "), /CREATEDB/);
      await shadow.close();
      await connection.rows("DROP ROLE poor");

      const full = create();
      const lacking = failureOf(await full.replay([step("e1", "CREATE EXTENSION postgis")], plainOptions));
      assert.equal(lacking.code, "shadow/extension");
      assert.match(lacking.next.join(" "), /Install postgis on the server/);
      await full.close();
    }));
});

interface Stand {
  readonly connection: Connection;
  readonly config: ServerConfig;
  readonly create: (options?: {
    readonly target?: ServerConfig;
    readonly stepMs?: number;
  }) => ReturnType<typeof createShadow>;
  /** The server's databases that are called as shadows are. */
  readonly databases: () => Promise<readonly string[]>;
}

async function onServer(
  major: Parameters<typeof sharedServer>[0],
  work: (stand: Stand) => Promise<void>,
): Promise<void> {
  await withDatabase(await sharedServer(major), async (database) => {
    const { config } = database;
    const connection = await database.connect();
    await work({
      connection,
      config,
      create: ({ target = null, ...options }: { target?: ServerConfig | null; stepMs?: number } = {}) =>
        createShadow({ scratch: serverScratch(config, { target, log: () => undefined }), ...options }),
      databases: async () => {
        const rows = await connection.rows<[string]>(
          "SELECT datname FROM pg_database WHERE datname LIKE 'retort_shadow%' ORDER BY 1",
        );
        return rows.map(([name]) => name);
      },
    });
  });
}

async function createdEmbedded(history: readonly ReturnType<typeof step>[]) {
  const shadow = createShadow();
  try {
    return await shadow.replay(history, plainOptions);
  } finally {
    await shadow.close();
  }
}
