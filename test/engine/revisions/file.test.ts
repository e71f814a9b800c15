import assert from "node:assert/strict";

import { parse, parseSound, revision } from "#test/engine/revisions/parse.ts";

const whole = `-- add priority to tasks
--
-- Revision: 3f2a9c1b7d04
-- Revises: 1975ea83b712
-- Created: 2026-11-22T10:30:00Z
-- Labels: billing, shop-2
-- Depends on: billing, 77aa
-- Renames: tasks.description -> details, "a,b".c -> d, t->u
-- Accepts loss: tasks.description
-- Proof: v1 up=aa down=bb parents=cc postgres=18.6
-- Replaces: 11, 22

-- retort: upgrade
ALTER TABLE "tasks" ADD COLUMN "priority" INTEGER NOT NULL DEFAULT 1;

-- retort: upgrade (no transaction)
CREATE INDEX CONCURRENTLY i ON tasks (priority);

-- retort: downgrade (no transaction)
\\if false
DROP INDEX CONCURRENTLY i;

-- retort: downgrade
ALTER TABLE "tasks" DROP COLUMN "priority";
\\endif
`;

const top = "-- m\n--\n-- Revision: a1\n\n";
const up = "-- retort: upgrade\nSELECT 1;\n";
const down = "-- retort: downgrade\n\\if false\nSELECT 2;\n\\endif\n";

describe("parseRevision", () => {
  it("reads every header and section", () => {
    assert.deepEqual(
      parseSound(whole),
      revision({
        id: "3f2a9c1b7d04",
        parents: ["1975ea83b712"],
        dependsOn: ["billing", "77aa"],
        labels: ["billing", "shop-2"],
        message: "add priority to tasks",
        created: "2026-11-22T10:30:00Z",
        renames: ["tasks.description -> details", '"a,b".c -> d', "t->u"],
        acceptsLoss: ["tasks.description"],
        proof: "v1 up=aa down=bb parents=cc postgres=18.6",
        replaces: ["11", "22"],
        up: [
          { mode: "transaction", sql: 'ALTER TABLE "tasks" ADD COLUMN "priority" INTEGER NOT NULL DEFAULT 1;' },
          { mode: "no transaction", sql: "CREATE INDEX CONCURRENTLY i ON tasks (priority);" },
        ],
        down: [
          { mode: "no transaction", sql: "DROP INDEX CONCURRENTLY i;" },
          { mode: "transaction", sql: 'ALTER TABLE "tasks" DROP COLUMN "priority";' },
        ],
      }),
    );
  });

  it("reads the same from a file with CRLF and a byte order mark", () => {
    assert.deepEqual(parseSound(`\uFEFF${whole.replaceAll("\n", "\r\n")}`), parseSound(whole));
  });

  it("keeps the lines of SQL as the file has them", () => {
    assert.equal(parseSound(`${top}${up.replace("1", "1,\r\n2")}${down}`).up[0]?.sql, "SELECT 1,\r\n2;");
  });

  it("places the message, headers, marks and bodies", () => {
    const { file } = parse(whole);
    assert.ok(file);
    assert.equal(whole.slice(file.message.start, file.message.end), "-- add priority to tasks");
    assert.deepEqual([...file.headers.keys()].slice(0, 3), ["Revision", "Revises", "Created"]);
    assert.deepEqual(
      file.sections.map((s) => whole.slice(s.mark.start, s.mark.end)),
      [
        "-- retort: upgrade",
        "-- retort: upgrade (no transaction)",
        "-- retort: downgrade (no transaction)",
        "-- retort: downgrade",
      ],
    );
  });

  it("puts the body of an empty section where text would be written", () => {
    const text = `${top}-- retort: upgrade\n\n-- retort: downgrade\n\\if false\n\n\\endif\n`;
    const { file, found } = parse(text);
    assert.deepEqual(found, []);
    assert.deepEqual(file?.revision.up, []);
    assert.deepEqual(file.revision.down, []);
    assert.deepEqual(
      file.sections.map((s) => text.slice(s.body.end)),
      ["\n-- retort: downgrade\n\\if false\n\n\\endif\n", "\n\\endif\n"],
    );
  });

  it("takes marks and psql commands in quotes and comments for text", () => {
    const sql = "SELECT '\n-- retort: downgrade\n', $$\n-- retort: upgrade\n\\endif\n$$ /*\n-- retort: x\n*/;";
    assert.equal(parseSound(`${top}-- retort: upgrade\n${sql}\n${down}`).up[0]?.sql, sql);
  });

  it("takes the guard per section, around all, or before the first mark", () => {
    const expected = parseSound(`${top}${up}${down}-- retort: downgrade\n\\if false\nSELECT 3;\n\\endif\n`);
    assert.deepEqual(
      expected.down.map((s) => s.sql),
      ["SELECT 2;", "SELECT 3;"],
    );
    const sections = "-- retort: downgrade\nSELECT 2;\n-- retort: downgrade\nSELECT 3;\n";
    assert.deepEqual(parseSound(`${top}${up}\\if false\n${sections}\\endif\n`), expected);
    assert.deepEqual(parseSound(`${top}\\if false\n${sections}\\endif\n${up}`), expected);
    assert.deepEqual(parseSound(`${top}${up}${sections.replace("\n", "\n\\if  false\n")}\\endif`), expected);
  });

  it("takes a way down before the way up", () => {
    assert.deepEqual(parseSound(`${top}${down}${up}`), parseSound(`${top}${up}${down}`));
  });

  it("reads why there is no way down", () => {
    const text = `${top}${up}-- retort: downgrade (irreversible: the values (all of them) are gone)\n-- sorry\n`;
    assert.equal(parseSound(text).irreversible, "the values (all of them) are gone");
  });

  it("joins the lines of the message and skips notes", () => {
    const text = `-- one\n-- two: 2\n--\n-- note: this is no header\n--\n-- Revision: a1\n\n-- note\n${up}${down}`;
    assert.equal(parseSound(text).message, "one two: 2");
  });

  it("takes the first paragraph for the message, whatever it looks like", () => {
    assert.equal(
      parseSound(`-- Revises: everything\n--\n-- Revision: a1\n${up}${down}`).message,
      "Revises: everything",
    );
    assert.equal(parseSound(`-- retort: upgrade\n--\n-- Revision: a1\n${up}${down}`).message, "retort: upgrade");
    assert.equal(parseSound(`-- Revision: a1\n${up}${down}`).message, "");
  });

  it("tells keys apart without regard to case, and takes an empty list for none", () => {
    const read = parseSound(`-- m\n--\n-- REVISION: a1\n-- revises:\n-- depends ON: b\n${up}${down}`);
    assert.deepEqual([read.id, read.parents, read.dependsOn], ["a1", [], ["b"]]);
  });
});
