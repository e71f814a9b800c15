import { argument } from "#engine/prisma/lower/attributes.ts";
import type { Model, ModelField } from "#engine/prisma/lower/declarations.ts";
import { readFieldNames } from "#engine/prisma/lower/keyFields.ts";
import { foreignKeyName } from "#engine/prisma/lower/names.ts";
import { givenName } from "#engine/prisma/lower/givenName.ts";
import { type RelationField, relationPath } from "#engine/prisma/lower/relations.ts";
import type { Report } from "#engine/prisma/lower/report.ts";
import type { ForeignKey, ReferentialAction } from "#engine/schema/model.ts";
import { plainForeignKey } from "#engine/schema/plain.ts";

/** A foreign key with the relation field that asks for it. */
export interface OwnedForeignKey {
  readonly value: ForeignKey;
  readonly relation: RelationField;
  /** Its columns' fields. */
  readonly fields: readonly ModelField[];
}

export interface ForeignKeyOptions {
  /** The sets of fields that identify a row of a model. */
  readonly criteria: (model: Model) => readonly (readonly ModelField[])[];
  readonly report: Report;
}

/** The foreign key of the relation field that owns it; null, with a problem, where its fields do not fit. */
export function lowerForeignKey(
  relation: RelationField,
  { criteria, report }: ForeignKeyOptions,
): OwnedForeignKey | null {
  const { model, target, attribute } = relation;
  const from = attribute && argument(attribute, "fields");
  if (!attribute || !from) return null;
  const refuse = (why: string): null => {
    report(model.file, attribute.span, "prisma/badRelation", `The relation \`${relationPath(relation)}\` ${why}.`);
    return null;
  };
  const to = argument(attribute, "references");
  if (!to) return refuse("has `fields` and needs `references`");
  const fields = readFieldNames(model, model.file, from.value, report);
  const references = readFieldNames(target, model.file, to.value, report);
  if (fields === null || references === null) return null;
  if (fields.length !== references.length || fields.length === 0) {
    return refuse("needs as many `fields` as `references`");
  }
  if (!target.view && !criteria(target).some((unique) => sameFields(unique, references))) {
    refuse(`refers to \`${references.map((f) => f.name).join(", ")}\` of \`${target.name}\`, which must be unique`);
  }
  fields.forEach((field, at) => {
    const [own, other] = [field, references[at]].map((f) => f?.field.type?.name.text ?? "?");
    if (own !== other) refuse(`joins \`${field.name}\`, a \`${own ?? ""}\`, to a field of type \`${other ?? ""}\``);
  });
  const action = (name: "onDelete" | "onUpdate"): ReferentialAction | null => {
    const value = argument(attribute, name)?.value;
    const known = actions[value?.kind === "name" ? value.text : ""] ?? null;
    if (value !== undefined && value.kind !== "missing" && known === null) {
      const message = `\`${name}\` is one of ${Object.keys(actions).join(", ")}.`;
      report(model.file, value.span, "prisma/badRelation", message);
    }
    return known;
  };
  const required = fields.some((field) => field.field.type?.arity !== "optional");
  const name =
    givenName(model, attribute, ["map"], report) ??
    foreignKeyName(
      model.tableName,
      fields.map((field) => field.columnName),
    );
  const referred = { table: target.table, columns: references.map((field) => field.column) };
  const columns = fields.map((field) => field.column);
  const value: ForeignKey = {
    ...plainForeignKey(name, columns, referred),
    onDelete: action("onDelete") ?? (required ? "restrict" : "set null"),
    onUpdate: action("onUpdate") ?? "cascade",
  };
  return { value, relation, fields };
}

const actions: Readonly<Record<string, ReferentialAction>> = {
  Cascade: "cascade",
  Restrict: "restrict",
  NoAction: "no action",
  SetNull: "set null",
  SetDefault: "set default",
};

function sameFields(a: readonly ModelField[], b: readonly ModelField[]): boolean {
  return a.length === b.length && a.every((field) => b.includes(field));
}
