import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import fc from "fast-check";
import { loadModule, scanSync } from "libpg-query";

import { scan, type TokenKind, unclosedProblem } from "#engine/sql/scan.ts";

const corpus = join(import.meta.dirname, "../../../../shared/corpus");

/** Texts that trip scanners; PostgreSQL's own has the last word on each. */
const hostile: readonly string[] = [
  ";",
  "select 'it''s', '', '''', 'a;b' ;",
  "select 'a'\n'b', 'a' \n \t 'b'",
  "select 'x' -- c\n , 'z'",
  "select E'x\\'y', e'\\\\', E'a''b', E'\\\n'",
  "select E'x\\'y'\n 'z\\'' , 'back\\'",
  "select U&'d\\0061t' UESCAPE '!', U&\"d!0061t\", u&'x', u & v, U&1",
  "select B'01', x'1F', N'q', bx'1', nn'q', e, b, x",
  'select "a""b", "A;b", "--", "/*", "$$"',
  "select $$a$$, $t$ ' \" ; -- /* $t$, $t$ $$ $T$ $t$, $a$ $b$ $a$, $é$ü$é$",
  "select $1, $23, a$b$c, a$1, f($1)",
  "select $a, $ 1, $",
  "/* a /* b */ ; ' */ select 1 /**/ /*/ */ /*//**/*/ ;",
  "select 1 -- a ; ' \" $$ /*\n, 2 --\r, 3 --",
  "select 1, 1.5, .5, 5., 1e3, 1.5e-3, .5E+3, 1..2, 0x1F, 0o17, 0b01, 1_000, 1_0.0_1",
  "select a+-1, a<>-b, a<-b, a@-b, a@- b, a=-1, a=+-1, a|-1, - ->-, a-- b\n+1, a+/*x*/b, a*-- d\n2, a%-1",
  "select a->>'y', a#>>b, a@>b, a&&b, a||b, a!~~*b, a<=b, a>=b, a!=b, a=>b, a:=b, a::int[1:2], ?, a ?| b",
  'select schema."table".col, a.*, (b).c, .d',
  "create function f() returns int language sql begin atomic select 1; end;",
  "select été, 日本語, naïve_1, 'ü日😀', \"😀\", 😀 , a\u00a0b",
  "sel\tect\f1\v2\r\n3",
  "\\ { } `",
  "do $$ begin if a then b; end if; end $$; select $body$ x $body $body$",
];

before(loadModule);

