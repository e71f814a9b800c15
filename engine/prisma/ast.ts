import type { Span } from "#engine/core/span.ts";

/**
 * A file of models as it was read.
 *
 * The tree covers the text without a gap: the extents of `items` follow one another from the first character to the last,
 * and within a block `opening`, the members' extents and `closing` do. Every `span` is the thing alone, without
 * indentation, comment and line end. A field, value or attribute that is broken is still there as far as it was understood.
 */
export interface SchemaDocument {
  /** The name the caller gave the text. */
  readonly file: string;
  readonly text: string;
  readonly items: readonly Item[];
}

export type Item = Block | Filler;

export type Block = ModelBlock | EnumBlock | SettingsBlock;

/** What has no meaning here: blank lines, comments, and lines that could not be read (those have a problem). */
export interface Filler {
  readonly kind: "blank" | "comment" | "unknown";
  readonly span: Span;
  readonly extent: Span;
}

interface BlockParts<Member> {
  /** Empty, at the brace, where it is missing. */
  readonly name: Name;
  /** Keyword and name. */
  readonly head: Span;
  /** From the keyword to the closing brace; where that is missing, to the end of the last member. */
  readonly span: Span;
  readonly extent: Span;
  /** The line of the head, with all that stands before the first member. */
  readonly opening: Span;
  readonly members: readonly Member[];
  /** The line of the closing brace; empty where it is missing. */
  readonly closing: Span;
}

export interface ModelBlock extends BlockParts<ModelMember> {
  readonly kind: "model";
  readonly keyword: "model" | "view" | "type";
}

export interface EnumBlock extends BlockParts<EnumMember> {
  readonly kind: "enum";
}

export interface SettingsBlock extends BlockParts<SettingsMember> {
  readonly kind: "settings";
  readonly keyword: "datasource" | "generator";
}

export type ModelMember = Field | BlockAttribute | Filler;
export type EnumMember = EnumValue | BlockAttribute | Filler;
export type SettingsMember = Setting | Filler;

export interface Name {
  readonly text: string;
  readonly span: Span;
}

export interface Field {
  readonly kind: "field";
  readonly name: Name;
  /** Null where the line ends before it. */
  readonly type: FieldType | null;
  readonly attributes: readonly Attribute[];
  /** The comment at the end of the line. */
  readonly comment: Span | null;
  readonly span: Span;
  readonly extent: Span;
}

export interface FieldType {
  /** `Int`, an enum, a model; `Unsupported` for `Unsupported("…")`. */
  readonly name: Name;
  /** What `Unsupported("…")` names; null for every other type. */
  readonly unsupported: StringExpression | null;
  readonly arity: "required" | "optional" | "list";
  /** With `?`, `[]` and the argument. */
  readonly span: Span;
}

export interface EnumValue {
  readonly kind: "value";
  readonly name: Name;
  readonly attributes: readonly Attribute[];
  readonly comment: Span | null;
  readonly span: Span;
  readonly extent: Span;
}

/** `@@index([a])` on a line of its own. */
export interface BlockAttribute {
  readonly kind: "attribute";
  readonly attribute: Attribute;
  readonly comment: Span | null;
  readonly span: Span;
  readonly extent: Span;
}

/** `provider = "postgresql"`. */
export interface Setting {
  readonly kind: "setting";
  readonly name: Name;
  readonly value: Expression | null;
  readonly comment: Span | null;
  readonly span: Span;
  readonly extent: Span;
}

export interface Attribute {
  /** Without the `@`; dotted for native types: `db.VarChar`. */
  readonly name: Name;
  /** Null where there are no parentheses. */
  readonly arguments: readonly Argument[] | null;
  /** From the first `@` to the closing parenthesis. */
  readonly span: Span;
}

export interface Argument {
  /** Null for a positional one. */
  readonly name: Name | null;
  readonly value: Expression;
  readonly span: Span;
}

export type Expression =
  | StringExpression
  /** `text` as written: `-1.50`. */
  | { readonly kind: "number"; readonly text: string; readonly span: Span }
  /** `true`, `null`, a field, an enum value, `Cascade`. */
  | { readonly kind: "name"; readonly text: string; readonly span: Span }
  /** `now()`, `env("X")`, and in an index `title(sort: Desc)`. */
  | {
      readonly kind: "call";
      readonly name: Name;
      readonly arguments: readonly Argument[];
      readonly span: Span;
    }
  | { readonly kind: "array"; readonly elements: readonly Expression[]; readonly span: Span }
  | {
      readonly kind: "object";
      readonly entries: readonly { readonly name: Name; readonly value: Expression }[];
      readonly span: Span;
    }
  /** Nothing readable stands here; a problem says so. */
  | { readonly kind: "missing"; readonly span: Span };

export interface StringExpression {
  readonly kind: "string";
  /** Escapes resolved. */
  readonly value: string;
  /** With the quotes. */
  readonly span: Span;
}

/** The text a document was read from, put together again from its tree. */
export function printDocument(document: SchemaDocument): string {
  const parts: string[] = [];
  const add = (span: Span): void => {
    parts.push(document.text.slice(span.start, span.end));
  };
  for (const item of document.items) {
    if (item.kind === "model" || item.kind === "enum" || item.kind === "settings") {
      add(item.opening);
      for (const member of item.members) add(member.extent);
      add(item.closing);
    } else add(item.extent);
  }
  return parts.join("");
}
