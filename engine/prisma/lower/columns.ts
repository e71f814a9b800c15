import type { Declarations, FieldTarget, ModelField } from "#engine/prisma/lower/declarations.ts";
import type { Report } from "#engine/prisma/lower/report.ts";
import { nativeType, scalarType } from "#engine/prisma/lower/types.ts";
import type { ColumnType } from "#engine/schema/model.ts";
import type { QualifiedName } from "#engine/schema/name.ts";
import { parseTypeName } from "#engine/schema/typeName.ts";

export interface ColumnTypeOptions {
  /** The datasource's name: `@db.VarChar` where it is `db`. Null where there is no datasource. */
  readonly datasource: string | null;
  readonly home: string;
  readonly declarations: Declarations;
  readonly report: Report;
}

/** The type of a field's column; null for a relation, and for a type that is not known. */
export function lowerType(field: ModelField, options: ColumnTypeOptions): ColumnType | null {
  const type = elementType(field, options);
  return type && { ...type, array: field.field.type?.arity === "list" || type.array };
}

function elementType(field: ModelField, options: ColumnTypeOptions): ColumnType | null {
  const { target } = field;
  switch (target.kind) {
    case "scalar":
      return lowerNativeType(field, options) ?? scalarType(target.scalar);
    case "enum":
      refuseNativeType(field, options);
      return { kind: "enum", name: target.enum.type, array: false };
    case "unsupported": {
      const counted = serialType(target);
      if (counted !== null) return counted;
      const type = parseTypeName(target.type, { findEnum: (name) => findEnum(name, options) });
      if (type !== null) return type;
      const message = `\`${target.type}\` is no name of a PostgreSQL type.`;
      options.report(field.model.file, field.field.type?.span ?? field.field.span, "prisma/unknownType", message);
      return null;
    }
    case "model":
    case "unknown":
      return null;
  }
}

/**
 * The integer of a column whose type is written `Unsupported("serial")`: no type of its own, but a column that counts up and
 * is required.
 */
export function serialType(target: FieldTarget): ColumnType | null {
  const name = target.kind === "unsupported" ? serials[target.type.trim().toLowerCase()] : undefined;
  return name === undefined ? null : { kind: "builtin", name, args: [], array: false };
}

const serials: Readonly<Record<string, string>> = {
  smallserial: "int2",
  serial2: "int2",
  serial: "int4",
  serial4: "int4",
  bigserial: "int8",
  serial8: "int8",
};

function lowerNativeType(field: ModelField, { datasource, report }: ColumnTypeOptions): ColumnType | null {
  const attribute = field.field.attributes.find((a) => a.name.text.includes("."));
  if (!attribute || field.target.kind !== "scalar") return null;
  const [prefix = ""] = attribute.name.text.split(".");
  const type =
    datasource === null || prefix === datasource
      ? nativeType(field.target.scalar, attribute)
      : `Native types begin with the datasource's name: \`@${datasource}.\`, not \`@${prefix}.\`.`;
  if (typeof type !== "string") return type;
  report(field.model.file, attribute.span, "prisma/badNativeType", type);
  return null;
}

function refuseNativeType(field: ModelField, { report }: ColumnTypeOptions): void {
  const attribute = field.field.attributes.find((a) => a.name.text.includes("."));
  if (!attribute) return;
  const message = `\`${field.model.name}.${field.name}\` is an enum and has no native type.`;
  report(field.model.file, attribute.span, "prisma/badNativeType", message);
}

function findEnum(
  name: { readonly schema: string | null; readonly name: string },
  { declarations, home }: ColumnTypeOptions,
): QualifiedName | null {
  for (const { type } of declarations.enums.values()) {
    if (type.name === name.name && type.schema === (name.schema ?? home)) return type;
  }
  return null;
}
