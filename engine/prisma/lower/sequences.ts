import type { Model, ModelField } from "#engine/prisma/lower/declarations.ts";
import { sequenceName } from "#engine/prisma/lower/names.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";

/** Names sequences one by one, as PostgreSQL does while the tables are made: a name that is taken gets a number. */
export function sequenceNames(models: readonly Model[]): (field: ModelField) => QualifiedName {
  const taken = new Set(models.map((model) => nameKey(model.table)));
  return ({ model: { table }, column }) => {
    const { schema } = table;
    const name = sequenceName(table.name, column, (candidate) => taken.has(nameKey({ schema, name: candidate })));
    taken.add(nameKey({ schema, name }));
    return { schema, name };
  };
}
