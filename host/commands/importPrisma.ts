import { printRevision } from "#engine/index.ts";
import type { CommandContext } from "#host/commands/context.ts";
import { type History, type HistoryEntry, readEntry, soundHistory } from "#host/commands/history.ts";
import type { ModelsReading } from "#host/commands/models.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import { writeNewFile } from "#host/files.ts";
import { type DraftedMigration, draftMigrations } from "#host/prismaMigrations/draftMigrations.ts";
import { migrationFileName } from "#host/prismaMigrations/draftRevision.ts";
import { type PlacedMigration, placeMigrations } from "#host/prismaMigrations/placeMigrations.ts";
import { type Migrations, readMigrations } from "#host/prismaMigrations/readMigrations.ts";
import { stampApplied, type Stamping } from "#host/prismaMigrations/stampApplied.ts";
import type { WayDown } from "#host/prismaMigrations/wayDown.ts";

export interface ImportOptions {
  /** The name of a protected database, as it was typed. */
  readonly allowProtected: string | null;
  /** Absolute; null for where Prisma looks. */
  readonly migrations: string | null;
  /** Say what would be done, and write nothing. */
  readonly dryRun: boolean;
  /** Run everything in the shadow and look for ways down; without, every new revision is irreversible. */
  readonly downgrades: boolean;
}

export interface Imported {
  readonly folder: string;
  /** Every migration, in Prisma's order. */
  readonly revisions: readonly ImportedRevision[];
  readonly database: Stamping;
  readonly notes: readonly string[];
}

export interface ImportedRevision {
  readonly migration: string;
  readonly id: string;
  /** Null in a dry run for one that is not there yet. */
  readonly file: string | null;
  /** How it goes down; null for a revision that was there before. */
  readonly down: WayDown | null;
}

/**
 * `import prisma`: a revision for each migration that has none yet, its script as the way up and a way down that was seen
 * to hold; then rows for those that Prisma's records say are applied. Prisma's own folder and table stay as they are.
 */
export async function importPrisma(
  context: CommandContext,
  models: ModelsReading,
  history: History,
  options: ImportOptions,
): Promise<Outcome<Imported>> {
  const whole = soundHistory(history, unchanged);
  if (!whole.ok) return whole;
  const read = await readMigrations(context.project, models, { folder: options.migrations });
  if (!read.ok) return read;
  const placed = placeMigrations(history, read.value.list);
  const refused = refuse(history, read.value, placed);
  if (refused) return refused;
  const drafted = await draftMigrations(context, history, placed, options);
  if (!drafted.ok) return drafted;
  const written = await write(context, drafted.value.drafts, options);
  if (!written.ok) return written;

  const entries = new Map([...history.entries, ...written.value.map((entry) => [entry.revision.id, entry] as const)]);
  const stamped = await stampApplied(context, entries, placed, options);
  if (!stamped.ok) {
    const kept = written.value.length === 0 ? "No row was added." : "The revisions were written; no row was added.";
    return failed({ ...stamped.failure, unchanged: kept });
  }
  const ways = new Map(drafted.value.drafts.map(({ revision, way }) => [revision.id, way]));
  const revisions = placed.map(({ migration, id, entry }): ImportedRevision => {
    const file = entry?.file ?? (options.dryRun ? null : (entries.get(id)?.file ?? null));
    return { migration: migration.name, id, file, down: ways.get(id) ?? null };
  });
  const notes = [...read.value.notes, ...drafted.value.notes, ...branchNotes(history, drafted.value.drafts)];
  return done({ folder: read.value.folder, revisions, database: stamped.value, notes });
}

const unchanged = "No revision was written.";

function refuse(
  history: History,
  { folder, list }: Migrations,
  placed: readonly PlacedMigration[],
): Outcome<never> | null {
  if (list.length === 0) {
    const message = `${folder} holds no migration: no folder in it has a migration.sql.`;
    return failed({ code: "files/noMigrations", exit: 2, message, unchanged });
  }
  if (history.entries.size === 0 || placed.some(({ entry }) => entry !== null)) return null;
  return failed({
    code: "refused/hasRevisions",
    exit: 3,
    message: "The project has revisions already, and none of them came from its Prisma migrations.",
    unchanged,
    next: ["Import into an empty history: move those revisions elsewhere, and write them anew on top of the import."],
  });
}

/** All of them, in order; each as it reads from its file. */
async function write(
  { project }: CommandContext,
  drafts: readonly DraftedMigration[],
  { dryRun }: ImportOptions,
): Promise<Outcome<readonly HistoryEntry[]>> {
  const entries: HistoryEntry[] = [];
  for (const { migration, revision } of drafts) {
    const text = printRevision(revision);
    const name = migrationFileName(project, migration, revision);
    const { value: entry, problems } = readEntry(name, text);
    const [problem] = problems;
    if (!entry || problem) {
      return failed({
        code: "revision/unprintable",
        exit: 2,
        message: `Migration ${migration.name} can't be carried over into a revision. ${problem?.message ?? ""}`.trim(),
        unchanged: entries.length === 0 ? unchanged : "The revisions before it were written.",
        place: { file: migration.file, span: { start: 0, end: 0 } },
      });
    }
    const written = dryRun ? done(name) : await writeNewFile(project.revisionFolders[0], name, text);
    if (!written.ok) return written;
    entries.push({ ...entry, file: written.value });
  }
  return done(entries);
}

/** Migrations of several branches of git, imported in different order, make several heads, as they do anywhere. */
function branchNotes(history: History, drafts: readonly DraftedMigration[]): readonly string[] {
  const made = new Set(drafts.map(({ revision }) => revision.id));
  const beside = drafts.filter(({ revision }) =>
    revision.parents.some((parent) => (history.graph.nodes.get(parent)?.children.length ?? 0) > 0),
  );
  const heads = history.graph.heads.filter((id) => !drafts.some(({ revision }) => revision.parents.includes(id)));
  if (beside.length === 0 || heads.length === 0 || made.size === 0) return [];
  return [
    `${beside.map(({ migration }) => migration.name).join(", ")} stands beside revisions that were there before: there are several heads now. Merge them: retort merge heads -m MESSAGE.`,
  ];
}
