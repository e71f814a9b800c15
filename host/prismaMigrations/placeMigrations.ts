import type { History, HistoryEntry } from "#host/commands/history.ts";
import { readMigrationName } from "#host/prismaMigrations/migrationName.ts";
import type { Migration } from "#host/prismaMigrations/readMigrations.ts";

/** A migration in the chain of all: the revision that stands for it, and the one it stands on. */
export interface PlacedMigration {
  readonly migration: Migration;
  readonly id: string;
  /** The revision in the history, its own or a squash; null where there is none yet. */
  readonly entry: HistoryEntry | null;
  /** None for the first. */
  readonly parents: readonly string[];
}

/** By name alone, each on the one before it: whoever imports the same folders makes the same revisions. */
export function placeMigrations(history: History, list: readonly Migration[]): readonly PlacedMigration[] {
  const squashes = new Map(
    [...history.entries.values()].flatMap((entry) => entry.revision.replaces.map((id) => [id, entry] as const)),
  );
  let parents: readonly string[] = [];
  return list.map((migration) => {
    const { id: own } = readMigrationName(migration.name);
    const entry = history.entries.get(own) ?? squashes.get(own) ?? null;
    const id = entry?.revision.id ?? own;
    const placed = { migration, id, entry, parents };
    parents = [id];
    return placed;
  });
}
