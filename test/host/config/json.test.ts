import assert from "node:assert/strict";

import fc from "fast-check";

import { type JsonNode, readJson } from "#host/config/json.ts";

describe("readJson", () => {
  it("reads any JSON as JSON.parse does", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(undefined, 1, "\t"), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const { value: node, problems } = readJson("f", text);
        assert.deepEqual(problems, []);
        assert.ok(node);
        assert.deepEqual(plain(node), JSON.parse(text));
      }),
    );
  });

  it("gives every node the span of its own text", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value, null, 2);
        const { value: node } = readJson("f", text);
        assert.ok(node);
        for (const each of nodes(node)) {
          assert.deepEqual(JSON.parse(text.slice(each.span.start, each.span.end)), plain(each));
        }
      }),
    );
  });

  it("ends and says where for any text at all", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('{}[]:,"\\ \n1-e/*t')) }), (text) => {
        const { value, problems } = readJson("f", text);
        assert.ok(value !== null || problems.length > 0, "either a value or a problem");
        assert.ok(problems.length <= 1, "the first error only");
        for (const { place } of problems) {
          assert.ok(place && place.span.start >= 0 && place.span.start <= place.span.end);
          assert.ok(place.span.end <= text.length);
        }
      }),
    );
  });

  it("takes comments, trailing commas and a byte order mark", () => {
    const text = '\uFEFF// how\n{ "a": [1, /* two */ 2,], "b": { }, }\n// end';
    const { value, problems } = readJson("f", text);
    assert.deepEqual(problems, []);
    assert.deepEqual(value && plain(value), { a: [1, 2], b: {} });
  });

  const broken: readonly (readonly [text: string, message: string, at: number])[] = [
    ["", "Expected a value, but the file ends here.", 0],
    ['{ "a" 1 }', 'Expected a colon after "a", but there is 1 here.', 6],
    ['{ "a": 1 "b": 2 }', 'Expected a comma or }, but there is " here.', 9],
    ["{ a: 1 }", "Expected a key in double quotes, but there is a here.", 2],
    ['{ "a": yes }', "A value is expected here, not yes: text stands in double quotes.", 7],
    ['{ "a": 1 } x', "Expected the end of the file, but there is x here.", 11],
    ['{ "a": "x\n" }', 'Expected a value, but there is " here.', 7],
    ["[1, 2", "Expected a comma or ], but the file ends here.", 5],
    ["[01]", "Expected a comma or ], but there is 1 here.", 2],
    ["[".repeat(5000), "This is nested too deeply.", 101],
  ];
  for (const [text, message, at] of broken) {
    it(`says of ${JSON.stringify(text.slice(0, 20))}: ${message}`, () => {
      const { problems } = readJson("f", text);
      assert.deepEqual(
        problems.map((p) => [p.message, p.place?.span.start]),
        [[message, at]],
      );
    });
  }

  it("keeps what it understood before the error", () => {
    const { value } = readJson("f", '{ "schema": "a", "revisions": }');
    assert.deepEqual(value && plain(value), { schema: "a" });
  });
});

function plain(node: JsonNode): unknown {
  switch (node.kind) {
    case "object":
      return Object.fromEntries(node.members.map(({ key, value }) => [key, plain(value)]));
    case "array":
      return node.elements.map(plain);
    case "null":
      return null;
    case "string":
    case "number":
    case "boolean":
      return node.value;
  }
}

function nodes(node: JsonNode): readonly JsonNode[] {
  if (node.kind === "object") return [node, ...node.members.flatMap((m) => nodes(m.value))];
  return node.kind === "array" ? [node, ...node.elements.flatMap(nodes)] : [node];
}