describe("scan agrees with PostgreSQL's scanner", () => {
  for (const text of hostile)
    it(JSON.stringify(text), () => {
      assert.ok(agrees(text), "PostgreSQL refuses it");
    });

  it("on every migration of the corpus", function () {
    if (!existsSync(corpus)) {
      console.log(`skipped: no corpus at ${corpus}`);
      this.skip();
    }
    this.timeout(60_000);
    const files = readdirSync(corpus, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".sql"))
      .map((entry) => join(entry.parentPath, entry.name));
    assert.ok(files.length > 100);
    for (const file of files) assert.ok(agrees(readFileSync(file, "utf8"), file), file);
  });

  it("on texts put together at random", () => {
    const pieces = [
      "'",
      "''",
      '"',
      "$$",
      "$a$",
      "$",
      "--",
      "/*",
      "*/",
      "\n",
      " ",
      "E'",
      "U&",
      "\\",
      "+",
      "-",
      "@",
      "<",
      "=",
      ".",
      ":",
      ";",
      "(",
      ")",
      "a",
      "e",
      "é",
      "😀",
      "1 ",
    ];
    const text = fc.array(fc.constantFrom(...pieces), { maxLength: 25 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, (sql) => {
        if (!commentBetweenSegments.test(sql)) agrees(sql);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("scan", () => {
  it("covers all but white space, in order", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        let at = 0;
        for (const token of scan(text)) {
          assert.match(text.slice(at, token.start), /^[ \t\n\r\f\v]*$/);
          assert.ok(token.end > token.start);
          at = token.end;
        }
        assert.match(text.slice(at), /^[ \t\n\r\f\v]*$/);
      }),
    );
  });

  it("names the kinds", () => {
    const kinds: [string, TokenKind][] = [
      ["select", "word"],
      ['"a b"', "quotedName"],
      ['U&"a"', "quotedName"],
      ["E'a'", "string"],
      ["$$ $ $$", "dollarString"],
      ["1.5e3", "number"],
      ["$1", "parameter"],
      ["->>", "operator"],
      ["::", "punctuation"],
      ["-- a", "lineComment"],
      ["/* a */", "blockComment"],
      ["\\", "other"],
    ];
    for (const [text, kind] of kinds) {
      assert.deepEqual(scan(text), [{ kind, start: 0, end: text.length, closed: true }]);
    }
  });

  it("goes on with escapes after a comment between segments, as the server does", () => {
    assert.deepEqual(texts("E'x' -- c\n -- d\n 'z\\''; 'y'"), ["E'x'", "-- c", "-- d", "'z\\''", ";", "'y'"]);
  });

  it("says what is not closed", () => {
    for (const text of ["'a", "E'a\\'", '"a', "$a$ $b$", "/* /* */", "U&'a"]) {
      const [only, ...rest] = scan(text);
      assert.deepEqual(rest, []);
      assert.equal(only?.closed, false, text);
    }
  });

  it("reads psql commands at the beginning of a line, where asked", () => {
    const text = "\\if false\n select '\n\\endif' \\x\n\\endif\r\n";
    const found = (options: { metaCommands: boolean }) =>
      scan(text, options).flatMap((t) => (t.kind === "metaCommand" ? [text.slice(t.start, t.end)] : []));
    assert.deepEqual(found({ metaCommands: true }), ["\\if false", "\\endif"]);
    assert.deepEqual(found({ metaCommands: false }), []);
  });
});

describe("unclosedProblem", () => {
  it("is content with closed text", () => {
    assert.equal(unclosedProblem("a.sql", "SELECT 'a' /* b */ -- 'c"), null);
  });

  for (const [text, message, place] of [
    ["SELECT 'it\nis;", "This quote is never closed.", "'it"],
    ['SELECT "a;\n', "This quoted name is never closed.", '"a;'],
    ["SELECT $a$ $b$;", "This quote is never closed.", "$a$ $b$;"],
    ["SELECT /* /* */ 1\r\n;", "This comment is never closed.", "/* /* */ 1"],
  ] as const) {
    it(`points at ${place}`, () => {
      const problem = unclosedProblem("a.sql", text);
      assert.equal(problem?.message, message);
      assert.equal(problem.place?.file, "a.sql");
      assert.equal(text.slice(problem.place.span.start, problem.place.span.end), place);
    });
  }
});

// libpg-query hands comments out as tokens, and so lets none stand inside a continued string; the server does.
const commentBetweenSegments = /'\s*(--[^\n\r]*[\n\r]\s*)+'/;

/** Same tokens at the same places, or both find the text not closed; false where PostgreSQL refuses it. */
function agrees(text: string, name = text): boolean {
  const ours = scan(text);
  let theirs;
  try {
    theirs = scanSync(text).tokens;
  } catch (error) {
    // The scanner's message reaches us inside that of a failed JSON.parse.
    if (/"untermin/.test(String(error)))
      assert.ok(
        ours.some((t) => !t.closed),
        `PostgreSQL says not closed: ${name}`,
      );
    return false;
  }
  assert.ok(
    ours.every((t) => t.closed),
    `PostgreSQL says closed: ${name}`,
  );
  const bytes = byteOffsets(text);
  const spans = ours.map((t) => [bytes[t.start] ?? -1, bytes[t.end] ?? -1] as const);
  const joined: (readonly [number, number])[] = [];
  for (const span of spans) {
    const within = theirs[joined.length - 1];
    // A continued string is one token to them.
    if (within && span[0] < within.end) joined[joined.length - 1] = [within.start, span[1]];
    else joined.push(span);
  }
  assert.deepEqual(
    joined,
    theirs.map((t) => [t.start, t.end]),
    name,
  );
  return true;
}

/** The UTF-8 offset of each UTF-16 offset. */
function byteOffsets(text: string): number[] {
  const offsets: number[] = [];
  let bytes = 0;
  for (const character of text) {
    for (let unit = 0; unit < character.length; unit += 1) offsets.push(bytes);
    bytes += Buffer.byteLength(character);
  }
  offsets.push(bytes);
  return offsets;
}

function texts(text: string): string[] {
  return scan(text).map((t) => text.slice(t.start, t.end));
}
