import assert from "node:assert/strict";

import { splitStatements } from "#engine/sql/split.ts";

/** Statements by their text; the span must hold that very text. */
function check(text: string, expected: readonly string[]): void {
  const statements = splitStatements(text);
  for (const { sql, span } of statements) assert.equal(text.slice(span.start, span.end), sql);
  assert.deepEqual(
    statements.map((s) => s.sql),
    expected,
  );
}

describe("splitStatements", () => {
  const body = "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql\nBEGIN ATOMIC\n  SELECT 1;\n  SELECT a;\nEND";
  const cases: Record<string, [string, string[]]> = {
    "cuts at semicolons": ["SELECT 1; SELECT 2;SELECT 3", ["SELECT 1", "SELECT 2", "SELECT 3"]],
    "drops empty statements": [" ; ;; SELECT 1;;\n", ["SELECT 1"]],
    "drops comments around, keeps those within": [
      "-- a\nSELECT /* ; */ 1 -- b ;\n + 2 /* c */;\n-- d\n",
      ["SELECT /* ; */ 1 -- b ;\n + 2"],
    ],
    "leaves quotes alone": [
      `SELECT ';', E'\\';', ";", U&";", $$;$$, $a$;$$;$a$; SELECT 2`,
      [`SELECT ';', E'\\';', ";", U&";", $$;$$, $a$;$$;$a$`, "SELECT 2"],
    ],
    "leaves parentheses alone": [
      "CREATE RULE r AS ON INSERT TO t DO (DELETE FROM a; DELETE FROM b); SELECT 1",
      ["CREATE RULE r AS ON INSERT TO t DO (DELETE FROM a; DELETE FROM b)", "SELECT 1"],
    ],
    "goes on after a parenthesis too many": ["SELECT 1); SELECT 2", ["SELECT 1)", "SELECT 2"]],
    "keeps a body that begins atomic": [`${body}; SELECT 2`, [body, "SELECT 2"]],
    "does not end the body at the end of a CASE": [
      "create procedure p() begin atomic select case when true then 1 else case 2 when 2 then 3 end end; select 1; end; select 4",
      [
        "create procedure p() begin atomic select case when true then 1 else case 2 when 2 then 3 end end; select 1; end",
        "select 4",
      ],
    ],
    "does not end the body at a column called end": [
      "create function f() returns int begin atomic select t.case, 1 as end from t; select 2; end; select 3",
      ["create function f() returns int begin atomic select t.case, 1 as end from t; select 2; end", "select 3"],
    ],
    "takes BEGIN alone for a statement": [
      "BEGIN; UPDATE t SET a = CASE WHEN b THEN 1 END; END; COMMIT",
      ["BEGIN", "UPDATE t SET a = CASE WHEN b THEN 1 END", "END", "COMMIT"],
    ],
    "takes what is not closed to the end": ["SELECT 1; SELECT 'a; SELECT 2;", ["SELECT 1", "SELECT 'a; SELECT 2;"]],
    "finds nothing in comments": ["-- a\n/* b; */", []],
  };
  for (const [name, [text, expected]] of Object.entries(cases))
    it(name, () => {
      check(text, expected);
    });
});
