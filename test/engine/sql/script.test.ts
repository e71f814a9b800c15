import assert from "node:assert/strict";

import { type Change, printScript, printStatements, render } from "#engine/index.ts";
import { column, entity, enumOf, enumType, inPublic, schemaOf, table } from "#test/support/build.ts";

const tasks = entity("tasks", [column("state", enumType("state"))]);
const before = schemaOf({ enums: [enumOf("state", "OPEN")], tables: [tasks] });
const [, state] = tasks.columns;

const changes: readonly Change[] = [
  {
    kind: "addColumn",
    table: tasks.name,
    column: column("owner", "text"),
    fill: "'nobody'",
  },
  { kind: "createTable", table: table("two\nlines", [column("a", "int4")]) },
];

const useOfANewValue: readonly Change[] = [
  { kind: "addEnumValue", enum: inPublic("state"), value: "DONE", at: 1, replacement: null },
  {
    kind: "alterColumn",
    table: tasks.name,
    from: state ?? column("state"),
    to: { ...(state ?? column("state")), default: { kind: "literal", text: "DONE" } },
    fill: null,
  },
];

describe("scripts", () => {
  const options = { before, home: "public" };

  it("statements: a semicolon and a blank line between, nothing else", () => {
    assert.equal(printStatements([{ sql: "SELECT 1" }, { sql: "SELECT 2" }]), "SELECT 1;\n\nSELECT 2;");
    assert.equal(printStatements([]), "");
  });

  it("one comment a change, on one line", () => {
    assert.equal(
      printScript(render(changes, options), { comments: true, home: "public" }),
      `-- add column tasks.owner
ALTER TABLE "tasks" ADD COLUMN "owner" TEXT;

UPDATE "tasks" SET "owner" = ('nobody');

ALTER TABLE "tasks" ALTER COLUMN "owner" SET NOT NULL;

-- create table two lines
CREATE TABLE "two
lines" (
    "a" INTEGER NOT NULL
);`,
    );
  });

  it("several sections are transactions in words", () => {
    assert.equal(
      printScript(render(useOfANewValue, options), { comments: false, home: "public" }),
      `BEGIN;

ALTER TYPE "state" ADD VALUE IF NOT EXISTS 'DONE' AFTER 'OPEN';

COMMIT;

BEGIN;

ALTER TABLE "tasks" ALTER COLUMN "state" SET DEFAULT 'DONE';

COMMIT;`,
    );
  });

  it("nothing for nothing", () => {
    assert.equal(printScript(render([], options), { comments: true, home: "public" }), "");
  });
});
