import assert from "node:assert/strict";
import fc from "fast-check";

import {
  type ColumnDefault,
  type ColumnType,
  fingerprint,
  normalize,
  sameDefault,
  sameSchema,
  type Schema,
} from "#engine/index.ts";
import { sameExpression, sameIndexKey, samePredicate, sameType } from "#engine/schema/same.ts";
import { column, schemaOf, table } from "#test/support/build.ts";
import { anySchema, schemaPair } from "#test/support/schemaArbitrary.ts";

/** By type, groups of constants: those of one group are equal, those of two are not. */
const literals: Readonly<Record<string, readonly (readonly string[])[]>> = {
  int4: [["1", "+1", "01"], ["-5"], ["0", "-0"]],
  int8: [["9007199254740993"], ["9007199254740992"]],
  "numeric(10,2)": [["1.5", "1.50", "01.500", "15e-1"], ["1.51"], ["0", "0.00", "-0.0"], ["1500", "1.5e3"]],
  numeric: [
    ["1.5"],
    ["1.50"],
    ["12345678901234567890.12345678901234567890"],
    ["12345678901234567890.12345678901234567891"],
  ],
  float8: [
    ["1.5", "1.50", "15e-1"],
    ["0.1", "0.10000000000000000001"],
    ["NaN", "nan"],
    ["-Infinity", "-inf"],
  ],
  float4: [["0.1", "0.100000001"], ["0.2"]],
  bool: [
    ["true", "t", "YES", "on", "1"],
    ["false", "off", "0"],
  ],
  text: [["a"], ["A"], ["a "], [""]],
  bpchar: [["a", "a  "], [" a"]],
  uuid: [
    ["6F9619FF-8B86-D011-B42D-00CF4FC964FF", "{6f9619ff8b86d011b42d00cf4fc964ff}"],
    ["6f9619ff-8b86-d011-b42d-00cf4fc964fe"],
  ],
  jsonb: [
    ['{"a": 1, "b": [true, null]}', '{"b":[true,null],"a":1}', '{"a":0,"b":[true,null],"a":1}'],
    ['{"a": 1.0, "b": [true, null]}'],
    ["12345678901234567890"],
    ["12345678901234567891"],
    ['"\\u00e9"', '"é"'],
    ["{a}"],
  ],
  json: [['{"a":1}'], ['{"a": 1}']],
  bytea: [["\\xAB", "\\xab"], ["\\xac"]],
  date: [
    ["2020-01-01", "2020-01-01 00:00:00 +00:00", "2020-01-01T23:59:59Z"],
    ["2020-01-02"],
    ["infinity", "Infinity"],
  ],
  time: [
    ["10:00:00", "10:00", "1970-01-01 10:00:00.000 +00:00"],
    ["10:00:00.5", "10:00:00.500"],
  ],
  timetz: [["10:00:00+02", "10:00:00 +02:00"], ["10:00:00Z", "10:00:00+00"], ["10:00:00-03:30"]],
  timestamp: [
    ["2020-01-01 00:00:00", "2020-01-01T00:00:00Z", "2020-01-01 00:00:00.000 +02:00", "2020-01-01"],
    ["2020-01-01 00:00:00.123", "2020-01-01 00:00:00.123 +00:00", "2020-01-01 00:00:00.123000"],
  ],
  timestamptz: [
    ["2020-01-01 00:00:00+00", "2020-01-01 02:00:00.000 +02:00", "2019-12-31T19:00:00-05:00"],
    ["2020-01-01 00:00:00.1+00"],
    ["0033-02-28 23:00:00+00", "0033-03-01 00:00:00+01:00"],
  ],
};

