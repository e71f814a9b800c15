import { replaceType } from "#engine/prisma/edit/fields.ts";
import type { ModelField } from "#engine/prisma/lower/declarations.ts";
import { type FileEdit, inFile, type Pulling } from "#engine/pull/pulling.ts";
import type { Table } from "#engine/schema/model.ts";

/** A relation field is optional where one of its columns is; Prisma insists on it. */
export function arityEdits({ model, column }: ModelField, table: Table, { view }: Pulling): FileEdit[] {
  const owned = view.table(model.table)?.source.foreignKeys ?? [];
  return owned.flatMap(({ value, relation }): FileEdit[] => {
    const { field } = relation.field;
    if (!value.columns.includes(column) || field.type === null) return [];
    const optional = value.columns.some((name) => table.columns.find((c) => c.name === name)?.nullable === true);
    if ((field.type.arity === "optional") === optional) return [];
    const document = view.document(model.file);
    return inFile(model.file, replaceType(document, field, `${field.type.name.text}${optional ? "?" : ""}`));
  });
}
