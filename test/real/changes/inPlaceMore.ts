import { type ChangeCases, databases, models } from "#test/real/changes/case.ts";

/** Enums and their values. */
export const enums: ChangeCases = {
  "values are added in their places, and used at once": models(
    "enum e { A; C } model t { id Int @id; e e @default(A) }",
    'enum e { Z; A; B; C; D } model t { id Int @id; e e @default(B); f e; g e[] @default([D, Z]); @@index([id], map: "i", where: raw("e = \'B\'")) }',
    {
      rows: "INSERT INTO t VALUES (1, 'C')",
      fills: ["t.f=CASE id WHEN 1 THEN 'D' ELSE 'Z' END::e"],
      up: { "SELECT id, e, f, g FROM t": "1|C|D|{D,Z}", "SELECT enum_range(NULL::e)": "{Z,A,B,C,D}" },
      then: "INSERT INTO t (id, f) VALUES (2, 'A')",
    },
  ),
  "a value is renamed": models(
    "enum e { A; B } model t { id Int @id; e e @default(B); f e[] @default([A, B]) }",
    'enum e { A; B @map("b") } model t { id Int @id; e e @default(B); f e[] @default([A, B]) }',
    { keepsFiles: true, rows: "INSERT INTO t VALUES (1, 'B', '{B}')", renames: ["e.B=b"], up: { t: "1|b|{b}" } },
  ),
  "a value is renamed that conditions and expressions of models name": models(
    'enum e { A; B; C } model t { id Int @id; e e @default(dbgenerated("\'A\'")); n String @default(dbgenerated("\'A\'")); @@index([e], where: raw("e IN (\'B\', \'A\') AND n <> \'A\'"), map: "i"); @@index([n], where: { e: "A" }, map: "j") }',
    'enum e { A @map("a"); B; C } model t { id Int @id; e e @default(dbgenerated("\'a\'")); n String @default(dbgenerated("\'A\'")); @@index([e], where: raw("e IN (\'B\', \'a\') AND n <> \'A\'"), map: "i"); @@index([n], where: { e: "A" }, map: "j") }',
    { keepsFiles: true, rows: "INSERT INTO t VALUES (1)", renames: ["e.A=a"], up: { t: "1|a|A" } },
  ),
  "a value goes that no row holds": models(
    "enum e { A; B; C } model t { id Int @id; e e @default(A); f e[]; @@index([e]) }",
    "enum e { A; C } model t { id Int @id; e e @default(A); f e[]; @@index([e]) }",
    { rows: "INSERT INTO t VALUES (1, 'C', '{A,C}')", up: { t: "1|C|{A,C}" } },
  ),
  "a value goes that rows hold": models(
    "enum e { A; B } model t { id Int @id; e e }",
    "enum e { A } model t { id Int @id; e e }",
    { rows: "INSERT INTO t VALUES (1, 'B')", fails: /invalid input value for enum e_new: "B"/ },
  ),
  "a value goes, and rows hold another for it": models(
    "enum e { A; B; C } model t { id Int @id; e e @default(C); f e[] }",
    "enum e { A; B } model t { id Int @id; e e @default(B); f e[] }",
    {
      rows: "INSERT INTO t VALUES (1, 'C', '{A,C,C}'), (2, 'B', NULL)",
      renames: ["e.C=A"],
      up: { t: "1|A|{A,A,A}, 2|B|-" },
      loses: ["t.e", "t.f"],
      down: { t: "1|A|{A,A,A}, 2|B|-" },
    },
  ),
  "a default moves from a value that goes to one that comes": models(
    "enum e { USER; ADMIN } model t { id Int @id; e e @default(USER) }",
    "enum e { ADMIN; MEMBER } model t { id Int @id; e e @default(MEMBER) }",
    { rows: "INSERT INTO t VALUES (1, 'ADMIN')", up: { t: "1|ADMIN" }, then: "INSERT INTO t VALUES (2)" },
  ),
  "an enum is renamed, unasked where its columns change over": models(
    "enum e { A; B } model t { id Int @id; e e @default(B); f e[] }",
    "enum f { A; B; C } model t { id Int @id; e f @default(B); f f[] }",
    { keepsFiles: true, rows: "INSERT INTO t VALUES (1, 'A', '{B}')", up: { t: "1|A|{B}" } },
  ),
  "an enum and its values are renamed": models(
    "enum role { ADMIN; USER } model t { id Int @id; r role @default(USER) }",
    'enum UserRole { ADMIN @map("admin"); USER @map("user"); @@map("user_role") } model t { id Int @id; r UserRole @default(USER) }',
    {
      keepsFiles: true,
      rows: "INSERT INTO t VALUES (1, 'ADMIN')",
      renames: ["role=user_role", "role.ADMIN=admin", "role.USER=user"],
      up: { t: "1|admin" },
    },
  ),
};

