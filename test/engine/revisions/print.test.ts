import assert from "node:assert/strict";

import fc from "fast-check";

import { printRevision } from "#engine/revisions/print.ts";
import type { Revision, Section } from "#engine/revisions/revision.ts";
import { parse, revision } from "#test/engine/revisions/parse.ts";

const plain = { noNullPrototype: true } as const;
const id = fc
  .stringMatching(/^[0-9a-z_]{1,12}$/)
  .filter((text) => !["head", "heads", "base", "current"].includes(text));
const line = fc
  .string({ unit: "grapheme", maxLength: 30 })
  .map((text) => text.replaceAll(/[\r\n]/g, " ").trim())
  .filter((text) => !/[\u0080-\u00a0\ufeff\u2028\u2029]/.test(text));
const ids = fc.uniqueArray(id, { maxLength: 3 });
const name = fc.oneof(id, fc.constantFrom('"a,b"', '"a""b"', '"-- retort: upgrade"', '"ü"'));
const sql = fc
  .array(
    fc.constantFrom(
      "SELECT 1;",
      "-- a",
      "$$\n-- retort: downgrade\n\\endif\n$$;",
      "'\n\\if false\n'",
      "/*\n*/",
      "\n",
      "x \\y",
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.join("\n").trim())
  .filter((text) => text !== "");
const section: fc.Arbitrary<Section> = fc.record(
  { mode: fc.constantFrom("transaction", "no transaction"), sql },
  plain,
);
const sections = fc.array(section, { maxLength: 3 });
const anyRevision: fc.Arbitrary<Revision> = fc
  .record(
    {
      id,
      parents: ids,
      dependsOn: ids,
      labels: ids,
      message: fc.oneof(line, fc.constantFrom("Revision: x", "retort: upgrade", "retort: no", "-- a", "Revises:")),
      created: fc.constantFrom(null, "2026-11-22T10:30:00Z", "2026-11-22T10:30:00.123+05:30"),
      renames: fc.uniqueArray(
        fc.tuple(name, name).map(([from, to]) => `t.${from} -> ${to}`),
        { maxLength: 2 },
      ),
      acceptsLoss: fc.uniqueArray(name, { maxLength: 2 }),
      replaces: ids,
      proof: fc.option(line.filter((text) => text !== "")),
      up: sections,
      down: sections,
      irreversible: fc.option(line.filter((text) => text !== "")),
    },
    plain,
  )
  .map((r) => (r.irreversible === null ? r : { ...r, down: [] }));

describe("printRevision", () => {
  it("is undone by parsing", () => {
    fc.assert(
      fc.property(anyRevision, (r) => {
        const { file, found } = parse(printRevision(r));
        assert.deepEqual(found, []);
        assert.deepEqual(file?.revision, r);
      }),
      { numRuns: 400 },
    );
  });

  it("prints the file that docs/formats.md shows", () => {
    assert.equal(
      printRevision(
        revision({
          id: "3f2a9c1b7d04",
          parents: ["1975ea83b712"],
          created: "2026-11-22T10:30:00Z",
          message: "add priority\n  to tasks",
          up: [{ mode: "transaction", sql: 'ALTER TABLE "tasks" ADD COLUMN "priority" INTEGER NOT NULL DEFAULT 1;' }],
          down: [{ mode: "transaction", sql: 'ALTER TABLE "tasks" DROP COLUMN "priority";' }],
        }),
      ),
      `-- add priority to tasks
--
-- Revision: 3f2a9c1b7d04
-- Revises: 1975ea83b712
-- Created: 2026-11-22T10:30:00Z

-- retort: upgrade
ALTER TABLE "tasks" ADD COLUMN "priority" INTEGER NOT NULL DEFAULT 1;

-- retort: downgrade
\\if false
ALTER TABLE "tasks" DROP COLUMN "priority";
\\endif
`,
    );
  });

  it("puts one guard around all of the way down", () => {
    const down: Section[] = [
      { mode: "no transaction", sql: "SELECT 1;" },
      { mode: "transaction", sql: "SELECT 2;" },
    ];
    assert.ok(
      printRevision(revision({ down })).endsWith(
        "-- retort: upgrade\n\n\n-- retort: downgrade (no transaction)\n\\if false\nSELECT 1;\n\n-- retort: downgrade\nSELECT 2;\n\\endif\n",
      ),
    );
  });

  it("prints why there is no way down", () => {
    assert.ok(
      printRevision(revision({ irreversible: "gone\nfor good" })).endsWith(
        "-- retort: downgrade (irreversible: gone for good)\n",
      ),
    );
  });
});
