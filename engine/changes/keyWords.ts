import type { Check, ForeignKey, Index, IndexKey, PrimaryKey, SequenceOptions } from "#engine/schema/model.ts";
import { sameName } from "#engine/schema/name.ts";
import { sameExpression, sameIndexKey, samePredicate } from "#engine/schema/same.ts";

/** What tells two indexes of one name apart: `method btree → hash`, `becomes unique`. */
export function indexParts(from: Index, to: Index): string[] {
  const isSameKeys = from.keys.length === to.keys.length && from.keys.every((key, at) => isSame(key, to.keys[at]));
  return [
    ...switched(from.unique, to.unique, ["becomes unique", "no longer unique"]),
    ...switched(from.constraint, to.constraint, ["becomes a constraint", "no longer a constraint"]),
    ...said("deferrable", from.deferrable, to.deferrable),
    ...said("method", from.method, to.method),
    ...(isSameKeys ? [] : said("keys", from.keys.map(keyWords).join(", "), to.keys.map(keyWords).join(", "))),
    ...includeParts(from, to),
    ...(samePredicate(from.predicate, to.predicate) ? [] : [conditionWords(from.predicate, to.predicate)]),
    ...switched(from.nullsNotDistinct, to.nullsNotDistinct, ["nulls are equal", "nulls are distinct"]),
    ...switched(from.withoutOverlaps, to.withoutOverlaps, ["without overlaps", "with overlaps"]),
    ...switched(from.valid, to.valid, ["becomes valid", "is not valid"]),
    ...said("storage", from.storage.join(", ") || "none", to.storage.join(", ") || "none"),
    ...partParts(from, to),
  ];
}

export function primaryKeyParts(from: PrimaryKey, to: PrimaryKey): string[] {
  return [
    ...said("columns", from.columns.join(", "), to.columns.join(", ")),
    ...said("name", from.name, to.name),
    ...includeParts(from, to),
    ...said("deferrable", from.deferrable, to.deferrable),
    ...switched(from.withoutOverlaps, to.withoutOverlaps, ["without overlaps", "with overlaps"]),
    ...partParts(from, to),
  ];
}

export function foreignKeyParts(from: ForeignKey, to: ForeignKey): string[] {
  const target = ({ references: { table, columns } }: ForeignKey) => `${table.name} (${columns.join(", ")})`;
  return [
    ...said("columns", from.columns.join(", "), to.columns.join(", ")),
    ...(sameName(from.references.table, to.references.table)
      ? said("references", target(from), target(to))
      : [`references ${target(to)}`]),
    ...said("on delete", from.onDelete, to.onDelete),
    ...said("columns set on delete", from.onDeleteColumns.join(", ") || "all", to.onDeleteColumns.join(", ") || "all"),
    ...said("on update", from.onUpdate, to.onUpdate),
    ...said("match", from.match, to.match),
    ...said("deferrable", from.deferrable, to.deferrable),
    ...switched(from.validated, to.validated, ["becomes valid", "is not valid"]),
    ...switched(from.enforced, to.enforced, ["becomes enforced", "is not enforced"]),
    ...switched(from.period, to.period, ["over a period", "no longer over a period"]),
  ];
}

export function checkParts(from: Check, to: Check): string[] {
  return sameExpression(from.definition, to.definition) ? [] : [`${from.definition} → ${to.definition}`];
}

export function sequenceParts(from: SequenceOptions, to: SequenceOptions): string[] {
  const words = {
    type: "type",
    increment: "increment",
    min: "minimum",
    max: "maximum",
    start: "start",
    cache: "cache",
  };
  const keys = ["type", "increment", "min", "max", "start", "cache"] as const;
  return [
    ...keys.flatMap((key) => said(words[key], from[key], to[key])),
    ...switched(from.cycle, to.cycle, ["begins anew at its end", "ends at its end"]),
  ];
}

function said(what: string, from: string, to: string): string[] {
  return from === to ? [] : [`${what} ${from} → ${to}`];
}

function switched(from: boolean, to: boolean, [on, off]: readonly [on: string, off: string]): string[] {
  return from === to ? [] : [to ? on : off];
}

function includeParts(
  from: { readonly include: readonly string[] },
  to: { readonly include: readonly string[] },
): string[] {
  const lost = from.include.filter((column) => !to.include.includes(column));
  const won = to.include.filter((column) => !from.include.includes(column));
  return [
    ...(won.length > 0 ? [`includes ${won.join(", ")}`] : []),
    ...(lost.length > 0 ? [`no longer includes ${lost.join(", ")}`] : []),
  ];
}

function partParts(from: Pick<Index, "partOf">, to: Pick<Index, "partOf">): string[] {
  if (from.partOf && to.partOf) return said("part of", from.partOf.name, to.partOf.name);
  if (to.partOf) return [`becomes a part of ${to.partOf.name}`];
  return from.partOf ? [`is no longer a part of ${from.partOf.name}`] : [];
}

function conditionWords(from: string | null, to: string | null): string {
  if (to === null) return `no condition (was ${from ?? ""})`;
  return from === null ? `condition ${to}` : `condition ${from} → ${to}`;
}

function isSame(a: IndexKey, b: IndexKey | undefined): boolean {
  return b !== undefined && sameIndexKey(a, b);
}

function keyWords({ on, descending, nulls, operatorClass, collation }: IndexKey): string {
  return [
    on.kind === "column" ? on.name : `(${on.sql})`,
    ...(collation === null ? [] : [`collate ${collation}`]),
    ...(operatorClass === null ? [] : [operatorClass]),
    ...(descending ? ["desc"] : []),
    ...(nulls === null ? [] : [`nulls ${nulls}`]),
  ].join(" ");
}
