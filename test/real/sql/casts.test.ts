import assert from "node:assert/strict";

import type { ColumnType } from "#engine/index.ts";
import { quoteName } from "#engine/sql/quote.ts";
import { convert } from "#engine/sql/casts.ts";
import { printType } from "#engine/sql/columnTypes.ts";
import type { Connection } from "#host/connection.ts";
import { builtin, enumType, inPublic, listOf } from "#test/support/build.ts";
import { emptiedDatabase } from "#test/support/emptiedDatabase.ts";
import { installedMajors } from "#test/support/servers.ts";

/** Every type that Prisma has a word for, and a value of it. */
const samples: readonly (readonly [ColumnType, string])[] = [
  [builtin("int2"), "1"],
  [builtin("int4"), "1"],
  [builtin("int8"), "1"],
  [builtin("oid"), "1"],
  [builtin("float4"), "1"],
  [builtin("float8"), "1"],
  [builtin("numeric"), "1"],
  [builtin("numeric", 10, 2), "1"],
  [builtin("money"), "1"],
  [builtin("bool"), "true"],
  [builtin("text"), "1"],
  [builtin("varchar"), "1"],
  [builtin("varchar", 40), "1"],
  [builtin("bpchar", 40), "1"],
  [builtin("bit", 3), "101"],
  [builtin("varbit"), "101"],
  [builtin("uuid"), "6f9619ff-8b86-d011-b42d-00cf4fc964ff"],
  [builtin("inet"), "10.0.0.1"],
  [builtin("xml"), "<a/>"],
  [builtin("json"), "1"],
  [builtin("jsonb"), "1"],
  [builtin("bytea"), "1"],
  [builtin("date"), "2026-01-02"],
  [builtin("time"), "03:04:05"],
  [builtin("timetz"), "03:04:05+00"],
  [builtin("timestamp", 3), "2026-01-02 03:04:05"],
  [builtin("timestamptz", 3), "2026-01-02 03:04:05+00"],
  [enumType("digit"), "1"],
  [enumType("number"), "1"],
  [builtin("interval"), "01:02:03"],
  [builtin("tsvector"), "a b"],
  [builtin("point"), "(1,2)"],
  [builtin("int4range"), "[1,5)"],
  [builtin("cidr"), "10.0.0.0/8"],
  [builtin("macaddr"), "08:00:2b:01:02:03"],
  [extensionType("citext"), "1"],
  [extensionType("hstore"), "a=>1"],
];

function extensionType(name: string): ColumnType {
  return { kind: "other", schema: null, name, args: [], array: false };
}

const text = builtin("text");
const noon = "2026-01-02 12:00:00";

/** Whatever the session's time zone is. */
const values: readonly (readonly [title: string, from: ColumnType, value: string, to: ColumnType, expected: string])[] =
  [
    ["a value becomes a list of it", text, "a,b", listOf(text), '{"a,b"}'],
    ["a list becomes its first value", listOf(text), '{"a,b",c}', text, "a,b"],
    ["a list becomes a document", listOf(text), "{a,b}", builtin("jsonb"), '["a", "b"]'],
    ["a document that is an array becomes a list", builtin("jsonb"), '["a,\\"", "b"]', listOf(text), '{"a,\\"",b}'],
    ["of numbers too", builtin("json"), "[1, 2]", listOf(builtin("int4")), "{1,2}"],
    ["another document becomes a list of it", builtin("jsonb"), '"x"', listOf(text), "{x}"],
    ["a number becomes a truth value", builtin("int8"), "2", builtin("bool"), "true"],
    ["a truth value becomes a number", builtin("bool"), "true", builtin("numeric"), "1"],
    ["text becomes its bytes", text, "é\\x", builtin("bytea"), "\\xc3a95c78"],
    ["bytes become their text", builtin("bytea"), "\\xc3a95c78", text, "é\\x"],
    ["a time is taken for UTC", builtin("timestamp"), noon, builtin("timestamptz"), `${noon}+00`],
    ["an instant becomes its time in UTC", builtin("timestamptz"), `${noon}+00`, builtin("timestamp"), noon],
    ["an instant becomes its day in UTC", builtin("timestamptz"), "2026-01-02 00:00+00", builtin("date"), "2026-01-02"],
    ["a day begins in UTC", builtin("date"), "2026-01-02", builtin("timestamptz"), "2026-01-02 00:00:00+00"],
    ["a time of day is taken for UTC", builtin("time"), "12:00", builtin("timetz"), "12:00:00+00"],
    ["a time of day of another zone is told in UTC", builtin("timetz"), "12:00+02", builtin("time"), "10:00:00"],
    ["a document of a number becomes the number", builtin("json"), "12", builtin("int4"), "12"],
    ["a document of text becomes the text of it", builtin("jsonb"), '"x"', enumType("letter"), "x"],
    ["a value of one enum is that of another", enumType("digit"), "1", enumType("number"), "1"],
    ["values of a list too", listOf(enumType("digit")), "{1}", listOf(enumType("number")), "{1}"],
    ["padding is no part of a value", builtin("bpchar", 50), "x", enumType("letter"), "x"],
    ["money becomes its amount", builtin("money"), "$12.50", builtin("float8"), "12.5"],
  ];

