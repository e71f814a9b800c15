import type { RaisedNames } from "#engine/prisma/raise/names.ts";
import type { RaisedAttribute, RaisedField } from "#engine/prisma/raise/raised.ts";
import { raiseDefault } from "#engine/prisma/raise/defaults.ts";
import { raiseType } from "#engine/prisma/raise/types.ts";
import type { Column, Table } from "#engine/schema/model.ts";

export interface FieldOptions {
  readonly names: RaisedNames;
  readonly datasource: string;
  /** `@id` */
  readonly key: readonly RaisedAttribute[];
  /** `@unique` */
  readonly unique: readonly RaisedAttribute[];
}

/** The field of a column, its attributes in Prisma's order. */
export function raiseField(
  table: Table,
  column: Column,
  { names, datasource, key, unique }: FieldOptions,
): RaisedField {
  const type = raiseType(column.type, names);
  const name = names.field(table, column.name);
  const value = raiseDefault(column, type, names);
  const attributes: RaisedAttribute[] = [...key, ...unique];
  if (value !== null) attributes.push({ name: "default", arguments: [value] });
  if (name !== column.name) attributes.push({ name: "map", arguments: [JSON.stringify(column.name)] });
  if (type.kind === "scalar" && type.native !== null) {
    const [, native = "", args] = /^(\w+)(?:\((.*)\))?$/.exec(type.native) ?? [];
    attributes.push({ name: `${datasource}.${native}`, arguments: args === undefined ? [] : [args] });
  }
  return {
    name,
    type:
      type.kind === "unsupported"
        ? { kind: "unsupported", text: type.text }
        : { kind: "named", text: type.kind === "enum" ? type.name : type.scalar },
    arity: column.type.array ? "list" : column.nullable ? "optional" : "required",
    attributes,
  };
}
