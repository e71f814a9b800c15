import assert from "node:assert/strict";

import { diff, displayName, emptySchema, hazardsOf, overlay, parseFill, render, wayBack } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import type { Connection } from "#host/connection.ts";
import { assertSameFacts, catalogFacts } from "#test/support/catalogFacts.ts";
import { emptiedDatabase } from "#test/support/emptiedDatabase.ts";
import { execute } from "#test/support/execute.ts";
import { schemaOf } from "#test/support/modelsSchema.ts";
import { installedMajors } from "#test/support/servers.ts";

/** What a key is, and what refers to it. */
interface Key {
  readonly id: string;
  readonly type: string;
  readonly native?: string;
  /** Of three rows. */
  readonly values: readonly [string, string, string];
}

const uuids = [1, 2, 3].map((n) => `6f9619ff-8b86-4011-b42d-00cf4fc964f${n}`) as unknown as Key["values"];
const int: Key = { id: "@default(autoincrement())", type: "Int", values: ["3", "7", "42"] };
const plainInt: Key = { ...int, id: "" };
const big: Key = { ...int, type: "BigInt" };
const numbersAsText: Key = { id: "@default(cuid())", type: "String", values: int.values };
const uuidsAsText: Key = { ...numbersAsText, values: uuids };
const cuids: Key = { ...numbersAsText, values: ["cjld2cjxh0000qzrm", "cjld2cyuq0000t3rm", "cjld2cjxh0001qzrm"] };
const decimal: Key = { ...plainInt, type: "Decimal", native: "@db.Decimal(10, 2)" };
const uuid: Key = { id: "@default(uuid())", type: "String", native: "@db.Uuid", values: uuids };
const ownUuid: Key = { ...uuid, id: '@default(dbgenerated("gen_random_uuid()"))' };

/** All that may refer to a key: a required and an optional reference, itself, parts of keys, a key that leads on, a list. */
function models({ id, type, native = "" }: Key): string {
  const one = "fields: [userId], references: [id]";
  return `
    model User { id ${type} @id ${id} ${native}; name String @unique; managerId ${type}? ${native}
      manager User? @relation("m", fields: [managerId], references: [id]); reports User[] @relation("m")
      posts Post[]; comments Comment[]; members Member[]; groups Group[]; profile Profile? }
    model Post { id Int @id; userId ${type} ${native}; user User @relation(${one}); @@index([userId]) }
    model Comment { id Int @id; userId ${type}? ${native}; user User? @relation(${one}, onDelete: Cascade) }
    model Member { userId ${type} ${native}; team Int; user User @relation(${one}); badges Badge[]; @@id([userId, team]) }
    model Badge { id Int @id; userId ${type}? ${native}; team Int
      member Member? @relation(fields: [userId, team], references: [userId, team]) }
    model Profile { userId ${type} @id ${native}; user User @relation(${one}); pages Page[] }
    model Page { id Int @id; profileId ${type} ${native}; profile Profile @relation(fields: [profileId], references: [userId]) }
    model Group { id Int @id; users User[] }`;
}

function rows({ values }: Key): string {
  const [a, b, c] = values.map((value) => `'${value}'`);
  return `
    INSERT INTO "User" (id, name, "managerId") VALUES (${a}, 'ann', NULL), (${b}, 'bob', ${a}), (${c}, 'cid', ${b});
    INSERT INTO "Post" (id, "userId") VALUES (1, ${a}), (2, ${b}), (3, ${b});
    INSERT INTO "Comment" (id, "userId") VALUES (1, ${c}), (2, NULL);
    INSERT INTO "Member" ("userId", team) VALUES (${a}, 1), (${a}, 2), (${b}, 1);
    INSERT INTO "Badge" (id, "userId", team) VALUES (1, ${a}, 2), (2, NULL, 9), (3, ${b}, 1);
    INSERT INTO "Profile" VALUES (${a}), (${c});
    INSERT INTO "Page" (id, "profileId") VALUES (1, ${c}), (2, ${a});
    INSERT INTO "Group" VALUES (1), (2);
    INSERT INTO "_GroupToUser" VALUES (1, ${a}), (1, ${b}), (2, ${b});`;
}