const longName = `a_name_that_is_longer_than_postgresql_keeps_${"and_longer_".repeat(3)}`;

/** Keys, defaults, sequences, what may be NULL, and what relations do. */
export const columns: ChangeCases = {
  "a primary key comes": models("model t { id Int @unique; a Int }", "model t { id Int @id; a Int }", {
    rows: "INSERT INTO t VALUES (1, 2)",
    up: { t: "1|2" },
  }),
  "a primary key gets another column, under the keys that lead to it": models(
    "model t { id Int @id; a Int; us u[] } model u { id Int @id; t Int; r t @relation(fields: [t], references: [id]) }",
    "model t { id Int @unique; a Int; us u[]; @@id([id, a]) } model u { id Int @id; t Int; r t @relation(fields: [t], references: [id]) }",
    { rows: "INSERT INTO t VALUES (1, 2); INSERT INTO u VALUES (1, 1)", up: { t: "1|2", u: "1|1" } },
  ),
  "a column with a name that PostgreSQL cuts is of another type, under a condition that names it whole": models(
    `model t { id Int @id; a String @db.Bit(4) @map("${longName}"); @@index([id], map: "i", where: raw("${longName} IS NULL")) }`,
    `model t { id Int @id; a Boolean @default(true) @map("${longName}"); @@index([id], map: "i", where: raw("${longName} IS NOT TRUE")) }`,
    { loses: [`t.${longName.slice(0, 63)}`] },
  ),
  "autoincrement is added, and goes on from the data": models(
    "model t { id Int @id; n Int }",
    "model t { id Int @id @default(autoincrement()); n Int @default(autoincrement()) }",
    {
      rows: "INSERT INTO t VALUES (7, -3)",
      up: {
        t: "7|-3",
        "SELECT nextval('t_id_seq'), nextval('t_n_seq')": "8|1",
        "SELECT pg_get_serial_sequence('t', 'id')": "public.t_id_seq",
      },
      then: "INSERT INTO t DEFAULT VALUES",
    },
  ),
  "autoincrement goes": models(
    "model t { id Int @id @default(autoincrement()); n BigInt @default(autoincrement()) }",
    "model t { id Int @id; n BigInt @default(0) }",
    { rows: "INSERT INTO t VALUES (7, 3)", up: { t: "7|3", "SELECT count(*) FROM pg_sequences": "0" } },
  ),
  "the sequence of a column becomes one of its own, and counts on": databases(
    "CREATE TABLE t (id int PRIMARY KEY, n serial); CREATE TABLE u (id int PRIMARY KEY, n int DEFAULT nextval('t_n_seq'))",
    `CREATE SEQUENCE t_n_seq AS int; CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL DEFAULT nextval('t_n_seq'));
     CREATE TABLE u (id int PRIMARY KEY, n int DEFAULT nextval('t_n_seq'))`,
    {
      keepsFiles: true,
      rows: "INSERT INTO t VALUES (7), (8); INSERT INTO u VALUES (1)",
      up: {
        t: "7|1, 8|2",
        "SELECT nextval('t_n_seq')": "4",
        "SELECT pg_get_serial_sequence('t', 'n')": "-",
      },
      then: "INSERT INTO t VALUES (9); DROP TABLE t",
    },
  ),
  "a sequence becomes a column's own, which comes, and another's no more": databases(
    `CREATE SEQUENCE s MINVALUE 5; CREATE TABLE t (id int PRIMARY KEY, n bigint NOT NULL DEFAULT nextval('s'));
     CREATE TABLE u (id int PRIMARY KEY, n bigint DEFAULT nextval('s'))`,
    `CREATE SEQUENCE s MINVALUE 5; CREATE TABLE t (id int PRIMARY KEY, n bigint NOT NULL DEFAULT nextval('s'));
     ALTER SEQUENCE s OWNED BY t.n; CREATE TABLE u (id int PRIMARY KEY, n bigint DEFAULT nextval('s') + 1)`,
    {
      keepsFiles: true,
      rows: "INSERT INTO t VALUES (1); INSERT INTO u VALUES (1)",
      up: { t: "1|5", "SELECT nextval('s')": "7", "SELECT pg_get_serial_sequence('t', 'n')": "public.s" },
    },
  ),
  "a column that counted up gets a text around the number of its sequence": databases(
    "CREATE TABLE t (id int PRIMARY KEY, n serial)",
    `CREATE TABLE t (id int PRIMARY KEY, n text NOT NULL); CREATE SEQUENCE t_n_seq AS int OWNED BY t.n;
     ALTER TABLE t ALTER COLUMN n SET DEFAULT 'N-' || nextval('t_n_seq')`,
    {
      rows: "INSERT INTO t VALUES (1), (2)",
      up: { t: "1|1, 2|2", "SELECT nextval('t_n_seq')": "3" },
      then: "INSERT INTO t VALUES (3)",
    },
  ),
  "only defaults change": models(
    'model t { id Int @id; a Int; b Int @default(1); c String @default("x"); d DateTime @default(now()); e Json @default("[]") }',
    'model t { id Int @id; a Int @default(7); b Int; c String @default("it\'s"); d DateTime @default(dbgenerated("date_trunc(\'day\', now())")); e Json @default("[1]") }',
    {
      keepsFiles: true,
      rows: "INSERT INTO t VALUES (1, 2, 3, 'y', '2026-01-02', '[]')",
      up: { t: "1|2|3|y|2026-01-02 00:00:00|[]" },
    },
  ),
  "a column becomes required where no row holds NULL": models(
    "model t { id Int @id; a Int? }",
    "model t { id Int @id; a Int }",
    { rows: "INSERT INTO t VALUES (1, 2)", up: { t: "1|2" } },
  ),
  "a column becomes required where rows hold NULL": models(
    "model t { id Int @id; a Int? }",
    "model t { id Int @id; a Int }",
    { rows: "INSERT INTO t VALUES (1, NULL)", fails: /column "a" of relation "t" contains null values/ },
  ),
  "rows that hold NULL are filled by an expression": models(
    "model u { id Int @id; ts t[] } model t { id Int @id; a Int?; b Int?; u u? @relation(fields: [b], references: [id]) }",
    "model u { id Int @id; ts t[] } model t { id Int @id; a Int?; b Int; u u @relation(fields: [b], references: [id]) }",
    {
      rows: "INSERT INTO u VALUES (4); INSERT INTO t VALUES (1, 4, NULL), (2, NULL, 4)",
      fills: ["t.b=(SELECT min(id) FROM u)"],
      up: { t: "1|4|4, 2|-|4" },
      // What was NULL is told no more: the fill was asked for.
      down: { t: "1|4|4, 2|-|4" },
      loses: [],
    },
  ),
  "rows are filled while checks of them wait for the end of the transaction": databases(
    `CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE t (id int PRIMARY KEY, a int REFERENCES u DEFERRABLE INITIALLY DEFERRED);
     CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
     CREATE TABLE v (id int PRIMARY KEY);
     CREATE CONSTRAINT TRIGGER look AFTER UPDATE ON v DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION look()`,
    `CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL REFERENCES u DEFERRABLE INITIALLY DEFERRED);
     CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
     CREATE TABLE v (id int PRIMARY KEY, n int NOT NULL);
     CREATE CONSTRAINT TRIGGER look AFTER UPDATE ON v DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION look()`,
    {
      rows: "INSERT INTO u VALUES (4); INSERT INTO t VALUES (1, NULL); INSERT INTO v VALUES (1)",
      fills: ["t.a=4", "v.n=7"],
      up: { t: "1|4", v: "1|7" },
      down: { t: "1|4", v: "1" },
      loses: [],
    },
  ),
  "a view of several parts follows a column that is renamed and of another type": databases(
    `CREATE TABLE t (id int, title varchar(5)); CREATE TABLE u (id int, title varchar(5));
     CREATE VIEW v AS SELECT title FROM t UNION ALL SELECT title FROM u; CREATE VIEW w AS WITH q AS (SELECT id, title FROM t) SELECT title FROM q`,
    `CREATE TABLE t (id int, headline text); CREATE TABLE u (id int, title text);
     CREATE VIEW v AS SELECT headline AS title FROM t UNION ALL SELECT title FROM u; CREATE VIEW w AS WITH q AS (SELECT id, headline AS title FROM t) SELECT title FROM q`,
    {
      rows: "INSERT INTO t VALUES (1, 'a'); INSERT INTO u VALUES (2, 'b')",
      renames: ["t.title=headline"],
      up: { "SELECT title FROM v": "a, b", "SELECT title FROM w": "a" },
    },
  ),
  "a view of several parts, that models can't say, follows too": {
    from: {
      sql: `CREATE TABLE t (id int PRIMARY KEY, title varchar(5)); CREATE TABLE u (id int PRIMARY KEY, title varchar(5));
        CREATE VIEW v AS SELECT title FROM t UNION ALL SELECT title FROM u; CREATE VIEW w AS WITH q AS (SELECT id, title FROM t) SELECT title FROM q`,
    },
    to: models("", "model t { id Int @id; headline String? } model u { id Int @id; title String? @db.VarChar(5) }").to,
    rows: "INSERT INTO t VALUES (1, 'a'); INSERT INTO u VALUES (2, 'b')",
    renames: ["t.title=headline"],
    up: { "SELECT title FROM v": "a, b", "SELECT title FROM w": "a" },
  },
  "a column becomes optional": models("model t { id Int @id; a Int }", "model t { id Int @id; a Int? }", {
    keepsFiles: true,
    rows: "INSERT INTO t VALUES (1, 2)",
    up: { t: "1|2" },
  }),
  "a required column comes, with a value for each row": models(
    "model t { id Int @id; email String }",
    "model t { id Int @id; email String; name String; n Int; at DateTime }",
    {
      rows: "INSERT INTO t VALUES (1, 'A@b.c')",
      fills: ["t.name=lower(split_part(email, '@', 1))", "t.n=0", "t.at='2026-01-02'"],
      up: { "SELECT name, n, at FROM t": "a|0|2026-01-02 00:00:00" },
      then: "INSERT INTO t VALUES (2, 'x', 'y', 1, now())",
    },
  ),
  "a required list comes, filled with a value that its enum gets": databases(
    "CREATE TYPE e AS ENUM ('A'); CREATE TABLE t (id int PRIMARY KEY)",
    "CREATE TYPE e AS ENUM ('A', 'B'); CREATE TABLE t (id int PRIMARY KEY, l e[] NOT NULL)",
    { rows: "INSERT INTO t VALUES (1)", fills: [`t.l='{"B"}'::e[]`], up: { t: "1|{B}" } },
  ),
  "a required column comes, and stays optional for now": models(
    "model t { id Int @id }",
    "model t { id Int @id; n Int }",
    { rows: "INSERT INTO t VALUES (1)", fills: ["t.n=NULL"], up: { t: "1|-" } },
  ),
  "a required column goes; rows get a stand-in when it comes back": models(
    "enum e { A; B } model t { id Int @id; a String; b Int; c e; d Json; f DateTime; g Boolean; h String @db.Uuid }",
    "enum e { A; B } model t { id Int @id }",
    {
      rows: "INSERT INTO t VALUES (1, 'x', 2, 'B', '[1]', '2026-01-02', true, gen_random_uuid())",
      up: { t: "1" },
      loses: ["t.a", "t.b", "t.c", "t.d", "t.f", "t.g", "t.h"],
      down: { "SELECT a, b, c, d, f, g FROM t": "|0|A|{}|1970-01-01 00:00:00|f" },
    },
  ),
  "a relation acts otherwise": models(
    "model u { id Int @id; ts t[] } model t { id Int @id; a Int; u u @relation(fields: [a], references: [id]) }",
    "model u { id Int @id; ts t[] } model t { id Int @id; a Int; u u @relation(fields: [a], references: [id], onDelete: Cascade, onUpdate: NoAction) }",
    { rows: "INSERT INTO u VALUES (1); INSERT INTO t VALUES (1, 1)", up: { t: "1|1" }, then: "DELETE FROM u" },
  ),
  "an index over patterns of text gets another method, and its column another type": models(
    'model t { id Int @id; a String; @@index([a(ops: raw("text_pattern_ops"))], map: "i") }',
    'model t { id Int @id; a BigInt; @@index([a], type: Brin, map: "i") }',
    { rows: "INSERT INTO t VALUES (1, '7')", up: { t: "1|7" } },
  ),
  "a time stamp becomes a required time, which can't be turned back": models(
    "model t { id Int @id; a DateTime? }",
    "model t { id Int @id; a DateTime @db.Time }",
    {
      rows: "INSERT INTO t VALUES (1, '2026-01-01 10:00'), (2, NULL)",
      fills: ["t.a='01:02:03'::time"],
      up: { t: "1|10:00:00, 2|01:02:03" },
      loses: ["t.a"],
      down: { t: "1|-, 2|-" },
    },
  ),
};
