import { type QualifiedName, type Schema } from "#engine/index.ts";

/** The schema without what counts as nothing. What belongs to a table goes with it. */
export function withoutExcluded(schema: Schema, isExcluded: (name: QualifiedName) => boolean): Schema {
  const kept = <T extends { readonly name: QualifiedName }>(items: readonly T[]) =>
    items.filter((item) => !isExcluded(item.name));
  return {
    namespaces: schema.namespaces.filter((name) => name !== bookkeeping),
    extensions: schema.extensions,
    enums: kept(schema.enums),
    tables: kept(schema.tables),
    sequences: kept(schema.sequences),
    objects: schema.objects.filter(({ kind, name, table }) => {
      // A function is named by its name, not by its arguments too.
      const named = kind === "function" ? { schema: name.schema, name: name.name.replace(/\(.*$/s, "") } : name;
      return !isExcluded(named) && !(table && isExcluded(table));
    }),
  };
}

/**
 * What counts as nothing: Retort's own bookkeeping, Prisma's, and what the patterns name.
 * A pattern is `schema.name` or `name` in every schema; `*` stands for any text.
 */
export function exclusion(patterns: readonly string[]): (name: QualifiedName) => boolean {
  const matchers = [...always, ...patterns].map(matcher);
  return ({ schema, name }) => matchers.some((pattern) => pattern.test(`${schema}.${name}`));
}

const bookkeeping = "_retort";
const always = [`${bookkeeping}.*`, "*._prisma_migrations"];

function matcher(pattern: string): RegExp {
  const qualified = pattern.includes(".") ? pattern : `*.${pattern}`;
  const source = qualified.split("*").map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${source.join(".*")}$`, "s");
}
