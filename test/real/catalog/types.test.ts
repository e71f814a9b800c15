import assert from "node:assert/strict";

import type { ColumnType } from "#engine/index.ts";
import { parseTypeName } from "#engine/schema/typeName.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import { onPlace, places } from "#test/support/places.ts";

/** As SQL writes them. */
const types = `
  SMALLINT | INTEGER | BIGINT | REAL | DOUBLE PRECISION | DECIMAL | DECIMAL(65,30) | NUMERIC(10) | NUMERIC(5,-2) | NUMERIC(1000, 1000) | MONEY | OID
  TEXT | VARCHAR | VARCHAR(20) | CHAR | CHAR(5) | BPCHAR | "char" | NAME | CITEXT | BIT | BIT(3) | VARBIT | BIT VARYING(8)
  BOOLEAN | BYTEA | UUID | XML | JSON | JSONB | INET | CIDR | MACADDR | MACADDR8
  TIMESTAMP | TIMESTAMP(0) | TIMESTAMP(3) | TIMESTAMPTZ(6) | TIMESTAMP(3) WITH TIME ZONE | DATE | TIME | TIME(3) | TIMETZ(2)
  INTERVAL | INTERVAL(3) | INTERVAL YEAR TO MONTH | INTERVAL DAY TO SECOND(2)
  POINT | BOX | PATH | TSVECTOR | TSQUERY | INT4RANGE | TSTZMULTIRANGE | REGCLASS | PG_LSN | OIDVECTOR | INT2VECTOR
  HSTORE | mood | "Mood 2" | other.mood`
  .split(/[|\n]/)
  .map((type) => type.trim())
  .filter((type) => type !== "");

describe("column types of the catalog", () => {
  for (const place of places()) {
    it(`are those that SQL names, on ${place}`, async () => {
      const columns = await onPlace(place, async (connection) => {
        await connection.rows(`CREATE EXTENSION citext; CREATE EXTENSION hstore; CREATE SCHEMA other`);
        await connection.rows(
          `CREATE TYPE mood AS ENUM ('sad'); CREATE TYPE "Mood 2" AS ENUM (); CREATE TYPE other.mood AS ENUM ()`,
        );
        const list = all.map((type, at) => `c${at} ${type}`);
        await connection.rows(`CREATE TABLE t (${list.join(", ")})`);
        return (await readCatalog(connection, { schemas: ["public"] })).tables[0]?.columns ?? [];
      });
      for (const [at, type] of all.entries()) assert.deepEqual(columns[at]?.type, expected(type), type);
    });
  }
});

/** Each type, and a list of it. */
const all = types.flatMap((type) => [type, `${type}[]`]);

function expected(sql: string): ColumnType | null {
  return parseTypeName(sql, {
    findEnum: ({ schema, name }) =>
      name.toLowerCase().startsWith("mood") ? { schema: schema ?? "public", name } : null,
  });
}
