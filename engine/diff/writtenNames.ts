import type { QualifiedName } from "#engine/schema/name.ts";

/** Names as people write them in options and headers: parts with dots between, in double quotes where they need them. */
export interface ReadNames {
  readonly parts: readonly string[];
  /** Where the text goes on behind `=` or `->`; its length where nothing follows. */
  readonly end: number;
  /** An `=` or `->` follows. */
  readonly more: boolean;
}

const token = /\s*(?:"((?:[^"]|"")+)"|(->|=|\.)|((?:[^\s".=>-]|-(?!>))+))\s*/y;

/** The name at `start`, up to the arrow or the end; null where the text is no name. */
export function readNames(text: string, start: number): ReadNames | null {
  const parts: string[] = [];
  let expectsName = true;
  token.lastIndex = start;
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    if (match === null) return null;
    const [, quoted, sign, plain] = match;
    if (expectsName === (sign !== undefined)) return null;
    if (sign === undefined) parts.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    else if (sign !== ".") return { parts, end: token.lastIndex, more: true };
    expectsName = !expectsName;
  }
  return expectsName ? null : { parts, end: text.length, more: false };
}

export function printName(name: QualifiedName, home: string): string {
  return name.schema === home ? printPart(name.name) : printWhole(name);
}

export function printWhole({ schema, name }: QualifiedName): string {
  return `${printPart(schema)}.${printPart(name)}`;
}

/** A comma would part the items of a header. */
export function printPart(name: string): string {
  return /^(?:[^\s".,=>-]|-(?!>))+$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** A name as it is printed, however it was written; what is no name stays as it is. */
export function printAgain(written: string): string {
  const read = readNames(written, 0);
  return read && !read.more ? read.parts.map(printPart).join(".") : written;
}
