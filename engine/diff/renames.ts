import { printName, printPart, printWhole, readNames } from "#engine/diff/writtenNames.ts";
import { displayName, nameKey, type QualifiedName } from "#engine/schema/name.ts";

/** Something that keeps its rows and values under another name. A column's table, and a value's enum, are named as before. */
export type Rename =
  | { readonly kind: "table"; readonly from: QualifiedName; readonly to: QualifiedName }
  | { readonly kind: "column"; readonly table: QualifiedName; readonly from: string; readonly to: string }
  | { readonly kind: "enum"; readonly from: QualifiedName; readonly to: QualifiedName }
  /** Where `to` is a value that is there already, the rows that hold `from` come to hold it instead. */
  | { readonly kind: "enumValue"; readonly enum: QualifiedName; readonly from: string; readonly to: string };

/**
 * A rename as the command line and a revision's header write it, with `=` or `->`, in database names. A column is
 * `[schema.]table.column=new`; a table of `home` is `table=new`, any other `schema.table=schema.new`. Names with dots,
 * spaces or arrows stand in double quotes. Null for a text that is none of these.
 *
 * An enum and its values are written as a table and its columns are, and are read as such: only a schema tells which it
 * is (`settleRenames`), since PostgreSQL gives no table the name of an enum.
 */
export function parseRename(text: string, home: string): Rename | null {
  const start = readNames(text, 0);
  const end = start && readNames(text, start.end);
  if (!start || !end || !start.more || end.more) return null;
  const [left, right] = [start.parts, end.parts];
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

/** `details`, `auth.users`: what it is called afterwards. */
export function renameTarget(rename: Rename, home: string): string {
  return sidesOf(rename, home)[1];
}

function sidesOf(rename: Rename, home: string): readonly [from: string, to: string] {
  if (rename.kind === "column")
    return [`${printName(rename.table, home)}.${printPart(rename.from)}`, printPart(rename.to)];
  if (rename.kind === "enumValue")
    return [`${printName(rename.enum, home)}.${printPart(rename.from)}`, printPart(rename.to)];
  const { from, to } = rename;
  const isHome = from.schema === home && to.schema === home;
  return isHome ? [printPart(from.name), printPart(to.name)] : [printWhole(from), printWhole(to)];
}

/** `tasks.description`, `role.GUEST`: what a question about a rename is about. */
export function renameSubject(rename: Rename, home: string): string {
  switch (rename.kind) {
    case "table":
    case "enum":
      return displayName(rename.from, home);
    case "column":
      return `${displayName(rename.table, home)}.${rename.from}`;
    case "enumValue":
      return `${displayName(rename.enum, home)}.${rename.from}`;
  }
}

/** The renames that lead back. */
export function invertRenames(renames: readonly Rename[]): Rename[] {
  const newNames = new Map(
    renames.flatMap((rename) =>
      rename.kind === "table" || rename.kind === "enum" ? [[nameKey(rename.from), rename.to] as const] : [],
    ),
  );
  return renames.map((rename): Rename => {
    if (rename.kind === "table" || rename.kind === "enum")
      return { kind: rename.kind, from: rename.to, to: rename.from };
    if (rename.kind === "column") {
      return {
        kind: "column",
        table: newNames.get(nameKey(rename.table)) ?? rename.table,
        from: rename.to,
        to: rename.from,
      };
    }
    return {
      kind: "enumValue",
      enum: newNames.get(nameKey(rename.enum)) ?? rename.enum,
      from: rename.to,
      to: rename.from,
    };
  });
}
