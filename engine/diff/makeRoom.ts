import { applyAll } from "#engine/changes/apply.ts";
import type { Change, ChangeOf } from "#engine/changes/change.ts";
import { meanwhileName } from "#engine/changes/meanwhile.ts";
import type { Column, Schema, Table } from "#engine/schema/model.ts";
import { nameKey, sameName } from "#engine/schema/name.ts";

/**
 * The renamings, with what must be out of the way before a table moves: its keys, indexes and sequences go along into the
 * other PostgreSQL schema, where something may bear their names. They get their own afterwards, by the rest of the diff.
 */
export function withRoom(from: Schema, to: Schema, renames: readonly Change[]): readonly Change[] {
  if (!renames.some((change) => change.kind === "renameTable" && isMove(change))) return renames;
  // Beyond the numbers that are given to tables, enums and whatever trades names besides.
  let number = 2 * (from.tables.length + from.enums.length);
  const targets = new Map(to.tables.map((table) => [nameKey(table.name), table]));
  const steps: Change[] = [];
  for (const rename of renames) {
    if (rename.kind === "renameTable" && isMove(rename)) {
      const before = applyAll(from, steps);
      const table = before.tables.find(({ name }) => sameName(name, rename.from));
      const taken = namesIn(before, rename.to.schema);
      const free = (wanted: string | undefined) =>
        wanted === undefined || taken.has(wanted) || namesIn(before, rename.from.schema).has(wanted)
          ? meanwhileName(number++)
          : wanted;
      if (table) steps.push(...asides(table, targets.get(nameKey(rename.to)), taken, free));
    }
    steps.push(rename);
  }
  return steps;
}

function isMove({ from, to }: ChangeOf<"renameTable">): boolean {
  return from.schema !== to.schema;
}

function asides(
  table: Table,
  target: Table | undefined,
  taken: ReadonlySet<string>,
  free: (wanted: string | undefined) => string,
): Change[] {
  const { name, primaryKey, indexes, columns } = table;
  const key = primaryKey && taken.has(primaryKey.name) ? primaryKey.name : null;
  return [
    ...(key === null
      ? []
      : [{ kind: "renameConstraint", table: name, from: key, to: free(target?.primaryKey?.name) } as const]),
    ...indexes
      .filter((index) => taken.has(index.name))
      .map((index) => ({ kind: "renameIndex", table: name, from: index.name, to: free(undefined) }) as const),
    ...columns.flatMap((column) => {
      if (column.default?.kind !== "serial" || !taken.has(column.default.sequence.name)) return [];
      const wanted = target?.columns.find((other) => other.name === column.name)?.default;
      const to = withSequence(column, free(wanted?.kind === "serial" ? wanted.sequence.name : undefined));
      return [{ kind: "alterColumn", table: name, from: column, to, fill: null } as const];
    }),
  ];
}

function withSequence(column: Column, name: string): Column {
  if (column.default?.kind !== "serial") return column;
  return { ...column, default: { ...column.default, sequence: { ...column.default.sequence, name } } };
}

/** Of tables, indexes, sequences and views: PostgreSQL keeps their names apart within a schema. */
function namesIn({ tables, sequences, objects }: Schema, schema: string): ReadonlySet<string> {
  const names = new Set([...sequences, ...objects].flatMap(({ name }) => (name.schema === schema ? [name.name] : [])));
  for (const { name, primaryKey, indexes, columns } of tables) {
    if (name.schema !== schema) continue;
    names.add(name.name);
    if (primaryKey) names.add(primaryKey.name);
    for (const index of indexes) names.add(index.name);
    for (const column of columns) if (column.default?.kind === "serial") names.add(column.default.sequence.name);
  }
  return names;
}
