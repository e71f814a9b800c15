import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { hashInput } from "#engine/revisions/hashText.ts";
import { headerKeys } from "#engine/revisions/header.ts";
import { printRevision } from "#engine/revisions/print.ts";
import type { Section } from "#engine/revisions/revision.ts";
import { parseSound } from "#test/engine/revisions/parse.ts";

const text = readFileSync(join(import.meta.dirname, "../../../docs/formats.md"), "utf8");
const example = /```sql\n([^]*?)```/.exec(text)?.[1] ?? "";

/** What docs/formats.md promises is held to here: a change that breaks one of these breaks somebody's history. */
describe("docs/formats.md", () => {
  it("shows a file as Retort prints it", () => {
    assert.equal(printRevision(parseSound(example)), example);
  });

  it("gives the hashes of its example, and what they are made of", () => {
    const { up, down } = parseSound(example);
    assert.ok(text.includes(`    ${hashInput(up).replaceAll("\0", "␀")}\n`));
    assert.ok(text.includes(`    ${v1(up)}\n`));
    assert.ok(text.includes(`\`${v1(down)}\``));
  });

  it("lists every header, and in the grammar too", () => {
    for (const key of headerKeys) assert.ok(text.includes(`| \`${key}\` |`), key);
    assert.ok(text.includes(`key          = ${headerKeys.map((key) => `"${key}"`).join(" / ")}\n`));
  });
});

/** Frozen: of each kind of token one, hashed once and for all. */
describe("v1 hashes", () => {
  const frozen: Record<string, string> = {
    "": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "SELECT \"a\"\"b\", U&\"d!0061t\" UESCAPE '!', 'it''s', E'\\'', B'01', $t$ ; $t$, 1.5e-3, 0x1F, $1, a->>'b', c::int[], d:=1, e=+-1 -- f\n/* g /* h */ */;":
      "d4b470e7035303cb5e4ad87fdc4906826837d0c9f2f427884e9a5c8432c64e3a",
    "SELECT 'a'\r\n  'b', E'c\\''\n'd\\'' , été, 日本, a$b, x@-y, 1..2;":
      "6d08249221a9aa6db8a1ca441123f3a6d15ea124cf0c77a9b6fdb702c32510b1",
  };
  for (const [sql, hash] of Object.entries(frozen)) {
    it(JSON.stringify(sql), () => {
      assert.equal(v1([{ mode: "transaction", sql }]), `v1:${hash}`);
    });
  }
});

function v1(sections: readonly Section[]): string {
  return `v1:${createHash("sha256").update(hashInput(sections)).digest("hex")}`;
}