/** By type, groups of defaults as SQL. */
const expressions: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "timestamp(3)": [
    ["now()", "CURRENT_TIMESTAMP", "(now())", "now()::timestamp(3) without time zone", "transaction_timestamp()"],
    ["clock_timestamp()"],
    ["now() + '1 day'"],
  ],
  text: [
    ["'a'", "'a'::text", "('a'::text)", "'a'::character varying"],
    ["lower('A')", "LOWER( 'A' )", "lower('A'::text)"],
    ["lower('B')"],
    ['"current_user"'],
    ["current_user"],
  ],
  int4: [["1", "(1)", "1::integer", "'1'::integer"], ["1 + 2 * 3", "(1 + (2 * 3))"], ["(1 + 2) * 3"]],
  uuid: [["gen_random_uuid()", "(gen_random_uuid())"], ["uuid_generate_v4()"]],
  "text[]": [
    ["ARRAY[]::text[]", "'{}'::text[]"],
    ["ARRAY['a','b']", "'{a,b}'::text[]", "ARRAY['a'::text, 'b'::text]"],
  ],
};

/** Groups of conditions of an index. */
const predicates: readonly (readonly string[])[] = [
  ['"flag" = true AND "name" IS NULL', "((flag = true) AND (name IS NULL))"],
  ["status = 'a'", "((status)::text = 'a'::text)", "(status = 'a'::public.\"Status\")"],
  ["status IN ('a', 'b')", "((status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))"],
  ["status NOT IN ('a', 'b')", "(status <> ALL (ARRAY['a'::text, 'b'::text]))"],
  ["n BETWEEN 1 AND 2 OR n != 7", "(((n >= 1) AND (n <= 2)) OR (n <> 7))"],
  ["not done", "(NOT done)"],
  ["title LIKE 'a%'", "((title)::text ~~ 'a%'::text)"],
  ["a AND b AND c", "(a AND (b AND c))", "((a AND b) AND c)"],
  ["a AND (b OR c)"],
  ["(a AND b) OR c", "a AND b OR c"],
  ["n > -1", "(n > (-1))", "(n > '-1'::integer)"],
  ['"User" IS NOT NULL'],
  ["user IS NOT NULL"],
];

describe("equality", () => {
  for (const [name, groups] of Object.entries(literals)) {
    it(`constants of ${name}`, () => {
      checkGroups(groups, (a, b) => sameDefault(literal(a), literal(b), typeOf(name)));
    });
  }

  for (const [name, groups] of Object.entries(expressions)) {
    it(`defaults of ${name}`, () => {
      checkGroups(groups, (a, b) => sameDefault(expression(a), expression(b), typeOf(name)));
    });
  }

  it("conditions", () => {
    checkGroups(predicates, samePredicate);
  });

  it("a constant however it is written", () => {
    assert.ok(sameDefault(literal("1.50"), expression("1.5::numeric(10,2)"), typeOf("numeric(10,2)")));
    assert.ok(sameDefault(null, expression("NULL::text"), typeOf("text")));
    assert.ok(sameDefault({ kind: "list", elements: ["01", "2"] }, expression("'{1,2}'::integer[]"), typeOf("int4[]")));
    assert.ok(!sameDefault(null, literal(""), typeOf("text")));
  });

  it("expressions keep what casts mean", () => {
    assert.ok(!sameExpression("(n)::text", "n"));
    assert.ok(sameExpression("CAST(n AS text)", "(n)::text"));
    assert.ok(sameExpression("CHECK ((n > 0))", "CHECK (n > 0)"));
    assert.ok(!sameExpression("CHECK ((n > 0))", "CHECK ((n >= 0))"));
    // Beyond the grammar: by words.
    assert.ok(sameExpression("CASE WHEN a THEN 1 END", "case  when A then 1 end"));
    assert.ok(!sameExpression("CASE WHEN a THEN 1 END", "CASE WHEN b THEN 1 END"));
    assert.ok(sameExpression('CASE WHEN "a" THEN 1 END', "CASE WHEN a  THEN 1 END"));
  });

  it("a name goes without its schema or table on one side", () => {
    assert.ok(sameDefault(expression("nanoid()"), expression("public.nanoid()"), typeOf("text")));
    assert.ok(sameDefault(expression("f(g(1))"), expression("a.f(b.g(1))"), typeOf("text")));
    assert.ok(!sameDefault(expression("a.f()"), expression("b.f()"), typeOf("text")));
    assert.ok(!sameDefault(expression("a.f()"), expression("a.g()"), typeOf("text")));
    assert.ok(samePredicate('"User"."deletedAt" IS NULL', '("deletedAt" IS NULL)'));
    assert.ok(!samePredicate('"User"."deletedAt" IS NULL', '("User" IS NULL)'));
    assert.ok(sameExpression("CASE WHEN f(a) THEN 1 END", "CASE WHEN public.f(a) THEN 1 END"));
    const of = (sql: string) => schemaOf({ tables: [table("t", [column("c", "text", { default: expression(sql) })])] });
    assert.equal(fingerprint(of("nanoid()")), fingerprint(of("public.nanoid()")));
  });

  it("types whose arguments say what is so anyway", () => {
    assert.ok(sameType(typeOf("timestamp(6)"), typeOf("timestamp")));
    assert.ok(!sameType(typeOf("timestamp(3)"), typeOf("timestamp")));
    assert.ok(sameType(typeOf("numeric(10)"), typeOf("numeric(10,0)")));
    assert.ok(!sameType(typeOf("varchar(6)"), typeOf("varchar")));
    assert.ok(!sameType(typeOf("int4"), typeOf("int4[]")));
  });

  it("the order of nulls that goes without saying", () => {
    const key = { on: { kind: "column", name: "a" }, operatorClass: null, collation: null } as const;
    assert.ok(sameIndexKey({ ...key, descending: true, nulls: "first" }, { ...key, descending: true, nulls: null }));
    assert.ok(!sameIndexKey({ ...key, descending: false, nulls: "first" }, { ...key, descending: false, nulls: null }));
  });
});

