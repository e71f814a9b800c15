import type { Change } from "#engine/changes/change.ts";
import { differences, pairRenamed } from "#engine/diff/match.ts";
import type { Table } from "#engine/schema/model.ts";
import { sameForeignKey, sameForeignKeyContent } from "#engine/schema/same.ts";

export function diffForeignKeys(from: Table, to: Table): Change[] {
  const table = to.name;
  const { removed, added, changed } = differences(from.foreignKeys, to.foreignKeys, (key) => key.name, sameForeignKey);
  const pairs = pairRenamed(removed, added, sameForeignKeyContent);
  return [
    ...pairs.renamed.map(([a, b]): Change => ({ kind: "renameConstraint", table, from: a.name, to: b.name })),
    ...dropForeignKeys({ ...to, foreignKeys: [...pairs.removed, ...changed.map(([a]) => a)] }),
    ...addForeignKeys({ ...to, foreignKeys: [...pairs.added, ...changed.map(([, b]) => b)] }),
  ];
}

export function dropForeignKeys({ name: table, foreignKeys }: Table): Change[] {
  return foreignKeys.map((foreignKey): Change => ({ kind: "dropForeignKey", table, foreignKey }));
}

export function addForeignKeys({ name: table, foreignKeys }: Table): Change[] {
  return foreignKeys.map((foreignKey): Change => ({ kind: "addForeignKey", table, foreignKey }));
}
