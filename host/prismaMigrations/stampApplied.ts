import { ensureBookkeeping } from "#host/bookkeeping/ensure.ts";
import { readRows } from "#host/bookkeeping/rows.ts";
import { type CommandContext, failedQuestion } from "#host/commands/context.ts";
import type { HistoryEntry } from "#host/commands/history.ts";
import type { Connection } from "#host/connection.ts";
import { protectedRefusal } from "#host/commands/protectedRefusal.ts";
import { runnerOptions, withRunLock } from "#host/commands/runnerOptions.ts";
import { done, type Failure, type Outcome } from "#host/failure.ts";
import { isScriptOf, type MigrationRecord, readMigrationRecords } from "#host/prismaMigrations/appliedMigrations.ts";
import type { Migration } from "#host/prismaMigrations/readMigrations.ts";
import { addRows } from "#host/runner/stampRows.ts";

/** A migration and the revision that stands for it. */
export interface MigrationRevision {
  readonly migration: Migration;
  readonly id: string;
}

/** What Prisma's records in the database led to. */
export type Stamping =
  /** No database is configured, or it was not reached: files alone were made. */
  | { readonly kind: "offline"; readonly failure: Failure }
  /** The database has no records of Prisma Migrate. */
  | { readonly kind: "unrecorded"; readonly label: string }
  /** Nothing was written, since its name was not typed. */
  | { readonly kind: "protected"; readonly label: string; readonly name: string }
  | {
      readonly kind: "stamped";
      readonly label: string;
      /** Revisions that are now marked as applied, and were not before. */
      readonly stamped: readonly string[];
      readonly notes: readonly string[];
    };

/**
 * Marks those revisions as applied whose migrations Prisma's records say are, as far as all they stand on is. Nothing but
 * rows of our own table is written, and none is taken away.
 */
export async function stampApplied(
  context: CommandContext,
  known: ReadonlyMap<string, HistoryEntry>,
  migrations: readonly MigrationRevision[],
  { dryRun, allowProtected }: { readonly dryRun: boolean; readonly allowProtected: string | null },
): Promise<Outcome<Stamping>> {
  const database = await context.database();
  if (!database.ok) return done({ kind: "offline", failure: database.failure });
  const connected = await database.value.connect(context.signal ?? undefined);
  // The files are good without a database.
  if (!connected.ok) return done({ kind: "offline", failure: connected.failure });
  try {
    const { label, name } = database.value;
    const guarded = !dryRun && protectedRefusal(database.value, allowProtected, "") !== null ? name : null;
    return await stamp(context, connected.value, { known, migrations, dryRun, label, guarded });
  } catch (error) {
    return failedQuestion(error, database.value);
  } finally {
    await connected.value.close();
  }
}

async function stamp(
  context: CommandContext,
  connection: Connection,
  {
    known,
    migrations,
    dryRun,
    label,
    guarded,
  }: {
    readonly known: ReadonlyMap<string, HistoryEntry>;
    readonly migrations: readonly MigrationRevision[];
    readonly dryRun: boolean;
    readonly label: string;
    /** The name of a database that may not be written to. */
    readonly guarded: string | null;
  },
): Promise<Outcome<Stamping>> {
  const { scope, project } = context;
  const { bookkeeping } = project.config;
  const records = await readMigrationRecords(connection, [...new Set([scope.home, ...scope.schemas, "public"])]);
  if (records === null) return done({ kind: "unrecorded", label });
  const rows = (await readRows(connection, bookkeeping)) ?? [];
  const applied = new Set(rows.filter((row) => row.state === "applied").map((row) => row.id));
  const { entries, notes } = select(known, migrations, records, applied);
  if (guarded !== null && entries.length > 0) return done({ kind: "protected", label, name: guarded });
  if (!dryRun && entries.length > 0) {
    const ensured = await ensureBookkeeping(connection, bookkeeping);
    if (!ensured.ok) return ensured;
    const added = await withRunLock(context, connection, { unchanged: "No row was added." }, (lock) =>
      addRows({ connection, lock, options: runnerOptions(context, {}) }, entries.map(rowOf)),
    );
    if (!added.ok) return added;
  }
  return done({ kind: "stamped", label, stamped: entries.map((entry) => entry.revision.id), notes });
}

function select(
  known: ReadonlyMap<string, HistoryEntry>,
  migrations: readonly MigrationRevision[],
  records: readonly MigrationRecord[],
  applied: ReadonlySet<string>,
): { readonly entries: readonly HistoryEntry[]; readonly notes: readonly string[] } {
  const byName = new Map(records.map((record) => [record.name, record]));
  const standing = new Set(applied);
  const entries: HistoryEntry[] = [];
  const notes: string[] = [];
  const left: string[] = [];
  for (const { migration, id } of migrations) {
    const record = byName.get(migration.name);
    byName.delete(migration.name);
    if (record?.state === "failed") notes.push(failedNote(record));
    if (record?.state !== "applied") continue;
    if (!isScriptOf(record, migration)) {
      notes.push(
        `${migration.name}: its script was changed after it was applied (checksum ${record.checksum.slice(0, 12)}… in the database): what the database holds may differ.`,
      );
    }
    const entry = known.get(id);
    if (!entry || standing.has(id)) continue;
    if ([...entry.revision.parents, ...entry.revision.dependsOn].every((parent) => standing.has(parent))) {
      standing.add(id);
      entries.push(entry);
    } else left.push(migration.name);
  }
  if (left.length > 0) {
    notes.push(
      `${left.join(", ")}: applied, and not marked so, since a migration before is not. Apply that one first (prisma migrate deploy), then import again.`,
    );
  }
  const missing = [...byName.values()].filter((record) => record.state === "applied").map((record) => record.name);
  if (missing.length > 0) {
    notes.push(`The database has applied ${missing.join(", ")}, of which there is no folder here.`);
  }
  return { entries, notes };
}

function failedNote({ name, log }: MigrationRecord): string {
  const [said = ""] = (log ?? "").split("\n").filter((line) => line.trim() !== "");
  return `${name} failed in the database${said === "" ? "" : ` (${said.trim()})`}, and is not marked as applied. Finish it or take it back by hand, say so to Prisma (prisma migrate resolve), then import again.`;
}

function rowOf({ revision, upHash, downHash, text }: HistoryEntry) {
  const { id, parents, dependsOn, message } = revision;
  return { id, parents, dependsOn, message, upHash, downHash, source: text };
}
