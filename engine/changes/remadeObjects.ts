import { typeNames } from "#engine/changes/alterable.ts";
import type { Change } from "#engine/changes/change.ts";
import type { Planned } from "#engine/changes/planned.ts";
import type { CatalogObject, Schema } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";
import { catalogObjectKey, columnKey, type ObjectKey, tableKey } from "#engine/schema/objectKey.ts";

export interface RemadeObjects {
  /** The names of functions, without their arguments. */
  readonly functions: ReadonlySet<string>;
  /** Columns of their types: they are of another meanwhile. */
  readonly columns: readonly RemadeTypeColumn[];
}

interface RemadeTypeColumn {
  readonly table: QualifiedName;
  readonly column: string;
  readonly kind: CatalogObject["kind"];
}

/** Functions and types that are made anew, and those that step aside with them. */
export function remadeObjects(changes: readonly Change[], before: Schema, planned: Planned): RemadeObjects {
  const come = new Set(
    changes.flatMap((change) => (change.kind === "createObject" ? [catalogObjectKey(change.object)] : [])),
  );
  const remade = new Map<ObjectKey, CatalogObject>();
  for (const change of changes) {
    if (change.kind !== "dropObject" || !isOne(change.object)) continue;
    const key = catalogObjectKey(change.object);
    if (come.has(key)) remade.set(key, change.object);
  }
  for (let size = -1; remade.size > 0 && size !== remade.size;) {
    size = remade.size;
    for (const object of before.objects) {
      const key = catalogObjectKey(object);
      if (!isOne(object) || planned.drops.has(key) || !object.dependsOn.some((each) => remade.has(each))) continue;
      remade.set(key, object);
    }
  }
  const all = [...remade.values()];
  return {
    functions: new Set(all.flatMap(({ kind, name }) => (kind === "function" ? [name.name.replace(/\(.*$/s, "")] : []))),
    columns: columnsOf(all, before, planned),
  };
}

function columnsOf(objects: readonly CatalogObject[], { tables }: Schema, planned: Planned): RemadeTypeColumn[] {
  const types = new Map(
    objects.flatMap((object) =>
      object.kind === "function" ? [] : typeNames(object).map((name) => [nameKey(name), object] as const),
    ),
  );
  if (types.size === 0) return [];
  return tables.flatMap(({ name: table, columns }) =>
    planned.drops.has(tableKey(table))
      ? []
      : columns.flatMap(({ name: column, type }) => {
          if (type.kind !== "other" || type.schema === null || planned.drops.has(columnKey(table, column))) return [];
          const found = types.get(nameKey({ schema: type.schema, name: type.name }));
          return found ? [{ table, column, kind: found.kind }] : [];
        }),
  );
}

function isOne({ kind }: CatalogObject): boolean {
  return kind === "function" || kind === "domain" || kind === "compositeType" || kind === "rangeType";
}
