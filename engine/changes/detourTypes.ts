import { textOf, typeNames } from "#engine/changes/alterable.ts";
import type { Change } from "#engine/changes/change.ts";
import type { Planned } from "#engine/changes/planned.ts";
import type { CatalogObject, Column, ColumnType, Schema } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName, sameName } from "#engine/schema/name.ts";
import { catalogObjectKey, columnKey, enumKey, type ObjectKey, tableKey } from "#engine/schema/objectKey.ts";
import { parseTypeName } from "#engine/schema/typeName.ts";

export interface TypeDetours {
  readonly changes: readonly Change[];
  /** Columns that change their type on the way. */
  readonly columns: readonly { readonly table: QualifiedName; readonly column: string }[];
}

/**
 * Columns of a domain, composite or range type that is made anew: they are of another type meanwhile, that which the
 * domain is of, or text. `broken` tells which types; the columns that are taken care of are added to it.
 */
export function detourTypes(
  before: Schema,
  changes: readonly Change[],
  broken: ReadonlySet<ObjectKey>,
  planned: Planned,
): TypeDetours {
  const types = new Map(
    before.objects
      .filter((object) => typeKinds.has(object.kind) && broken.has(catalogObjectKey(object)))
      .flatMap((object) => typeNames(object).map((name) => [nameKey(name), object] as const)),
  );
  if (types.size === 0) return { changes: [], columns: [] };
  const altered = new Map(
    changes.flatMap((change) =>
      change.kind === "alterColumn" ? [[columnKey(change.table, change.to.name), change] as const] : [],
    ),
  );
  const detours: Change[] = [];
  const columns: { table: QualifiedName; column: string }[] = [];
  for (const { name: table, columns: all } of before.tables) {
    if (planned.drops.has(tableKey(table))) continue;
    for (const column of all) {
      const key = columnKey(table, column.name);
      const type = typeOf(column, types);
      if (type === null || planned.drops.has(key) || broken.has(key)) continue;
      const change = altered.get(key);
      const to = change?.to ?? column;
      if (typeOf(to, types) === null) continue;
      if (change) planned.replaced.add(change);
      columns.push({ table, column: column.name });
      detours.push(...through(table, column, to, meanwhile(type, column, before, broken)));
    }
  }
  return { changes: detours, columns };
}

const typeKinds = new Set<CatalogObject["kind"]>(["domain", "compositeType", "rangeType"]);

function typeOf({ type }: Column, types: ReadonlyMap<string, CatalogObject>): CatalogObject | null {
  if (type.kind !== "other" || type.schema === null) return null;
  return types.get(nameKey({ schema: type.schema, name: type.name })) ?? null;
}

function through(table: QualifiedName, from: Column, to: Column, type: ColumnType): Change[] {
  if (from.generated || to.generated) {
    return [
      { kind: "dropColumn", table, column: from, fill: null },
      { kind: "addColumn", table, column: to, fill: null },
    ];
  }
  const between: Column = { ...from, type, default: null, collation: null };
  return [
    { kind: "alterColumn", table, from, to: between, fill: null },
    { kind: "alterColumn", table, from: between, to, fill: null },
  ];
}

function meanwhile(
  domain: CatalogObject,
  column: Column,
  { enums }: Schema,
  broken: ReadonlySet<ObjectKey>,
): ColumnType {
  const base = parseTypeName(textOf(domain, "base") ?? "text", {
    findEnum: ({ schema, name }) =>
      enums.find((each) => sameName(each.name, { schema: schema ?? "", name }))?.name ?? null,
  });
  const type: ColumnType = { kind: "builtin", name: "text", args: [], array: column.type.array };
  // What the domain is of may be made anew too. And there are no lists of lists.
  if (base === null || (base.array && column.type.array)) return type;
  const isStable = base.kind === "builtin" || (base.kind === "enum" && !broken.has(enumKey(base.name)));
  return isStable ? { ...base, array: base.array || column.type.array } : type;
}
