import type { ColumnType } from "#engine/schema/model.ts";
import type { QualifiedName } from "#engine/schema/name.ts";

export interface TypeNameOptions {
  /** The enum that a name means; `schema` is null where the text names none. */
  readonly findEnum: (name: { readonly schema: string | null; readonly name: string }) => QualifiedName | null;
}

/**
 * A type as SQL writes it (`character varying(20)`, `numeric(10,2)[]`, `geometry(Point, 4326)`, `"role"`), as the catalog
 * knows it. Null for a text that is no type name.
 * The fields that an interval is held to are a part of its name: `interval year to month`.
 *
 * PostgreSQL manual, chapter 8 and the grammar's `SimpleTypename`.
 */
export function parseTypeName(text: string, options: TypeNameOptions): ColumnType | null {
  const reader = new Reader(text);
  const type = readType(reader, options);
  if (type === null) return null;
  const rest = reader.rest().trim();
  if (rest === "") return type;
  // PostgreSQL keeps neither the bounds of an array nor the number of its dimensions.
  return /^(array(\s*\[\s*\d*\s*\])?|(\[\s*\d*\s*\]\s*)+)$/i.test(rest) ? { ...type, array: true } : null;
}

interface Word {
  readonly text: string;
  readonly quoted: boolean;
}

const wordPattern = /\s*(?:"((?:[^"]|"")+)"|([\p{L}_][\p{L}\p{N}_$]*))/uy;

/** Steps through the words and signs of a type's name. */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  rest(): string {
    return this.#text.slice(this.#at);
  }

  /** The word at the cursor, folded unless it is quoted. */
  word(): Word | null {
    wordPattern.lastIndex = this.#at;
    const match = wordPattern.exec(this.#text);
    if (match === null) return null;
    this.#at = wordPattern.lastIndex;
    const [, quoted, plain = ""] = match;
    return quoted === undefined
      ? { text: fold(plain), quoted: false }
      : { text: quoted.replaceAll('""', '"'), quoted: true };
  }

  /** Steps over these unquoted words if they are the next ones. */
  take(...words: readonly string[]): boolean {
    const before = this.#at;
    for (const expected of words) {
      const word = this.word();
      if (word?.text !== expected || word.quoted) {
        this.#at = before;
        return false;
      }
    }
    return true;
  }

  sign(sign: string): boolean {
    const rest = this.rest();
    const trimmed = rest.trimStart();
    if (!trimmed.startsWith(sign)) return false;
    this.#at += rest.length - trimmed.length + sign.length;
    return true;
  }

  /** The arguments in parentheses as written, without space around them; null where they are broken off. */
  args(): string[] | null {
    if (!this.sign("(")) return [];
    const close = this.#text.indexOf(")", this.#at);
    if (close === -1) return null;
    const args = this.#text.slice(this.#at, close).split(",");
    this.#at = close + 1;
    return args.map((arg) => arg.trim());
  }
}

function readType(reader: Reader, options: TypeNameOptions): ColumnType | null {
  const standard = readStandardType(reader);
  if (standard !== undefined) return standard;
  const first = reader.word();
  if (first === null) return null;
  const second = reader.sign(".") ? reader.word() : undefined;
  if (second === null) return null;
  const schema = second === undefined ? null : first.text;
  const name = second?.text ?? first.text;
  const args = reader.args();
  if (args === null) return null;
  if (schema === null || schema === "pg_catalog") {
    const builtin = builtinType(name, args);
    if (builtin !== null) return builtin;
  }
  const enumName = args.length === 0 ? options.findEnum({ schema, name }) : null;
  return enumName === null
    ? { kind: "other", schema, name, args, array: false }
    : { kind: "enum", name: enumName, array: false };
}

