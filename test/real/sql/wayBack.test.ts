import assert from "node:assert/strict";

import {
  diff,
  displayName,
  emptySchema,
  overlay,
  parseRename,
  render,
  renamedTo,
  returnHazards,
  wayBack,
} from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import type { Connection } from "#host/connection.ts";
import { assertSameFacts, catalogFacts } from "#test/support/catalogFacts.ts";
import { emptiedDatabase } from "#test/support/emptiedDatabase.ts";
import { execute } from "#test/support/execute.ts";
import { schemaOf } from "#test/support/modelsSchema.ts";
import { isAboutData } from "#test/support/rows.ts";
import { installedMajors } from "#test/support/servers.ts";

/** What of a model goes on the way up, and is to come back to a table with rows. */
interface Case {
  /** What goes: fields of the model T, and what stands in its block besides. */
  readonly gone?: string;
  /** In place of both, the block of T before the way up and after it. */
  readonly whole?: readonly [string, string];
  /** What stays in the model T. */
  readonly kept?: string;
  /** Other blocks, of which those in `goneModels` go too. */
  readonly models?: string;
  readonly goneModels?: string;
  /** As `--rename` takes them. */
  readonly renames?: readonly string[];
  /** Rows of T and of others, in what is there before the way up. */
  readonly rows: string;
  /** What is told of the way down; it then stops on these rows. Left out where rows come back with stand-ins. */
  readonly told?: readonly string[];
  /** What holds of the stand-ins. */
  readonly holds?: string;
}

const integers = Array.from({ length: 3 }, (_, at) => `(${at + 1}, 7, ${30 - at * 10})`).join(", ");
const five = "generate_series(1, 5) n";

