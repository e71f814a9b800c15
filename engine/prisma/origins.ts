import type { Place, Span } from "#engine/core/span.ts";
import { enumKey, type ObjectKey, tableKey } from "#engine/schema/objectKey.ts";

/** Where in the models an object of the schema was asked for, and in which words. */
export interface Origin {
  /** The name, attribute or setting that asks for it: what a diagnostic underlines. */
  readonly place: Place;
  /** The whole declaration around `place`: a field with its attributes, a block with its members. */
  readonly declaration: Span;
  readonly what: "model" | "field" | "enum" | "value" | "attribute" | "datasource";
  /** The name of the model, enum or datasource. */
  readonly block: string;
  /** The name of the field or value; null for what belongs to the block. */
  readonly member: string | null;
}

/** The origins of a schema's objects, by their keys: found where somebody asks, since who saves asks for a few of thousands. */
export interface Origins extends Iterable<readonly [ObjectKey, Origin]> {
  get(key: ObjectKey): Origin | undefined;
}

/** The origin of an object; where it has none, that of its table or enum; null for what no model names. */
export function originOf(origins: Origins, key: ObjectKey): Origin | null {
  const own = origins.get(key);
  if (own) return own;
  const [, schema, name, member] = key.split("\0");
  if (schema === undefined || name === undefined || member === undefined) return null;
  const owner = { schema, name };
  return origins.get(key.startsWith("enumValue\0") ? enumKey(owner) : tableKey(owner)) ?? null;
}

export function placeOf(origins: Origins, key: ObjectKey): Place | null {
  return originOf(origins, key)?.place ?? null;
}

/** In the words of the models: `Task`, `Task.title`. */
export function describeOrigin(origin: Origin): string {
  return origin.member === null ? origin.block : `${origin.block}.${origin.member}`;
}