/** Who belongs to whom, by what no key says. */
const belonging = `
  SELECT kind, array_agg(what ORDER BY what) FROM (
    SELECT 'user', u.name || ' under ' || coalesce(m.name, 'nobody') FROM "User" u LEFT JOIN "User" m ON m.id = u."managerId"
    UNION ALL SELECT 'post', p.id || name FROM "Post" p JOIN "User" u ON u.id = p."userId"
    UNION ALL SELECT 'comment', c.id || coalesce(name, '') FROM "Comment" c LEFT JOIN "User" u ON u.id = c."userId"
    UNION ALL SELECT 'member', team || name FROM "Member" m JOIN "User" u ON u.id = m."userId"
    UNION ALL SELECT 'badge', b.id || coalesce(m.team || name, '') FROM "Badge" b
      LEFT JOIN "Member" m ON (m."userId", m.team) = (b."userId", b.team) LEFT JOIN "User" u ON u.id = m."userId"
    UNION ALL SELECT 'page', g.id || name FROM "Page" g JOIN "Profile" p ON p."userId" = g."profileId" JOIN "User" u ON u.id = p."userId"
    UNION ALL SELECT 'group', g."A" || name FROM "_GroupToUser" g JOIN "User" u ON u.id = g."B") AS all_of_them (kind, what)
  GROUP BY kind ORDER BY kind`;

interface Case {
  readonly from: Key;
  readonly to: Key;
  /** As `--fill` takes it. */
  readonly fill?: string;
  /** The new keys are the old ones, read as their new type; and those of the way back. */
  readonly kept?: "there" | "both ways";
}

const cases: Readonly<Record<string, Case>> = {
  "Int to String": { from: int, to: numbersAsText, kept: "both ways" },
  "Int to BigInt": { from: int, to: big, kept: "both ways" },
  "String to Int": { from: numbersAsText, to: int, kept: "both ways" },
  "String to Uuid": { from: uuidsAsText, to: uuid, kept: "both ways" },
  "Uuid to String": { from: uuid, to: uuidsAsText, kept: "both ways" },
  "Int to Uuid": { from: int, to: uuid },
  "Int without a sequence to Uuid": { from: plainInt, to: uuid },
  "Int to Uuid with a default in the database": { from: int, to: ownUuid },
  "BigInt to Uuid": { from: big, to: uuid },
  "Uuid to Int": { from: uuid, to: int },
  "Uuid to BigInt": { from: ownUuid, to: big },
  "Int to Uuid by an expression": { from: int, to: uuid, fill: "User.id=md5('User' || id)::uuid" },
  "Int to Decimal by an expression": { from: int, to: decimal, fill: "User.id=id + 1000.5" },
  "Decimal to Int by an expression": { from: decimal, to: plainInt, fill: "User.id=trunc(id) + 1000" },
  "String of another kind to Uuid": { from: cuids, to: uuid, fill: "User.id=gen_random_uuid()" },
  "String of another kind to Int": { from: cuids, to: int, fill: "User.id=length(name) + ascii(name)" },
};

for (const major of installedMajors()) {
  describe(`a key that changes its type together with what refers to it, on PostgreSQL ${major}`, function () {
    this.timeout(60_000);
    const connect = emptiedDatabase(major);

    for (const [title, each] of Object.entries(cases)) {
      it(title, async () => check(await connect(), each));
    }
  });
}

async function check(connection: Connection, { from, to, fill, kept }: Case): Promise<void> {
  const beyond = 'CREATE VIEW v AS SELECT id, name FROM "User"';
  const models0 = schemaOf(models(from));
  await execute(connection, render(diff(emptySchema, models0), { before: emptySchema, home: "public" }));
  await connection.rows(`${rows(from)} ${beyond}`);
  const [start, belonged] = [await catalogFacts(connection), await connection.rows(belonging)];
  const ids = await connection.rows('SELECT id::text FROM "User" ORDER BY name');

  const before = await readCatalog(connection, { schemas: ["public"] });
  const after = overlay(schemaOf(models(to)), before, { partialIndexes: true });
  const fills = fill === undefined ? [] : [parseFill(fill, "public") ?? assert.fail(fill)];
  const changes = diff(before, after, { fills });
  const lost = hazardsOf(changes, before).flatMap(({ hazards }) =>
    hazards.filter(({ kind }) => kind !== "mayFail").map((one) => `${displayName(one.table, "public")}.${one.column}`),
  );
  assert.deepEqual(lost, kept === undefined ? ["User.id"] : []);

  await execute(connection, render(changes, { before, home: "public" }));
  assert.deepEqual(diff(await readCatalog(connection, { schemas: ["public"] }), after), []);
  assert.deepEqual(await connection.rows(belonging), belonged);
  const now = await connection.rows('SELECT id::text FROM "User" ORDER BY name');
  if (kept === undefined) assert.notDeepEqual(now, ids);
  else assert.deepEqual(now, ids);

  await execute(connection, render(wayBack(changes, before, after), { before: after, home: "public" }));
  assertSameFacts(await catalogFacts(connection), start, "after the way down");
  assert.deepEqual(await connection.rows(belonging), belonged);
  if (kept === "both ways") assert.deepEqual(await connection.rows('SELECT id::text FROM "User" ORDER BY name'), ids);
  // A sequence goes on behind what it gave.
  if (from.id === int.id) await connection.rows(`INSERT INTO "User" (name) VALUES ('dan')`);
}
