import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { loadTokenizer, type Tokenize } from "#test/syntaxes/tokenize.ts";

const corpus = path.join(import.meta.dirname, "../../../shared/corpus");

describe("grammar source.prisma", () => {
  let tokenize: Tokenize;
  before(async function () {
    tokenize = await tokenizerOrSkip(this, "source.prisma");
  });

  for (const [line, text, scope] of [
    ["model User {", "model", "storage.type.prisma"],
    ["model Übung {", "Übung", "entity.name.type.prisma"],
    ["datasource db {", "db", "entity.name.section.prisma"],
    ["model A {\n  id Int @id@default(autoincrement())", "default", "entity.name.function.attribute.prisma"],
    ["model A {\n  id Int @default(autoincrement())", "autoincrement", "support.function.prisma"],
    ["enum A {\n}\nmodel B {\n  enum Int", "Int", "support.type.prisma"],
    ["model A {\n  t String? @db.VarChar(200)", "VarChar", "support.type.native.prisma"],
    ["model A {\n  t String? @db.VarChar(200)", "?", "keyword.operator.modifier.prisma"],
    ['model A {\n  p Unsupported("point")', "point", "string.quoted.double.prisma"],
    ["model A {\n  b B @relation(onDelete: SetNull)", "onDelete", "variable.parameter.prisma"],
    ["model A {\n  b B @relation(onDelete: SetNull)", "SetNull", "support.constant.prisma"],
    ["model A {\n  t String! ", "!", "invalid.illegal.modifier.prisma"],
    ['model A {\n  t String @default("a\\"}")\n  u Int', "u", "variable.other.property.prisma"],
    ["model A {\n  a Int /* }\n } */\n  b Int\n}", "b", "variable.other.property.prisma"],
    [
      "model A {\n  @@index([a], where: { a: { not: null } })\n}\nenum E {\n  V\n}",
      "V",
      "variable.other.enummember.prisma",
    ],
    ['generator g {\n  provider = env("X")', "env", "support.function.prisma"],
  ] as const) {
    it(`${JSON.stringify(line)}: ${text} is ${scope}`, () => {
      assert.deepEqual(scopesOf(tokenize(line), text), [scope]);
    });
  }

  it("names every token of real schemas, and calls none of them invalid", function () {
    const files = existsSync(corpus) ? schemasIn(corpus) : [];
    if (files.length === 0) {
      console.log("      skipped: the corpus of real schemas is not here");
      this.skip();
    }
    for (const file of files) {
      const nameless = tokenize(readFileSync(path.join(corpus, file), "utf8")).filter(
        ({ text, scopes }) => text.trim() !== "" && (isNameless(scopes) || scopes.some((s) => s.startsWith("invalid"))),
      );
      assert.deepEqual(nameless, [], file);
    }
  });
});

describe("grammar source.retort-sql", () => {
  let tokenize: Tokenize;
  before(async function () {
    tokenize = await tokenizerOrSkip(this, "source.retort-sql");
  });

  for (const [line, text, scope] of [
    ["-- Revision: 3f2a9c1b7d04", "Revision", "keyword.other.header.retort-sql"],
    ["-- Revises: 3f2a9c1b7d04, aa", "3f2a9c1b7d04, aa", "constant.other.revision.retort-sql"],
    ["-- Accepts loss: tasks.title", "tasks.title", "string.unquoted.header.retort-sql"],
    ["-- retort: upgrade", "upgrade", "entity.name.section.retort-sql"],
    ["-- retort: upgrade (no transaction)", "no transaction", "storage.modifier.retort-sql"],
    ["-- retort: downgrade (irreversible: rows are gone)", "rows are gone", "string.unquoted.reason.retort-sql"],
    ["\\if false", "\\if false", "comment.line.guard.retort-sql"],
    ["DROP TABLE x;\n\\endif", "\\endif", "comment.line.guard.retort-sql"],
  ] as const) {
    it(`${JSON.stringify(line)}: ${text} is ${scope}`, () => {
      assert.deepEqual(scopesOf(tokenize(line), text), [scope]);
    });
  }

  it("leaves the statements to SQL, and marks inside a string to the string", () => {
    assert.deepEqual(scopesOf(tokenize("-- retort: upgrade\nSELECT 1;"), "SELECT"), ["keyword.other.DML.sql"]);
    const inString = tokenize("SELECT '\n-- retort: upgrade\n';");
    assert.equal(
      inString.some(({ scopes }) => scopes.includes("meta.section.retort-sql")),
      false,
    );
  });
});

async function tokenizerOrSkip(context: Mocha.Context, scope: Parameters<typeof loadTokenizer>[0]): Promise<Tokenize> {
  const tokenize = await loadTokenizer(scope);
  if (tokenize) return tokenize;
  console.log("    skipped: VS Code's tokenizer is not here; run test/vscode/setup.sh");
  return context.skip();
}

function schemasIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files.filter((file) => /[\\/]schema[\\/].*\.prisma$/.test(file));
}

/** The innermost scope of each token that is just `text`. */
function scopesOf(tokens: ReturnType<Tokenize>, text: string): string[] {
  return tokens.filter((token) => token.text === text).map((token) => token.scopes.at(-1) ?? "");
}

function isNameless(scopes: readonly string[]): boolean {
  return scopes.every((scope) => scope.startsWith("meta."));
}
