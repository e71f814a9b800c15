import type { Fix, FixContext } from "#server/fixes/fix.ts";
import { nearestNames } from "#server/fixes/nearest.ts";

/** Names that a field's type may have: what elsewhere is called as it is written here, and what looks like it. */
export function unknownTypeFixes({ problem, text, models }: FixContext): readonly Fix[] {
  const { span } = problem.place;
  const written = text.slice(span.start, span.end);
  // Of `Unsupported("…")` PostgreSQL knows the names.
  if (!/^\w+$/.test(written)) return [];
  const declared = models.documents.flatMap(({ items }) =>
    items.flatMap((item) => (item.kind === "enum" || item.kind === "model" ? [item.name.text] : [])),
  );
  const near = nearestNames(written, [...Object.keys(elsewhere), ...declared]);
  const habit = Object.entries(elsewhere).flatMap(([scalar, words]) =>
    words.includes(written.toLowerCase()) ? [scalar] : [],
  );
  return [...new Set([...habit, ...near])].map((name) => ({ title: `Change ${written} to ${name}`, span, text: name }));
}

/** Every scalar type, with what PostgreSQL or other languages call it. */
const elsewhere: Readonly<Record<string, readonly string[]>> = {
  String: ["text", "varchar", "char", "uuid", "citext"],
  Boolean: ["bool"],
  Int: ["integer", "int4", "number", "serial"],
  BigInt: ["int8", "long", "bigserial"],
  Float: ["double", "real", "float8"],
  Decimal: ["numeric", "money"],
  DateTime: ["date", "time", "timestamp", "timestamptz"],
  Json: ["jsonb", "object"],
  Bytes: ["bytea", "blob", "buffer"],
};
