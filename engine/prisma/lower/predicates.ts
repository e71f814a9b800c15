import type { Attribute, Expression } from "#engine/prisma/ast.ts";
import { argument, callString } from "#engine/prisma/lower/attributes.ts";
import type { Model, ModelField } from "#engine/prisma/lower/declarations.ts";
import type { Report } from "#engine/prisma/lower/report.ts";
import { quoteIdentifier, quoteLiteral } from "#engine/sql/quote.ts";

/**
 * The condition of a partial index as SQL: `raw("…")` verbatim, `{ done: false, note: null }` as
 * `"done" = false AND "note" IS NULL`. Null where the index has none. Values of enums are the database's.
 */
export function lowerPredicate(model: Model, attribute: Attribute, report: Report): string | null {
  const where = argument(attribute, "where");
  if (where === null) return null;
  const { value } = where;
  if (value.kind === "call" && value.name.text === "raw") {
    const sql = callString(value);
    // PostgreSQL keeps no condition that always holds.
    return sql !== null && /^[\s(]*true[\s)]*$/i.test(sql) ? null : sql;
  }
  if (value.kind !== "object") {
    const message = 'A condition is `raw("…")` or `{ field: value }`.';
    if (value.kind !== "missing") report(model.file, value.span, "prisma/badCondition", message);
    return null;
  }
  const conditions = value.entries.flatMap((entry) => {
    const field = model.fields.get(entry.name.text);
    if (field && field.target.kind !== "model") {
      const condition = lowerCondition(field, entry.value);
      if (condition !== null) return [condition];
      if (entry.value.kind !== "missing") {
        report(model.file, entry.value.span, "prisma/badCondition", `\`${field.name}\` can't be compared with this.`);
      }
      return [];
    }
    report(
      model.file,
      entry.name.span,
      "prisma/unknownField",
      `The model \`${model.name}\` has no field \`${entry.name.text}\`.`,
    );
    return [];
  });
  return conditions.length === 0 ? null : conditions.join(" AND ");
}

function lowerCondition(field: ModelField, value: Expression): string | null {
  const column = quoteIdentifier(field.column);
  if (isNull(value)) return `${column} IS NULL`;
  if (value.kind !== "object") {
    const constant = lowerValue(field, value);
    return constant === null ? null : `${column} = ${constant}`;
  }
  const [entry, ...others] = value.entries;
  if (entry?.name.text !== "not" || others.length > 0) return null;
  if (isNull(entry.value)) return `${column} IS NOT NULL`;
  const constant = lowerValue(field, entry.value);
  return constant === null ? null : `${column} != ${constant}`;
}

function isNull(value: Expression): boolean {
  return value.kind === "name" && value.text === "null";
}

function lowerValue({ target }: ModelField, value: Expression): string | null {
  if (target.kind === "enum") {
    const name = value.kind === "string" ? value.value : value.kind === "name" ? value.text : "";
    const label = target.enum.values.get(name)?.text;
    return label === undefined ? null : quoteLiteral(label);
  }
  if (value.kind === "string") return quoteLiteral(value.value);
  if (value.kind === "number") return value.text;
  return value.kind === "name" && (value.text === "true" || value.text === "false") ? value.text : null;
}
