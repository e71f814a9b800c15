import assert from "node:assert/strict";

import { compare, diff, partWay, render, type Schema } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import { isNamed } from "#host/commands/driftNamed.ts";
import type { Connection } from "#host/connection.ts";
import { emptiedDatabase } from "#test/support/emptiedDatabase.ts";
import { execute } from "#test/support/execute.ts";
import { installedMajors } from "#test/support/servers.ts";

interface PartCase {
  readonly from: string;
  readonly to: string;
  /** What of it is wanted. */
  readonly object: string;
  /** How many differences are left. */
  readonly left: number;
}

const other = "CREATE TABLE other (x int)";
const twice = "CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2'";

const cases: Readonly<Record<string, PartCase>> = {
  "a column whose default draws from a new sequence": {
    from: "CREATE TABLE t (a int)",
    to: `CREATE SEQUENCE s; CREATE TABLE t (a int, b int DEFAULT nextval('s')); ${other}`,
    object: "t.b",
    left: 1,
  },
  "a table whose default draws from a new sequence": {
    from: "SELECT 1",
    to: `CREATE SEQUENCE s; CREATE TABLE t (b int DEFAULT nextval('s')); ${other}`,
    object: "t",
    left: 1,
  },
  "a sequence goes that a default drew from": {
    from: `CREATE SEQUENCE s; CREATE TABLE t (a int DEFAULT nextval('s')); ${other}`,
    to: "CREATE TABLE t (a int)",
    object: "s",
    left: 1,
  },
  "a default that calls a new function": {
    from: "CREATE TABLE t (a int)",
    to: `${twice}; CREATE TABLE t (a int DEFAULT twice(2)); ${other}`,
    object: "t.a",
    left: 1,
  },
  "a check that calls a new function": {
    from: "CREATE TABLE t (a int)",
    to: `${twice}; CREATE TABLE t (a int, CONSTRAINT c CHECK (twice(a) > 0)); ${other}`,
    object: "t",
    left: 1,
  },
  "a column's own sequence goes free": {
    from: "CREATE TABLE t (a serial)",
    to: `CREATE TABLE t (a serial); ALTER SEQUENCE t_a_seq OWNED BY NONE; ${other}`,
    object: "t_a_seq",
    left: 1,
  },
  "a free sequence becomes a column's own": {
    from: "CREATE TABLE t (a serial); ALTER SEQUENCE t_a_seq OWNED BY NONE",
    to: `CREATE TABLE t (a serial); ${other}`,
    object: "t_a_seq",
    left: 1,
  },
  "a column's own sequence becomes another's, and draws for neither": {
    from: "CREATE TABLE t (a serial, b int)",
    to: `CREATE TABLE t (a int, b int NOT NULL); CREATE SEQUENCE t_a_seq AS int OWNED BY t.b; ${other}`,
    object: "t_a_seq",
    left: 3,
  },
};

/** Of two databases' differences one is wanted: what it can't do without comes along, and the rest stays. */
for (const major of installedMajors()) {
  describe(`part of the way on PostgreSQL ${major}`, function () {
    this.timeout(30_000);
    const [first, second] = [emptiedDatabase(major), emptiedDatabase(major)];
    for (const [name, { from: made, to: wanted, object, left }] of Object.entries(cases)) {
      it(name, async () => {
        const [a, b] = [await first(), await second()];
        await a.rows(made);
        await b.rows(wanted);
        const [from, to] = [await read(a), await read(b)];
        const middle = partWay(from, to, { home: "public", wanted: isNamed([object], "public") });
        await execute(a, render(diff(from, middle), { before: from, home: "public" }));
        assert.deepEqual(diff(await read(a), middle), []);
        assert.equal(compare(middle, to).length, left);
      });
    }
  });
}

function read(connection: Connection): Promise<Schema> {
  return readCatalog(connection, { schemas: ["public"] });
}
