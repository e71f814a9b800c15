import assert from "node:assert/strict";

import fc from "fast-check";

import { redactUrl } from "#host/redact.ts";

/** Its beginning and its end can be told from all else in the texts below. */
const password = fc
  .string({ unit: fc.constantFrom(...Array.from("aZ09@:/?#[]{}()<>!$%^&*=+,;.'\"`~|\\_-ü")) })
  .map((middle) => `S3cr${middle}eT9`);
const host = fc.constantFrom("db.example.com", "localhost", "[::1]", "10.0.0.1", "");
const scheme = fc.constantFrom(
  "postgres://",
  "postgresql://",
  "POSTGRES://",
  "postgres:",
  "prisma+postgres://",
  "mysql://",
);
const around = fc.constantFrom(
  "",
  " ",
  "connecting to ",
  '{"url":"',
  "DATABASE_URL=",
  "a@b.c: ",
  "\n",
  "https://x.y/z ",
);

function assertHidden(text: string): void {
  const shown = redactUrl(text);
  assert.doesNotMatch(shown, /S3cr|eT9/, `${text} → ${shown}`);
}

describe("redactUrl", () => {
  it("hides the password of a URL, whatever it holds and wherever the URL stands", () => {
    fc.assert(
      fc.property(
        scheme,
        password,
        host,
        fc.constantFrom("", ":5432"),
        around,
        around,
        (s, p, h, port, before, after) => {
          assertHidden(`${before}${s}app:${p}@${h}${port}/shop?schema=public${after}`);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("hides a password in the query or in a connection string", () => {
    const key = fc.constantFrom("password", "sslpassword", "PGPASSWORD", "passwd", "pwd", "api_key", "user_password");
    fc.assert(
      fc.property(
        key,
        password.filter((p) => !/&[\w.-]+=/.test(p)),
        around,
        (k, p, before) => {
          assertHidden(`${before}postgresql://db/shop?user=app&${k}=${p}`);
          assertHidden(`${before}postgresql://db/shop?${k}=${p}&user=app`);
        },
      ),
      { numRuns: 1000 },
    );
    assertHidden("host=db password='S3cr \\' et eT9' user=app");
  });

  it("hides a password with a space in it, one without a host, and one of several", () => {
    assertHidden("postgresql://app:S3cr et eT9@db/shop");
    assertHidden("postgresql://app:S3cr-eT9");
    assertHidden("tried postgresql://app:S3cr-eT9@one/db,postgresql://app:S3cr-eT9@two/db and postgres://a:S3cr@b");
    assertHidden("postgresql://app@server:S3creT9@server.postgres.database.azure.com/shop");
  });

  it("hides nothing twice", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), password, (noise, p) => {
        const shown = redactUrl(`${noise}postgres://app:${p}@db/shop ${noise}`);
        assert.equal(redactUrl(shown), shown);
      }),
    );
  });

  const untouched = [
    "postgresql://localhost:5432/shop",
    "postgresql://app@db.example.com:5432/shop?schema=public&sslmode=require",
    "postgresql://app:@db/shop",
    "postgresql://[::1]:5432/shop",
    "https://example.com:443/users/@me",
    "label@head, 3f2a9c1b7d04, tasks.description -> details",
    "ALTER TABLE users ADD COLUMN password text; -- password: none",
    "line 3:14: mail me@example.com",
  ];
  for (const text of untouched) {
    it(`leaves ${text} as it is`, () => {
      assert.equal(redactUrl(text), text);
    });
  }
});
