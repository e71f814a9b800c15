import assert from "node:assert/strict";

import fc from "fast-check";

import type { Schema } from "#engine/index.ts";
import { createCatalogReader } from "#host/catalog/catalogReader.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import type { Connection } from "#host/connection.ts";
import { Draw, groundwork, others, renamings, tableEdits } from "#test/support/catalogEdits.ts";
import { checkLaw, lawTargets } from "#test/support/laws.ts";

const options = { schemas: ["public", "Other"], exclude: [] };

for (const target of lawTargets().filter(({ name }) => name === "PGlite")) {
  describe("a catalog that is read again and again", () => {
    const empty = target.emptied();

    it("is what is read anew, whatever was edited since", async function () {
      const told = { edits: 0, parts: 0 };
      await checkLaw(this, target, fc.array(step, { minLength: 20, maxLength: 40 }), async (steps) => {
        const connection = await empty();
        await prepare(connection);
        const { counted, parts } = counting(connection);
        const reader = createCatalogReader(counted);
        let schema = await reader.read(options);
        const undo: string[] = [];
        const ran: string[] = [];
        for (const { kind, numbers, end } of steps) {
          const statements = statementsOf(kind, new Draw(numbers, schema), undo);
          ran.push(...statements, end);
          await runTogether(connection, statements, end);
          const anew: Schema = await readCatalog(connection, options);
          schema = await reader.read(options);
          assert.deepEqual(schema, anew, ran.join(";\n"));
          told.edits += 1;
        }
        told.parts += parts();
        for (const statement of undo) await connection.rows(statement).catch(() => undefined);
      });
      if (process.env["RETORT_LAW_RUNS"] !== undefined)
        console.log(`      ${told.edits} edits, ${told.parts} read in part`);
      assert.ok(told.parts > told.edits / 10, `of ${told.edits} readings ${told.parts} were of a part`);
    });

    it("reads what hardly a row tells of", async () => {
      const connection = await empty();
      await prepare(connection);
      const { counted, parts } = counting(connection);
      const reader = createCatalogReader(counted);
      await reader.read(options);
      for (const [sql, extent] of lonely) {
        const before = parts();
        await connection.rows(sql);
        const anew = await readCatalog(connection, options);
        assert.deepEqual(await reader.read(options), anew, sql);
        if (extent === "in part") assert.equal(parts(), before + 1, sql);
        // What was read whole is kept once more before parts are read.
        else assert.deepEqual([await reader.read(options), await reader.read(options)], [anew, anew], sql);
      }
    });
  });
}

