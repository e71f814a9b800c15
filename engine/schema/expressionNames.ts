import { type ExpressionToken, identifierOf, stringValue, tokenize } from "#engine/schema/expressionTokens.ts";
import { type QualifiedName } from "#engine/schema/name.ts";

/**
 * The expression of a table after one of its columns was renamed, as PostgreSQL would print it. Functions, types and
 * collations of the column's name stay: they stand before a bracket, after `::`, after a dot, or after a keyword.
 */
export function renameColumnIn(sql: string, from: string, to: string): string {
  if (!sql.toLowerCase().includes(from.toLowerCase())) return sql;
  return edit(sql, (tokens, at) => {
    const token = tokens[at];
    if (identifierOf(token) !== from || token === undefined) return null;
    const before = tokens[at - 1];
    const after = tokens[at + 1];
    if (before?.text === "::" || before?.text === "." || after?.text === "." || after?.text === "(") return null;
    if (after?.kind === "string" || /^(as|collate)$/i.test(before?.text ?? "")) return null;
    return respelled(token, to);
  });
}

/** A text that names columns through one of `qualifiers` (a table, `old`, `new`), after one of them was renamed. */
export function renameQualifiedColumnIn(
  sql: string,
  qualifiers: ReadonlySet<string>,
  { from, to }: { readonly from: string; readonly to: string },
): string {
  return edit(sql, (tokens, at) => {
    const token = tokens[at];
    const qualifier = identifierOf(tokens[at - 2]);
    if (token === undefined || identifierOf(token) !== from || tokens[at - 1]?.text !== ".") return null;
    return qualifier !== null && qualifiers.has(qualifier) ? respelled(token, to) : null;
  });
}

/** A text that names a table, alone before a dot or with its schema, after the table was renamed or moved. */
export function renameTableIn(sql: string, from: QualifiedName, to: QualifiedName): string {
  if (!sql.includes(from.name)) return sql;
  return edit(sql, (tokens, at) => {
    const token = tokens[at];
    if (token === undefined) return null;
    const name = identifierOf(token);
    const [before, after] = [tokens[at - 1]?.text, tokens[at + 1]?.text];
    if (before === ".") {
      return name === from.name && identifierOf(tokens[at - 2]) === from.schema ? respelled(token, to.name) : null;
    }
    if (after !== ".") return null;
    if (name === from.schema && identifierOf(tokens[at + 2]) === from.name) return respelled(token, to.schema);
    return name === from.name ? respelled(token, to.name) : null;
  });
}

/** The expression after an enum type was renamed: its casts follow. */
export function renameTypeIn(sql: string, from: QualifiedName, to: QualifiedName): string {
  if (!sql.includes(from.name)) return sql;
  return edit(sql, (tokens, at) => {
    if (castTo(tokens, at, from) === at) return spelled(to.name);
    const isSchema = tokens[at + 1]?.text === "." && castTo(tokens, at, from) === at + 2;
    return isSchema ? spelled(to.schema) : null;
  });
}

/**
 * The expression after a value of an enum was renamed: constants that are cast to the enum follow and, in a text as models
 * have it, those that are compared with one of `columns`.
 */
export function renameEnumValueIn(
  sql: string,
  type: QualifiedName,
  { from, to, columns }: { readonly from: string; readonly to: string; readonly columns: ReadonlySet<string> },
): string {
  if (!sql.includes(type.name) && columns.size === 0) return sql;
  return edit(sql, (tokens, at) => {
    if (stringValue(tokens[at]) !== from) return null;
    const isMeant =
      tokens[at + 1]?.text === "::" ? castTo(tokens, at + 2, type) !== null : isComparedWith(tokens, at, columns);
    return isMeant ? constant(to) : null;
  });
}

/** A text that is a constant and nothing else, after its value was renamed. */
export function renameConstant(sql: string, from: string, to: string): string {
  return edit(sql, (tokens) => (tokens.length === 1 && stringValue(tokens[0]) === from ? constant(to) : null));
}