describe("laws of equality", () => {
  it("a normal schema is the same schema, and normal", () => {
    fc.assert(
      fc.property(anySchema, (schema) => {
        const normal = normalize(schema);
        assert.ok(sameSchema(normal, schema));
        assert.deepEqual(normalize(normal), normal);
      }),
    );
  });

  it("order means nothing", () => {
    fc.assert(
      fc.property(anySchema, (schema) => {
        const turned = reversed(schema);
        assert.ok(sameSchema(turned, schema));
        assert.equal(fingerprint(turned), fingerprint(schema));
      }),
    );
  });

  it("fingerprints are equal where schemas are, and only there", () => {
    fc.assert(
      fc.property(schemaPair, ({ from, to }) => {
        assert.equal(fingerprint(from) === fingerprint(to), sameSchema(from, to));
        assert.equal(fingerprint(from), fingerprint(structuredClone(from)));
        assert.equal(fingerprint(from), fingerprint(normalize(from)));
      }),
      { numRuns: 300 },
    );
  });
});

function checkGroups(groups: readonly (readonly string[])[], same: (a: string, b: string) => boolean): void {
  for (const [at, group] of groups.entries()) {
    for (const a of group) {
      for (const [other, candidates] of groups.entries()) {
        for (const b of candidates) assert.equal(same(a, b), at === other, `${a} and ${b}`);
      }
    }
  }
}

function reversed(schema: Schema): Schema {
  return {
    namespaces: schema.namespaces.toReversed(),
    extensions: schema.extensions.toReversed(),
    enums: schema.enums.toReversed(),
    tables: schema.tables.toReversed().map((table) => ({
      ...table,
      columns: table.columns.toReversed(),
      indexes: table.indexes.toReversed(),
      foreignKeys: table.foreignKeys.toReversed(),
      checks: table.checks.toReversed(),
    })),
    sequences: schema.sequences.toReversed(),
    objects: schema.objects.toReversed(),
  };
}

/** From `numeric(10,2)` and `text[]`. */
function typeOf(text: string): ColumnType {
  const [, name = "", args = "", list] = /^(\w+)(?:\(([\d,]*)\))?(\[\])?$/.exec(text) ?? [];
  const numbers = args === "" ? [] : args.split(",").map(Number);
  return { kind: "builtin", name, args: numbers, array: list !== undefined };
}

function literal(text: string): ColumnDefault {
  return { kind: "literal", text };
}

function expression(sql: string): ColumnDefault {
  return { kind: "expression", sql };
}
