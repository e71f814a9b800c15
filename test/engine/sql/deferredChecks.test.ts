import assert from "node:assert/strict";

import { withoutWaiting } from "#engine/sql/deferredChecks.ts";
import { schemaOf, withTable } from "#test/support/modelsSchema.ts";

const plain = schemaOf(
  'model u { id Int @id; ts t[]; ws w[] } model t { id Int @id; uId Int; u u @relation(fields: [uId], references: [id], map: "f") } model w { id Int @id; uId Int; u u @relation(fields: [uId], references: [id], map: "g") }',
);
const deferred = (schema: typeof plain, table: string) =>
  withTable(schema, table, (each) => ({
    ...each,
    foreignKeys: each.foreignKeys.map((key) => ({ ...key, deferrable: "initially deferred" as const })),
  }));
const named = (name: string) =>
  withTable(plain, "w", (each) => ({ ...each, foreignKeys: each.foreignKeys.map((key) => ({ ...key, name })) }));

describe("statements behind an UPDATE, where checks wait for the end of the transaction", () => {
  const around = (schema: typeof plain, statements = ["ALTER"]) =>
    withoutWaiting({ schema: "public", name: "t" }, statements, { before: () => schema, home: "public" });

  it("stand alone where nothing waits, and nothing stands around none", () => {
    assert.deepEqual(around(plain), ["ALTER"]);
    assert.deepEqual(around(deferred(plain, "w")), ["ALTER"]);
    assert.deepEqual(around(deferred(plain, "t"), []), []);
  });

  it("have the checks done before, and waiting again after", () => {
    assert.deepEqual(around(deferred(plain, "t")), [
      'SET CONSTRAINTS "f" IMMEDIATE',
      "ALTER",
      'SET CONSTRAINTS "f" DEFERRED',
    ]);
  });

  it("have all checks done where another table has one of that name, which may be unable to wait", () => {
    assert.deepEqual(around(deferred(named("f"), "t")), ["SET CONSTRAINTS ALL IMMEDIATE", "ALTER"]);
  });
});