/** Integers as bits or, from 18 on, as bytes: that cuts off what does not fit, or depends on the server's version. */
const declined =
  /^(?:SMALLINT|INTEGER|BIGINT) → (?:BIT\(3\)|BYTEA)$|^(?:BIT\(3\)|BYTEA) → (?:SMALLINT|INTEGER|BIGINT)$/;

for (const major of installedMajors()) {
  describe(`sql: casts on PostgreSQL ${major}`, () => {
    const empty = emptiedDatabase(major);

    it("whatever is said to convert does, and back where that is said too", async () => {
      const connection = await prepared(empty);
      const failed: string[] = [];
      let done = 0;
      for (const [from] of samples) {
        for (const [to] of samples) {
          for (const [a, b] of shapes(from, to)) {
            const conversion = convert('"c"', a, b, "public");
            if (conversion === null) continue;
            done++;
            const using = conversion.using === null ? "" : ` USING ${conversion.using}`;
            await connection
              .rows(
                `DROP TABLE IF EXISTS t; CREATE TABLE t (c ${type(a)}); ALTER TABLE t ALTER COLUMN c SET DATA TYPE ${type(b)}${using}`,
              )
              .catch((error: unknown) => failed.push(`${type(a)} → ${type(b)}${using}: ${String(error)}`));
          }
        }
      }
      assert.deepEqual(failed, []);
      assert.ok(done > 1000, `${done} conversions`);
    });

    it("what is said not to convert has no cast in PostgreSQL either", async () => {
      const connection = await prepared(empty);
      const possible: string[] = [];
      for (const [from, value] of samples) {
        for (const [to] of samples) {
          if (convert('"c"', from, to, "public") !== null) continue;
          await connection.rows(`SELECT '${value}'::${type(from)}::${type(to)}`).then(
            () => possible.push(`${type(from)} → ${type(to)}`),
            () => undefined,
          );
        }
      }
      assert.deepEqual(
        possible.filter((pair) => !declined.test(pair)),
        [],
      );
    });

    for (const [title, from, value, to, expected] of values) {
      it(title, async () => {
        const connection = await prepared(empty);
        await connection.rows(`SET TimeZone = 'America/New_York'; CREATE TABLE t (c ${type(from)})`);
        await connection.rows(`INSERT INTO t VALUES ($1), (NULL)`, [value]);
        const conversion = convert('"c"', from, to, "public");
        assert.ok(conversion);
        const using = conversion.using === null ? "" : ` USING ${conversion.using}`;
        await connection.rows(`ALTER TABLE t ALTER COLUMN c SET DATA TYPE ${type(to)}${using}`);
        await connection.rows(`SET TimeZone = 'UTC'`);
        const rows = await connection.rows<[string | null]>("SELECT c::text FROM t ORDER BY c IS NULL");
        assert.deepEqual(rows, [[expected], [null]]);
      });
    }
  });
}

/** The pair as it is, as lists, and one in a list. */
function shapes(from: ColumnType, to: ColumnType): (readonly [ColumnType, ColumnType])[] {
  return [
    [from, to],
    [listOf(from), listOf(to)],
    [from, listOf(to)],
    [listOf(from), to],
  ];
}

function type(of: ColumnType): string {
  return printType(of, "public");
}

async function prepared(empty: () => Promise<Connection>): Promise<Connection> {
  const connection = await empty();
  await connection.rows("CREATE EXTENSION citext; CREATE EXTENSION hstore");
  const enums = { digit: "'1'", number: "'1', '2'", letter: "'x'" };
  for (const [name, labels] of Object.entries(enums)) {
    await connection.rows(`CREATE TYPE ${quoteName(inPublic(name), "public")} AS ENUM (${labels})`);
  }
  return connection;
}
