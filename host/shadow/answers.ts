import type { Schema } from "#engine/index.ts";
import type { Trace } from "#host/shadow.ts";

// What a cache holds was written by another process, perhaps of another version: its outline is looked at before it is used.

export function isSchema(value: unknown): value is Schema {
  const keys = ["namespaces", "extensions", "enums", "tables", "sequences", "objects"] as const;
  return isObject(value) && keys.every((key) => Array.isArray(value[key]));
}

export function isMoves(value: unknown): value is Pick<Trace, "dropped" | "renamed"> {
  return isObject(value) && [value["dropped"], value["renamed"]].every(Array.isArray);
}

export function isSpelling(value: unknown): value is readonly (string | null)[] {
  return Array.isArray(value) && value.every((each) => each === null || typeof each === "string");
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
