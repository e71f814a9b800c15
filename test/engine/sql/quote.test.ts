import assert from "node:assert/strict";

import fc from "fast-check";

import { quoteIdentifier, quoteLiteral, quoteName, scan } from "#engine/index.ts";

describe("quoting", () => {
  it("identifiers, whatever they hold", () => {
    assert.equal(quoteIdentifier("tasks"), '"tasks"');
    assert.equal(quoteIdentifier('a"b'), '"a""b"');
    assert.equal(quoteIdentifier(""), '""');
  });

  it("names outside home with their schema", () => {
    const name = { schema: "auth", name: "users" };
    assert.equal(quoteName(name, "auth"), '"users"');
    assert.equal(quoteName(name, "public"), '"auth"."users"');
  });

  it("literals: only the quote sign is special", () => {
    assert.equal(quoteLiteral("it's"), "'it''s'");
    assert.equal(quoteLiteral("a\\n\n"), "'a\\n\n'");
  });

  it("refuses NUL, which PostgreSQL cannot hold", () => {
    assert.throws(() => quoteLiteral("a\0b"), /NUL/);
    assert.throws(() => quoteIdentifier("a\0b"), /NUL/);
  });

  it("always makes one token that means the text", () => {
    const text = fc.string({ unit: "binary" }).filter((each) => !each.includes("\0"));
    fc.assert(
      fc.property(text, (each) => {
        for (const [quoted, sign] of [
          [quoteIdentifier(each), '"'],
          [quoteLiteral(each), "'"],
        ] as const) {
          const tokens = scan(quoted);
          assert.deepEqual(
            tokens.map(({ start, end }) => [start, end]),
            [[0, quoted.length]],
          );
          assert.equal(quoted.slice(1, -1).replaceAll(sign + sign, sign), each);
        }
      }),
    );
  });
});
