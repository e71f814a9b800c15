import assert from "node:assert/strict";

import { isHanded, isHandover } from "#engine/changes/change.ts";
import { type Change, diff, hazardsOf, parseFill, type Schema, wayBack } from "#engine/index.ts";
import { schemaOf } from "#test/support/modelsSchema.ts";

const fill = parseFill("User.id=gen_random_uuid()", "public") ?? assert.fail();

/** Of text, that a cast reads as a UUID where it is one. */
function models(native: string, { posts = native } = {}): Schema {
  return schemaOf(`
    model User { id String @id ${native}; posts Post[] }
    model Post { id Int @id; userId String ${posts}; user User @relation(fields: [userId], references: [id]) }`);
}

function handed(changes: readonly Change[]): readonly string[] {
  return changes.flatMap((change) =>
    change.kind === "alterColumn" && isHanded(change.fill) ? [`${change.table.name}.${change.to.name}`] : [],
  );
}

describe("references that follow a key to another type", () => {
  it("take the key's own new values, once these are given", () => {
    assert.deepEqual(handed(diff(models(""), models("@db.Uuid"), { fills: [fill] })).toSorted(), [
      "Post.userId",
      "User.id",
    ]);
    assert.deepEqual(handed(diff(models(""), models("@db.Uuid"))), []);
  });

  it("leave the key's values as they are where one could not follow: it would refer to other rows", () => {
    const from = models("");
    const unsure = {
      ...from,
      tables: from.tables.map((table) => ({
        ...table,
        foreignKeys: table.foreignKeys.map((key) => ({ ...key, validated: false })),
      })),
    };
    assert.deepEqual(handed(diff(unsure, models("@db.Uuid"), { fills: [fill] })), []);
  });

  it("do not, where they come to refer to another table, whose key is of another type", () => {
    const [from, to] = [
      `model Post { id String @id; users User[] @relation("m"); more Post[] @relation("n"); less Post[] @relation("n") }
       model User { id String @id @db.Uuid; posts Post[] @relation("m") }`,
      `model Post { id String @id; more Post[] @relation("m"); less Post[] @relation("m") }
       model User { id Int @id }`,
    ].map((models) => schemaOf(models));
    assert.ok(from && to);
    assert.deepEqual(handed(diff(from, to)), []);
  });

  it("need no values where each has its like in the new type", () => {
    const changes = diff(models("@db.VarChar(40)"), models(""), { fills: [fill] });
    assert.deepEqual(
      changes
        .flatMap((change) => (change.kind === "alterColumn" ? [change.fill] : ["other"]))
        .filter((one) => one !== null && one !== "other"),
      [],
    );
  });

  it("are rounded on the way back, which is told of the key", () => {
    const [from, to] = ["Int", "Decimal @db.Decimal(10, 2)"].map((type) =>
      schemaOf(`
        model User { id ${type} @id; posts Post[] }
        model Post { id Int @id; userId ${type}; user User @relation(fields: [userId], references: [id]) }`),
    );
    const given = parseFill("User.id=id + 0.5", "public");
    assert.ok(from && to && given);
    const changes = diff(from, to, { fills: [given] });
    assert.deepEqual(handed(changes).toSorted(), ["Post.userId", "User.id"]);
    const back = hazardsOf(wayBack(changes, from, to), to).flatMap(({ change, hazards }) =>
      change.kind === "addColumn" && isHandover(change.fill) ? hazards : [],
    );
    assert.deepEqual(
      back.map(({ kind, table, column }) => [kind, table.name, column]),
      [["narrowsValues", "User", "id"]],
    );
  });
});
