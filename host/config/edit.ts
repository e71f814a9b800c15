import type { JsonMember, JsonNode, JsonObject } from "#host/config/json.ts";

/** A JSON value to be written. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * The text of a JSON file with `additions` merged into the object that `node` read from it. What is there keeps its value
 * and its formatting; objects are merged, missing members are added at the end in the file's own indentation.
 */
export function mergeJson(text: string, node: JsonObject, additions: { readonly [key: string]: Json }): string {
  const style = { indent: indentOf(text), newline: text.includes("\r\n") ? "\r\n" : "\n" };
  return edits(text, node, additions, { ...style, depth: 1 })
    .toSorted((a, b) => b.at - a.at)
    .reduce((edited, { at, insert }) => edited.slice(0, at) + insert + edited.slice(at), text);
}

interface Insertion {
  readonly at: number;
  readonly insert: string;
}

interface Style {
  readonly indent: string;
  readonly newline: string;
  readonly depth: number;
}

function edits(
  text: string,
  node: JsonObject,
  additions: { readonly [key: string]: Json },
  style: Style,
): readonly Insertion[] {
  const present = new Map(node.members.map((member) => [member.key, member.value]));
  const inner = Object.entries(additions).flatMap(([key, value]) => {
    const old: JsonNode | undefined = present.get(key);
    return old?.kind === "object" && isObject(value)
      ? edits(text, old, value, { ...style, depth: style.depth + 1 })
      : [];
  });
  const missing = Object.entries(additions).filter(([key]) => !present.has(key));
  return missing.length === 0 ? inner : [...inner, added(text, node, missing, style)];
}

/** After the last member, or in the empty object; on one line where the object stands on one. */
function added(text: string, node: JsonObject, members: readonly [string, Json][], style: Style): Insertion {
  const last: JsonMember | undefined = node.members.at(-1);
  const { start, end } = node.span;
  const isOneLine = last !== undefined && !text.slice(start, end).includes("\n");
  const line = style.newline + style.indent.repeat(style.depth);
  const written = members.map(([key, value]) => {
    const json = JSON.stringify(value, null, isOneLine ? undefined : style.indent);
    return `${JSON.stringify(key)}: ${json.replaceAll("\n", line)}`;
  });
  if (isOneLine) return { at: last.value.span.end, insert: `, ${written.join(", ")}` };
  const body = written.map((member) => line + member).join(",");
  if (last) return { at: last.value.span.end, insert: `,${body}` };
  const isOpen = text.slice(start, end).includes("\n");
  return { at: start + 1, insert: isOpen ? body : body + style.newline + style.indent.repeat(style.depth - 1) };
}

/** What the first indented line of a file begins with. */
function indentOf(text: string): string {
  return /\n([ \t]+)\S/.exec(text)?.[1] ?? "  ";
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
