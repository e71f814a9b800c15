import assert from "node:assert/strict";

import { readRows } from "#host/bookkeeping/rows.ts";
import { openEmbeddedMemory } from "#host/embedded/openEmbedded.ts";
import { runSteps } from "#host/runner/runSteps.ts";
import { embeddedScratch } from "#host/shadow/scratch.ts";
import { openInstance } from "#host/shadow/instance.ts";
import { options, step, type TestRevision } from "#test/host/runner/steps.ts";
import { targets, valueOf } from "#test/host/runner/targets.ts";

/** What one revision may leave in its session. */
const leavings = [
  "SET default_transaction_read_only = on",
  "SET default_transaction_isolation = serializable",
  "SET search_path = pg_catalog",
  "SET standard_conforming_strings = off",
  "SET session_replication_role = replica",
  "SET row_security = off",
  "SET lock_timeout = 1",
  "SET client_encoding = LATIN1",
  "SET ROLE pg_monitor",
  "SET SESSION AUTHORIZATION pg_monitor",
  "RESET ALL",
  "LISTEN something",
  "CREATE TEMP TABLE kept (id int)",
  "CREATE TEMP TABLE t (nothing int)",
  "SELECT 1 AS id INTO TEMP kept",
  "PREPARE kept AS SELECT 1",
  "DECLARE kept CURSOR WITH HOLD FOR SELECT 1",
  "SELECT pg_advisory_lock(4711)",
] as const;

/** Runs where nothing was left, and nowhere else. */
const clean = `CREATE TEMP TABLE kept (id int);
  PREPARE kept AS SELECT 1;
  INSERT INTO t VALUES ('é\\');
  DO $$ BEGIN
    IF current_user <> session_user OR current_user <> 'postgres' THEN RAISE 'is %', current_user; END IF;
    IF current_setting('search_path') NOT LIKE '%public%' THEN RAISE 'searches %', current_setting('search_path'); END IF;
    IF current_setting('session_replication_role') <> 'origin' THEN RAISE 'is a replica'; END IF;
    IF current_setting('default_transaction_isolation') <> 'read committed' THEN RAISE 'isolated'; END IF;
    IF current_setting('row_security') <> 'on' THEN RAISE 'no row security'; END IF;
    IF current_setting('client_encoding') <> 'UTF8' THEN RAISE 'encoding %', current_setting('client_encoding'); END IF;
    IF EXISTS (SELECT FROM pg_cursors WHERE name = 'kept') THEN RAISE 'a cursor'; END IF;
    IF EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711 AND pid = pg_backend_pid()) THEN RAISE 'a lock'; END IF;
  END $$`;

const first: TestRevision = { id: "a1", up: ["CREATE TABLE t (v text)"] };
const last = { id: "c3", parents: ["b2"] };

const cases = leavings.flatMap((sql) =>
  (["transaction", "no transaction"] as const).map((mode) => ({
    name: `${sql}${mode === "transaction" ? "" : " (no transaction)"}`,
    revisions: [
      first,
      // Its own row is written after it, and what comes behind it in the section runs as it says.
      { id: "b2", parents: ["a1"], up: [[mode, `${sql}; SELECT 1`]] },
      { ...last, up: [clean] },
    ] as readonly TestRevision[],
  })),
);
const discarding: readonly TestRevision[] = [
  first,
  { id: "b2", parents: ["a1"], up: [["no transaction", "SET work_mem = '1MB'; DISCARD ALL; VACUUM t"]] },
  { ...last, up: [clean, ["no transaction", "SELECT count(*) FROM kept"]] },
];

/** PGlite knows no way back from it: there RESET SESSION AUTHORIZATION leaves all as it is. */
const lasting = "SET SESSION AUTHORIZATION";

for (const target of targets()) {
  const here = (sql: string) => target.kind === "server" || !sql.includes(lasting);
  describe(`what a revision leaves in its session, on ${target.name}`, function () {
    this.timeout(120_000);

    it(`disturbs neither its own row nor the next revision, nor whoever looks after the run (${cases.length + 1} ways)`, async () => {
      const failed: string[] = [];
      for (const { name, revisions } of [...cases, { name: "DISCARD ALL", revisions: discarding }]) {
        if (!here(name)) continue;
        await target.use(async (connection) => {
          try {
            valueOf(await runSteps(connection, [...revisions.map((one) => step(one))], options));
            assert.equal((await readRows(connection, "_retort"))?.length, 3);
            assert.deepEqual(await connection.rows("SELECT v FROM t"), [["é\\"]]);
            assert.deepEqual(await connection.rows("SELECT to_regclass('pg_temp.kept')"), [[null]]);
            assert.deepEqual(await connection.rows("SELECT pg_listening_channels()"), []);
          } catch (error) {
            failed.push(`${name}: ${String(error)}`);
          } finally {
            // The one session of the embedded database goes on.
            await connection.rows("RESET ROLE; RESET ALL; DISCARD TEMP; DEALLOCATE ALL");
          }
        });
      }
      assert.deepEqual(failed, []);
    });

    it("in one transaction for everything neither", () =>
      target.use(async (connection) => {
        const left = leavings.filter((sql) => here(sql) && !/read_only|isolation/.test(sql)).join("; ");
        const revisions = [
          first,
          { id: "b2", parents: ["a1"], up: [left.replace(/CREATE TEMP TABLE kept[^;]*;/, "")] },
        ];
        const steps = [...revisions, { ...last, up: [clean] }].map((one) => step(one));
        valueOf(await runSteps(connection, steps, { ...options, singleTransaction: true }));
      }));
  });
}

describe("what a revision leaves in its session, in the shadow", function () {
  this.timeout(120_000);

  it("is as gone as where revisions are run", async () => {
    const database = { ...openEmbeddedMemory(), madeRole: () => undefined };
    const instance = valueOf(
      await openInstance(database, {
        kind: embeddedScratch.kind,
        home: "public",
        position: "empty",
        stepMs: 60_000,
        runsCode: () => false,
      }),
    );
    try {
      const all = [...cases, { name: "DISCARD ALL", revisions: discarding }].filter(
        ({ name }) => !name.includes(lasting),
      );
      for (const [at, { name, revisions }] of all.entries()) {
        for (const one of at === 0 ? revisions : revisions.slice(1)) {
          const { file, sections, id } = step(one);
          const ran = await instance.run({ id, file, sections, hash: id }, `${name} ${id}`);
          assert.ok(ran.ok, `${name}: ${JSON.stringify(ran)}`);
        }
      }
    } finally {
      await instance.close();
    }
  });
});
