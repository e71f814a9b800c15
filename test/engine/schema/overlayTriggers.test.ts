import assert from "node:assert/strict";

import { describe as words, diff, overlay, type Schema } from "#engine/index.ts";
import { catalogObject } from "#test/support/build.ts";
import { schemaOf } from "#test/support/modelsSchema.ts";

const refers = "model t { id Int @id; us u[] } model u { id Int @id; t t @relation(fields: [id], references: [id]) }";

describe("a foreign key that is switched off, under models", () => {
  const recorded: Schema = {
    ...schemaOf(refers),
    objects: [
      catalogObject("constraintTriggers", "u_id_fkey", "DO", {
        table: { schema: "public", name: "u" },
        parts: [
          { name: "of", text: "foreign key" },
          { name: 'inserts into "public"."u"', text: "D" },
        ],
      }),
    ],
  };
  const asked = (models: string) =>
    diff(recorded, overlay(schemaOf(models), recorded, { partialIndexes: false })).map(
      (change) => words(change, { home: "public" }).text,
    );

  it("stays so", () => {
    assert.deepEqual(asked(refers), []);
  });

  it("goes with it", () => {
    assert.deepEqual(asked("model t { id Int @id } model u { id Int @id }"), [
      "foreign key u_id_fkey on u: switched on for inserts into u",
      "drop foreign key u.id → t.id",
    ]);
  });
});
