import { compareText } from "#engine/core/compare.ts";
import { canonicalNumber } from "#engine/schema/canonicalNumber.ts";

/**
 * A JSON text as `jsonb` keeps it: keys sorted and once (the last one counts), numbers exact, no white space. Null for what
 * is no JSON.
 */
export function canonicalJson(text: string): string | null {
  const tokens = [...text.matchAll(token)].map(([whole]) => whole).filter((each) => each.trim() !== "");
  const reader = { tokens, at: 0 };
  const value = readValue(reader);
  return reader.at === tokens.length ? value : null;
}

/** Whatever is no token comes as one character, which nothing accepts. */
const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|\s+|./gsu;

interface Reader {
  readonly tokens: readonly string[];
  at: number;
}

function readValue(reader: Reader): string | null {
  const first = reader.tokens[reader.at++];
  if (first === undefined) return null;
  if (first === "{") return readObject(reader);
  if (first === "[") return readArray(reader);
  if (first.startsWith('"')) return readString(first);
  if (first === "true" || first === "false" || first === "null") return first;
  return /^-?(?:0|[1-9])/.test(first) ? canonicalNumber(first, { scale: "kept" }) : null;
}

function readString(text: string): string | null {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return null;
  }
}

function readArray(reader: Reader): string | null {
  const items: string[] = [];
  if (take(reader, "]")) return "[]";
  do {
    const item = readValue(reader);
    if (item === null) return null;
    items.push(item);
  } while (take(reader, ","));
  return take(reader, "]") ? `[${items.join(",")}]` : null;
}

function readObject(reader: Reader): string | null {
  const entries = new Map<string, string>();
  if (take(reader, "}")) return "{}";
  do {
    const name = reader.tokens[reader.at++] ?? "";
    const key = name.startsWith('"') ? readString(name) : null;
    const value = key !== null && take(reader, ":") ? readValue(reader) : null;
    if (key === null || value === null) return null;
    entries.set(key, value);
  } while (take(reader, ","));
  if (!take(reader, "}")) return null;
  const sorted = [...entries].sort(([a], [b]) => compareText(a, b));
  return `{${sorted.map(([key, value]) => `${key}:${value}`).join(",")}}`;
}

function take(reader: Reader, text: string): boolean {
  if (reader.tokens[reader.at] !== text) return false;
  reader.at++;
  return true;
}
