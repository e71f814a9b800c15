import assert from "node:assert/strict";

import { parseRevision } from "#engine/revisions/file.ts";
import { parseProof, printProof, type Proof, withProof } from "#engine/revisions/proof.ts";

const proof: Proof = { up: "a1", down: "b2", parents: "c3", postgres: "18.6" };
const stated = "v1 up=a1 down=b2 parents=c3 postgres=18.6";

describe("the Proof header", () => {
  it("is read as it is printed, in whatever order, with what later versions add", () => {
    assert.equal(printProof(proof), stated);
    assert.deepEqual(parseProof(stated), proof);
    assert.deepEqual(parseProof("v1  postgres=18.6 up=a1 more=1 parents=c3 down=b2 "), proof);
  });

  for (const text of [
    "",
    "v1",
    "v2 up=a1 down=b2 parents=c3 postgres=18.6",
    stated.replace("down=b2", "down="),
    "yes",
    "v1 up=a1 down parents=c3 postgres=18.6",
  ]) {
    it(`is no proof as ${JSON.stringify(text)}`, () => {
      assert.equal(parseProof(text), null);
    });
  }

  const file = (headers: readonly string[]) =>
    ["-- add x", "--", ...headers, "", "-- retort: upgrade", "SELECT 1;", "-- retort: downgrade", ""].join("\n");
  const plain = file(["-- Revision: a", "-- Created: 2026-01-01T00:00:00Z", "-- Replaces: z"]);
  const proved = file(["-- Revision: a", "-- Created: 2026-01-01T00:00:00Z", `-- Proof: ${stated}`, "-- Replaces: z"]);

  it("comes, changes and goes, and nothing else does", () => {
    assert.equal(edited(plain, proof), proved);
    assert.equal(edited(proved, proof), proved);
    assert.equal(edited(proved.replace("a1", "0"), proof), proved);
    assert.equal(edited(proved, null), plain);
    assert.equal(edited(plain, null), plain);
  });

  it("keeps line ends, byte order marks and the headers' own order", () => {
    const windows = (text: string) => `\uFEFF${text.replaceAll("\n", "\r\n")}`;
    assert.equal(edited(windows(plain), proof), windows(proved));
    assert.equal(edited(windows(proved), null), windows(plain));
    const turned = file(["-- Created: 2026-01-01T00:00:00Z", "-- Replaces: z", "-- Revision: a"]);
    assert.equal(edited(turned, proof), turned.replace("-- Revision: a\n", `-- Revision: a\n-- Proof: ${stated}\n`));
    assert.equal(edited("-- revision: a", proof), `-- revision: a\n-- Proof: ${stated}`);
  });

  function edited(text: string, to: Proof | null): string {
    const parsed = parseRevision("a.sql", text).value;
    assert.ok(parsed);
    const written = withProof(text, parsed, to);
    const again = parseRevision("a.sql", written).value;
    assert.deepEqual(again?.revision, { ...parsed.revision, proof: to && printProof(to) });
    return written;
  }
});
