import assert from "node:assert/strict";

import type { ColumnType } from "#engine/schema/model.ts";
import { parseTypeName } from "#engine/schema/typeName.ts";

function builtin(name: string, ...args: number[]): ColumnType {
  return { kind: "builtin", name, args, array: false };
}

function other(name: string, schema: string | null = null, ...args: string[]): ColumnType {
  return { kind: "other", schema, name, args, array: false };
}

const role: ColumnType = { kind: "enum", name: { schema: "public", name: "Role" }, array: false };

function list(type: ColumnType): ColumnType {
  return { ...type, array: true };
}

describe("type names of SQL", () => {
  const cases: readonly (readonly [text: string, type: ColumnType | null])[] = [
    ["int", builtin("int4")],
    ["INTEGER", builtin("int4")],
    ["int8", builtin("int8")],
    ["smallint", builtin("int2")],
    ["real", builtin("float4")],
    ["float", builtin("float8")],
    ["float(24)", builtin("float4")],
    ["float(25)", builtin("float8")],
    ["double  precision", builtin("float8")],
    ["decimal", builtin("numeric")],
    ["numeric(10,2)", builtin("numeric", 10, 2)],
    ["DEC( 10 )", builtin("numeric", 10, 0)],
    ["numeric(3,-2)", builtin("numeric", 3, -2)],
    ["boolean", builtin("bool")],
    ["text", builtin("text")],
    ["varchar", builtin("varchar")],
    ["character varying(20)", builtin("varchar", 20)],
    ["char varying", builtin("varchar")],
    ["national character varying(5)", builtin("varchar", 5)],
    ["nchar(5)", builtin("bpchar", 5)],
    ["character", builtin("bpchar", 1)],
    ["char(3)", builtin("bpchar", 3)],
    ["bpchar", builtin("bpchar")],
    ['"char"', builtin("char")],
    ["bit", builtin("bit", 1)],
    ["bit(4)", builtin("bit", 4)],
    ["bit varying", builtin("varbit")],
    ["bit varying(4)", builtin("varbit", 4)],
    ["timestamp", builtin("timestamp")],
    ["timestamp(3)", builtin("timestamp", 3)],
    ["timestamp(3) without time zone", builtin("timestamp", 3)],
    ["timestamp with time zone", builtin("timestamptz")],
    ["timestamp (6) with time zone", builtin("timestamptz", 6)],
    ["timestamptz(6)", builtin("timestamptz", 6)],
    ["time(0) with time zone", builtin("timetz", 0)],
    ["interval", builtin("interval")],
    ["interval(3)", builtin("interval", 3)],
    ["interval day to second(3)", builtin("interval day to second", 3)],
    ["tsvector", builtin("tsvector")],
    ["int4range", builtin("int4range")],
    ["pg_catalog.int4", builtin("int4")],
    ['"pg_catalog"."tsvector"', builtin("tsvector")],
    ["int[]", list(builtin("int4"))],
    ["numeric(10,2)[]", list(builtin("numeric", 10, 2))],
    ["text[3][]", list(builtin("text"))],
    ["int array", list(builtin("int4"))],
    ["int ARRAY[4]", list(builtin("int4"))],
    ["timestamp with time zone[]", list(builtin("timestamptz"))],
    ["citext", other("citext")],
    ["geometry(Point, 4326)", other("geometry", null, "Point", "4326")],
    ["public.geometry(Point,4326)[]", list(other("geometry", "public", "Point", "4326"))],
    ['"My Schema"."a ""type"""', other('a "type"', "My Schema")],
    ["VECTOR(3)", other("vector", null, "3")],
    ['"Role"', role],
    ['public."Role"[]', list(role)],
    ["role", other("role")],
    ["", null],
    ["1", null],
    ["int int", null],
    ["numeric(10", null],
    ["int[", null],
    ["a.", null],
    ["timestamp(3", null],
  ];
  for (const [text, type] of cases) {
    it(JSON.stringify(text), () => {
      const found = parseTypeName(text, {
        findEnum: ({ schema, name }) => (name === "Role" && schema !== "other" ? { schema: "public", name } : null),
      });
      assert.deepEqual(found, type);
    });
  }
});
