import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parseModels } from "#engine/index.ts";
import { createPrismaLint } from "#host/prismaLint.ts";

const lint = createPrismaLint();

/** What is found in models in which `$0…$1` is to be found; the datasource of Prisma 6 stands before them. */
function check(marked: string, message: string): void {
  const start = marked.indexOf("$0");
  const end = marked.indexOf("$1") - 2;
  const found = lint.lint([parseModels("/p/a.prisma", marked.replace("$0", "").replace("$1", "")).value]);
  assert.deepEqual(found, [
    { code: "prisma/validation", severity: "error", message, place: { file: "/p/a.prisma", span: { start, end } } },
  ]);
}

const old = `datasource db {
  provider  = "postgresql"
  url       = env("DATABASE_URL") // url = 1
  directUrl = env("DIRECT_URL")
  shadowDatabaseUrl = env("SHADOW_URL")
}
generator client {
  provider        = "prisma-client-js"
  previewFeatures = ["views", "metrics", "multiSchema"]
}
view Summary {
  id Int @id
  name String
  @@id([id, name])
}
`;
const unknownType = 'Type "Missing" is neither a built-in type, nor refers to another model, composite type, or enum.';

describe("createPrismaLint", () => {
  it("finds nothing in a schema of Prisma 6, whatever Prisma 7 took out", () => {
    assert.deepEqual(lint.lint([parseModels("/p/a.prisma", old).value]), []);
  });

  for (const [title, before] of [
    ["after settings that are not shown to it", old],
    ["after a byte order mark", `\uFEFF${old}`],
    ["in CRLF lines", old.replaceAll("\n", "\r\n")],
    ["after characters beyond the basic plane", `// 😀 ünï\n${old}`],
  ] as const) {
    it(`keeps positions ${title}`, () => {
      check(`${before}model A {\n  id Int @id\n  b $0Missing$1\n}\n`, unknownType);
    });
  }

  for (const flags of [`["metrics"]`, `["metrics", "views"]`, `["views", "metrics"]`, `[ "metrics" , "metrics" ]`]) {
    it(`drops the flag from ${flags}`, () => {
      const generator = `generator client {\n  provider = "prisma-client-js"\n  previewFeatures = ${flags}\n}\n`;
      check(
        `datasource db {\n  provider = "postgresql"\n}\n${generator}model A {\n  id Int @id\n  b $0Missing$1\n}\n`,
        unknownType,
      );
    });
  }

  it("looks at several files together", () => {
    const a = parseModels("/p/a.prisma", `${old}model A {\n  id Int @id\n  b B?\n}\n`).value;
    const b = parseModels(
      "/p/b.prisma",
      `model B {\n  id Int @id\n  a A? @relation(fields: [aId], references: [id])\n}\n`,
    ).value;
    const found = lint.lint([a, b]);
    assert.ok(found.some((problem) => problem.place?.file === "/p/b.prisma"));
  });

  it("goes on after the validator broke", () => {
    const unpaired = parseModels("/p/a.prisma", "// \ud800\nmodel A {\n}\n").value;
    assert.deepEqual(lint.lint([unpaired]), []);
    check(`${old}model A {\n  id Int @id\n  b $0Missing$1\n}\n`, unknownType);
  });

  it("formats as Prisma does", () => {
    assert.equal(
      lint.format("model A {\nid Int @id\n  name   String\n}"),
      "model A {\n  id   Int    @id\n  name String\n}\n",
    );
    assert.equal(lint.format("enum E {\n A\n}\n"), "enum E {\n  A\n}\n");
  });

  it("finds no error in six real projects, from Prisma 4 to 7", function () {
    const corpus = join(process.cwd(), "..", "shared", "corpus");
    if (!existsSync(corpus)) {
      console.warn("skipped: the corpus of real schemas (../shared/corpus) is not here");
      return this.skip();
    }
    const names = (readdirSync(corpus, { recursive: true }) as string[]).filter((n) =>
      /history[\\/].*\.prisma$/.test(n),
    );
    assert.ok(names.length > 200, `${names.length} schemas`);
    // Every fifth: neighbours differ by little, and all of them take long.
    for (const name of names.toSorted().filter((_, i) => i % 5 === 0)) {
      const errors = lint.lint([parseModels(name, readFileSync(join(corpus, name), "utf8")).value]);
      assert.deepEqual(
        errors.filter((p) => p.severity === "error"),
        [],
      );
    }
    return undefined;
  });
});
