import assert from "node:assert/strict";

import fc from "fast-check";

import { frontendMessages } from "#host/embedded/frontendMessages.ts";

describe("frontend messages", () => {
  it("are cut into a greeting, what follows, and a farewell", () => {
    assert.deepEqual(cut([Buffer.concat([greeting, query("SELECT 1"), query("SELECT 2"), terminate])]), [
      ["startup", greeting.toString("latin1")],
      ["messages", query("SELECT 1").toString("latin1") + query("SELECT 2").toString("latin1")],
      ["terminate", terminate.toString("latin1")],
    ]);
  });

  it("begin again with a greeting after a farewell", () => {
    const kinds = cut([Buffer.concat([greeting, terminate, greeting, query("x")])]).map(([kind]) => kind);
    assert.deepEqual(kinds, ["startup", "terminate", "startup", "messages"]);
  });

  it("come out whole however they arrive", () => {
    const stream = Buffer.concat([
      greeting,
      query("SELECT 'ünï'"),
      query(""),
      terminate,
      greeting,
      query("q"),
      terminate,
    ]);
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(stream.length)), (cuts) => {
        const edges = [0, ...cuts.toSorted((a, b) => a - b), stream.length];
        const chunks = edges.slice(1).map((edge, index) => stream.subarray(edges[index], edge));
        const arrived = cut(chunks);
        assert.equal(arrived.map(([, bytes]) => bytes).join(""), stream.toString("latin1"));
        for (const kind of ["startup", "terminate"]) {
          assert.equal(arrived.filter(([name]) => name === kind).length, 2);
        }
        for (const [kind, bytes] of arrived) if (kind === "messages") assert.ok(isWhole(Buffer.from(bytes, "latin1")));
      }),
    );
  });
});

const greeting = Buffer.concat([length(4 + 4 + 10), Buffer.from([0, 3, 0, 0]), Buffer.from("user\0x\0\0\0\0")]);
const terminate = Buffer.concat([Buffer.from("X"), length(4)]);

function query(text: string): Buffer {
  const body = Buffer.from(`${text}\0`);
  return Buffer.concat([Buffer.from("Q"), length(4 + body.length), body]);
}

function length(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function cut(chunks: readonly Buffer[]) {
  const messages = frontendMessages();
  return chunks.flatMap((chunk) =>
    messages.take(chunk).map(({ kind, bytes }) => [kind, bytes.toString("latin1")] as const),
  );
}

function isWhole(bytes: Buffer): boolean {
  let at = 0;
  while (at < bytes.length) at += 1 + bytes.readInt32BE(at + 1);
  return at === bytes.length;
}
