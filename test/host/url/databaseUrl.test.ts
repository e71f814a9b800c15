import assert from "node:assert/strict";
import { userInfo } from "node:os";

import fc from "fast-check";

import { type DatabaseUrl, readDatabaseUrl } from "#host/databaseUrl.ts";
import type { Outcome } from "#host/failure.ts";
import type { ServerConfig } from "#host/postgres.ts";
import { withFolder } from "#test/support/folder.ts";

const place = { file: "/p/schema.prisma", span: { start: 3, end: 9 } };

function read(
  text: string,
  variables: Readonly<Record<string, string>> = {},
  folders: readonly string[] = ["/nowhere"],
): Promise<Outcome<DatabaseUrl>> {
  const environment = { variables: { HOME: "/nowhere", ...variables }, sources: ["the environment"] };
  return readDatabaseUrl(text, { subject: "The variable DATABASE_URL", place, environment, folders });
}

async function configOf(...args: Parameters<typeof read>): Promise<ServerConfig> {
  const url = await read(...args);
  assert.ok(url.ok, JSON.stringify(url));
  return url.value.config;
}

const prefer = { ssl: { rejectUnauthorized: false }, sslOptional: true };
const usual = { host: "h", port: 5432, user: "u", database: "db", ...prefer };
const me = userInfo().username;

