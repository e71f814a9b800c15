import fc from "fast-check";

/** What breaks a parser: the signs of the language in the wrong place. */
export const pieces = fc.constantFrom(
  ...Array.from("{}()[]@,:?!=.\"'\\/*-_#\n\r\t \u00a0\ufeff\0"),
  ...'@@ // /// /* */ \r\n \\u \\" Unsupported( model\u0020A\u0020{\n enum\u0020E\u0020{\n [] ]? 1.5 -1 1a Ä 😀 \ud800'.split(
    " ",
  ),
);

/** A place in a text from 0 to 1, how much goes there, and what comes. */
export interface Mutation {
  readonly at: number;
  readonly remove: number;
  readonly insert: readonly string[];
}

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(80)),
  insert: fc.array(pieces, { maxLength: 3 }),
});

/** The text with one mutation after another made in it. */
export function mutate(text: string, mutations: readonly Mutation[]): string {
  return mutations.reduce((result, { at, remove, insert }) => {
    const index = Math.floor(at * result.length);
    return result.slice(0, index) + insert.join("") + result.slice(index + remove);
  }, text);
}
