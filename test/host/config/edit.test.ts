import assert from "node:assert/strict";

import fc from "fast-check";

import { type Json, mergeJson } from "#host/config/edit.ts";
import { readJson } from "#host/config/json.ts";

const embedded = { databases: { dev: { url: "embedded" } }, default: "dev" };

function merged(text: string, additions: { readonly [key: string]: Json } = embedded): string {
  const { value } = readJson("f", text);
  assert.equal(value?.kind, "object");
  return mergeJson(text, value, additions);
}

describe("mergeJson", () => {
  const cases: readonly (readonly [before: string, after: string])[] = [
    ["{}", '{\n  "databases": {\n    "dev": {\n      "url": "embedded"\n    }\n  },\n  "default": "dev"\n}'],
    ["{\n}\n", '{\n  "databases": {\n    "dev": {\n      "url": "embedded"\n    }\n  },\n  "default": "dev"\n}\n'],
    ['{ "schema": "a" }\n', '{ "schema": "a", "databases": {"dev":{"url":"embedded"}}, "default": "dev" }\n'],
    [
      '{\n\t"default": "dev", // ours\n\t"databases": {\n\t\t"prod": { "url": "env:P" },\n\t},\n}',
      '{\n\t"default": "dev", // ours\n\t"databases": {\n\t\t"prod": { "url": "env:P" },\n\t\t"dev": {\n\t\t\t"url": "embedded"\n\t\t},\n\t},\n}',
    ],
    [
      '{\r\n    "schema": "a"\r\n}\r\n',
      '{\r\n    "schema": "a",\r\n    "databases": {\r\n        "dev": {\r\n            "url": "embedded"\r\n        }\r\n    },\r\n    "default": "dev"\r\n}\r\n',
    ],
    [
      '{ "databases": { "dev": { "url": "env:D" } }, "default": "x" }',
      '{ "databases": { "dev": { "url": "env:D" } }, "default": "x" }',
    ],
  ];
  for (const [before, after] of cases) {
    it(`merges into ${JSON.stringify(before)}`, () => {
      assert.equal(merged(before), after);
    });
  }

  it("keeps all that is there and adds all that is missing, once", () => {
    const keys = fc.constantFrom("a", "b", "c", "d");
    const plain = { noNullPrototype: true };
    const objects = fc.dictionary(keys, fc.oneof(fc.integer(), fc.dictionary(keys, fc.string(), plain)), plain);
    fc.assert(
      fc.property(objects, objects, fc.constantFrom(undefined, 1, 2, "\t"), (present, additions, indent) => {
        const text = merged(JSON.stringify(present, null, indent), additions);
        assert.deepEqual(JSON.parse(text), { ...deepMerge(additions, present) });
        assert.equal(merged(text, additions), text);
      }),
    );
  });
});

type Nested = Readonly<Record<string, number | Readonly<Record<string, string>>>>;

function deepMerge(base: Nested, over: Nested): Nested {
  const both = Object.entries(over).map(([key, value]) => {
    const below = base[key];
    return [key, typeof value === "object" && typeof below === "object" ? { ...below, ...value } : value] as const;
  });
  return { ...base, ...Object.fromEntries(both) };
}
