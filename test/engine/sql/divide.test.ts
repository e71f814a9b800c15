import assert from "node:assert/strict";

import {
  divideScript,
  hashInput,
  runsAlone,
  scan,
  splitStatements,
  tidySql,
  transactionControl,
} from "#engine/index.ts";
import { corpusProject, corpusProjects, migrationScripts } from "#test/support/corpusMigrations.ts";

describe("a script divided into transactions", () => {
  check("one transaction for all", "CREATE TABLE a ();\nCREATE TABLE b ();", [
    "CREATE TABLE a ();\nCREATE TABLE b ();",
  ]);
  check("nothing without statements", "-- This is an empty migration.\n", []);
  check("an outer BEGIN and COMMIT go", "-- why\nBEGIN;\n\nA;\nB;\n\nCOMMIT;\n", ["-- why\n\nA;\nB;"]);
  check(
    "Prisma's own, for an enum in the middle: what stood before a BEGIN is of its transaction",
    '-- One\nA;\n\n-- AlterEnum\nBEGIN;\nCREATE TYPE "R_new";\nDROP TYPE "R_old";\nCOMMIT;\n\n-- AlterTable\nB;\n',
    ['-- One\nA;\n\n-- AlterEnum\n\nCREATE TYPE "R_new";\nDROP TYPE "R_old";', "-- AlterTable\nB;"],
  );
  check("a COMMIT with no BEGIN", "A; COMMIT; B;", ["A;", "B;"]);
  check("several blocks in their order", "begin work; A; end; start transaction; B; commit and chain; C", [
    "A;",
    "B;",
    "C",
  ]);
  check("what is rolled back did nothing", "A; BEGIN; B; ROLLBACK; C; SAVEPOINT s; D; ROLLBACK TO s", [
    "C; SAVEPOINT s; D; ROLLBACK TO s",
  ]);
  check("no COMMIT at the end", "BEGIN;\nA;\n", ["A;"]);
  check("characteristics stay", "BEGIN ISOLATION LEVEL SERIALIZABLE, READ WRITE; A; COMMIT; B", [
    "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ WRITE;\nA;",
    "B",
  ]);
  check(
    "what can't run in a transaction stands for itself",
    "A;\n-- fast\nCREATE INDEX CONCURRENTLY i ON t (x);\n-- then\nB;",
    ["A;", ["-- fast\nCREATE INDEX CONCURRENTLY i ON t (x);"], "-- then\nB;"],
  );
  check(
    "settings of the session are set again; local ones are not",
    "SET search_path TO x;\nSET LOCAL lock_timeout = 1;\nSELECT pg_catalog.set_config('a.b', '', false);\nCOMMIT;\nVACUUM;\nA;",
    [
      "SET search_path TO x;\nSET LOCAL lock_timeout = 1;\nSELECT pg_catalog.set_config('a.b', '', false);",
      ["SET search_path TO x;\nSELECT pg_catalog.set_config('a.b', '', false);\nVACUUM;"],
      "SET search_path TO x;\nSELECT pg_catalog.set_config('a.b', '', false);\nA;",
    ],
  );
  check("bodies of functions are no control", "CREATE FUNCTION f() AS $$ BEGIN; COMMIT; END $$;", [
    "CREATE FUNCTION f() AS $$ BEGIN; COMMIT; END $$;",
  ]);
  check(
    "comments between the parts are kept",
    "A;\n-- end of A\nCOMMIT;\n-- B comes\nBEGIN;\nB;\nCOMMIT;\n-- the end\n",
    ["A;\n-- end of A", "-- B comes\n\nB;\n\n-- the end"],
  );

  it("knows where each section stands in the script", () => {
    const text = "-- x\nSET a = 1;\nBEGIN;\nA;\nCOMMIT;\n\n  -- y\n  B;";
    for (const { sql, offset } of divideScript(text).sections) {
      for (const { sql: statement, span } of splitStatements(sql)) {
        if (!/^[AB]$/.test(statement)) continue;
        assert.equal(text.slice(offset + span.start, offset + span.end), statement);
      }
    }
  });

  it("takes other statements out of transactions on request", () => {
    const { sections } = divideScript("A; B; C", { alone: ({ sql }) => sql === "B" });
    assert.deepEqual(
      sections.map(({ mode, sql }) => [mode, sql.trim()]),
      [
        ["transaction", "A;"],
        ["no transaction", "B;"],
        ["transaction", "C"],
      ],
    );
  });

  it("tells control from all else", () => {
    const told = ["BEGIN", "commit", "END", "ABORT", "ROLLBACK", "rollback to x", "ROLLBACK WORK TO SAVEPOINT x"];
    assert.deepEqual(told.map(transactionControl), ["begin", "commit", "commit", "rollback", "rollback", null, null]);
    const more = ["START TRANSACTION", "PREPARE TRANSACTION 'x'", "COMMIT PREPARED 'x'", "PREPARE p AS SELECT 1"];
    assert.deepEqual(more.map(transactionControl), ["begin", "prepare", "prepare", null]);
  });

  it("knows what PostgreSQL refuses in a transaction", () => {
    const alone = [
      "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t (x)",
      "/* c */ drop index concurrently i",
      "REINDEX (VERBOSE) INDEX CONCURRENTLY i",
      "REINDEX DATABASE d",
      "VACUUM ANALYZE t",
      "CLUSTER",
      "ALTER TABLE p DETACH PARTITION c CONCURRENTLY",
      "ALTER SYSTEM SET x = 1",
      "CREATE DATABASE d",
      "DISCARD ALL",
    ];
    assert.deepEqual(
      alone.filter((sql) => !runsAlone(sql)),
      [],
    );
    const within = [
      'CREATE INDEX "concurrently" ON t (x)',
      "CREATE INDEX i ON concurrently (x)",
      "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
      "REINDEX TABLE t",
      "CLUSTER t USING i",
      'CLUSTER "t"',
      "ALTER TYPE t ADD VALUE 'concurrently'",
      "COMMENT ON COLUMN t.x IS 'VACUUM'",
    ];
    assert.deepEqual(within.filter(runsAlone), []);
  });

  it("tidies what is between tokens, and nothing else", () => {
    const text = "-- a  \r\nA   'x  \r\n\r\n\r\ny';  \r\n\r\n\r\n \r\n  B /* c \r\n d */ $$ \r\n $$;\r\n   ";
    assert.equal(tidySql(text), "-- a\nA   'x  \r\n\r\n\r\ny';\n\n  B /* c\n d */ $$ \r\n $$;");
    sameTokens(text);
  });

  for (const project of corpusProjects) {
    it(`loses nothing of the migrations of ${project} but what controls transactions`, function () {
      for (const { sql } of migrationScripts(corpusProject(this, project))) {
        sameTokens(sql);
        const { sections, discarded } = divideScript(sql);
        assert.deepEqual(discarded, []);
        const left = splitStatements(sql).filter((statement) => transactionControl(statement.sql) === null);
        const placed = sections.flatMap((section) => splitStatements(section.sql).map((statement) => statement.sql));
        // Settings that are repeated stand there more often than they were written.
        assert.deepEqual(new Set(placed), new Set(left.map((statement) => statement.sql)));
        const comments = (text: string) => scan(text).filter((token) => token.kind.endsWith("Comment")).length;
        const all = sections.reduce((sum, section) => sum + comments(section.sql), 0);
        if (sections.length > 0) assert.equal(all, comments(sql));
      }
    });
  }
});

/** Sections in a transaction as text, those outside one in an array; tidy. */
function check(name: string, script: string, expected: readonly (string | readonly [string])[]): void {
  it(name, () => {
    const { sections } = divideScript(script);
    assert.deepEqual(
      sections.map(({ mode, sql }) => (mode === "transaction" ? tidySql(sql) : [tidySql(sql)])),
      expected,
    );
  });
}

function sameTokens(sql: string): void {
  const section = (written: string) => [{ mode: "transaction" as const, sql: written }];
  assert.equal(hashInput(section(tidySql(sql))), hashInput(section(sql)));
  assert.equal(tidySql(tidySql(sql)), tidySql(sql));
}
