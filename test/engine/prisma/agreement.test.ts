import assert from "node:assert/strict";

import fc from "fast-check";

import { Token, tokenize } from "#engine/prisma/lexer.ts";
import { lowerModels } from "#engine/prisma/lower.ts";
import { parseModels } from "#engine/prisma/parser.ts";
import { goldenFiles } from "#test/engine/prisma/corpus.ts";
import { lintErrors } from "#test/engine/prisma/prismaDatamodel.ts";
import { modernized } from "#test/support/modernModels.ts";

const runs = Number(process.env["RETORT_FUZZ_RUNS"] ?? 400);

const files = goldenFiles().map(({ name, text }) => {
  const modern = modernized(text);
  const { kinds, starts, ends, count } = tokenize(modern);
  const tokens = Array.from({ length: count }, (_, at) => ({
    kind: kinds[at],
    start: starts[at] ?? 0,
    end: ends[at] ?? 0,
  }));
  const solid = tokens.filter((token) => token.kind !== Token.newline);
  return { name, text: modern, tokens: solid };
});

/** One token in the place of another, beside another, or gone: much of that is still a schema. */
const edited = fc
  .record({
    file: fc.constantFrom(...files),
    at: fc.nat(),
    from: fc.nat(),
    how: fc.constantFrom("replace", "insert", "remove"),
  })
  .map(({ file, at, from, how }) => {
    const target = file.tokens[at % file.tokens.length] ?? { start: 0, end: 0 };
    const source = file.tokens[from % file.tokens.length] ?? { start: 0, end: 0 };
    const text = how === "remove" ? "" : file.text.slice(source.start, source.end);
    const end = how === "insert" ? target.start : target.end;
    return file.text.slice(0, target.start) + text + (how === "insert" ? " " : "") + file.text.slice(end);
  });

/** What Prisma passes over although it makes no sense: nothing where an option should be, any text for a type. */
const forgiven = ["prisma/oneLine", "prisma/trailingComma", "prisma/missingValue", "prisma/unknownType"];

/** A table and an enum of one name: the table's row type has it already. */
const postgresRefuses = /are both the type/;

/** Prisma passes over what stands behind the brace that opens a block, over names that are numbers or end in a dot, and commas alone. */
const rubbish = [
  /^[^/\n]*\b(?:model|view|enum|type|datasource|generator)\b[^/\n]*\{[ \t]*[^\s/]/m,
  /[(,][^"(),\n]*\d[ \t]*:/,
  /\([ \t]*,/,
  /^[ \t]*(?:generator[ \t]+)?\d/m,
  /\w\.\s*[,)\]]/,
];

describe("what Prisma accepts is no problem here", () => {
  it(`${runs} schemas with a token changed`, () => {
    let accepted = 0;
    fc.assert(
      fc.property(edited, (text) => {
        if (rubbish.some((pattern) => pattern.test(text)) || lintErrors("a.prisma", text).length > 0) return;
        accepted += 1;
        const { value, problems } = parseModels("a.prisma", text);
        const lowered = lowerModels([value], { defaultSchema: null });
        const errors = [...problems, ...lowered.problems].filter(
          (problem) =>
            problem.severity === "error" && !forgiven.includes(problem.code) && !postgresRefuses.test(problem.message),
        );
        assert.deepEqual(errors, [], text);
      }),
      { numRuns: runs },
    );
    assert.ok(accepted > runs / 50, `${accepted} were accepted`);
  }).timeout(600_000);
});
