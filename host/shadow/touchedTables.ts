import { nameKey, type Schema, type Table } from "#engine/index.ts";

/**
 * The tables that SQL may reach, and those that they refer to: told by the words in it, also those in quotes and in the
 * bodies of functions. Rather one too many. Where it takes rows away, those that refer to them count too.
 */
export function touchedTables({ tables }: Schema, sql: string): readonly Table[] {
  const words = new Set(sql.toLowerCase().match(/[\p{L}_][\p{L}\p{N}_$]*/gu));
  for (const [, quoted = ""] of sql.matchAll(/"((?:[^"]|"")+)"/g))
    words.add(quoted.replaceAll('""', '"').toLowerCase());
  const isNamed = (name: string) => words.has(name.toLowerCase());
  const byKey = new Map(tables.map((table) => [nameKey(table.name), table]));
  const found = new Map<string, Table>();
  const add = (table: Table | undefined): void => {
    if (!table || found.has(nameKey(table.name))) return;
    found.set(nameKey(table.name), table);
    for (const { references } of table.foreignKeys) add(byKey.get(nameKey(references.table)));
  };
  for (const table of tables) {
    const hasType = table.columns.some(({ type }) => type.kind === "enum" && isNamed(type.name.name));
    if (isNamed(table.name.name) || hasType) add(table);
  }
  if (["delete", "truncate", "update", "cascade"].some((word) => words.has(word))) {
    const named = new Set(
      [...found.values()].filter(({ name }) => isNamed(name.name)).map(({ name }) => nameKey(name)),
    );
    for (const table of tables) {
      if (table.foreignKeys.some(({ references }) => named.has(nameKey(references.table)))) add(table);
    }
  }
  // What is referred to comes first; of circles, whichever.
  return [...found.values()].toReversed();
}
