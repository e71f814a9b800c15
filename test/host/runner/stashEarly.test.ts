import assert from "node:assert/strict";

import type { Direction } from "#engine/index.ts";
import type { Connection } from "#host/connection.ts";
import { runSteps, type RunOptions } from "#host/runner/runSteps.ts";
import type { StashItem } from "#host/stash/items.ts";
import { createPreservation } from "#host/stash/preservation.ts";
import { readStashes } from "#host/stash/stash.ts";
import { options, step, type TestSection } from "#test/host/runner/steps.ts";
import { failureOf, targets, valueOf } from "#test/host/runner/targets.ts";

interface Case {
  /** What is there before the revision. */
  readonly start: string;
  readonly up: readonly TestSection[];
  readonly down: string;
  /** What went down: `t.n` a column, `o` a table. */
  readonly kept: readonly string[];
  /** Rows that the way up does not make by itself. */
  readonly rows: string;
  readonly meanwhile?: string;
  readonly read?: string;
}

const t = "CREATE TABLE t (id int PRIMARY KEY)";
const dropN = "ALTER TABLE t DROP COLUMN n";
const three = "INSERT INTO t (id, n) SELECT n, n * 10 FROM generate_series(1, 3) n";

const cases: Readonly<Record<string, Case>> = {
  "a column that is required at once, and was made on an empty table": {
    start: t,
    up: ["ALTER TABLE t ADD COLUMN n int NOT NULL"],
    down: dropN,
    kept: ["t.n"],
    rows: three,
  },
  "two of them in one statement, of hostile names, with a word that looks like it": {
    start: 'CREATE SCHEMA "S ""1"; CREATE TABLE "S ""1"."T ü" (id int PRIMARY KEY)',
    up: [
      `ALTER TABLE "S ""1"."T ü" ADD COLUMN "not null ü" text DEFAULT ('not null') NOT NULL, ADD COLUMN "b b" int CHECK ("b b" > 0) NOT NULL, ADD c int NOT\n NULL CHECK (c > 0)`,
    ],
    down: `ALTER TABLE "S ""1"."T ü" DROP COLUMN "not null ü", DROP COLUMN "b b", DROP COLUMN c`,
    kept: [`S "1.T ü.not null ü`, `S "1.T ü.b b`, `S "1.T ü.c`],
    rows: `INSERT INTO "S ""1"."T ü" VALUES (1, 'a', 1, 1), (2, 'b', 2, 2)`,
    read: 'SELECT * FROM "S ""1"."T ü" ORDER BY id',
  },
  "a fill that gives nothing any more": {
    start: "CREATE TABLE t (id int PRIMARY KEY, src int)",
    up: ["ALTER TABLE t ADD COLUMN n int; UPDATE t SET n = src; ALTER TABLE t ALTER COLUMN n SET NOT NULL"],
    down: dropN,
    kept: ["t.n"],
    rows: "INSERT INTO t SELECT n, n, n * 10 FROM generate_series(1, 3) n",
    meanwhile: "UPDATE t SET src = NULL",
    read: "SELECT id, n FROM t ORDER BY id",
  },
  "two columns, of which the second is filled after the first had to come back": {
    start: "CREATE TABLE t (id int PRIMARY KEY)",
    up: [
      "ALTER TABLE t ADD COLUMN n int, ADD COLUMN m int; ALTER TABLE t ALTER COLUMN n SET NOT NULL; UPDATE t SET m = 7; ALTER TABLE t ALTER COLUMN m SET NOT NULL",
    ],
    down: "ALTER TABLE t DROP COLUMN n, DROP COLUMN m",
    kept: ["t.n", "t.m"],
    rows: "INSERT INTO t SELECT n, n * 10, n * 100 FROM generate_series(1, 3) n",
  },
  "a reference to rows of a table that went too": {
    start: t,
    up: [
      "CREATE TABLE o (id int PRIMARY KEY, said text); ALTER TABLE t ADD COLUMN n int; UPDATE t SET n = 1; ALTER TABLE t ALTER COLUMN n SET NOT NULL; ALTER TABLE t ADD FOREIGN KEY (n) REFERENCES o (id)",
    ],
    down: "ALTER TABLE t DROP COLUMN n; DROP TABLE o",
    kept: ["o", "t.n"],
    rows: "INSERT INTO o VALUES (10, 'a'), (20, 'b'); INSERT INTO t VALUES (1, 10), (2, 20)",
    read: "SELECT t.*, said FROM t JOIN o ON n = o.id ORDER BY t.id",
  },
  "a unique index over one value for all": {
    start: t,
    up: ["ALTER TABLE t ADD COLUMN n int NOT NULL DEFAULT 0; CREATE UNIQUE INDEX ON t (n)"],
    down: dropN,
    kept: ["t.n"],
    rows: three,
  },
  "a check and an exclusion": {
    start: t,
    up: [
      "ALTER TABLE t ADD COLUMN n int NOT NULL DEFAULT 0; ALTER TABLE t ADD CHECK (n > 0); ALTER TABLE t ADD EXCLUDE USING btree (n WITH =)",
    ],
    down: dropN,
    kept: ["t.n"],
    rows: three,
  },
  "a check that a later section validates": {
    start: t,
    up: [
      "ALTER TABLE t ADD COLUMN n int; ALTER TABLE t ADD CONSTRAINT c CHECK (n IS NOT NULL) NOT VALID",
      "ALTER TABLE t VALIDATE CONSTRAINT c",
      "ALTER TABLE t ALTER COLUMN n SET NOT NULL",
    ],
    down: dropN,
    kept: ["t.n"],
    rows: three,
  },
};

