import assert from "node:assert/strict";

import { historyOf, readEntry, withEntry } from "#host/commands/history.ts";
import { prove } from "#host/proof/prove.ts";
import type { Shadow } from "#host/shadow.ts";
import { createShadow } from "#host/shadow/createShadow.ts";

const below = entryOf("a1", [], "CREATE TABLE t (id int PRIMARY KEY, name text);", "DROP TABLE t;");

interface Case {
  readonly name: string;
  readonly up: string;
  readonly down?: string;
  readonly mode?: "no transaction";
  readonly verdict: "proved" | "fails" | "unknown";
  /** What is said, and which text it is said of. */
  readonly said?: RegExp;
  readonly at?: string;
  readonly stepMs?: number;
}

/** `add` and `drop` make a change that a second way up would tell of. */
const add = "ALTER TABLE t ADD x int;";
const drop = "ALTER TABLE t DROP x;";

const endless = "SELECT count(*) FROM generate_series(1, 100000000000)";
const lacking = /asks for what the shadow database does not have/;

const cases: readonly Case[] = [
  {
    name: "a way up that never ends: nobody knows whether it would",
    up: `${add} ${endless};`,
    verdict: "unknown",
    said: /^Revision b2 could not be decided within the limit/,
    at: endless,
    stepMs: 3000,
  },
  {
    name: "a way down that never ends",
    up: add,
    down: `${drop} ${endless};`,
    verdict: "unknown",
    said: /within the limit/,
    at: endless,
    stepMs: 3000,
  },
  {
    name: "more memory than there is",
    up: "SELECT length(string_agg(repeat('x', 1000000), '')) FROM generate_series(1, 5000);",
    verdict: "unknown",
    said: lacking,
  },
  {
    name: "a file that the server would have",
    up: `${add}\nCOPY t FROM '/srv/rows.csv';`,
    verdict: "unknown",
    said: lacking,
    at: "COPY t FROM '/srv/rows.csv'",
  },
  { name: "a provider of labels", up: "SECURITY LABEL FOR anon ON TABLE t IS 'x';", verdict: "unknown", said: lacking },
  {
    name: "a subscription",
    up: "CREATE SUBSCRIPTION s CONNECTION 'host=x' PUBLICATION p WITH (connect = false);",
    down: "DROP SUBSCRIPTION s;",
    mode: "no transaction",
    verdict: "unknown",
    said: lacking,
  },
  {
    name: "a language that is not embedded",
    up: "CREATE FUNCTION f() RETURNS int LANGUAGE plpython3u AS 'return 1';",
    verdict: "unknown",
    said: /no extension plpython3u/,
  },
  {
    name: "a catalog that can't be read afterwards",
    up: "DELETE FROM pg_class;",
    mode: "no transaction",
    verdict: "unknown",
  },
  {
    name: "a database made in a transaction, which no server does",
    up: "CREATE DATABASE other;",
    verdict: "fails",
    said: /cannot run inside a transaction block/,
    at: "CREATE DATABASE other",
  },
  {
    name: "a database made outside one, which is not the shadow's affair",
    up: "CREATE DATABASE other; REINDEX DATABASE app;",
    down: "DROP DATABASE other;",
    mode: "no transaction",
    verdict: "proved",
  },
  {
    name: "tablespaces that the history takes for granted",
    up: 'CREATE TABLE x (id int) TABLESPACE fast; ALTER TABLE t SET TABLESPACE "other one";',
    down: "ALTER TABLE t SET TABLESPACE pg_default; DROP TABLE x;",
    verdict: "proved",
  },
  {
    name: "roles that it becomes, with rights that nobody knows here",
    up: "SET ROLE app; CREATE TABLE x (id int); RESET ROLE; SET SESSION AUTHORIZATION other; CREATE TABLE y (id int);",
    down: "DROP TABLE x, y;",
    verdict: "proved",
  },
  {
    name: "a role of its own, which may not",
    up: "CREATE ROLE mine; SET ROLE mine; CREATE TABLE x (id int);",
    verdict: "fails",
    said: /permission denied/,
  },
  {
    name: "temporary tables left behind, one of them under a table's name",
    up: `CREATE TEMP TABLE s AS SELECT * FROM t; CREATE TEMP TABLE t AS SELECT 1 AS other; ALTER TABLE public.t ADD x int;`,
    down: drop,
    verdict: "proved",
  },
  {
    name: "what else a session keeps",
    up: `PREPARE p AS SELECT 1; DECLARE c CURSOR WITH HOLD FOR SELECT 1; LISTEN l; SELECT pg_advisory_lock(1); SET search_path = pg_catalog; ALTER TABLE public.t ADD x int;`,
    down: drop,
    verdict: "proved",
  },
];

describe("a proof", function () {
  this.timeout(120_000);
  let patient: Shadow;

  before(() => {
    patient = createShadow();
  });

  after(() => patient.close());

  for (const { name, up, down = "", mode, verdict, said, at, stepMs } of cases) {
    it(`${verdict}: ${name}`, async () => {
      const shadow = stepMs === undefined ? patient : createShadow({ stepMs });
      const entry = entryOf("b2", ["a1"], up, down, mode);
      const history = withEntry(historyOf([below], [], []), entry);
      const scope = { home: "public", schemas: ["public"], exclude: [] };
      const result = await prove({ shadow, shadowSetup: null, scope, signal: null }, history, entry, { target: null });
      assert.equal(result.kind, verdict, JSON.stringify(result, null, 2));
      if (result.kind === "proved")
        assert.deepEqual(
          result.survival.untried.filter((note) => !outside.test(note)),
          [],
        );
      const [failure] =
        result.kind === "unknown"
          ? [result.failure]
          : result.kind === "fails"
            ? result.faults.flatMap((fault) => fault.failure ?? [])
            : [];
      if (said) assert.match(failure?.message ?? "", said);
      if (at !== undefined) {
        const { start = 0, end = 0 } = failure?.place?.span ?? {};
        assert.equal(entry.text.slice(start, end), at);
      }
      if (stepMs !== undefined) await shadow.close();
    });
  }
});

/** Rows are tried in one transaction, which is not for everything. */
const outside = /cannot run inside a transaction block/;

function entryOf(id: string, parents: readonly string[], up: string, down: string, mode?: "no transaction") {
  const outsideOne = mode === undefined ? "" : ` (${mode})`;
  const text = [
    `-- Revision: ${id}`,
    `-- Revises: ${parents.join(", ")}`,
    "",
    `-- retort: upgrade${outsideOne}`,
    up,
    `-- retort: downgrade${outsideOne}`,
    "\\if false",
    down,
    "\\endif",
    "",
  ].join("\n");
  const { value } = readEntry(`/revisions/${id}.sql`, text);
  if (!value) throw new Error("the revision does not parse");
  return value;
}