describe("readDatabaseUrl", () => {
  const readable: readonly (readonly [url: string, config: ServerConfig, variables?: Record<string, string>])[] = [
    ["postgresql://u:p@h:6432/db", { ...usual, port: 6432, password: "p" }],
    ["postgres://u@h/db", usual],
    ["  postgresql://u@h/db\n", usual],
    ["postgresql://u@h/db/", usual],
    ["postgresql://", { ...usual, host: "localhost", user: me, database: me }],
    ["postgresql://h", { ...usual, user: me, database: me }],
    ["postgresql://u@h", { ...usual, database: "u" }],
    // Percent-encoding, and a lone percent sign as Prisma has it.
    ["postgresql://us%40er:p%40%2F%3A%23%25@h/d%20b", { ...usual, user: "us@er", password: "p@/:#%", database: "d b" }],
    ["postgresql://u:100%@h/db", { ...usual, password: "100%" }],
    ["postgresql://u:a+b@h/db", { ...usual, password: "a+b" }],
    ["postgresql://u:p@ss@h/db", { ...usual, password: "p@ss" }],
    ["postgresql://u:%C3%BC@h/db", { ...usual, password: "ü" }],
    // Addresses and sockets.
    ["postgresql://u@[::1]:5433/db", { ...usual, host: "::1", port: 5433 }],
    ["postgresql://u@localhost/db?host=/run/pg", { ...off({ host: "/run/pg" }) }],
    ["postgresql://u:p@/db?host=/run/pg&port=5433", { ...off({ host: "/run/pg" }), port: 5433, password: "p" }],
    ["postgresql:///db?host=/run/pg&user=u", off({ host: "/run/pg" })],
    ["postgresql://u@%2Frun%2Fpg/db", off({ host: "/run/pg" })],
    // Everything in the query, as libpq allows.
    ["postgresql://?host=h&port=5433&user=u&password=a+b%26&dbname=db", { ...usual, port: 5433, password: "a+b&" }],
    // Prisma's own parameters are translated or dropped.
    [
      "postgresql://u@h/db?schema=app&connection_limit=5&pool_timeout=10&socket_timeout=3&statement_cache_size=0",
      usual,
    ],
    ["postgresql://u@h/db?connect_timeout=3", { ...usual, connectTimeoutSeconds: 3 }],
    ["postgresql://u@h/db?connect_timeout=0", usual],
    ["postgresql://u@h/db?connect_timeout=soon", usual],
    ["postgresql://u@h/db?options=-c%20search_path%3Dapp", { ...usual, options: "-c search_path=app" }],
    ["postgresql://u@h/db?application_name=shop", { ...usual, applicationName: "shop" }],
    // What the URL leaves out comes from the environment; what it says wins.
    ["postgresql:///", { ...usual, port: 6000, password: "p" }, environment()],
    [
      "postgresql://v:q@i:1/e",
      { ...usual, host: "i", port: 1, user: "v", password: "q", database: "e" },
      environment(),
    ],
    ["postgresql://u@h/db", off({}), { PGSSLMODE: "disable" }],
    // sslmode as libpq means it.
    ["postgresql://u@h/db?sslmode=disable", off({})],
    ["postgresql://u@h/db?sslmode=allow", usual],
    ["postgresql://u@h/db?sslmode=prefer", usual],
    ["postgresql://u@h/db?sslmode=require", { ...usual, sslOptional: false }],
    ["postgresql://u@h/db?sslmode=require", { ...usual, sslOptional: false }, { PGSSLMODE: "disable" }],
    ["postgresql://u@h/db?sslmode=no-verify", { ...usual, sslOptional: false }],
    ["postgresql://u@h/db?ssl=true", { ...usual, sslOptional: false }],
    ["postgresql://u@h/db?sslmode=verify-full", strict()],
    ["postgresql://u@h/db?sslmode=require&sslrootcert=system", strict()],
    ["postgresql://u@h/db?sslmode=require&sslaccept=strict", strict()],
    ["postgresql://u@h/db?sslmode=verify-full&sslaccept=accept_invalid_certs", { ...usual, sslOptional: false }],
    ["postgresql://u@h/db?sslmode=require&channel_binding=require", { ...usual, sslOptional: false }],
  ];
  for (const [url, config, variables] of readable) {
    it(`reads ${url.trim()}${variables ? ` with ${Object.keys(variables).join(", ")}` : ""}`, async () => {
      assert.deepEqual(await configOf(url, variables), config);
    });
  }

  it("gives Prisma's ?schema=, and none where it is empty", async () => {
    const named = await read("postgresql://u@h/db?schema=app");
    assert.equal(named.ok && named.value.schema, "app");
    const empty = await read("postgresql://u@h/db?schema=");
    assert.equal(empty.ok && empty.value.schema, null);
  });

  it("warns of a pooler, in which sessions do not hold", async () => {
    const pooled = await read("postgresql://u:geheim@h/db?pgbouncer=true");
    assert.ok(pooled.ok);
    assert.match(pooled.value.warnings.join(), /^The variable DATABASE_URL goes through PgBouncer .*directUrl/);
    assert.doesNotMatch(pooled.value.warnings.join(), /geheim/);
  });

  describe("certificates", () => {
    const files = { "ca.pem": "the authority", "client.pem": "the client", "client.key": "its key", "id.p12": "both" };
    const cases: readonly (readonly [query: string, ssl: object])[] = [
      ["sslmode=verify-full&sslrootcert=ca.pem", { ca: "the authority", rejectUnauthorized: true }],
      ["sslmode=verify-ca&sslrootcert=ca.pem", { ca: "the authority", rejectUnauthorized: true, anyName: true }],
      ["sslmode=require&sslrootcert=ca.pem", { ca: "the authority", rejectUnauthorized: true, anyName: true }],
      ["sslmode=prefer&sslrootcert=ca.pem", { rejectUnauthorized: false }],
      [
        "sslmode=require&sslcert=client.pem&sslkey=client.key&sslpassword=x",
        { cert: "the client", key: "its key", passphrase: "x", rejectUnauthorized: false },
      ],
      // Prisma's sslcert is the server's, and checked only where sslaccept says so.
      ["sslmode=require&sslcert=ca.pem", { rejectUnauthorized: false }],
      ["sslmode=require&sslcert=ca.pem&sslaccept=strict", { ca: "the authority", rejectUnauthorized: true }],
      ["sslmode=require&sslidentity=id.p12&sslpassword=x", { pfx: "both", passphrase: "x", rejectUnauthorized: false }],
    ];
    for (const [query, expected] of cases) {
      it(`reads ${query}`, () =>
        withFolder(files, async (folder) => {
          const config = await configOf(`postgresql://u@h/db?${query}`, {}, ["/nowhere", folder]);
          assert.ok(config.ssl);
          const { checkServerIdentity, ...rest } = config.ssl;
          const said = Object.entries(rest).map(([k, v]) => [k, Buffer.isBuffer(v) ? v.toString() : v]);
          const shown = { ...Object.fromEntries(said), ...(checkServerIdentity && { anyName: true }) } as object;
          assert.deepEqual(shown, expected);
          assert.equal(checkServerIdentity?.("h", {} as never), undefined);
        }));
    }

    it("says which one cannot be read, and needs one for verify-ca", async () => {
      const absent = await read("postgresql://u@h/db?sslmode=verify-full&sslrootcert=/geheim/ca.pem");
      assert.deepEqual(!absent.ok && absent.failure.details, ["The file that its sslrootcert names cannot be read."]);
      const bare = await read("postgresql://u@h/db?sslmode=verify-ca");
      assert.match(String(!bare.ok && bare.failure.details[0]), /^sslmode=verify-ca needs sslrootcert/);
    });

    it("takes the authority of ~/.postgresql, as libpq does", () =>
      withFolder({ ".postgresql/root.crt": "at home" }, async (home) => {
        const config = await configOf("postgresql://u@h/db?sslmode=verify-ca", { HOME: home });
        assert.ok(config.ssl);
        assert.equal(String(config.ssl.ca), "at home");
      }));
  });

  const encode = "Characters such as / ? # @ : % in user or password must be percent-encoded.";
  const refused: readonly (readonly [url: string, reason: string])[] = [
    ["", "It must begin with postgresql://."],
    ["geheim", "It must begin with postgresql://."],
    ["localhost:5432/db", "It must begin with postgresql://."],
    ['"postgresql://u:geheim@h/db"', "It begins with a quote, which is not part of a URL."],
    ["mysql://u:geheim@h/db", "It begins with mysql: not PostgreSQL."],
    ["file:./dev.db", "It begins with file: not PostgreSQL."],
    [
      "prisma://accelerate.prisma-data.net/?api_key=geheim",
      "It is a URL of Prisma's own proxy: use the direct URL of the database.",
    ],
    [
      "prisma+postgres://localhost:51213/?api_key=geheim",
      "It is a URL of Prisma's own proxy: use the direct URL of the database.",
    ],
    ["postgresql://u:ge#heim@h/db", `It cannot be read. ${encode}`],
    ["postgresql://u:12#geheim@h/db", `It cannot be read. ${encode}`],
    ["postgresql://u:12/geheim@h/db", `It cannot be read. ${encode}`],
    ["postgresql://u:12?geheim@h/db", `It cannot be read. ${encode}`],
    ["postgresql://u:geheim@h:port/db", `It cannot be read. ${encode}`],
    ["postgresql://u:geheim@h:99999/db", `It cannot be read. ${encode}`],
    ["postgresql://u:geheim%FF@h/db", encode],
    ["postgresql://u:geheim@h/db?options=%FF", encode],
    ["postgresql://u:geheim@h1,h2/db", "It names several hosts: name the one that takes writes."],
    ["postgresql://u:geheim@h/db?port=geheim", "Its port is not one."],
    [
      "postgresql://u:geheim@h/db?sslmode=geheim",
      "Its sslmode is none of disable, allow, prefer, require, verify-ca, verify-full.",
    ],
  ];
  for (const [url, reason] of refused) {
    it(`refuses ${url}`, async () => {
      const outcome = await read(url);
      assert.ok(!outcome.ok);
      assert.deepEqual(outcome.failure, {
        code: "config/url",
        exit: 2,
        message: "The variable DATABASE_URL is not the URL of a PostgreSQL database that can be used.",
        details: [reason],
        unchanged: "Nothing was connected to.",
        next: ["Write it as postgresql://USER:PASSWORD@HOST:5432/DATABASE."],
        place,
      });
    });
  }

  it("tells nothing of any text that it refuses, and never throws", () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom("postgresql://", "postgres://u:", "prisma://", "mysql://", ""),
        fc.string({ unit: fc.constantFrom(...Array.from("@:/?#[]%&=,\\ \u0000é")), maxLength: 12 }),
        fc.constantFrom("@h/db", "", "@", "?sslmode=GEHEIM", "?sslrootcert=GEHEIM", "?GEHEIM=%FF"),
        async (begin, noise, end) => {
          const outcome = await read(`${begin}GEHEIM${noise}${end}`);
          if (!outcome.ok) assert.doesNotMatch(JSON.stringify(outcome.failure), /GEHEIM/);
        },
      ),
      { numRuns: 500 },
    ));

  it("reads back what is encoded into a URL", () => {
    const text = fc.string({ unit: "grapheme", minLength: 1 }).filter((s) => s.trim() !== "" && !s.includes("\0"));
    // A URL cannot name a path of dots: that is the folder itself, or the one above.
    const name = text.filter((s) => !/^\.{1,2}$/.test(s));
    return fc.assert(
      fc.asyncProperty(text, text, name, async (user, password, database) => {
        const [u, p, d] = [user, password, database].map(encodeURIComponent);
        const config = await configOf(`postgresql://${u}:${p}@db.example.com:5433/${d}`);
        assert.deepEqual([config.user, config.password, config.database], [user, password, database]);
      }),
    );
  });
});

function off(more: Partial<ServerConfig>): ServerConfig {
  return { host: "h", port: 5432, user: "u", database: "db", ssl: false, ...more };
}

function strict(): ServerConfig {
  return { host: "h", port: 5432, user: "u", database: "db", ssl: { rejectUnauthorized: true } };
}

function environment(): Record<string, string> {
  return { PGHOST: "h", PGPORT: "6000", PGUSER: "u", PGPASSWORD: "p", PGDATABASE: "db" };
}