/** What a run of the command line keeps or brings back, as the runner is given it. */
function preserved(direction: Direction, kept: readonly string[]) {
  const items = kept.map((path): StashItem => {
    const parts = path.split(".");
    const schema = parts.length === 3 ? (parts.shift() ?? "") : "public";
    const [name = "", column = null] = parts;
    const names = { table: { schema, name }, column };
    return {
      kind: column === null ? "table" : "column",
      ...names,
      after: names,
      renamed: new Map(),
      changing: [],
      section: 0,
    };
  });
  return createPreservation({ bookkeeping: "_retort", home: "public", revision: "b2", direction, items });
}

async function roundTrip(connection: Connection, one: Case, run: RunOptions) {
  const { start, up, down, kept, rows, meanwhile = "", read = "SELECT * FROM t ORDER BY id" } = one;
  const revision = { id: "b2", parents: ["a1"], up, down: [down] };
  valueOf(await runSteps(connection, [step({ id: "a1", up: [start] }), step(revision)], options));
  await connection.rows(rows);
  const before = await connection.rows(read);
  const going = preserved("downgrade", kept);
  valueOf(await runSteps(connection, [{ ...step(revision, "downgrade"), preservation: going }], options));
  assert.deepEqual(
    going.outcome().kept.map(({ count }) => count > 0),
    kept.map(() => true),
  );
  await connection.rows(meanwhile);
  const coming = preserved("upgrade", []);
  valueOf(await runSteps(connection, [{ ...step(revision), preservation: coming }], run));
  assert.deepEqual(await connection.rows(read), before);
  const { back } = coming.outcome();
  assert.deepEqual(
    back.map(({ count, left }) => ({ count, left })),
    going.outcome().kept.map(({ count }) => ({ count, left: 0 })),
  );
  assert.deepEqual(await readStashes(connection, "_retort"), []);
}

for (const target of targets()) {
  describe(`what was kept is there before a constraint asks for it, on ${target.name}`, function () {
    this.timeout(60_000);

    for (const [name, one] of Object.entries(cases)) {
      it(name, () => target.use((connection) => roundTrip(connection, one, options)));
    }

    it("in one transaction with other revisions", () =>
      target.use((connection) =>
        roundTrip(connection, cases["a fill that gives nothing any more"] as Case, {
          ...options,
          singleTransaction: true,
        }),
      ));

    it("a row that came meanwhile has no value to come back: refused, and all that was kept is kept still", () =>
      target.use(async (connection) => {
        const revision = { id: "b2", up: ["ALTER TABLE t ADD COLUMN n int NOT NULL"], down: [dropN] };
        await connection.rows(t);
        valueOf(await runSteps(connection, [step(revision)], options));
        await connection.rows(three);
        const going = preserved("downgrade", ["t.n"]);
        valueOf(await runSteps(connection, [{ ...step(revision, "downgrade"), preservation: going }], options));
        await connection.rows("INSERT INTO t VALUES (9)");
        const coming = { ...step(revision), preservation: preserved("upgrade", []) };
        const failure = failureOf(await runSteps(connection, [coming], options));
        assert.match(failure.message, /contains null values/);
        assert.match(failure.details.join("\n"), /Statement 1 of 1: ALTER TABLE t ADD COLUMN n int NOT NULL/);
        assert.equal((await readStashes(connection, "_retort")).length, 1);
        await connection.rows("DELETE FROM t WHERE id = 9");
        valueOf(await runSteps(connection, [coming], options));
        assert.deepEqual((await connection.rows("SELECT n FROM t ORDER BY id")).flat(), [10, 20, 30]);
      }));
  });
}
