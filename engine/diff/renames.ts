import { displayName, type QualifiedName } from "#engine/schema/name.ts";

/** Something that keeps its rows and values under another name. A column's table is named as it was before. */
export type Rename =
  | { readonly kind: "table"; readonly from: QualifiedName; readonly to: QualifiedName }
  | { readonly kind: "column"; readonly table: QualifiedName; readonly from: string; readonly to: string };

/**
 * A rename as the command line and a revision's header write it, with `=` or `->`, in database names. A column is
 * `[schema.]table.column=new`; a table of `home` is `table=new`, any other `schema.table=schema.new`. Names with dots,
 * spaces or arrows stand in double quotes. Null for a text that is none of these.
 */
export function parseRename(text: string, home: string): Rename | null {
  const sides = partsOfSides(text);
  if (sides === null) return null;
  const [left, right] = sides;
  const [a = "", b = "", c = ""] = left;
  const [first = "", second = ""] = right;
  if (right.length > 2) return null;
  if (left.length === 3)
    return right.length === 1 ? { kind: "column", table: { schema: a, name: b }, from: c, to: first } : null;
  if (left.length === 1) {
    const to = right.length === 1 ? { schema: home, name: first } : { schema: first, name: second };
    return { kind: "table", from: { schema: home, name: a }, to };
  }
  if (left.length !== 2) return null;
  if (right.length === 1) return { kind: "column", table: { schema: home, name: a }, from: b, to: first };
  return { kind: "table", from: { schema: a, name: b }, to: { schema: first, name: second } };
}

/** As a revision's header has it: `tasks.description -> details`. */
export function printRename(rename: Rename, home: string): string {
  const [from, to] = sidesOf(rename, home);
  return `${from} -> ${to}`;
}

/** As `--rename` takes it: `tasks.description=details`. */
export function printRenameOption(rename: Rename, home: string): string {
  return sidesOf(rename, home).join("=");
}

function sidesOf(rename: Rename, home: string): readonly [from: string, to: string] {
  if (rename.kind === "column") return [`${printName(rename.table, home)}.${part(rename.from)}`, part(rename.to)];
  const { from, to } = rename;
  const isHome = from.schema === home && to.schema === home;
  return isHome ? [part(from.name), part(to.name)] : [printWhole(from), printWhole(to)];
}

function printName(name: QualifiedName, home: string): string {
  return name.schema === home ? part(name.name) : printWhole(name);
}

function printWhole({ schema, name }: QualifiedName): string {
  return `${part(schema)}.${part(name)}`;
}

function part(name: string): string {
  return /^(?:[^\s".=>-]|-(?!>))+$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

const token = /\s*(?:"((?:[^"]|"")+)"|(->|=|\.)|((?:[^\s".=>-]|-(?!>))+))\s*/y;

/** The parts left and right of the arrow; null where the text is no two names. */
function partsOfSides(text: string): readonly [string[], string[]] | null {
  const sides: [string[], string[]] = [[], []];
  let side = sides[0];
  let expectsName = true;
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    if (match === null) return null;
    const [, quoted, sign, plain] = match;
    if (expectsName === (sign !== undefined)) return null;
    if (sign === undefined) side.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    else if (sign !== ".") {
      if (side === sides[1]) return null;
      side = sides[1];
    }
    expectsName = !expectsName;
  }
  return expectsName || sides[1].length === 0 ? null : sides;
}

/** `tasks.description`: what a question about a rename is about. */
export function renameSubject(rename: Rename, home: string): string {
  return rename.kind === "table" ? displayName(rename.from, home) : `${displayName(rename.table, home)}.${rename.from}`;
}
