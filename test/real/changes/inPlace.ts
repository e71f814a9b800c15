import { type ChangeCases, models } from "#test/real/changes/case.ts";

/** Names. */
export const names: ChangeCases = {
  "a column is renamed, and what bears its name": models(
    "model tasks { id Int @id @default(autoincrement()); description String? @unique; n Int; @@index([n, description]) }",
    "model tasks { id Int @id @default(autoincrement()); details String? @unique; n Int; @@index([n, details]) }",
    {
      keepsFiles: true,
      rows: "INSERT INTO tasks (description, n) VALUES ('a', 1), (NULL, 2)",
      renames: ["tasks.description=details"],
      up: { tasks: "1|a|1, 2|-|2" },
    },
  ),
  "a table is renamed, with its sequence, keys, indexes and the keys that lead to it": models(
    'model tasks { id Int @id @default(autoincrement()); up Int?; parent tasks? @relation("p", fields: [up], references: [id]); children tasks[] @relation("p"); notes notes[]; @@index([up]) } model notes { id Int @id; task Int; t tasks @relation(fields: [task], references: [id]) }',
    'model todos { id Int @id @default(autoincrement()); up Int?; parent todos? @relation("p", fields: [up], references: [id]); children todos[] @relation("p"); notes notes[]; @@index([up]) } model notes { id Int @id; task Int; t todos @relation(fields: [task], references: [id]) }',
    {
      keepsFiles: true,
      rows: "INSERT INTO tasks (up) VALUES (NULL), (1); INSERT INTO notes VALUES (7, 2)",
      renames: ["tasks=todos"],
      up: { todos: "1|-, 2|1", notes: "7|2", "SELECT last_value FROM todos_id_seq": "2" },
      then: "INSERT INTO todos DEFAULT VALUES",
    },
  ),
  "a model is renamed, its fields change, and a table of a relation goes along": models(
    "model Category { id Int @id; name String; posts Post[] } model Post { id Int @id; title String; views String; cats Category[] }",
    "model Category { id Int @id; name String; articles Article[] } model Article { id Int @id; headline String; views Int; cats Category[] }",
    {
      rows: `INSERT INTO "Category" VALUES (1, 'x'), (2, 'y'); INSERT INTO "Post" VALUES (5, 'a', '10'), (6, 'b', '20');
        INSERT INTO "_CategoryToPost" VALUES (1, 5), (2, 6)`,
      renames: ["Post=Article", "Post.title=headline"],
      up: { '"Article"': "5|a|10, 6|b|20", 'SELECT "A", "B" FROM "_ArticleToCategory" ORDER BY 1': "5|1, 6|2" },
    },
  ),
  "a many-to-many table takes the new name of one model": models(
    "model Post { id Int @id; tags Tag[] } model Tag { id Int @id; posts Post[] }",
    "model Article { id Int @id; tags Tag[] } model Tag { id Int @id; posts Article[] }",
    {
      keepsFiles: true,
      rows: `INSERT INTO "Post" VALUES (1), (2); INSERT INTO "Tag" VALUES (5); INSERT INTO "_PostToTag" VALUES (1, 5), (2, 5)`,
      renames: ["Post=Article"],
      up: { '"_ArticleToTag"': "1|5, 2|5" },
    },
  ),
  "a many-to-many table is renamed with its relation": models(
    'model a { id Int @id; bs b[] @relation("one") } model b { id Int @id; as a[] @relation("one") }',
    'model a { id Int @id; bs b[] @relation("two") } model b { id Int @id; as a[] @relation("two") }',
    {
      keepsFiles: true,
      rows: "INSERT INTO a VALUES (1); INSERT INTO b VALUES (2); INSERT INTO _one VALUES (1, 2)",
      renames: ["_one=_two"],
      up: { _two: "1|2" },
    },
  ),
  "a model's new name sorts after the other's, and a many-to-many table that keeps its name joins what it joined":
    models(
      'model a { id Int @id; bs b[] @relation("r") } model b { id Int @id; as a[] @relation("r") }',
      'model z { id Int @id; bs b[] @relation("r"); @@map("a") } model b { id Int @id; as z[] @relation("r") }',
      {
        rows: "INSERT INTO a VALUES (1), (2); INSERT INTO b VALUES (1), (2); INSERT INTO _r VALUES (1, 2)",
        up: { 'SELECT "A", "B" FROM _r': "2|1" },
      },
    ),
  "a model's new name sorts after the other's, and the many-to-many table is renamed with it": models(
    "model a { id Int @id; bs b[] } model b { id BigInt @id; as a[] }",
    'model z { id Int @id; bs b[]; @@map("a") } model b { id BigInt @id; as z[] }',
    {
      rows: 'INSERT INTO a VALUES (1), (2); INSERT INTO b VALUES (1), (2); INSERT INTO "_aTob" VALUES (1, 2)',
      renames: ["_aTob=_bToz"],
      up: { 'SELECT "A", "B" FROM "_bToz"': "2|1" },
    },
  ),
  "a many-to-many table without foreign keys joins what it joined when a model's new name sorts after the other's":
    models(
      'datasource db { provider = "postgresql"; relationMode = "prisma" } model Cat { id Int @id; dogs Dog[] } model Dog { id Int @id; cats Cat[] }',
      'datasource db { provider = "postgresql"; relationMode = "prisma" } model Zebra { id Int @id; dogs Dog[] } model Dog { id Int @id; zebras Zebra[] }',
      {
        rows: 'INSERT INTO "Cat" VALUES (1), (2); INSERT INTO "Dog" VALUES (1), (2); INSERT INTO "_CatToDog" VALUES (1, 2)',
        renames: ["Cat=Zebra"],
        up: { 'SELECT "A", "B" FROM "_DogToZebra"': "2|1" },
      },
    ),
  "a column changes its name, its type, its relation and its index at once": models(
    "model u { id Int @id; k String @unique; ts t[] } model t { id Int @id; a String; u u @relation(fields: [a], references: [k]); @@index([a]) }",
    'model u { id Int @id; key Int @unique; ts t[] } model t { id Int @id; b Int; u u @relation(fields: [b], references: [key], onDelete: Cascade); @@index([b], map: "by_b") }',
    {
      rows: "INSERT INTO u VALUES (1, '10'), (2, '20'); INSERT INTO t VALUES (1, '20')",
      renames: ["u.k=key", "t.a=b"],
      up: { u: "1|10, 2|20", t: "1|20" },
    },
  ),
  "two columns trade names": models(
    "model t { id Int @id; x Int @unique; y String; @@index([y, x]) }",
    "model t { id Int @id; y Int @unique; x String; @@index([x, y]) }",
    {
      keepsFiles: true,
      rows: "INSERT INTO t VALUES (1, 2, 'a')",
      renames: ["t.x=y", "t.y=x"],
      up: { t: "1|2|a", "SELECT y FROM t": "2" },
    },
  ),
  "two tables trade names, with their sequences and keys": models(
    "model a { id Int @id @default(autoincrement()); x Int } model b { id Int @id @default(autoincrement()); y String }",
    "model b { id Int @id @default(autoincrement()); x Int } model a { id Int @id @default(autoincrement()); y String }",
    {
      keepsFiles: true,
      rows: "INSERT INTO a (x) VALUES (1); INSERT INTO b (y) VALUES ('q'), ('r')",
      renames: ["a=b", "b=a"],
      up: { a: "1|q, 2|r", b: "1|1", "SELECT nextval('a_id_seq')": "3" },
    },
  ),
  "constraints and indexes are renamed, not rebuilt": models(
    "model u { id Int @id; ts t[] } model t { id Int @id; a Int @unique; b Int; u u @relation(fields: [b], references: [id]); @@index([a, b]) }",
    'model u { id Int @id(map: "uk"); ts t[] } model t { id Int @id(map: "tk"); a Int @unique(map: "ta"); b Int; u u @relation(fields: [b], references: [id], map: "tu"); @@index([a, b], map: "tab") }',
    { keepsFiles: true, rows: "INSERT INTO u VALUES (1); INSERT INTO t VALUES (1, 2, 1)", up: { t: "1|2|1" } },
  ),
  "a table and its enum move to another schema, which is made first": models(
    'enum e { A; B; @@schema("public") } model t { id Int @id @default(autoincrement()); e e @default(B); us u[]; @@schema("public") } model u { id Int @id; t Int; r t @relation(fields: [t], references: [id]); @@schema("public") }',
    'enum e { A; B; @@schema("auth") } model t { id Int @id @default(autoincrement()); e e @default(B); us u[]; @@schema("auth") } model u { id Int @id; t Int; r t @relation(fields: [t], references: [id]); @@schema("public") }',
    {
      keepsFiles: true,
      rows: "INSERT INTO t (e) VALUES ('A'); INSERT INTO u VALUES (1, 1)",
      up: { "auth.t": "1|A", u: "1|1", "SELECT nextval('auth.t_id_seq')": "2" },
      then: "INSERT INTO auth.t DEFAULT VALUES",
    },
  ),
  "a table moves and changes its name": models(
    'model t { id Int @id @default(autoincrement()); @@schema("public") }',
    'model u { id Int @id @default(autoincrement()); @@schema("app") }',
    { keepsFiles: true, rows: "INSERT INTO t DEFAULT VALUES", renames: ["t=app.u"], up: { "app.u": "1" } },
  ),
  "a table moves to where another has keys, indexes and a sequence of the same names": models(
    'model A { id Int @id @default(autoincrement()); n String; @@index([n]); @@map("t"); @@schema("one") } model B { id Int @id @default(autoincrement()); n String; @@index([n]); @@map("t"); @@schema("public") }',
    'model A { id Int @id @default(autoincrement()); n String; @@index([n]); @@map("t"); @@schema("one") } model B { id Int @id @default(autoincrement()); n String; @@index([n]); @@map("u"); @@schema("one") } model C { id Int @id; @@schema("public") }',
    {
      rows: "INSERT INTO one.t (n) VALUES ('x'); INSERT INTO t (n) VALUES ('y')",
      renames: ["public.t=one.u"],
      up: { "one.t": "1|x", "one.u": "1|y" },
      then: "INSERT INTO one.u (n) VALUES ('z')",
    },
  ),
  "tables of one name trade PostgreSQL schemas": models(
    'model A { id Int @id @default(autoincrement()); n String; bs B[]; @@index([n], map: "i"); @@map("t"); @@schema("one") } model B { id Int @id @default(autoincrement()); aId Int; a A @relation(fields: [aId], references: [id]); @@index([aId], map: "i"); @@map("t"); @@schema("public") }',
    'model A { id Int @id @default(autoincrement()); n String; bs B[]; @@index([n], map: "i"); @@map("t"); @@schema("public") } model B { id Int @id @default(autoincrement()); aId Int; a A @relation(fields: [aId], references: [id]); @@index([aId], map: "i"); @@map("t"); @@schema("one") }',
    {
      keepsFiles: true,
      rows: "INSERT INTO one.t (n) VALUES ('x'); INSERT INTO t (\"aId\") VALUES (1)",
      renames: ["one.t=public.t", "public.t=one.t"],
      up: { "one.t": "1|1", t: "1|x" },
      then: "INSERT INTO t (n) VALUES ('z')",
    },
  ),
};

