import type { Attribute } from "#engine/prisma/ast.ts";
import { argument, stringArgument } from "#engine/prisma/lower/attributes.ts";
import type { Declarations, Model, ModelField } from "#engine/prisma/lower/declarations.ts";
import { compareBytes } from "#engine/prisma/lower/names.ts";
import type { Report } from "#engine/prisma/lower/report.ts";

/** A field whose type is a model. */
export interface RelationField {
  readonly field: ModelField;
  readonly model: Model;
  readonly target: Model;
  /** What tells several relations between two models apart; null where it is not written. */
  readonly name: string | null;
  readonly attribute: Attribute | null;
  /** Whether this side holds the foreign key: it says `fields:`. */
  readonly owning: boolean;
  readonly list: boolean;
}

export type Relation =
  | { readonly kind: "foreignKey"; readonly owner: RelationField }
  /** Lists on both sides. `a` is the side whose model's name comes first, in the order of bytes. */
  | { readonly kind: "lists"; readonly a: RelationField; readonly b: RelationField };

/**
 * The relations of `models`, of those declared: the foreign keys that they own, and lists of which they are the first side. A
 * field that has no proper opposite is a problem, and its foreign key stands all the same.
 */
export function readRelations(declarations: Declarations, models: Iterable<Model>, report: Report): Relation[] {
  const known = new Map<Model, readonly RelationField[]>();
  const fieldsOf = (model: Model): readonly RelationField[] => {
    const fields = known.get(model) ?? relationFields(model, declarations);
    known.set(model, fields);
    return fields;
  };
  return [...models].flatMap(fieldsOf).flatMap((side): Relation[] => {
    const opposite = findOpposite(side, fieldsOf(side.target), report);
    if (side.owning) {
      if (opposite?.owning === true && isFirst(side, opposite)) {
        refuse(side, "prisma/badRelation", "has `fields` on both sides, and only one can hold them", report);
      }
      return [{ kind: "foreignKey", owner: side }];
    }
    if (opposite === null || opposite.owning || !isFirst(side, opposite)) return [];
    if (side.list && opposite.list) return [{ kind: "lists", a: side, b: opposite }];
    refuse(side, "prisma/badRelation", "needs `@relation(fields: […], references: […])` on one side", report);
    return [];
  });
}

/** `Task.owner`, for messages. */
export function relationPath({ model, field }: RelationField): string {
  return `${model.name}.${field.name}`;
}

/** The fields of a model whose types are models. */
export function relationFields(model: Model, { models }: Declarations): RelationField[] {
  return [...model.fields.values()].flatMap((field): RelationField[] => {
    if (field.target.kind !== "model") return [];
    const attribute = field.field.attributes.find((a) => a.name.text === "relation") ?? null;
    return [
      {
        field,
        model,
        // As it is declared now: a field that was read before may know the model as it was.
        target: models.get(field.target.model.name) ?? field.target.model,
        name: attribute && stringArgument(attribute, "name", { positional: true }),
        attribute,
        owning: attribute !== null && argument(attribute, "fields") !== null,
        list: field.field.type?.arity === "list",
      },
    ];
  });
}

function findOpposite(side: RelationField, candidates: readonly RelationField[], report: Report): RelationField | null {
  const { model, target, name } = side;
  const [opposite, ...others] = candidates.filter(
    (other) => other.target.name === model.name && other.name === name && other !== side,
  );
  if (opposite && others.length === 0) return opposite;
  const named = name === null ? "" : ` with the relation name \`${name}\``;
  if (opposite) {
    const why = `has several opposite fields in \`${target.name}\`; tell them apart by \`@relation("name")\``;
    refuse(side, "prisma/ambiguousRelation", why, report);
  } else {
    const why = `needs an opposite field of type \`${model.name}\`${named} in \`${target.name}\``;
    refuse(side, "prisma/missingOpposite", why, report);
  }
  return null;
}

/** In a relation of a model with itself the sides differ by their fields, and the table is the same either way. */
function isFirst(side: RelationField, opposite: RelationField): boolean {
  const order = compareBytes(side.model.name, opposite.model.name);
  return order === 0 ? compareBytes(side.field.name, opposite.field.name) < 0 : order < 0;
}

function refuse(side: RelationField, code: `prisma/${string}`, why: string, report: Report): void {
  report(side.model.file, side.field.field.name.span, code, `The relation \`${relationPath(side)}\` ${why}.`);
}
