import assert from "node:assert/strict";

import { fnv1a64 } from "#engine/core/hash.ts";

/** The vectors that the algorithm's authors publish. */
const vectors: Readonly<Record<string, string>> = {
  "": "cbf29ce484222325",
  a: "af63dc4c8601ec8c",
  foobar: "85944171f73967e8",
};

describe("fnv1a64", () => {
  for (const [text, hash] of Object.entries(vectors)) {
    it(JSON.stringify(text), () => {
      assert.equal(fnv1a64(text), hash);
    });
  }
});