/** The types that have a syntax of their own; undefined where none of them stands here, null where one is broken off. */
function readStandardType(reader: Reader): ColumnType | null | undefined {
  for (const [words, name] of spelledOut) {
    if (!reader.take(...words)) continue;
    switch (name) {
      case "bpchar":
      case "varchar":
        return withArgs(reader, reader.take("varying") ? "varchar" : name);
      case "bit":
        return withArgs(reader, reader.take("varying") ? "varbit" : name);
      case "timestamp":
      case "time": {
        const type = withArgs(reader, name);
        if (type?.kind !== "builtin") return null;
        if (reader.take("with", "time", "zone")) return { ...type, name: `${name}tz` };
        reader.take("without", "time", "zone");
        return type;
      }
      case "interval": {
        const type = withArgs(reader, name);
        const fields: string[] = [];
        for (let next = takeField(reader); next !== undefined; next = takeField(reader)) fields.push(next);
        const held = fields.length > 0 ? withArgs(reader, name) : null;
        return held?.kind === "builtin" ? { ...held, name: [name, ...fields].join(" ") } : type;
      }
      case "float": {
        const args = reader.args();
        const bits = Number(args?.[0] ?? 53);
        return args === null
          ? null
          : { kind: "builtin", name: bits <= 24 ? "float4" : "float8", args: [], array: false };
      }
      default:
        return withArgs(reader, name);
    }
  }
  return undefined;
}

function takeField(reader: Reader): string | undefined {
  return intervalFields.find((word) => reader.take(word));
}

const intervalFields = ["year", "month", "day", "hour", "minute", "second", "to"];

/** Longer spellings first, where one begins with another. */
const spelledOut: readonly (readonly [words: readonly string[], name: string])[] = [
  [["double", "precision"], "float8"],
  [["national", "character"], "bpchar"],
  [["national", "char"], "bpchar"],
  [["nchar"], "bpchar"],
  [["character"], "bpchar"],
  [["char"], "bpchar"],
  [["varchar"], "varchar"],
  [["bit"], "bit"],
  [["timestamp"], "timestamp"],
  [["time"], "time"],
  [["interval"], "interval"],
  [["float"], "float"],
  [["integer"], "int4"],
  [["int"], "int4"],
  [["smallint"], "int2"],
  [["bigint"], "int8"],
  [["real"], "float4"],
  [["decimal"], "numeric"],
  [["dec"], "numeric"],
  [["boolean"], "bool"],
];

function withArgs(reader: Reader, name: string): ColumnType | null {
  const args = reader.args();
  if (args === null) return null;
  // The keywords alone mean a length of one (manual, 8.3 and 8.10).
  return builtinType(name, args.length === 0 && (name === "bpchar" || name === "bit") ? ["1"] : args);
}

/** A type of `pg_catalog`: its name in quotes is that type, whatever else has the name. */
export function isCatalogType(name: string): boolean {
  return builtins.has(name.replace(/^_/, "")) || pseudoTypes.has(name);
}

function builtinType(name: string, args: readonly string[]): ColumnType | null {
  // PostgreSQL's own name of a list.
  if (name.startsWith("_") && args.length === 0 && builtins.has(name.slice(1))) {
    return { kind: "builtin", name: name.slice(1), args: [], array: true };
  }
  if (!builtins.has(name)) return null;
  if (!args.every((arg) => /^-?\d+$/.test(arg))) return null;
  const numbers = args.map(Number);
  // numeric(10) has no scale, that is a scale of zero, and the catalog keeps both.
  return {
    kind: "builtin",
    name,
    args: name === "numeric" && numbers.length === 1 ? [...numbers, 0] : numbers,
    array: false,
  };
}

/** PostgreSQL folds ASCII; other letters stay as they are in a UTF-8 database. */
function fold(word: string): string {
  return word.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** The base, range and multirange types of `pg_catalog`. */
const builtins: ReadonlySet<string> = new Set(
  `aclitem bit bool box bpchar bytea char cid cidr circle date datemultirange daterange float4 float8 inet int2 int2vector
  int4 int4multirange int4range int8 int8multirange int8range interval json jsonb jsonpath line lseg macaddr macaddr8 money
  name numeric nummultirange numrange oid oidvector path pg_lsn pg_snapshot point polygon refcursor regclass regcollation
  regconfig regdictionary regnamespace regoper regoperator regproc regprocedure regrole regtype text tid time timestamp
  timestamptz timetz tsmultirange tsquery tsrange tstzmultirange tstzrange tsvector txid_snapshot uuid varbit varchar xid
  xid8 xml`.split(/\s+/),
);

const pseudoTypes: ReadonlySet<string> = new Set(
  "any cstring event_trigger internal record trigger unknown void".split(" "),
);