const cases: Readonly<Record<string, Case>> = {
  "a unique integer": {
    gone: "n Int @unique",
    rows: `INSERT INTO "T" VALUES ${integers}`,
    holds: 'SELECT array_agg(n ORDER BY n) = ARRAY[1, 2, 3] FROM "T"',
  },
  "unique integers whose values meet the stand-ins of other rows": {
    gone: "n Int @unique; m BigInt @unique; s Int @unique @db.SmallInt",
    rows: `INSERT INTO "T" SELECT n, 7, 6 - n, n % 5 + 1, 6 - n FROM ${five}`,
  },
  "a part of a unique key, whose other part stays": {
    gone: "n Int; @@unique([tenant, n])",
    rows: `INSERT INTO "T" SELECT n, 7, n FROM ${five}`,
  },
  "all parts of a unique key, one with a default": {
    gone: "n Int @default(4); m Int; @@unique([n, m])",
    rows: `INSERT INTO "T" SELECT n, 7, 4, n FROM ${five}`,
  },
  "a unique value with a default that is another in each row": {
    gone: 'n String @unique @default(dbgenerated("md5((random())::text)"))',
    rows: `INSERT INTO "T" SELECT n, 7 FROM ${five}`,
  },
  "a unique value with a default that is the same in all rows": {
    gone: "n DateTime @unique @default(now())",
    rows: `INSERT INTO "T" SELECT n, 7, now() + n * '1 day'::interval FROM ${five}`,
    told: ["T.n is unique, and its values are gone: several rows may get one value"],
  },
  "the key itself": {
    whole: ["code Int @unique; a Int; b String; @@id([a, b])", "code Int @id"],
    rows: `INSERT INTO "T" SELECT n, n, 'b' || n FROM ${five}`,
  },
  "unique values of many types": {
    gone:
      "a DateTime @unique; b DateTime @unique @db.Timestamptz(0); c DateTime @unique @db.Date; d Decimal @unique; e Decimal @unique @db.Decimal(4, 2); " +
      "f Float @unique; g String @unique @db.Uuid; h Bytes @unique; i String @unique @db.VarChar(8); j String @unique; k String @unique @db.Char(4); " +
      "l String @unique @db.Inet; m String @unique @db.Bit(9); o Json @unique; p Int[] @unique; q DateTime @unique @db.Time(0); r String @unique @db.VarBit(9)",
    rows: `INSERT INTO "T" SELECT n, 7, now() + n * '1 day'::interval, now() + n * '1 day'::interval, '2020-01-01'::date + n, n, n, n, gen_random_uuid(),
      int8send(n), 'i' || n, 'j' || n, 'k' || n, '10.0.0.1'::inet + n, (n + 8)::bit(9), to_jsonb(n), ARRAY[n], '10:00'::time + n * '1 hour'::interval, (n + 8)::bit(9) FROM ${five}`,
  },
  "a unique key under a condition": {
    gone: 'n Int; @@unique([n], map: "i", where: raw("tenant > 0"))',
    rows: `INSERT INTO "T" SELECT n, 7, n FROM ${five}`,
  },
  "the condition of a unique key": {
    gone: 'old Boolean; @@unique([tenant], map: "i", where: raw("old = false"))',
    rows: `INSERT INTO "T" SELECT n, 7, n > 1 FROM ${five}`,
    told: ["T is unique, and its values are gone: several rows may get one value"],
  },
  "a unique value of an enum": {
    models: "enum E { A; B; C }",
    gone: "e E @unique",
    rows: `INSERT INTO "T" VALUES (1, 7, 'B'), (2, 7, 'A')`,
    told: ["T.e is unique, and its values are gone: several rows may get one value"],
  },
  "a flag in a unique key, and what else tells rows apart": {
    gone: "flag Boolean; @@unique([id, flag])",
    rows: `INSERT INTO "T" SELECT n, 7, n % 2 = 0 FROM ${five}`,
  },
  "a flag in a unique key": {
    gone: "flag Boolean @default(false); @@unique([tenant, flag])",
    rows: `INSERT INTO "T" VALUES (1, 7, true), (2, 7, false)`,
    told: ["T.flag is unique, and its values are gone: several rows may get one value"],
  },
  "a flag in a key whose other part is unique meanwhile": {
    whole: ["id Int @id; a Int; b Boolean; @@unique([a, b])", "id Int @id; a Int @unique"],
    rows: `INSERT INTO "T" SELECT n, n, true FROM ${five}`,
  },
  "a unique number of a model that has a new name": {
    whole: [
      "id Int @id; tenant Int; n Int; m Int; @@unique([tenant, n]); @@unique([m])",
      'id Int @id; renter Int; @@map("a_t")',
    ],
    renames: ["T=a_t", "a_t.tenant=renter"],
    rows: `INSERT INTO "T" SELECT n, 7, n, n FROM ${five}`,
  },
  "a reference of a model that has a new name, to one that has, too": {
    whole: ["id Int @id; u Int; to U @relation(fields: [u], references: [id])", 'id Int @id; @@map("z_t")'],
    models: "model U { id Int @id; ts T[] }",
    goneModels: 'model U { id Int @id; @@map("a_u") }',
    renames: ["T=z_t", "U=a_u"],
    rows: `INSERT INTO "U" VALUES (1); INSERT INTO "T" SELECT n, 1 FROM ${five}`,
    told: ["z_t.u is required, and refers to a_u, and its values are gone"],
  },
  "a value of an enum that has another name, as its value has": {
    models: "enum E { A; B }",
    goneModels: 'enum E { A @map("x"); B; @@map("f") }',
    gone: "e E",
    renames: ["E=f", "f.A=x"],
    rows: `INSERT INTO "T" SELECT n, 7, 'A' FROM ${five}`,
    holds: `SELECT array_agg(DISTINCT e) = ARRAY['A'::"E"] FROM "T"`,
  },
  "a unique value of an enum, in a model that has a new name": {
    models: "enum E { A; B; C }",
    whole: ["id Int @id; tenant Int; e E; @@unique([tenant, e])", 'id Int @id; renter Int; @@map("a_t")'],
    renames: ["T=a_t", "a_t.tenant=renter"],
    rows: `INSERT INTO "T" VALUES (1, 7, 'B'), (2, 7, 'A')`,
    told: ["a_t.e is unique, and its values are gone: several rows may get one value"],
  },
  "optional values of a unique key": {
    gone: "n Int?; @@unique([tenant, n])",
    rows: `INSERT INTO "T" SELECT n, 7, n FROM ${five}`,
  },
  "a type that Prisma has no word for": {
    gone: 'p Unsupported("point"); t Unsupported("interval") @unique',
    rows: `INSERT INTO "T" SELECT n, 7, point(n, n), n * '1 day'::interval FROM ${five}`,
    told: ["T.p is required, and its values are gone", "T.t is required, and its values are gone"],
  },
  "a required reference": {
    models: "model U { id Int @id; ts T[] }",
    goneModels: "model U { id Int @id }",
    gone: "u Int; to U @relation(fields: [u], references: [id])",
    rows: `INSERT INTO "U" VALUES (0), (1); INSERT INTO "T" SELECT n, 7, 1 FROM ${five}`,
    told: ["T.u is required, and refers to U, and its values are gone"],
  },
  "a required reference of a key of its own": {
    models: "model U { id Int @id; t T? }",
    goneModels: "model U { id Int @id }",
    gone: "u Int @unique; to U @relation(fields: [u], references: [id])",
    rows: `INSERT INTO "U" SELECT n FROM ${five}; INSERT INTO "T" SELECT n, 7, n FROM ${five}`,
    told: ["T.u is required, and refers to U, and its values are gone"],
  },
  "an optional reference": {
    models: "model U { id Int @id; ts T[] }",
    goneModels: "model U { id Int @id }",
    gone: "u Int?; to U? @relation(fields: [u], references: [id])",
    rows: `INSERT INTO "U" VALUES (1); INSERT INTO "T" SELECT n, 7, 1 FROM ${five}`,
  },
  "a model that others refer to, whose numbers stay": {
    kept: "u Int",
    models: "model U { id Int @id; ts T[] }",
    goneModels: "",
    gone: "to U @relation(fields: [u], references: [id])",
    rows: `INSERT INTO "U" VALUES (1); INSERT INTO "T" SELECT n, 7, 1 FROM ${five}`,
    told: ["T.u refers to U, which comes back without its rows"],
  },
  "what others refer to": {
    models: "model U { id Int @id; t Int; of T @relation(fields: [t], references: [code]) }",
    goneModels: "model U { id Int @id; t Int }",
    gone: "code Int @unique; us U[]",
    rows: `INSERT INTO "T" SELECT n, 7, 6 - n FROM ${five}; INSERT INTO "U" VALUES (1, 5)`,
    told: ["U.t refers to T.code, whose values are gone: it may find none, or another row"],
  },
};

