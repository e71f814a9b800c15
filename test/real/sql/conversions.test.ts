import assert from "node:assert/strict";

import { conversionOf } from "#engine/changes/conversions.ts";
import type { ColumnType } from "#engine/index.ts";
import { convert } from "#engine/sql/casts.ts";
import { printType } from "#engine/sql/columnTypes.ts";
import { quoteLiteral } from "#engine/sql/quote.ts";
import type { Connection } from "#host/connection.ts";
import { builtin, enumOf, enumType, listOf } from "#test/support/build.ts";
import { emptiedDatabase } from "#test/support/emptiedDatabase.ts";
import { installedMajors } from "#test/support/servers.ts";

/** Types that Prisma has a word for, and values near their ends. */
const samples: readonly (readonly [ColumnType, readonly string[]])[] = [
  [builtin("int2"), ["0", "-32768", "32767"]],
  [builtin("int4"), ["0", "7", "-2147483648", "2147483647", "16777217"]],
  [builtin("int8"), ["1", "-9223372036854775808", "9223372036854775807", "9007199254740993"]],
  [builtin("oid"), ["1", "4294967295"]],
  [builtin("float4"), ["1", "0.1", "1e30", "-3.4028235e38", "NaN"]],
  [builtin("float8"), ["1", "0.30000000000000004", "1e300", "-Infinity", "123456.789"]],
  [builtin("numeric"), ["1", "1.005", "123456789012345678901234567890.12", "NaN"]],
  [builtin("numeric", 10, 2), ["1.50", "-99999999.99", "0.01"]],
  [builtin("numeric", 12, 4), ["1.5000", "-99999999.9999", "0.0001"]],
  [builtin("numeric", 5, 0), ["0", "99999", "-99999"]],
  [builtin("money"), ["1.50", "-92233720368547758.08", "0.01"]],
  [builtin("bool"), ["true", "false"]],
  [
    builtin("text"),
    ["", "12", "007", "1.50", "x  ", "a much longer text than that", "true", "2026-01-02T03:04:05Z", "é"],
  ],
  [builtin("varchar", 5), ["", "12", "x  ", "abcde"]],
  [builtin("varchar", 40), ["x", "forty characters, which is fair enough!"]],
  [builtin("bpchar", 5), ["x", "abcde"]],
  [builtin("bit", 3), ["101", "000"]],
  [builtin("bit", 5), ["10100"]],
  [builtin("varbit"), ["101", "", "1010101"]],
  [builtin("varbit", 4), ["1010"]],
  [builtin("uuid"), ["6f9619ff-8b86-d011-b42d-00cf4fc964ff"]],
  [builtin("inet"), ["10.0.0.1", "10.0.0.1/8", "::1"]],
  [builtin("cidr"), ["10.0.0.0/8"]],
  [builtin("xml"), ["<a/>", "text"]],
  [builtin("json"), ['{"b": 1, "a":2, "b": 3}', "1", '"x"', "[1, 2]", '["a", "b"]', "null"]],
  [builtin("jsonb"), ['{"a": 1}', "1.50", '"x"', '["a", "b"]', "[]"]],
  [builtin("bytea"), ["12", "\\xff00", "\\xc3a9"]],
  [builtin("date"), ["2026-01-02", "infinity", "0044-03-15 BC"]],
  [builtin("time"), ["03:04:05.678901", "00:00"]],
  [builtin("time", 0), ["03:04:05"]],
  [builtin("timetz"), ["03:04:05.678901+02", "00:00+00"]],
  [builtin("timestamp"), ["2026-01-02 03:04:05.678901", "-infinity"]],
  [builtin("timestamp", 3), ["2026-01-02 03:04:05.678", "2026-01-02 00:00:00"]],
  [builtin("timestamptz"), ["2026-01-02 03:04:05.678901+02"]],
  [builtin("timestamptz", 3), ["2026-01-02 03:04:05.678+00"]],
  [enumType("digit"), ["1", "2"]],
  [enumType("letter"), ["x", "1"]],
];

