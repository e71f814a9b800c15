import type { Span } from "#engine/core/span.ts";
import type { Argument, Attribute, Expression } from "#engine/prisma/ast.ts";
import { argument, elementsOf } from "#engine/prisma/lower/attributes.ts";
import type { Model, ModelField } from "#engine/prisma/lower/declarations.ts";
import type { Report } from "#engine/prisma/lower/report.ts";

/** A field in a key or index, with what is said of it there: `title(sort: Desc, ops: raw("text_pattern_ops"))`. */
export interface KeyField {
  readonly field: ModelField;
  readonly options: readonly Argument[];
}

/** The fields that an attribute lists; null, with a problem, where one of them has no column. */
export function readKeyFields(model: Model, attribute: Attribute, report: Report): KeyField[] | null {
  const value = argument(attribute, "fields", { positional: true })?.value;
  if (value === undefined || (value.kind === "array" && value.elements.length === 0)) {
    report(model.file, attribute.span, "prisma/missingFields", `\`@@${attribute.name.text}\` needs a list of fields.`);
    return null;
  }
  return readColumns(model, value, report);
}

/** The fields of a relation's `fields:` or `references:`. */
export function readFieldNames(model: Model, file: string, value: Expression, report: Report): ModelField[] | null {
  const fields = elementsOf(value).map((element) => findColumn(model, file, element, report));
  return fields.includes(null) ? null : (fields as KeyField[]).map(({ field }) => field);
}

function readColumns(model: Model, value: Expression, report: Report): KeyField[] | null {
  const fields = elementsOf(value).map((element) => findColumn(model, model.file, element, report));
  if (fields.includes(null)) return null;
  const names = (fields as KeyField[]).map(({ field }) => field.name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice === undefined) return fields as KeyField[];
  report(model.file, value.span, "prisma/duplicateName", `The field \`${twice}\` stands here twice.`);
  return null;
}

function findColumn(model: Model, file: string, element: Expression, report: Report): KeyField | null {
  const name = element.kind === "name" ? element.text : element.kind === "call" ? element.name.text : null;
  if (name === null) {
    if (element.kind !== "missing") report(file, element.span, "prisma/unknownField", "Expected the name of a field.");
    return null;
  }
  const field = model.fields.get(name);
  if (!field) return refuse(file, element.span, `The model \`${model.name}\` has no field \`${name}\`.`, report);
  if (field.target.kind === "model") {
    const message = `\`${model.name}.${name}\` is a relation and has no column of its own.`;
    return refuse(file, element.span, message, report);
  }
  return { field, options: element.kind === "call" ? element.arguments : [] };
}

function refuse(file: string, span: Span, message: string, report: Report): null {
  report(file, span, "prisma/unknownField", message);
  return null;
}
