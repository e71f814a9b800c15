import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { applyAll } from "#engine/changes/apply.ts";
import type { ChangeKind } from "#engine/changes/change.ts";
import { invertAll } from "#engine/changes/invert.ts";
import { printStatements, render, type Rendered } from "#engine/index.ts";
import { sqlCases } from "#test/engine/sql/cases/all.ts";
import type { SqlCase } from "#test/engine/sql/cases/case.ts";

const folder = path.join(import.meta.dirname, "../../cases/sql");
/** Writes what is rendered now instead of comparing: for reading in the diff. */
const update = process.env["RETORT_UPDATE_GOLDEN"] === "1";

describe("sql: golden", () => {
  for (const [subject, cases] of Object.entries(sqlCases)) {
    for (const [name, each] of Object.entries(cases)) {
      it(`${subject}/${name}`, () => {
        check(path.join(folder, subject, `${name}.sql`), text(each));
      });
    }
  }

  it("every kind of change, both ways", () => {
    const seen = new Set<ChangeKind>();
    for (const { changes } of Object.values(sqlCases).flatMap((cases) => Object.values(cases))) {
      for (const change of [...changes, ...invertAll(changes)]) seen.add(change.kind);
    }
    assert.deepEqual(
      kinds.filter((kind) => !seen.has(kind)),
      [],
    );
  });

  it("no golden file without its case", () => {
    const files = fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".sql"));
    const known = Object.entries(sqlCases).flatMap(([subject, cases]) =>
      Object.keys(cases).map((name) => path.join(subject, `${name}.sql`)),
    );
    assert.deepEqual(files.toSorted(), known.toSorted());
  });
});

function check(file: string, actual: string): void {
  if (update) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, actual);
  }
  assert.equal(actual, fs.readFileSync(file, "utf8"));
}

function text({ before, changes }: SqlCase): string {
  const after = applyAll(before, changes);
  const up = render(changes, { before, home: "public" });
  const down = render(invertAll(changes), { before: after, home: "public" });
  return `-- Up\n\n${body(up)}\n-- Down\n\n${body(down)}`;
}

function body({ sections, problems }: Rendered): string {
  return [
    ...problems.map(({ severity, code, message }) => `-- ${severity} ${code}: ${message}\n`),
    ...sections.flatMap(({ mode, statements }) => [
      ...(mode === "transaction" && sections.length === 1 ? [] : [`-- ${mode}\n`]),
      `${printStatements(statements)}\n`,
    ]),
  ].join("\n");
}

/** From an exhaustive table, so that a new kind is missed here until it has its case. */
const kinds = Object.keys({
  addCheck: 0,
  bindSequence: 0,
  freeSequence: 0,
  addColumn: 0,
  addEnumValue: 0,
  addForeignKey: 0,
  addParent: 0,
  addPrimaryKey: 0,
  alterCheck: 0,
  alterColumn: 0,
  alterExtension: 0,
  alterForeignKey: 0,
  alterIndex: 0,
  alterObject: 0,
  alterPrimaryKey: 0,
  alterSequence: 0,
  attachPartition: 0,
  createEnum: 0,
  createExtension: 0,
  createIndex: 0,
  createNamespace: 0,
  createObject: 0,
  createSequence: 0,
  createTable: 0,
  detachPartition: 0,
  dropCheck: 0,
  dropColumn: 0,
  dropEnum: 0,
  dropEnumValue: 0,
  dropExtension: 0,
  dropForeignKey: 0,
  dropIndex: 0,
  dropNamespace: 0,
  dropObject: 0,
  dropParent: 0,
  dropPrimaryKey: 0,
  dropSequence: 0,
  dropTable: 0,
  renameColumn: 0,
  renameConstraint: 0,
  renameEnum: 0,
  renameEnumValue: 0,
  renameIndex: 0,
  renameTable: 0,
  reorderEnum: 0,
  runSql: 0,
} satisfies Record<ChangeKind, 0>) as ChangeKind[];
