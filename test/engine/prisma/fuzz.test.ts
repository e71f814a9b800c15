import assert from "node:assert/strict";

import fc from "fast-check";

import { printDocument, type SchemaDocument } from "#engine/prisma/ast.ts";
import { lowerModels } from "#engine/prisma/lower.ts";
import { parseModels } from "#engine/prisma/parser.ts";
import { mutate, mutation, pieces } from "#test/engine/prisma/damage.ts";
import { corpusFiles, goldenFiles, type ModelFile } from "#test/engine/prisma/corpus.ts";

const asked = process.env["RETORT_FUZZ_RUNS"];
const runs = Number(asked ?? 2000);

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * Whatever the text: the document prints back, its parts cover it without a gap, every span lies in it, and lowering it
 * ends, with no name twice.
 */
function checkDocument(text: string): void {
  const { value, problems } = parseModels("a.prisma", text);
  assert.equal(printDocument(value), text);
  checkTiles(
    value.items.map((item) => item.extent),
    { start: 0, end: text.length },
  );
  for (const item of value.items) {
    if (!("members" in item)) continue;
    checkTiles([item.opening, ...item.members.map((m) => m.extent), item.closing], item.extent);
    for (const member of item.members) checkInside(member.span, member.extent);
  }
  checkSpans(value, text.length);
  const lowered = lowerModels([value], { defaultSchema: null });
  assert.equal(
    new Set(lowered.schema.tables.map((t) => `${t.name.schema}.${t.name.name}`)).size,
    lowered.schema.tables.length,
  );
  for (const [, { place, declaration }] of lowered.origins) {
    checkInside(place.span, { start: 0, end: text.length });
    checkInside(declaration, { start: 0, end: text.length });
  }
  for (const problem of [...problems, ...lowered.problems]) {
    assert.ok(problem.place);
    checkInside(problem.place.span, { start: 0, end: text.length });
  }
}

function checkTiles(tiles: readonly Stretch[], whole: Stretch): void {
  let at = whole.start;
  for (const tile of tiles) {
    assert.equal(tile.start, at);
    at = tile.end;
  }
  assert.equal(at, whole.end);
}

function checkInside(inner: Stretch, outer: Stretch): void {
  assert.ok(
    outer.start <= inner.start && inner.start <= inner.end && inner.end <= outer.end,
    JSON.stringify({ inner, outer }),
  );
}

/** Walks the whole tree; a child's span lies within its parent's. */
function checkSpans(document: SchemaDocument, length: number): void {
  const visit = (node: unknown, within: Stretch): void => {
    if (typeof node !== "object" || node === null) return;
    let bounds = within;
    if ("span" in node && "kind" in node) {
      checkInside(node.span as Stretch, within);
      bounds = "extent" in node ? (node.extent as Stretch) : (node.span as Stretch);
    }
    if ("start" in node && "end" in node) checkInside(node as Stretch, bounds);
    for (const child of Object.values(node)) visit(child, bounds);
  };
  visit(document.items, { start: 0, end: length });
}

function smallCorpusFiles(test: Mocha.Context): readonly ModelFile[] {
  return corpusFiles(test).filter(({ text }) => text.length < 20_000);
}

describe("any text has a document that prints it", () => {
  for (const { name, text } of goldenFiles()) {
    it(name, () => {
      assert.deepEqual(parseModels(name, text).problems, []);
      checkDocument(text);
      checkDocument(`\ufeff${text.replaceAll("\n", "\r\n")}`);
    });
  }

  it("the corpus", function () {
    for (const [at, { name, text }] of corpusFiles(this).entries()) {
      const { value, problems } = parseModels(name, text);
      assert.deepEqual(problems, [], name);
      assert.equal(printDocument(value), text);
      // Neighbours differ by little.
      if (asked !== undefined || at % 10 === 0) checkDocument(text);
    }
  }).timeout(600_000);

  it(`${runs.toString()} damaged files`, function () {
    // Those of real projects are large: in the long form only.
    const files = asked === undefined ? goldenFiles() : [...goldenFiles(), ...smallCorpusFiles(this)];
    const texts = fc.constantFrom(...files.map((file) => file.text));
    fc.assert(
      fc.property(texts, fc.array(mutation, { minLength: 1, maxLength: 6 }), (text, mutations) => {
        checkDocument(mutate(text, mutations));
      }),
      { numRuns: runs },
    );
  }).timeout(7_200_000);

  it("rubbish", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: "binary", maxLength: 4 }))), (parts) => {
        checkDocument(parts.join(""));
      }),
      { numRuns: runs },
    );
  }).timeout(600_000);
});
