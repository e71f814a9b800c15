import assert from "node:assert/strict";

import fc from "fast-check";

import { diff, lowerModels, overlay, parseModels, type Rename, type Schema } from "#engine/index.ts";
import { bringModels } from "#host/commands/bringModels.ts";
import { raised } from "#test/engine/prisma/raisedText.ts";
import { lintErrors } from "#test/engine/prisma/prismaDatamodel.ts";
import { sayable } from "#test/support/sayable.ts";
import { schemaPair } from "#test/support/schemaArbitrary.ts";

describe("models brought to what a database holds", () => {
  it("ask for just that, whatever it is", async () => {
    await fc.assert(
      fc.asyncProperty(schemaPair, async ({ from, to }) => {
        const text = await raised({ ...sayable(from), namespaces: both(from, to) });
        const target = sayable(to);
        const { files, left } = await bring(text, target, from.namespaces[0] ?? "public");
        const [{ text: brought } = { text: "" }] = files;
        assert.deepEqual(left, [], `${text}\n→\n${brought}`);
        // What Prisma can't have in models made from nothing, it can't have in these.
        const anew = lintErrors("a.prisma", await raised({ ...target, namespaces: both(from, to) }));
        if (anew.length === 0) assert.deepEqual(lintErrors("a.prisma", brought), [], `${text}\n→\n${brought}`);
      }),
      { numRuns: Number(process.env["RETORT_RUNS"] ?? 60) },
    );
  }).timeout(300_000);
});