/** What is converted, up and back: the catalog's types say what may happen to values before any are seen. */
for (const major of installedMajors().slice(-1)) {
  describe(`changes: conversions on PostgreSQL ${major}`, () => {
    const empty = emptiedDatabase(major);

    it("what is called safe neither fails nor changes a value; what only refuses changes none", async function () {
      this.timeout(600_000);
      const connection = await empty();
      for (const { name, values } of [enumOf("digit", "1", "2"), enumOf("letter", "x", "1")]) {
        await connection.rows(`CREATE TYPE "${name.name}" AS ENUM (${values.map((value) => `'${value}'`).join(", ")})`);
      }
      const wrong: string[] = [];
      let safe = 0;
      for (const [i, [from, values]] of samples.entries()) {
        for (const [j, [to]] of samples.entries()) {
          // Lists go by the rules of their elements: some of them will do.
          for (const [a, b, wrap] of (i + j) % 4 === 0 ? shapes(from, to) : shapes(from, to).slice(0, 1)) {
            const written = wrap ? values.map((value) => `{"${value.replaceAll(/["\\]/g, "\\$&")}"}`) : values;
            const found = await happens(connection, a, b, written);
            if (found === null) continue;
            const conversion = conversionOf(a, b);
            if (conversion === "safe") safe++;
            if (!allowed[conversion].includes(found)) wrong.push(`${type(a)} → ${type(b)} ${conversion}: ${found}`);
          }
        }
      }
      assert.deepEqual(wrong, []);
      assert.ok(safe > 100, `${safe} safe`);
    });
  });
}

type Finding = "nothing" | "fails" | "changes";

const allowed: Readonly<Record<ReturnType<typeof conversionOf>, readonly Finding[]>> = {
  safe: ["nothing"],
  refuses: ["nothing", "fails"],
  respells: ["nothing", "changes"],
  narrows: ["nothing", "fails", "changes"],
  parses: ["nothing", "fails", "changes"],
};

/** The worst that happens to one of the values, there and back; null where there is no such conversion. */
async function happens(
  connection: Connection,
  from: ColumnType,
  to: ColumnType,
  values: readonly string[],
): Promise<Finding | null> {
  const there = convert('"c"', from, to, "public");
  const back = convert('"c"', to, from, "public");
  if (there === null) return null;
  const alter = (target: ColumnType, using: string | null) =>
    `ALTER TABLE t ALTER COLUMN c SET DATA TYPE ${type(target)}${using === null ? "" : ` USING ${using}`}`;
  const finding = async (some: readonly string[]): Promise<Finding> => {
    const rows = some.map((value, at) => `(${at}, ${quoteLiteral(value)})`).join(", ");
    await connection.rows(
      `DROP TABLE IF EXISTS t; CREATE TEMP TABLE t (i int, c ${type(from)}); INSERT INTO t VALUES ${rows}`,
    );
    const read = async () => JSON.stringify(await connection.rows("SELECT c::text FROM t ORDER BY i"));
    const before = await read();
    if (!(await succeeds(connection, alter(to, there.using)))) return "fails";
    if (back === null || !(await succeeds(connection, alter(from, back.using)))) return "changes";
    return (await read()) === before ? "nothing" : "changes";
  };
  const all = await finding(values);
  if (all !== "fails") return all;
  // One that fails hides what becomes of the others.
  for (const value of values) if ((await finding([value])) === "changes") return "changes";
  return "fails";
}

function succeeds(connection: Connection, statement: string): Promise<boolean> {
  return connection.rows(statement).then(
    () => true,
    () => false,
  );
}

/** The pair as it is, as lists, and a value that becomes a list. */
function shapes(from: ColumnType, to: ColumnType): (readonly [ColumnType, ColumnType, boolean])[] {
  return [
    [from, to, false],
    [listOf(from), listOf(to), true],
    [from, listOf(to), false],
  ];
}

function type(of: ColumnType): string {
  return printType(of, "public");
}
