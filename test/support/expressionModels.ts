import { beyondPrisma, defaultsByType } from "#test/support/expressionDefaults.ts";

/** SQL that stands in `where: raw("…")` of an index of the model `Thing`. */
const sqlConditions: readonly string[] = [
  '\\"deletedAt\\" IS NULL',
  '\\"deletedAt\\" is null',
  '(\\"deletedAt\\" IS NULL)',
  '\\"deletedAt\\" ISNULL',
  '\\"Thing\\".\\"deletedAt\\" IS NULL',
  '\\"deletedAt\\" IS NOT NULL AND n > 0',
  "status = 'ACTIVE'",
  "status = 'ACTIVE'::\\\"Status\\\"",
  "status = 'ACTIVE'::public.\\\"Status\\\"",
  "status IN ('ACTIVE', 'DONE')",
  "status NOT IN ('ACTIVE', 'DONE')",
  "status <> 'ACTIVE'",
  "status != 'ACTIVE'",
  "status = ANY ('{ACTIVE,DONE}')",
  "status = ANY (ARRAY['ACTIVE', 'DONE']::\\\"Status\\\"[])",
  "done",
  "NOT done",
  "done = true",
  "done = 't'",
  "done IS TRUE",
  "done IS NOT TRUE",
  "n > 1 AND n < 10",
  "n>1 and n<10 and done",
  "n BETWEEN 1 AND 10",
  "n NOT BETWEEN 1 AND 10",
  "NOT (n > 1 OR done)",
  "n > 1 OR done AND n < 5",
  "n IN (1, 2, 3)",
  "n IN (1)",
  "n = ANY (ARRAY[1, 2])",
  "n % 2 = 0",
  "mod(n, 2) = 0",
  "-n > 1",
  "n > -1",
  "n::bigint > 5",
  "n > 1.5",
  "n IS DISTINCT FROM 1",
  "abs(n) > 1",
  "coalesce(n, 0) > 0",
  "CASE WHEN done THEN n > 1 ELSE false END",
  "title LIKE 'a%'",
  "title NOT LIKE 'a%'",
  "title ILIKE '%a%'",
  "title ~ '^a'",
  "title ~* '^a'",
  "title <> ''",
  "title IS NOT NULL AND title <> ''",
  "lower(title) = 'x'",
  "char_length(title) > 3",
  "length(trim(title)) > 0",
  "title = 'it''s'",
  "title COLLATE \\\"C\\\" > 'a'",
  "title = ANY ('{a,b}'::text[])",
  "short = 'x'",
  "short IN ('x', 'y')",
  "fixed = 'x'",
  "\\\"createdAt\\\" > '2020-01-01'",
  "\\\"createdAt\\\" > '2020-01-01'::timestamp",
  "\\\"createdAt\\\" > timestamp '2020-01-01 00:00:00'",
  "\\\"createdAt\\\" > date '2020-01-01'",
  "zoned > '2020-01-01 00:00:00+02'",
  "date_part('year', \\\"createdAt\\\") = 2020",
  'extract(year from \\"createdAt\\") = 2020',
  "\\\"createdAt\\\" + interval '1 day' > '2020-01-01'",
  "day = DATE '2020-01-01'",
  "day >= '2020-01-01' AND day < '2021-01-01'",
  "meta->>'kind' = 'x'",
  "(meta->>'kind') = 'x'",
  "meta @> '{\\\"a\\\": 1}'",
  "meta ? 'a'",
  "(meta->>'n')::int > 1",
  "meta #>> '{a,b}' IS NOT NULL",
  "tags && ARRAY['a']",
  "'a' = ANY (tags)",
  "tags @> '{a}'",
  "array_length(tags, 1) > 0",
  "cardinality(tags) > 0",
  "price > 1.5",
  "price > 1",
  "ratio > 1",
  "ratio > .5",
  "big > 1",
  "big > 9007199254740993",
  "uid = '00000000-0000-0000-0000-000000000000'",
  "uid::text LIKE '0%'",
  '\\"select\\" = 1',
  "(n, big) > (1, 2)",
  'n IS NULL AND title IS NULL AND \\"deletedAt\\" IS NULL',
  "(n IS NULL) = (title IS NULL)",
  "num_nonnulls(n, title) = 1",
  "true",
  "n /* the number */ > 0",
];

/** What stands in `where: { … }`. */
const objectConditions: readonly string[] = [
  "done: true",
  "done: false",
  "done: { not: true }",
  "title: null",
  "title: { not: null }",
  'title: "it\'s"',
  'title: { not: "x" }',
  "n: 5",
  "n: -5",
  "n: { not: 5 }",
  "n: null, done: true, title: { not: null }",
  'uid: "00000000-0000-0000-0000-000000000000"',
  'short: "x"',
  'status: "ACTIVE"',
];

export interface ExpressionModels {
  readonly defaults: number;
  readonly conditions: number;
  readonly models: string;
}

/** Models with all of them: without those that Prisma's own script breaks on where `prisma` is to run it. */
export function expressionModels({ prisma }: { readonly prisma: boolean }): ExpressionModels {
  const byType = [...Object.entries(defaultsByType), ...Object.entries(prisma ? {} : beyondPrisma)];
  const defaults = byType.flatMap(([type, texts]) => texts.map((sql) => [type, sql] as const));
  const conditions = [
    ...[...sqlConditions, ...(prisma ? [] : ["n > 0 -- positive"])].map((sql) => `raw("${sql}")`),
    ...objectConditions.map((fields) => `{ ${fields} }`),
  ];
  return { defaults: defaults.length, conditions: conditions.length, models: modelsOf(defaults, conditions) };
}

function modelsOf(defaults: readonly (readonly [type: string, sql: string])[], conditions: readonly string[]): string {
  const fields = defaults.map(
    ([type, sql], at) =>
      `  f${at} ${withoutNative(type)} @default(dbgenerated("${sql.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}")) ${nativeOf(type)}`,
  );
  const indexes = conditions.map((condition, at) => `  @@index([id], where: ${condition}, map: "Thing_${at}")`);
  return `
generator client {
  provider        = "prisma-client"
  output          = "../generated"
  previewFeatures = ["partialIndexes", "postgresqlExtensions"]
}

datasource db {
  provider = "postgresql"
}

enum Role {
  USER
  ADMIN
}

enum Status {
  ACTIVE
  DONE
}

model Defaults {
  id Int @id
${fields.join("\n")}
}

model Thing {
  id        Int       @id
  deletedAt DateTime?
  createdAt DateTime
  zoned     DateTime  @db.Timestamptz(6)
  day       DateTime  @db.Date
  status    Status
  done      Boolean
  n         Int?
  big       BigInt
  price     Decimal
  ratio     Float
  title     String?
  short     String    @db.VarChar(20)
  fixed     String    @db.Char(2)
  uid       String    @db.Uuid
  meta      Json
  tags      String[]
  select    Int

${indexes.join("\n")}
}
`;
}

function withoutNative(type: string): string {
  return type.split(" @")[0] ?? type;
}

function nativeOf(type: string): string {
  const at = type.indexOf(" @");
  return at === -1 ? "" : type.slice(at + 1);
}
