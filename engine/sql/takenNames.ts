import type { Change } from "#engine/changes/change.ts";
import type { Schema, Table } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";
import { ownedSequence } from "#engine/sql/serials.ts";

/**
 * Tells whether a relation has a name at some time between the start and the end of `changes`, the sequences aside that
 * come with their columns. It says yes rather once too often: whoever asks has another way then.
 */
export function takenNames(before: Schema, changes: readonly Change[]): (name: QualifiedName) => boolean {
  let taken: ReadonlySet<string> | null = null;
  return (name) => (taken ??= new Set(relations(before, changes))).has(nameKey(name));
}

function* relations(before: Schema, changes: readonly Change[]): Generator<string, void, undefined> {
  for (const table of before.tables) {
    yield* ofTable(table);
    for (const column of table.columns) {
      const sequence = ownedSequence(column);
      if (sequence) yield nameKey(sequence);
    }
  }
  for (const { name } of [...before.sequences, ...before.objects]) yield nameKey(name);
  for (const change of changes) {
    if (change.kind === "createTable") yield* ofTable(change.table);
    if (change.kind === "renameTable") yield nameKey(change.to);
    if (change.kind === "createIndex") yield nameKey({ schema: change.table.schema, name: change.index.name });
    if (change.kind === "addPrimaryKey") yield nameKey({ schema: change.table.schema, name: change.primaryKey.name });
    if (change.kind === "renameIndex" || change.kind === "renameConstraint") {
      yield nameKey({ schema: change.table.schema, name: change.to });
    }
    if (change.kind === "createSequence") yield nameKey(change.sequence.name);
    if (change.kind === "alterSequence") yield nameKey(change.to.name);
    if (change.kind === "createObject") yield nameKey(change.object.name);
  }
}

function* ofTable({ name, indexes, primaryKey }: Table): Generator<string, void, undefined> {
  yield nameKey(name);
  for (const index of indexes) yield nameKey({ schema: name.schema, name: index.name });
  if (primaryKey) yield nameKey({ schema: name.schema, name: primaryKey.name });
}
