import assert from "node:assert/strict";

import { diff, overlay } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import { emptiedDatabase } from "#test/support/emptiedDatabase.ts";
import { schemaOf } from "#test/support/modelsSchema.ts";
import { installedMajors } from "#test/support/servers.ts";

/**
 * Databases and the models that `prisma db pull` 7.10 writes for them, by which it keeps to itself what it has no word
 * for: they ask for nothing. `but`: with one line edited they ask for that.
 */
const cases: Readonly<
  Record<string, { readonly sql: string; readonly models: string; readonly but?: readonly [from: string, to: string] }>
> = {
  "columns of domains are of the type behind them": {
    sql: `CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%'); CREATE DOMAIN code AS varchar(3) NOT NULL DEFAULT 'abc';
      CREATE DOMAIN tags AS text[]; CREATE TYPE mood AS ENUM ('a', 'b'); CREATE DOMAIN feeling AS mood;
      CREATE TABLE d (id int PRIMARY KEY, e email NOT NULL, c code, t tags, f feeling, es email[])`,
    models: `enum mood { a; b } model d { id Int @id; e String; c String @db.VarChar(3); t String[]; f mood?; es Unsupported("_email")[] }`,
    but: ["e String;", "e Int;"],
  },
  "types without a word lose their modifiers": {
    sql: `CREATE TABLE d (id int PRIMARY KEY, i interval(3), c "char", b bpchar, a interval(0)[])`,
    models: `model d { id Int @id; i Unsupported("interval")?; c String? @db.Char; b String? @db.Char; a Unsupported("_interval")[] }`,
    but: ["@db.Char;", "@db.Char(2);"],
  },
  "included columns of an index stand among its keys": {
    sql: `CREATE TABLE d (id int PRIMARY KEY, a int, b int, c int, CONSTRAINT u UNIQUE (a) INCLUDE (b, c));
      CREATE INDEX i ON d (b DESC, a) INCLUDE (c)`,
    models: `model d { id Int @id; a Int?; b Int?; c Int?; @@unique([a, b, c], map: "u"); @@index([b(sort: Desc), a, c], map: "i") }`,
    but: ["@@unique([a, b, c]", "@@unique([a, c, b]"],
  },
  "operator classes lose their parameters, and those of text are left out": {
    sql: `CREATE EXTENSION pg_trgm; CREATE TABLE d (id int PRIMARY KEY, a text, b varchar(9));
      CREATE INDEX d_a_like ON d (a text_pattern_ops); CREATE INDEX d_b_like ON d (b varchar_pattern_ops);
      CREATE INDEX g ON d USING gist (a gist_trgm_ops (siglen = 32))`,
    models: `model d { id Int @id; a String?; b String? @db.VarChar(9); @@index([a], map: "d_a_like"); @@index([b], map: "d_b_like"); @@index([a(ops: raw("gist_trgm_ops"))], map: "g", type: Gist) }`,
    but: [`@@index([a], map: "d_a_like")`, `@@index([a, b], map: "d_a_like")`],
  },
};

for (const major of installedMajors()) {
  describe(`models as Prisma pulls them, on PostgreSQL ${major}`, () => {
    const empty = emptiedDatabase(major);
    for (const [title, { sql, models, but }] of Object.entries(cases)) {
      it(title, async () => {
        const connection = await empty();
        await connection.rows(sql);
        const catalog = await readCatalog(connection, { schemas: ["public"] });
        const asked = (text: string) => diff(catalog, overlay(schemaOf(text), catalog, { partialIndexes: false }));
        assert.deepEqual(asked(models), []);
        if (but) assert.ok(models.includes(but[0]) && asked(models.replace(...but)).length > 0);
      });
    }
  });
}
