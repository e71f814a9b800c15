import assert from "node:assert/strict";

import { printCodeRevision } from "#engine/revisions/code/print.ts";
import { parseRevision } from "#engine/revisions/file.ts";
import { revision } from "#test/engine/revisions/parse.ts";

const text = `// move titles
// over two lines
//
// A note.

import type { RevisionDatabase } from "retort-migrate";

export const revision = "3f2a9c1b7d04";
export const revises = ['1975ea83b712', "aa11bb22cc33", // why
];
export const created: string = "2026-11-22T10:30:00Z";
export const dependsOn = "billing";
export const transaction = "batches" as const;
export const replay = true;

const decoy = \`
export const revision = "no";
\`;
/*
export const labels = ["no"];
*/

export async function upgrade(db: RevisionDatabase): Promise<void> {
  await db.query(decoy);
}

export const downgrade = async (db: RevisionDatabase) => {};
`;

describe("TypeScript revisions are read without running them", () => {
  it("metadata, mode and functions", () => {
    const { value, problems } = parseRevision("r.ts", text);
    assert.deepEqual(problems, []);
    assert.ok(value?.code);
    const { id, parents, created, dependsOn, labels, message, irreversible } = value.revision;
    assert.deepEqual(
      { id, parents, created, dependsOn, labels, message, irreversible },
      {
        id: "3f2a9c1b7d04",
        parents: ["1975ea83b712", "aa11bb22cc33"],
        created: "2026-11-22T10:30:00Z",
        dependsOn: ["billing"],
        labels: [],
        message: "move titles over two lines",
        irreversible: null,
      },
    );
    assert.deepEqual([value.code.mode, value.code.replay, value.sections], ["batches", true, []]);
    const at = ({ start, end }: { start: number; end: number }) => text.slice(start, end);
    assert.equal(at(value.code.upgrade), "export async function upgrade");
    assert.match(value.code.downgrade ? at(value.code.downgrade) : "", /^export const downgrade =/);
    assert.equal(at(value.headers.get("Revision") ?? { start: 0, end: 0 }), 'export const revision = "3f2a9c1b7d04"');
  });

  for (const [why, broken, found] of [
    ["no id", 'export const message = "x";\n', ["error revision/missingRevision"]],
    [
      "an id that is computed",
      "export const revision = id();\n",
      ["error revision/malformedHeader", "error revision/missingRevision"],
    ],
    ["an id that can't be one", 'export const revision = "a b";\n', ["error revision/malformedHeader"]],
    [
      "no upgrade",
      'export const revision = "a1";\nexport const irreversible = "no";\n',
      ["error revision/missingUpgrade"],
    ],
    [
      "no way down",
      'export const revision = "a1";\nexport async function upgrade() {}\n',
      ["warning revision/missingDowngrade"],
    ],
    [
      "two answers to the way down",
      'export const revision = "a1";\nexport const irreversible = "no";\nexport function upgrade() {}\nexport function downgrade() {}\n',
      ["error revision/twoWaysDown"],
    ],
    [
      "a mode that there is not",
      'export const revision = "a1";\nexport const transaction = false;\nexport function upgrade() {}\nexport function downgrade() {}\n',
      ["error revision/malformedHeader"],
    ],
  ] as const) {
    it(`a fault: ${why}`, () => {
      const { problems } = parseRevision("r.ts", broken);
      assert.deepEqual(
        problems.map(({ severity, code }) => `${severity} ${code}`),
        found,
      );
    });
  }

  it("what is printed reads back", () => {
    const stated = {
      id: "a1",
      parents: ["b2", "c3"],
      labels: ["billing"],
      message: 'say "hi"',
      created: "2026-11-22T10:30:00Z",
    };
    const printed = printCodeRevision(revision(stated));
    const { value, problems } = parseRevision("a.ts", printed);
    assert.deepEqual(problems, []);
    assert.ok(value);
    const { id, parents, labels, message, created } = value.revision;
    assert.deepEqual({ id, parents, labels, message, created }, stated);
  });

  it("a stored source without a file name is known by what it says", () => {
    assert.equal(parseRevision("_retort.revisions/3f2a9c1b7d04", text).value?.revision.id, "3f2a9c1b7d04");
  });
});