function constant(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** `e = 'A'`, `'A' <> e`, `e IN ('B', 'A')`. */
function isComparedWith(tokens: readonly ExpressionToken[], at: number, columns: ReadonlySet<string>): boolean {
  const isColumn = (token: ExpressionToken | undefined) => columns.has(identifierOf(token) ?? "");
  const compares = (token: ExpressionToken | undefined) => /^(?:=|<>|!=|<=?|>=?)$/.test(token?.text ?? "");
  if (compares(tokens[at - 1]) && isColumn(tokens[at - 2])) return true;
  if (compares(tokens[at + 1]) && isColumn(tokens[at + 2])) return true;
  let open = at - 1;
  while (tokens[open]?.text === "," || stringValue(tokens[open]) !== null) open--;
  if (tokens[open]?.text !== "(" || !/^in$/i.test(tokens[open - 1]?.text ?? "")) return false;
  return isColumn(tokens[open - (/^not$/i.test(tokens[open - 2]?.text ?? "") ? 3 : 2)]);
}

/** Identifiers and, where a string is cast, names in strings (`nextval('s'::regclass)`) that the text mentions. */
export function mentions(sql: string): Set<string> {
  const names = new Set<string>();
  for (const token of tokenize(sql)) {
    const name = identifierOf(token);
    if (name !== null) names.add(name);
    const text = stringValue(token);
    if (text !== null) for (const part of text.split(".")) names.add(part.replaceAll('"', ""));
  }
  return names;
}

/** The body of a function that is a text to PostgreSQL, of which it keeps no account; null for any other definition. */
export function routineBody(definition: string): string | null {
  return /\sAS \$(\w*)\$([^]*)\$\1\$\s*$/.exec(definition)?.[2] ?? null;
}

/** Where the name of `type` stands, if the tokens from `at` on are the target of a cast to it. */
function castTo(tokens: readonly ExpressionToken[], at: number, type: QualifiedName): number | null {
  if (tokens[at - 1]?.text === "::") {
    if (tokens[at + 1]?.text !== ".") return identifierOf(tokens[at]) === type.name ? at : null;
    return identifierOf(tokens[at]) === type.schema && identifierOf(tokens[at + 2]) === type.name ? at + 2 : null;
  }
  if (tokens[at - 1]?.text === "." && tokens[at - 3]?.text === "::") return castTo(tokens, at - 2, type);
  return null;
}

/** Replaces tokens; `replace` sees the tokens without white space. */
function edit(sql: string, replace: (tokens: readonly ExpressionToken[], at: number) => string | null): string {
  const all = tokenize(sql);
  const solid = all.filter((token) => token.kind !== "space");
  const replaced = new Map<ExpressionToken, string>();
  for (const [at, token] of solid.entries()) {
    const text = replace(solid, at);
    if (text !== null) replaced.set(token, text);
  }
  if (replaced.size === 0) return sql;
  return all.map((token) => replaced.get(token) ?? token.text).join("");
}

/** Another name in the token's style: quotes that were not needed show a text in which every name has them. */
function respelled(token: ExpressionToken, name: string): string {
  const old = identifierOf(token);
  return token.kind === "quoted" && old !== null && spelled(old) !== token.text ? quoted(name) : spelled(name);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** As PostgreSQL's `quote_identifier` spells a name: quoted only where it must be. */
export function spelled(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !keywords.has(name) ? name : quoted(name);
}

/** One spelling of a name however it is written. A bare keyword stays one: `user` is a function, `"user"` a column. */
export function spelledToken(token: ExpressionToken): string {
  const name = identifierOf(token) ?? token.text;
  return token.kind === "name" && keywords.has(name) ? name : spelled(name);
}

/** Keywords that are not free to be names everywhere (manual appendix C): those that PostgreSQL quotes. */
const keywords = new Set(
  (
    "all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast " +
    "char character check coalesce collate collation column concurrently constraint create cross current_catalog " +
    "current_date current_role current_schema current_time current_timestamp current_user dec decimal default " +
    "deferrable desc distinct do else end except exists extract false fetch float for foreign freeze from full grant " +
    "greatest group grouping having ilike in initially inner inout int integer intersect interval into is isnull join " +
    "json json_array json_arrayagg json_exists json_object json_objectagg json_query json_scalar json_serialize " +
    "json_table json_value lateral leading least left like limit localtime localtimestamp merge_action national " +
    "natural nchar none normalize not notnull null nullif numeric offset on only or order out outer overlaps overlay " +
    "placing position precision primary real references returning right row select session_user setof similar " +
    "smallint some substring symmetric system_user table tablesample then time timestamp to trailing treat trim true " +
    "union unique user using values varchar variadic verbose when where window with xmlattributes xmlconcat " +
    "xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable"
  ).split(" "),
);
