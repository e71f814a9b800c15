import { type Place, type Problem, type ProblemCode, type Span } from "#engine/index.ts";
import type { JsonNode, JsonObject } from "#host/config/json.ts";

/** A setting and where it is written. */
export interface Written<T> {
  readonly value: T;
  readonly place: Place;
}

/** Takes typed values out of a configuration file and reports, with its place, all that does not fit. */
export interface JsonReader {
  place(span: Span): Place;
  error(code: ProblemCode, message: string, span: Span, details?: readonly string[]): void;
  /** By key, the last of equal ones. Keys that `known` does not list are warned about. */
  members(node: JsonNode, path: string, known: readonly string[] | null): ReadonlyMap<string, JsonMemberValue>;
  text(member: JsonMemberValue | undefined): Written<string> | null;
  flag(member: JsonMemberValue | undefined): boolean | null;
  texts(member: JsonMemberValue | undefined): readonly Written<string>[] | null;
  /** A time that is not negative, in seconds. */
  seconds(member: JsonMemberValue | undefined): number | null;
}

export interface JsonMemberValue {
  /** Of the whole file: `databases.dev.url`. */
  readonly path: string;
  readonly key: string;
  readonly keySpan: Span;
  readonly node: JsonNode;
}

/** `problems` receives what is reported. */
export function createJsonReader(file: string, problems: Problem[]): JsonReader {
  const place = (span: Span): Place => ({ file, span });
  const error: JsonReader["error"] = (code, message, span, details) => {
    problems.push({ code, severity: "error", message, ...(details && { details }), place: place(span) });
  };
  const warn = (code: ProblemCode, message: string, span: Span): void => {
    problems.push({ code, severity: "warning", message, place: place(span) });
  };
  const mistyped = (path: string, expected: string, node: JsonNode): null => {
    error("config/type", `"${path}" must be ${expected}, not ${kindInWords[node.kind]}.`, node.span);
    return null;
  };
  const object = (node: JsonNode, path: string): JsonObject | null => {
    if (node.kind === "object") return node;
    if (path === "") error("config/type", "The file must hold an object: { … }.", node.span);
    else mistyped(path, "an object", node);
    return null;
  };

  return {
    place,
    error,
    members(node, path, known) {
      const values = new Map<string, JsonMemberValue>();
      for (const { key, keySpan, value } of object(node, path)?.members ?? []) {
        const own = path === "" ? key : `${path}.${key}`;
        if (known && !known.includes(key)) {
          warn("config/unknownKey", `"${own}" means nothing here; known are ${known.join(", ")}.`, keySpan);
        } else {
          if (values.has(key)) warn("config/duplicateKey", `"${own}" is written twice; the last one counts.`, keySpan);
          values.set(key, { path: own, key, keySpan, node: value });
        }
      }
      return values;
    },
    text(member) {
      if (!member) return null;
      const { node, path } = member;
      if (node.kind !== "string") return mistyped(path, "text", node);
      if (node.value.trim() === "") return mistyped(path, "text that is not empty", node);
      return { value: node.value, place: place(node.span) };
    },
    flag(member) {
      if (!member) return null;
      return member.node.kind === "boolean" ? member.node.value : mistyped(member.path, "true or false", member.node);
    },
    texts(member) {
      if (!member) return null;
      const { node, path } = member;
      if (node.kind !== "array") return mistyped(path, "a list of text", node);
      const values: Written<string>[] = [];
      for (const element of node.elements) {
        if (element.kind === "string" && element.value.trim() !== "") {
          values.push({ value: element.value, place: place(element.span) });
        } else mistyped(path, "a list of text", element);
      }
      return values;
    },
    seconds(member) {
      if (!member) return null;
      const { node, path } = member;
      const expected = "a number of seconds, at most a million";
      if (node.kind !== "number") return mistyped(path, expected, node);
      if (node.value >= 0 && node.value <= 1_000_000) return node.value;
      error("config/type", `"${path}" must be ${expected}.`, node.span);
      return null;
    },
  };
}

const kindInWords: Readonly<Record<JsonNode["kind"], string>> = {
  object: "an object",
  array: "a list",
  string: "this text",
  number: "a number",
  boolean: "true or false",
  null: "null",
};
