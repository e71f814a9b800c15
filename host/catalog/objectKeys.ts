import { type CatalogObject, catalogObjectKey, columnKey, type ObjectKey, type QualifiedName } from "#engine/index.ts";
import type { DependencyRow, Oid } from "#host/catalog/catalogRows.ts";

/** The catalogs that rows of one reading come from, by their oids, which are the same in every database. */
export const catalogs = {
  class: 1259,
  procedure: 1255,
  type: 1247,
  constraint: 2606,
  trigger: 2620,
  rewrite: 2618,
  policy: 3256,
  statistics: 3381,
  collation: 3456,
  eventTrigger: 3466,
  namespace: 2615,
  extension: 3079,
  publication: 6104,
  publicationTable: 6106,
  wrapper: 2328,
  server: 1417,
  cast: 2605,
  operator: 2617,
  dictionary: 3600,
  configuration: 3602,
} as const;

/** The keys of all that was read, by what PostgreSQL knows it by. */
export class ObjectKeys {
  readonly #keys = new Map<string, ObjectKey>();
  readonly #tables = new Map<Oid, Relation>();

  add(catalog: Oid, oid: Oid, key: ObjectKey): void {
    this.#keys.set(`${catalog} ${oid}`, key);
  }

  /** Adds a table, whose columns have keys of their own. */
  addTable(oid: Oid, key: ObjectKey, relation: Relation): void {
    this.add(catalogs.class, oid, key);
    this.#tables.set(oid, relation);
  }

  get(catalog: Oid, oid: Oid, column: number): ObjectKey | null {
    const table = column === 0 || catalog !== catalogs.class ? undefined : this.#tables.get(oid);
    if (table) return columnKey(table.name, table.column(column));
    return this.#keys.get(`${catalog} ${oid}`) ?? null;
  }

  /** The objects with what they depend on. */
  linked(objects: readonly CatalogObject[], dependencies: readonly DependencyRow[]): readonly CatalogObject[] {
    const needs = new Map<ObjectKey, Set<ObjectKey>>();
    for (const [catalog, oid, otherCatalog, other, column, extension] of dependencies) {
      const key = this.get(catalog, oid, 0);
      const needed =
        extension === null ? this.get(otherCatalog, other, column) : this.get(catalogs.extension, extension, 0);
      if (key === null || needed === null || key === needed) continue;
      needs.set(key, (needs.get(key) ?? new Set()).add(needed));
    }
    if (needs.size === 0) return objects;
    return objects.map((object) => {
      const found = needs.get(catalogObjectKey(object));
      return found ? { ...object, dependsOn: [...new Set([...object.dependsOn, ...found])].toSorted() } : object;
    });
  }
}

interface Relation {
  readonly name: QualifiedName;
  column(number: number): string;
}