/** Edits that write a row in one catalog only, take one away, or change what another table is printed as. */
const lonely: readonly (readonly [sql: string, extent: "in part" | "as need be"])[] = [
  ["ALTER TABLE t2 CLUSTER ON t2_pkey", "in part"],
  ["ALTER TABLE t2 REPLICA IDENTITY USING INDEX t2_pkey", "in part"],
  ["ALTER TABLE t2 SET (toast.autovacuum_enabled = false)", "in part"],
  ["ALTER TABLE t2 ALTER b SET STATISTICS 40", "in part"],
  ["ALTER TABLE t1 ALTER n SET DEFAULT 5", "in part"],
  ["ALTER SEQUENCE t1_id_seq INCREMENT 7", "in part"],
  ["ALTER SEQUENCE t1_id_seq SET UNLOGGED", "in part"],
  ["ALTER SEQUENCE t1_id_seq SET LOGGED", "in part"],
  ["ALTER INDEX t2_lower ALTER COLUMN 1 SET STATISTICS 9", "in part"],
  ["ALTER TABLE t1 DISABLE TRIGGER ALL", "as need be"],
  ["ALTER TABLE t1 ENABLE TRIGGER ALL", "as need be"],
  ["COMMENT ON EXTENSION citext IS NULL", "as need be"],
  ["COMMENT ON EXTENSION citext IS 'data type for case-insensitive character strings'", "as need be"],
  ["ALTER TABLE t1 DROP CONSTRAINT t1_parent_fkey", "in part"],
  ["DROP INDEX t2_lower", "in part"],
  ["ALTER TABLE t2 ADD CONSTRAINT given NOT NULL b NOT VALID", "in part"],
  ["ALTER TABLE t2 VALIDATE CONSTRAINT given", "in part"],
  ["ALTER TABLE t2 RENAME CONSTRAINT given TO other", "in part"],
  ["ALTER TABLE t2 DROP CONSTRAINT other", "in part"],
  ["ALTER TABLE t2 DROP COLUMN a", "in part"],
  ["CREATE TABLE t4 (id serial PRIMARY KEY, parent integer REFERENCES t0)", "in part"],
  ["DROP TABLE t4", "as need be"],
  ["CREATE TABLE t4 (id integer)", "in part"],
  ["ALTER TABLE t1 ADD CHECK (a <> '{t4}'::regclass[]::text)", "as need be"],
  ["DROP TABLE t4", "as need be"],
  ["ALTER TABLE t1 DROP CONSTRAINT t1_a_check", "as need be"],
  ["ALTER TABLE t0 RENAME id TO key", "as need be"],
  ["ALTER TABLE t0 RENAME key TO id; ALTER TABLE t1 ADD FOREIGN KEY (parent) REFERENCES t0", "as need be"],
  ["ALTER TABLE t0 RENAME id TO key", "as need be"],
  ["ALTER TABLE t1 ALTER a SET DEFAULT 't2'::regclass::text", "as need be"],
  ["ALTER TABLE t2 RENAME TO t5", "as need be"],
  ["ALTER TABLE t1 ALTER n SET DEFAULT nextval('t0_id_seq')", "in part"],
  ["ALTER SEQUENCE t0_id_seq RENAME TO renamed", "as need be"],
  ["ALTER SEQUENCE renamed OWNED BY t1.n", "as need be"],
  ["ALTER TYPE mood RENAME VALUE 'sad' TO 'glum'", "as need be"],
  ["ALTER TYPE mood RENAME TO temper", "as need be"],
  ["ALTER TABLE t1 ADD CHECK (a <> 'temper'::regtype::text)", "in part"],
  ["ALTER TYPE temper RENAME TO mood", "as need be"],
  ["ALTER EXTENSION citext ADD TABLE t5", "as need be"],
  ["ALTER EXTENSION citext DROP TABLE t5", "as need be"],
  ["ALTER TABLE t5 SET SCHEMA elsewhere", "as need be"],
  ["ALTER TABLE elsewhere.t5 SET SCHEMA public", "as need be"],
  ["COMMENT ON COLUMN t1.a IS 'said'", "as need be"],
  ["COMMENT ON COLUMN t1.a IS NULL", "as need be"],
  ["ALTER TABLE t1 ADD CHECK (ROW(1, 'x', 'y', 'glum')::t0 IS NOT NULL)", "as need be"],
  ["ALTER TABLE t0 ADD COLUMN more integer", "as need be"],
];

async function prepare(connection: Connection): Promise<void> {
  await connection.rows("DROP SCHEMA IF EXISTS elsewhere CASCADE");
  await connection.rows(groundwork);
}

const step = fc.record({
  kind: fc.nat(19),
  numbers: fc.array(fc.nat(100_000), { minLength: 24, maxLength: 24 }),
  end: fc.constantFrom("COMMIT", "COMMIT", "COMMIT", "one by one", "one by one", "ROLLBACK", "savepoint"),
});

/** Mostly edits of tables, of which several go together; what is no table is there for a while. */
function statementsOf(kind: number, draw: Draw, undo: string[]): string[] {
  const gone = undo.length > 0 && draw.below(2) === 0 ? undo.splice(0) : [];
  if (kind < 15) {
    return [...gone, ...Array.from({ length: 1 + draw.below(3) }, () => draw.of(tableEdits)?.(draw) ?? "")];
  }
  if (kind < 18) return [...gone, draw.of(renamings)?.(draw) ?? ""];
  const [made = "", away = ""] = draw.of(others)?.(draw) ?? [];
  undo.push(away);
  return [...gone, made];
}

async function runTogether(connection: Connection, statements: readonly string[], end: string): Promise<void> {
  const refused = () => undefined;
  if (end === "one by one" || statements.some((sql) => /^VACUUM/.test(sql))) {
    for (const sql of statements) await connection.rows(sql).catch(refused);
    return;
  }
  await connection.rows("BEGIN");
  for (const [at, sql] of statements.entries()) {
    await connection.rows("SAVEPOINT one");
    const ran = await connection.rows(sql).then(
      () => true,
      () => false,
    );
    await connection.rows(
      !ran || (end === "savepoint" && at % 2 === 1) ? "ROLLBACK TO SAVEPOINT one" : "RELEASE SAVEPOINT one",
    );
  }
  // What is deferred until here may be refused here.
  await connection.rows(end === "ROLLBACK" ? "ROLLBACK" : "COMMIT").catch(refused);
}

/** The session, and how many readings of a part were asked of it. */
function counting(connection: Connection) {
  let parts = 0;
  const rows: Connection["rows"] = (text, values) => {
    if (text.includes("SET LOCAL retort.tables")) parts += 1;
    return connection.rows(text, values);
  };
  return { counted: { ...connection, rows }, parts: () => parts };
}
