import type { Attribute, Expression } from "#engine/prisma/ast.ts";
import { argument, callString, elementsOf } from "#engine/prisma/lower/attributes.ts";
import type { ModelField } from "#engine/prisma/lower/declarations.ts";
import type { Report } from "#engine/prisma/lower/report.ts";
import { readConstant } from "#engine/prisma/lower/values.ts";
import type { ColumnDefault } from "#engine/schema/model.ts";
import type { QualifiedName } from "#engine/schema/name.ts";

export interface DefaultOptions {
  /** Names the sequence of a column with `autoincrement()`. */
  readonly nameSequence: (field: ModelField) => QualifiedName;
  readonly report: Report;
}

/** What the database puts in where a row gives no value; null too for what the client makes (`uuid()`, `@updatedAt`). */
export function lowerDefault(field: ModelField, options: DefaultOptions): ColumnDefault | null {
  const attribute = field.field.attributes.find((a) => a.name.text === "default");
  if (!attribute) return null;
  const value = argument(attribute, "value", { positional: true })?.value;
  if (value === undefined) return refuse(field, attribute, "needs a value", options);
  if (value.kind === "missing") return null;
  if (value.kind === "call") return lowerCall(field, value, options);
  if (field.field.type?.arity === "list") {
    if (value.kind !== "array") return refuse(field, value, "must be a list", options);
    const elements = elementsOf(value).map((element) => lowerConstant(field, element, options));
    return elements.includes(null) ? null : { kind: "list", elements: elements as string[] };
  }
  const text = lowerConstant(field, value, options);
  return text === null ? null : { kind: "literal", text };
}

/** Made by Prisma's client: the database knows nothing of them. */
const clientFunctions: ReadonlySet<string> = new Set(["uuid", "cuid", "ulid", "nanoid"]);

function lowerCall(
  field: ModelField,
  call: Expression & { readonly kind: "call" },
  options: DefaultOptions,
): ColumnDefault | null {
  const { target } = field;
  const scalar = target.kind === "scalar" ? target.scalar : null;
  const name = call.name.text;
  if (clientFunctions.has(name)) return null;
  switch (name) {
    case "now":
      if (scalar !== "DateTime") return refuse(field, call, "can't be `now()`: that is for DateTime", options);
      return { kind: "expression", sql: "CURRENT_TIMESTAMP" };
    case "dbgenerated": {
      const sql = callString(call);
      return sql === null || sql.trim() === "" ? null : { kind: "expression", sql };
    }
    case "autoincrement":
      if (scalar !== "Int" && scalar !== "BigInt") {
        return refuse(field, call, "can't be `autoincrement()`: that is for Int and BigInt", options);
      }
      return { kind: "serial", sequence: options.nameSequence(field) };
    default:
      return refuse(field, call, `can't be \`${name}()\`: PostgreSQL has no such default in Prisma`, options);
  }
}

function lowerConstant(field: ModelField, value: Expression, options: DefaultOptions): string | null {
  const { target } = field;
  switch (target.kind) {
    case "scalar": {
      const text = readConstant(target.scalar, value);
      return text ?? refuse(field, value, `is no value of \`${target.scalar}\``, options);
    }
    case "enum": {
      const label = value.kind === "name" ? target.enum.values.get(value.text)?.text : undefined;
      return label ?? refuse(field, value, `is no value of the enum \`${target.enum.name}\``, options);
    }
    case "unsupported":
      return refuse(field, value, 'must be `dbgenerated("…")`, since its type is unsupported', options);
    case "model":
    case "unknown":
      return null;
  }
}

function refuse(field: ModelField, at: Expression | Attribute, why: string, { report }: DefaultOptions): null {
  const message = `The default of \`${field.model.name}.${field.name}\` ${why}.`;
  report(field.model.file, at.span, "prisma/badDefault", message);
  return null;
}
