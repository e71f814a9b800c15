import assert from "node:assert/strict";

import fc from "fast-check";

import { defaultFromCatalog, nextvalSequence } from "#engine/schema/catalogDefault.ts";
import type { ColumnType } from "#engine/schema/model.ts";
import { parseTypeName } from "#engine/schema/typeName.ts";
import { quoteIdentifier, quoteLiteral } from "#engine/sql/quote.ts";
import cases from "#test/cases/catalog/defaults.json" with { type: "json" };

describe("defaultFromCatalog", () => {
  for (const { type, catalog, is } of cases) {
    it(`${type}: ${catalog}`, () => {
      assert.deepEqual(defaultFromCatalog(catalog, columnType(type)), is);
    });
  }

  it("reads back any text constant, and is total", () => {
    const text: ColumnType = { kind: "builtin", name: "text", args: [], array: false };
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (value) => {
        if (value.includes("\0")) return;
        assert.deepEqual(defaultFromCatalog(`${quoteLiteral(value)}::text`, text), { kind: "literal", text: value });
        assert.notEqual(defaultFromCatalog(value, text), undefined);
        assert.notEqual(defaultFromCatalog(`(ARRAY[${value}`, { ...text, array: true }), undefined);
      }),
    );
  });
});

describe("nextvalSequence", () => {
  it("reads names of any spelling", () => {
    const sequence = { schema: 'a."b', name: "It's" };
    const name = quoteLiteral(`${quoteIdentifier(sequence.schema)}.${quoteIdentifier(sequence.name)}`);
    assert.deepEqual(nextvalSequence(`nextval(${name}::regclass)`), sequence);
    assert.deepEqual(nextvalSequence("nextval('public.tasks_id_seq'::regclass)"), {
      schema: "public",
      name: "tasks_id_seq",
    });
  });

  it("knows nothing else", () => {
    for (const sql of [
      "now()",
      "nextval('s'::regclass)",
      "(nextval('a.s'::regclass) + 1)",
      "nextval('a.b.c'::regclass)",
    ]) {
      assert.equal(nextvalSequence(sql), null, sql);
    }
  });
});

/** The type of the catalog in which the texts were printed. */
function columnType(sql: string): ColumnType {
  const findEnum = ({ name }: { readonly name: string }) =>
    name.toLowerCase().startsWith("mood") ? { schema: "public", name } : null;
  const type = parseTypeName(sql, { findEnum });
  assert.ok(type);
  return type;
}