/** Values that go over into another type. */
export const types: ChangeCases = {
  "String → Int": models(
    'model t { id Int @id; a String @default("0") }',
    "model t { id Int @id; a Int @default(0) }",
    {
      rows: "INSERT INTO t VALUES (1, '12'), (2, '-7')",
      up: { t: "1|12, 2|-7" },
    },
  ),
  "String → Int with values that are no numbers": models(
    "model t { id Int @id; a String }",
    "model t { id Int @id; a Int }",
    {
      rows: "INSERT INTO t VALUES (1, 'twelve')",
      fails: /invalid input syntax for type integer: "twelve"/,
    },
  ),
  "String → Uuid": models(
    "model t { id Int @id; a String }",
    'model t { id Int @id; a String @default(dbgenerated("gen_random_uuid()")) @db.Uuid }',
    {
      rows: "INSERT INTO t VALUES (1, '6f9619ff-8b86-d011-b42d-00cf4fc964ff')",
      up: { t: "1|6f9619ff-8b86-d011-b42d-00cf4fc964ff" },
    },
  ),
  "a scalar becomes a list": models(
    "model t { id Int @id; a String; b Int? }",
    "model t { id Int @id; a String[]; b Int[] }",
    {
      rows: "INSERT INTO t VALUES (1, 'x,y', 3), (2, '', NULL)",
      up: { t: '1|{"x,y"}|{3}, 2|{""}|-' },
    },
  ),
  "a list becomes a scalar": models(
    "model t { id Int @id; a String[]; b Int[] }",
    "model t { id Int @id; a String?; b Int? }",
    {
      rows: "INSERT INTO t VALUES (1, '{x}', '{1,2}')",
      up: { t: "1|x|1" },
      loses: ["t.a", "t.b"],
      down: { t: "1|{x}|{1}" },
    },
  ),
  "a list becomes JSON": models(
    "model t { id Int @id; a String[]; b Int[] }",
    "model t { id Int @id; a Json?; b Json? }",
    {
      rows: `INSERT INTO t VALUES (1, '{x,"y\\"z"}', '{1,2}'), (2, NULL, '{}')`,
      up: { t: '1|["x", "y\\"z"]|[1, 2], 2|-|[]' },
    },
  ),
  "an enum becomes text": models(
    "enum e { A; B } model t { id Int @id; a e @default(A); b e[] }",
    'model t { id Int @id; a String @default("A"); b String[] }',
    { rows: "INSERT INTO t VALUES (1, 'B', '{A,B}')", up: { t: "1|B|{A,B}" } },
  ),
  "text becomes an enum": models(
    'model t { id Int @id; a String @default("A"); b String[] }',
    "enum e { A; B } model t { id Int @id; a e @default(A); b e[] }",
    { rows: "INSERT INTO t VALUES (1, 'B', '{A,B}')", up: { t: "1|B|{A,B}" } },
  ),
  "a time gets its zone, which is UTC": models(
    "model t { id Int @id; a DateTime }",
    "model t { id Int @id; a DateTime @db.Timestamptz(3) }",
    {
      rows: "INSERT INTO t VALUES (1, '2026-01-02 03:04:05.678')",
      up: { "SELECT a AT TIME ZONE 'UTC' FROM t": "2026-01-02 03:04:05.678" },
    },
  ),
  "an instant loses its zone, and half of a second's fractions": models(
    "model t { id Int @id; a DateTime @db.Timestamptz(6) }",
    "model t { id Int @id; a DateTime }",
    {
      rows: "INSERT INTO t VALUES (1, '2026-01-02 03:04:05.678901+02')",
      up: { t: "1|2026-01-02 01:04:05.679" },
      loses: ["t.a"],
      down: { "SELECT a AT TIME ZONE 'UTC' FROM t": "2026-01-02 01:04:05.679" },
    },
  ),
  "json ↔ jsonb": models(
    "model t { id Int @id; a Json @db.Json; b Json }",
    "model t { id Int @id; a Json; b Json @db.Json }",
    {
      rows: `INSERT INTO t VALUES (1, '{"b":1,"a":2}', '{"a": 1}')`,
      up: { t: '1|{"a": 2, "b": 1}|{"a": 1}' },
      respells: ["t.a"],
      down: { t: '1|{"a": 2, "b": 1}|{"a": 1}' },
    },
  ),
  "a longer and a shorter text": models(
    "model t { id Int @id; a String @db.VarChar(5); b String }",
    "model t { id Int @id; a String @db.VarChar(50); b String @db.VarChar(5) }",
    { rows: "INSERT INTO t VALUES (1, 'abcde', 'abcde')", up: { t: "1|abcde|abcde" } },
  ),
  "a text too long for the new type": models(
    "model t { id Int @id; b String }",
    "model t { id Int @id; b String @db.VarChar(5) }",
    { rows: "INSERT INTO t VALUES (1, 'abcdef')", fails: /value too long for type character varying\(5\)/ },
  ),
  "a number with fewer decimals": models(
    "model t { id Int @id; a Decimal @db.Decimal(10, 4) }",
    "model t { id Int @id; a Decimal @db.Decimal(10, 2) }",
    { rows: "INSERT INTO t VALUES (1, 1.2345)", up: { t: "1|1.23" }, loses: ["t.a"], down: { t: "1|1.2300" } },
  ),
  "Boolean ↔ Int": models(
    "model t { id Int @id; a Boolean @default(true) }",
    "model t { id Int @id; a Int @default(1) }",
    {
      rows: "INSERT INTO t VALUES (1, true), (2, false)",
      up: { t: "1|1, 2|0" },
    },
  ),
  "an id, and the key that leads to it": models(
    "model a { id Int @id @default(autoincrement()); bs b[] } model b { id Int @id; aid Int; a a @relation(fields: [aid], references: [id]) }",
    "model a { id String @id @default(cuid()); bs b[] } model b { id Int @id; aid String; a a @relation(fields: [aid], references: [id]) }",
    { rows: "INSERT INTO a DEFAULT VALUES; INSERT INTO b VALUES (1, 1)", up: { a: "1", b: "1|1" } },
  ),
  "Int → BigInt with its sequence": models(
    "model t { id Int @id @default(autoincrement()); us u[] } model u { id Int @id; t Int; r t @relation(fields: [t], references: [id]) }",
    "model t { id BigInt @id @default(autoincrement()); us u[] } model u { id Int @id; t BigInt; r t @relation(fields: [t], references: [id]) }",
    {
      rows: "INSERT INTO t DEFAULT VALUES; INSERT INTO u VALUES (1, 1)",
      up: { t: "1", u: "1|1", "SELECT data_type FROM pg_sequences": "bigint" },
      then: "SELECT setval('t_id_seq', 3000000000); INSERT INTO t DEFAULT VALUES; SELECT setval('t_id_seq', 1)",
    },
  ),
};
