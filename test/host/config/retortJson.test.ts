import assert from "node:assert/strict";

import { readRetortJson } from "#host/config/retortJson.ts";

/** `$0` and `$1` surround what a problem must point at. */
function check(marked: string, severity: "error" | "warning", code: string, message: string): void {
  const start = marked.indexOf("$0");
  const end = marked.indexOf("$1") - 2;
  const { problems } = readRetortJson("/p/retort.json", marked.replace("$0", "").replace("$1", ""));
  assert.deepEqual(
    problems.map((problem) => ({ ...problem, details: null })),
    [{ code, severity, message, details: null, place: { file: "/p/retort.json", span: { start, end } } }],
  );
}

describe("readRetortJson", () => {
  it("reads what the product's own example holds", () => {
    const { value, problems } = readRetortJson(
      "/p/retort.json",
      `{ "$schema": "./retort.schema.json",
         "schema": "prisma/schema.prisma", "revisions": "prisma/revisions", "schemas": ["public"], "default": "dev",
         "databases": { "dev": { "url": "env:DATABASE_URL" }, "production": { "url": "env:PRODUCTION_URL", "protected": true },
                        "local": { "url": "embedded" } },
         "shadow": { "setup": "prisma/shadow.sql", "url": "env:SHADOW_URL" }, "exclude": ["public.spatial_ref_sys"],
         "fileTemplate": "{year}{month}{day}_{hour}{minute}_{rev}_{slug}", "timezone": "Europe/Berlin", "bookkeeping": "ops",
         "lockTimeout": 0.5, "statementTimeout": 0 }`,
    );
    assert.deepEqual(problems, []);
    assert.equal(value.schema?.value, "prisma/schema.prisma");
    assert.equal(value.revisions[0]?.value, "prisma/revisions");
    assert.deepEqual(value.schemas, ["public"]);
    assert.equal(value.defaultDatabase, "dev");
    assert.deepEqual(
      value.databases.map((d) => [d.name, d.source.kind, d.source.kind === "url" ? d.source.text : null, d.protected]),
      [
        ["dev", "url", "env:DATABASE_URL", false],
        ["production", "url", "env:PRODUCTION_URL", true],
        ["local", "embedded", null, false],
      ],
    );
    assert.equal(value.shadowSetup?.value, "prisma/shadow.sql");
    assert.equal(value.shadowServer?.text, "env:SHADOW_URL");
    assert.deepEqual(value.exclude, ["public.spatial_ref_sys"]);
    assert.equal(value.timezone, "Europe/Berlin");
    assert.equal(value.bookkeeping, "ops");
    assert.deepEqual([value.lockTimeout, value.statementTimeout], [0.5, 0]);
  });

  it("leaves out what an empty file leaves out", () => {
    const { value, problems } = readRetortJson("/p/retort.json", "{}");
    assert.deepEqual(problems, []);
    assert.deepEqual(
      Object.entries(value).filter(([, v]) => v !== null && !(Array.isArray(v) && v.length === 0)),
      [],
    );
  });

  it("warns about keys that mean nothing", () => {
    check(
      `{ "databases": { "dev": { $0"urll"$1: "x", "url": "embedded" } } }`,
      "warning",
      "config/unknownKey",
      '"databases.dev.urll" means nothing here; known are url, protected.',
    );
    check(
      `{ "schema": "a", $0"schema"$1: "b" }`,
      "warning",
      "config/duplicateKey",
      '"schema" is written twice; the last one counts.',
    );
  });

  const refused: readonly (readonly [marked: string, code: string, message: string])[] = [
    [`$0[]$1`, "config/type", "The file must hold an object: { … }."],
    [`{ "schema": $012$1 }`, "config/type", '"schema" must be text, not a number.'],
    [`{ "schema": $0""$1 }`, "config/type", '"schema" must be text that is not empty, not this text.'],
    [`{ "exclude": ["a", $0null$1] }`, "config/type", '"exclude" must be a list of text, not null.'],
    [`{ "schemas": $0[]$1 }`, "config/type", '"schemas" names no schema.'],
    [`{ "databases": $0["dev"]$1 }`, "config/type", '"databases" must be an object, not a list.'],
    [`{ "databases": { "dev": $0"embedded"$1 } }`, "config/type", '"databases.dev" must be an object, not this text.'],
    [`{ "databases": { $0"dev"$1: {} } }`, "config/missingUrl", 'Database dev has no "url".'],
    [`{ "databases": { $0" "$1: { "url": "embedded" } } }`, "config/name", "A database needs a name."],
    [
      `{ "databases": { "dev": { "url": $0"postgresql://u:geheim@h/db"$1 } } }`,
      "config/literalPassword",
      '"databases.dev.url" holds a password: put the URL into a variable and write "env:VARIABLE".',
    ],
    [
      `{ "databases": { "dev": { "url": $0"postgresql://h/db?user=u&password=geheim"$1 } } }`,
      "config/literalPassword",
      '"databases.dev.url" holds a password: put the URL into a variable and write "env:VARIABLE".',
    ],
    [
      `{ "shadow": { "url": $0"postgresql://u:geheim@h/db"$1 } }`,
      "config/literalPassword",
      '"shadow.url" holds a password: put the URL into a variable and write "env:VARIABLE".',
    ],
    [
      `{ "databases": { "dev": { "url": $0"prisma+postgres://accelerate.prisma-data.net/"$1 } } }`,
      "config/prismaUrl",
      '"databases.dev.url" is a URL of Prisma\'s own proxy: use the direct URL.',
    ],
    [
      `{ "databases": { "dev": { "url": $0"DATABASE_URL"$1 } } }`,
      "config/url",
      '"databases.dev.url" must be "env:VARIABLE", "embedded" or a postgresql:// URL.',
    ],
    [
      `{ "databases": { "dev": { "url": "embedded" } }, "default": $0"prod"$1 }`,
      "config/unknownDatabase",
      '"default" names the database prod; those configured are: dev.',
    ],
    [
      `{ "fileTemplate": $0"../{rev}"$1 }`,
      "config/fileTemplate",
      '"fileTemplate" must not begin with a dot, nor may a folder in it.',
    ],
    [
      `{ "fileTemplate": $0".{rev}"$1 }`,
      "config/fileTemplate",
      '"fileTemplate" must not begin with a dot, nor may a folder in it.',
    ],
    [`{ "fileTemplate": $0"a//{rev}"$1 }`, "config/fileTemplate", '"fileTemplate" names a folder without a name.'],
    [
      `{ "fileTemplate": $0"a\\\\{rev}"$1 }`,
      "config/fileTemplate",
      '"fileTemplate" may hold no \\: folders are parted by /.',
    ],
    [`{ "revisions": $0[]$1 }`, "config/type", '"revisions" names no folder.'],
    [
      `{ "fileTemplate": $0"{slug}"$1 }`,
      "config/fileTemplate",
      '"fileTemplate" must hold {rev}: two revisions would share a file.',
    ],
    [
      `{ "fileTemplate": $0"{rev}_{author}"$1 }`,
      "config/fileTemplate",
      '"fileTemplate" holds {author}; known are {year} {month} {day} {hour} {minute} {second} {epoch} {rev} {slug}.',
    ],
    [`{ "timezone": $0"Berlin"$1 }`, "config/timezone", "Can't locate timezone: Berlin"],
    [
      `{ "bookkeeping": $0"pg_retort"$1 }`,
      "config/bookkeeping",
      '"bookkeeping" must not begin with pg_: PostgreSQL keeps such names for itself.',
    ],
  ];
  for (const [marked, code, message] of refused) {
    it(`refuses ${marked.replace("$0", "").replace("$1", "")}`, () => {
      check(marked, "error", code, message);
    });
  }

  it("never repeats a password", () => {
    const { problems, value } = readRetortJson(
      "f",
      `{ "databases": { "dev": { "url": "postgresql://u:geheim@h/db" } } }`,
    );
    assert.doesNotMatch(JSON.stringify([problems, value]), /geheim/);
  });

  it("protects a database whose protection cannot be read", () => {
    const text = `{ "databases": { "production": { "url": "env:P", "protected": "yes" } } }`;
    const { value, problems } = readRetortJson("f", text);
    assert.equal(value.databases[0]?.protected, true);
    assert.equal(problems[0]?.message, '"databases.production.protected" must be true or false, not this text.');
  });

  it("does not call a database missing whose URL was refused", () => {
    const text = `{ "databases": { "dev": { "url": "postgresql://u:p@h/db" } }, "default": "dev" }`;
    assert.deepEqual(
      readRetortJson("f", text).problems.map((p) => p.code),
      ["config/literalPassword"],
    );
  });
});
