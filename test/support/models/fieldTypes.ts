/** A type that a field may have, with what may be said of such a field. */
export interface FieldType {
  readonly type: string;
  /** `Uuid`, `VarChar(20)`; null where none is written. */
  readonly native: string | null;
  /** What may stand in `@default(…)`. */
  readonly values: readonly string[];
  /** Of `values`, what may stand in a list too. */
  readonly elements: readonly string[];
  /** Index methods that take it as it is. */
  readonly methods: readonly string[];
}

const ordered = ["BTree", "Hash"];

function fieldType(
  type: string,
  natives: readonly (string | null)[],
  elements: readonly string[],
  more: { readonly values?: readonly string[]; readonly methods?: readonly string[] } = {},
): FieldType[] {
  const methods = more.methods ?? ordered;
  return natives.map((native) => ({ type, native, elements, methods, values: [...elements, ...(more.values ?? [])] }));
}

const clientMade = ["uuid()", "uuid(7)", "cuid()", "cuid(2)", "ulid()", "nanoid()", "nanoid(12)", "dbgenerated()"];
const texts = ['""', '"x"', String.raw`"it's \"quoted\" \\ here"`, '"a\\nb"', '"größe"', '"1"', '"null"'];

/** All that Prisma has for PostgreSQL. */
export const scalarTypes: readonly FieldType[] = [
  ...fieldType("String", [null, "Text"], texts, {
    values: [
      ...clientMade,
      `dbgenerated("'a'::text")`,
      `dbgenerated("lower('X')")`,
      `dbgenerated("md5(random()::text)")`,
    ],
    methods: [...ordered, "SpGist"],
  }),
  ...fieldType("String", ["VarChar", "VarChar(40)"], texts, { values: [`dbgenerated("'a'")`, "cuid()"] }),
  ...fieldType("String", ["Char"], ['"1"']),
  ...fieldType("String", ["Bit"], ['"1"'], { methods: ["BTree"] }),
  ...fieldType("String", ["Char(5)"], ['"ab"', '"abcde"', '"  x"'], { values: ["nanoid(5)"] }),
  ...fieldType("String", ["Bit(4)"], ['"1010"'], { methods: ["BTree"] }),
  ...fieldType("String", ["VarBit", "VarBit(8)"], ['"101"', '""'], { methods: ["BTree"] }),
  ...fieldType("String", ["Uuid"], ['"00000000-0000-0000-0000-00000000000A"'], {
    values: ["uuid()", 'dbgenerated("gen_random_uuid()")'],
  }),
  ...fieldType("String", ["Xml"], ['"<a/>"'], { methods: [] }),
  ...fieldType("String", ["Inet"], ['"127.0.0.1"', '"::1"'], { methods: [...ordered] }),
  ...fieldType("String", ["Citext"], texts),
  ...fieldType("Boolean", [null, "Boolean"], ["true", "false"]),
  ...fieldType("Int", [null, "Integer"], ["0", "-5", "2147483647"], {
    values: ["autoincrement()", 'dbgenerated("1 + 1")', 'dbgenerated("floor(random() * 10)::int")'],
    methods: [...ordered, "Brin"],
  }),
  ...fieldType("Int", ["SmallInt"], ["0", "-5", "7"], { values: ["autoincrement()"], methods: [...ordered, "Brin"] }),
  ...fieldType("Int", ["Oid"], ["0", "7"]),
  ...fieldType("BigInt", [null, "BigInt"], ["0", "-9007199254740993", "9223372036854775807"], {
    values: ["autoincrement()"],
    methods: [...ordered, "Brin"],
  }),
  ...fieldType("Float", [null, "DoublePrecision", "Real"], ["1.5", "3", "-0.25", "1.50", "0"]),
  ...fieldType(
    "Decimal",
    [null, "Decimal"],
    ["1.50", "12.3400", "-5", "0", "100000000000000000000.000000000000000001"],
  ),
  ...fieldType("Decimal", ["Decimal(10, 2)"], ["1.50", "12.34", "-5", "0"]),
  ...fieldType("Decimal", ["Decimal(5, 0)"], ["1", "-5"]),
  ...fieldType("Decimal", ["Money"], ["1.50", "0"], { methods: ["BTree"] }),
  ...fieldType(
    "DateTime",
    [null, "Timestamp", "Timestamp(0)", "Timestamp(6)", "Timestamptz", "Timestamptz(3)"],
    ['"2020-01-01T00:00:00.123Z"', '"2020-06-01T10:00:00+02:00"', '"1999-12-31T23:59:59.999999Z"'],
    {
      values: ["now()", 'dbgenerated("now()")', `dbgenerated("now() + interval '1 day'")`],
      methods: [...ordered, "Brin"],
    },
  ),
  ...fieldType("DateTime", ["Date"], ['"2020-01-01T00:00:00Z"'], { values: ["now()", 'dbgenerated("CURRENT_DATE")'] }),
  ...fieldType("DateTime", ["Time", "Time(3)"], ['"2020-01-01T12:34:56.789Z"'], { values: ["now()"] }),
  ...fieldType("DateTime", ["Timetz", "Timetz(2)"], ['"2020-01-01T12:34:56Z"'], {
    values: [`dbgenerated("'12:00+02'")`],
  }),
  ...fieldType("Json", [null, "JsonB"], ['"{}"', '"[]"', String.raw`"{\"b\": [1, 2.50], \"a\": \"it's\"}"`, '"null"'], {
    values: [`dbgenerated("jsonb_build_object('a', 1)")`],
    methods: [...ordered, "Gin"],
  }),
  ...fieldType("Json", ["Json"], ['"{}"', String.raw`"{ \"a\" : 1 }"`], { methods: [] }),
  ...fieldType("Bytes", [null, "ByteA"], ['"aGVsbG8="', '""', '"/+8="']),
];

/** What Prisma only passes on. */
export const unsupportedTypes: readonly FieldType[] = [
  ...fieldType('Unsupported("interval")', [null], [], { values: [`dbgenerated("'1 hour'")`] }),
  ...fieldType('Unsupported("tsvector")', [null], [], {
    values: [`dbgenerated("''::tsvector")`],
    methods: ["Gin", "BTree"],
  }),
  ...fieldType('Unsupported("point")', [null], [], { values: [`dbgenerated("point(1, 2)")`], methods: [] }),
  ...fieldType('Unsupported("int4range")', [null], [], {
    values: [`dbgenerated("'[1,5)'::int4range")`],
    methods: [...ordered, "Gist"],
  }),
  ...fieldType('Unsupported("numeric(7, 2)")', [null], [], { values: ['dbgenerated("1.5")'] }),
];