describe("the text of models that are brought to a database", () => {
  const before = `datasource db {
  provider = "postgresql"
}

/// Whoever writes.
model User {
  id    Int     @id @default(autoincrement()) // never reused
  email String  @unique
  /// As they want to be called.
  name  String? @db.VarChar(50)   // shown

  posts Post[]

  // by name
  @@index([name])
}

model Post {
  id       Int  @id @default(autoincrement())
  authorId Int  @map("author_id")
  author   User @relation(fields: [authorId], references: [id])
  state    State @default(draft)
}

enum State {
  draft
  // what readers see
  published
}
`;

  /** What is replaced in the database, said as models; and in the text. */
  const cases: readonly (readonly [name: string, database: readonly Replaced[], text: readonly Replaced[]])[] = [
    [
      "a column under the others, above the relations",
      [["  posts Post[]", "  age Int @default(18)\n  posts Post[]"]],
      [["// shown\n", "// shown\n  age   Int     @default(18)\n"]],
    ],
    [
      "a column that is gone, with what documents it",
      [
        ["  name  String? @db.VarChar(50)   // shown", ""],
        ["  @@index([name])", ""],
      ],
      [
        ["  /// As they want to be called.\n  name  String? @db.VarChar(50)   // shown\n", ""],
        ["  // by name\n  @@index([name])\n", "  // by name\n"],
      ],
    ],
    [
      "a type, its comment in its place",
      [["String? @db.VarChar(50)", "String? @db.VarChar(80)"]],
      [["@db.VarChar(50)", "@db.VarChar(80)"]],
    ],
    [
      "a column that became required",
      [["name  String? @db", "name  String @db"]],
      [["name  String? @db", "name  String  @db"]],
    ],
    [
      "another type altogether",
      [["name  String? @db.VarChar(50)", "name  Int? @db.SmallInt"]],
      [["name  String? @db.VarChar(50)", "name  Int?    @db.SmallInt"]],
    ],
    ["a default", [["@default(draft)", "@default(published)"]], [["@default(draft)", "@default(published)"]]],
    [
      "a default that is gone",
      [["state    State @default(draft)", "state    State"]],
      [["state    State @default(draft)", "state    State"]],
    ],
    ["a value between others", [["  // what", "  review\n  // what"]], [["  draft\n", "  draft\n  review\n"]]],
    [
      "a value that no name can be",
      [["  published", '  published\n  gone @map("12 gone")']],
      [["  published\n", '  published\n  gone @map("12 gone")\n']],
    ],
    [
      "an index behind the others",
      [["@@index([name])", "@@index([name])\n  @@index([email, name(sort: Desc)])"]],
      [["@@index([name])\n", "@@index([name])\n  @@index([email, name(sort: Desc)])\n"]],
    ],
    ["an index that is gone", [["  @@index([name])", ""]], [["  @@index([name])\n", ""]]],
    [
      "an index by another name",
      [["@@index([name])", '@@index([name], map: "by_name")']],
      [["@@index([name])", '@@index([name], map: "by_name")']],
    ],
    [
      "a unique key",
      [["authorId Int  @map", "authorId Int @unique @map"]],
      [['authorId Int  @map("author_id")', 'authorId Int  @map("author_id") @unique']],
    ],
    [
      "what a foreign key does",
      [["references: [id])", "references: [id], onDelete: Cascade)"]],
      [["references: [id])", "references: [id], onDelete: Cascade)"]],
    ],
    [
      "a foreign key that is gone",
      [
        ["  author   User @relation(fields: [authorId], references: [id])", ""],
        ["  posts Post[]", ""],
      ],
      [
        ["  author   User @relation(fields: [authorId], references: [id])\n", ""],
        ["  posts Post[]\n", ""],
      ],
    ],
    [
      "a second foreign key between two models",
      [
        [
          "  state ",
          '  editorId Int?\n  editor User? @relation("edits", fields: [editorId], references: [id])\n  state ',
        ],
        ["  posts Post[]", '  posts Post[]\n  edited Post[] @relation("edits")'],
      ],
      [
        [
          "  state    State @default(draft)\n",
          '  state    State @default(draft)\n  editorId Int?\n  editor   User? @relation("Post_editorId", fields: [editorId], references: [id])\n',
        ],
        ["  posts Post[]\n", '  posts Post[]\n  posts_editorId Post[] @relation("Post_editorId")\n'],
      ],
    ],
    [
      "an optional column of a relation, whose action stays",
      [
        ["authorId Int  @map", "authorId Int? @map"],
        [
          "author   User @relation(fields: [authorId], references: [id])",
          "author   User? @relation(fields: [authorId], references: [id], onDelete: Restrict)",
        ],
      ],
      [
        ["authorId Int  @map", "authorId Int? @map"],
        [
          "author   User @relation(fields: [authorId], references: [id])",
          "author   User? @relation(fields: [authorId], references: [id], onDelete: Restrict)",
        ],
      ],
    ],
    [
      "a table that no model names, and its relations",
      [
        [
          "enum State {",
          "model Comment {\n  id Int @id\n  post_id Int\n  post Post @relation(fields: [post_id], references: [id])\n}\n\nenum State {",
        ],
        ["  state ", "  comments Comment[]\n  state "],
      ],
      [
        [
          "  published\n}\n",
          "  published\n}\n\nmodel Comment {\n  id      Int @id\n  post_id Int\n  post    Post @relation(fields: [post_id], references: [id])\n}\n",
        ],
        ["  state    State @default(draft)\n", "  state    State @default(draft)\n  comments Comment[]\n"],
      ],
    ],
    [
      "a table that is gone",
      [
        [/\nmodel Post \{[^}]*\}\n/, ""],
        ["  posts Post[]", ""],
        [/\nenum State \{[^}]*\}\n/, ""],
      ],
      [
        [/model Post \{[^}]*\}\n\n/, ""],
        ["  posts Post[]\n", ""],
        [/enum State \{[^}]*\}\n/, ""],
      ],
    ],
    [
      "a table between two models",
      [
        ["  posts Post[]", '  posts Post[]\n  likes Post[] @relation("likes")'],
        ["  state ", '  likers User[] @relation("likes")\n  state '],
      ],
      [
        ["  posts Post[]\n", '  posts Post[]\n  posts_2 Post[] @relation("likes")\n'],
        [
          "  state    State @default(draft)\n",
          '  state    State @default(draft)\n  users    User[] @relation("likes")\n',
        ],
      ],
    ],
  ];
  for (const [name, database, text] of cases) {
    for (const end of ["\n", "\r\n"]) {
      it(`${name}${end === "\n" ? "" : ", in a file of Windows"}`, async () => {
        const target = schemaOfText(replaced(before, database));
        const { files, left } = await bring(before.replaceAll("\n", end), target, "public");
        const [{ text: brought } = { text: "" }] = files;
        assert.deepEqual(left, []);
        assert.equal(
          brought.replaceAll("\r\n", "|").replaceAll("\n", "|"),
          replaced(before, text).replaceAll("\n", "|"),
        );
        assert.deepEqual(lintErrors("a.prisma", brought), []);
      });
    }
  }

  it("renames by @map, and keeps what code calls things", async () => {
    const target = schemaOfText(
      replaced(before, [
        ["model Post {", 'model Post {\n  @@map("articles")'],
        ['@map("author_id")', '@map("writer_id")'],
        ["  draft", '  draft @map("new")'],
        ["@relation(fields: [authorId]", '@relation(map: "Post_author_id_fkey", fields: [authorId]'],
        ["id       Int  @id", 'id       Int  @id(map: "Post_pkey")'],
      ]),
    );
    const post = { schema: "public", name: "Post" };
    const renames: Rename[] = [
      { kind: "table", from: post, to: { schema: "public", name: "articles" } },
      { kind: "column", table: post, from: "author_id", to: "writer_id" },
      { kind: "enumValue", enum: { schema: "public", name: "State" }, from: "draft", to: "new" },
    ];
    const { files, left } = await bring(before, target, "public", renames);
    assert.deepEqual(left, []);
    assert.equal(
      files[0]?.text,
      replaced(before, [
        ["  state    State @default(draft)\n", '  state    State @default(draft)\n\n  @@map("articles")\n'],
        ['@map("author_id")', '@map("writer_id")'],
        ["  draft\n", '  draft @map("new")\n'],
        ["references: [id])", 'references: [id], map: "Post_author_id_fkey")'],
        ["id       Int  @id ", 'id       Int  @id(map: "Post_pkey") '],
      ]),
    );
  });
});

function both(a: Schema, b: Schema): readonly string[] {
  return [...new Set([...a.namespaces, ...b.namespaces])].toSorted();
}

async function bring(text: string, target: Schema, home: string, renames: readonly Rename[] = []) {
  return bringModels([{ file: "a.prisma", text }], target, {
    home,
    differences: ({ schema }) =>
      Promise.resolve(diff(overlay(schema, target, { partialIndexes: true }), target, { renames })),
  });
}

type Replaced = readonly [from: string | RegExp, to: string];

function replaced(text: string, pairs: readonly Replaced[]): string {
  return pairs.reduce((result, [from, to]) => {
    const next = result.replace(from, () => to);
    assert.notEqual(next, result, String(from));
    return next;
  }, text);
}

function schemaOfText(text: string): Schema {
  const { schema, problems } = lowerModels([parseModels("a.prisma", text).value], { defaultSchema: null });
  assert.deepEqual(problems, []);
  return schema;
}