for (const major of installedMajors()) {
  describe(`what went with its values comes back to tables with rows, on PostgreSQL ${major}`, () => {
    const empty = emptiedDatabase(major);
    for (const [name, each] of Object.entries(cases)) {
      it(name, async () => {
        await check(await empty(), each);
      });
    }

    it("unique numbers of partitions and of heirs", async () => {
      const connection = await empty();
      const read = () => readCatalog(connection, { schemas: ["public"] });
      await connection.rows(`
        CREATE TABLE p (id int, d int, n int NOT NULL, UNIQUE (d, n)) PARTITION BY RANGE (d);
        CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
        CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20);
        INSERT INTO p SELECT n, n % 4 * 5, n FROM generate_series(1, 12) n;
        CREATE TABLE h (id int PRIMARY KEY, n numeric(4, 2) NOT NULL UNIQUE);
        CREATE TABLE hh (a text) INHERITS (h);
        INSERT INTO h SELECT n, n FROM generate_series(1, 5) n;
        INSERT INTO hh SELECT n, n FROM generate_series(1, 5) n`);
      const [start, before] = [await catalogFacts(connection), await read()];
      await connection.rows("ALTER TABLE p DROP COLUMN n; ALTER TABLE h DROP COLUMN n");
      const after = await read();
      const back = wayBack(diff(before, after), before, after);
      assert.deepEqual(returnHazards(back, after), []);
      await execute(connection, render(back, { before: after, home: "public" }));
      assertSameFacts(await catalogFacts(connection), start, "after the way down");
      assert.deepEqual(await connection.rows("SELECT count(DISTINCT n)::int FROM p"), [[12]]);
      assert.deepEqual(await connection.rows("SELECT count(DISTINCT n)::int FROM ONLY h"), [[5]]);
    });
  });
}

/** It is told before whether the way down is open, and then it is or is not; the catalog is as it was in any case. */
async function check(connection: Connection, { told = [], holds, rows, ...each }: Case): Promise<void> {
  const { gone = "", kept = "", models = "", goneModels = models } = each;
  const base = `id Int @id; tenant Int; ${kept}`;
  const [more, less] = each.whole ?? [`${base}; ${gone}`, base];
  const [from, to] = [schemaOf(`model T { ${more} } ${models}`), schemaOf(`model T { ${less} } ${goneModels}`)];
  await execute(connection, render(diff(emptySchema, from), { before: emptySchema, home: "public" }));
  await connection.rows(rows);
  const [start, held] = [await catalogFacts(connection), await count(connection)];

  const before = await readCatalog(connection, { schemas: ["public"] });
  const renames = (each.renames ?? []).map((text) => parseRename(text, "public") ?? assert.fail(text));
  const after = overlay(to, renamedTo(before, to, renames, { home: "public" }), { partialIndexes: true });
  const changes = diff(before, after, { renames });
  const back = wayBack(changes, before, after);
  const words = returnHazards(back, after).map(
    ({ table, column, text }) => `${displayName(table, "public")}${column === null ? "" : `.${column}`} ${text}`,
  );
  assert.deepEqual(words.toSorted(), told);
  await execute(connection, render(changes, { before, home: "public" }));
  const reached = await catalogFacts(connection);

  const down = execute(connection, render(back, { before: after, home: "public" }));
  if (told.length > 0) {
    await assert.rejects(down, isAboutData);
    assertSameFacts(await catalogFacts(connection), reached, "after a way down that stopped");
    return;
  }
  await down;
  assertSameFacts(await catalogFacts(connection), start, "after the way down");
  assert.equal(await count(connection), held);
  if (holds !== undefined) assert.deepEqual(await connection.rows(holds), [[true]]);
}

async function count(connection: Connection): Promise<unknown> {
  return (await connection.rows('SELECT count(*)::int FROM "T"'))[0]?.[0];
}
