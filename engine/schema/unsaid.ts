import type { Column, ColumnType, Index, IndexKey, Schema } from "#engine/schema/model.ts";
import { equal } from "#engine/core/equal.ts";
import { nameKey, sameName } from "#engine/schema/name.ts";
import { sameType } from "#engine/schema/same.ts";
import { parseTypeName } from "#engine/schema/typeName.ts";

/**
 * What models leave unsaid of types and indexes that they do have a word for: as Prisma reads a database, a column of a
 * domain is one of the type behind it, `geometry(Point)` is `geometry`, and a column that an index merely includes is
 * one of its keys. That such models read otherwise is no wish for a change.
 */
export interface Domain {
  readonly base: ColumnType;
  readonly required: boolean;
}

/** By `nameKey`. */
export type Domains = ReadonlyMap<string, Domain>;

export function domainsOf({ objects, enums }: Schema): Domains {
  const findEnum = ({ schema, name }: { readonly schema: string | null; readonly name: string }) =>
    enums.find((each) => sameName(each.name, { schema: schema ?? "", name }))?.name ?? null;
  return new Map(
    objects.flatMap(({ kind, name, parts }) => {
      if (kind !== "domain") return [];
      const textOf = (part: string) => parts.find((each) => each.name === part)?.text;
      const base = parseTypeName(textOf("base") ?? "", { findEnum });
      return base ? [[nameKey(name), { base, required: textOf("required") !== undefined }] as const] : [];
    }),
  );
}

export function domainOf({ type }: Column, domains: Domains): Domain | null {
  if (type.kind !== "other" || type.schema === null) return null;
  return domains.get(nameKey({ schema: type.schema, name: type.name })) ?? null;
}

/** Whether models that say the first would say it of the second too. */
export function saysType(model: ColumnType, recorded: ColumnType, domain: Domain | null): boolean {
  if (sameType(model, recorded)) return true;
  if (domain && sameType(model, { ...domain.base, array: domain.base.array || recorded.array })) return true;
  if (model.kind === "enum" || model.kind !== recorded.kind || model.array !== recorded.array) return false;
  if (isOneCharacter(model) && isPadded(recorded)) return true;
  // The name that PostgreSQL gives the type of a list.
  const name = model.array && model.name === `_${recorded.name}` ? recorded.name : model.name;
  const hasWord = model.kind === "builtin" ? name !== "interval" : name === "citext";
  return name === recorded.name && (equal(model.args, recorded.args) || (model.args.length === 0 && !hasWord));
}

function isOneCharacter(type: ColumnType): boolean {
  return type.kind === "builtin" && type.name === "bpchar" && equal(type.args, [1]);
}

/** `"char"`, and BPCHAR without a length. */
function isPadded(type: ColumnType): boolean {
  return type.kind === "builtin" && (type.name === "char" || (type.name === "bpchar" && type.args.length === 0));
}

/** The keys that the index has, where those of the model are these and the columns that it includes. */
export function keysBeside({ keys }: Index, recorded: Index): readonly IndexKey[] {
  const [first, rest] = [keys.slice(0, recorded.keys.length), keys.slice(recorded.keys.length)];
  const isIncluded = ({ on, descending, operatorClass }: IndexKey, at: number) =>
    on.kind === "column" && on.name === recorded.include[at] && !descending && operatorClass === null;
  const fits =
    rest.length > 0 &&
    rest.length === recorded.include.length &&
    rest.every(isIncluded) &&
    first.every((key, at) => equal(key.on, recorded.keys[at]?.on));
  return fits ? first : keys;
}

/** Parameters are left out, and of a B-tree that a text is compared by its characters (`text_pattern_ops`). */
export function saysOperatorClass(model: string | null, recorded: string | null): boolean {
  if (model === recorded || recorded === null) return model === recorded;
  return model === null ? /^(?:text|varchar|bpchar)_pattern_ops$/.test(recorded) : recorded.startsWith(`${model} (`);
}
