import {
  describe,
  diff,
  divideScript,
  type Revision,
  sameSchema,
  type Schema,
  type ScriptSection,
} from "#engine/index.ts";
import { type CommandContext, replayOptions } from "#host/commands/context.ts";
import type { History } from "#host/commands/history.ts";
import { stepsTo } from "#host/commands/recorded.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import { draftRevision } from "#host/prismaMigrations/draftRevision.ts";
import { readMigrationName } from "#host/prismaMigrations/migrationName.ts";
import type { PlacedMigration } from "#host/prismaMigrations/placeMigrations.ts";
import type { Migration } from "#host/prismaMigrations/readMigrations.ts";
import { statementsAboutRecords } from "#host/prismaMigrations/records.ts";
import { scriptStep } from "#host/prismaMigrations/scriptStep.ts";
import { findWayDown, type FoundWayDown } from "#host/prismaMigrations/wayDown.ts";
import { runWayUp, scriptOf } from "#host/prismaMigrations/wayUp.ts";
import type { ReplayStep } from "#host/shadow.ts";

export interface DraftedMigration {
  readonly migration: Migration;
  readonly revision: Revision;
  readonly way: FoundWayDown["way"];
}

export interface DraftedMigrations {
  readonly drafts: readonly DraftedMigration[];
  readonly notes: readonly string[];
}

/**
 * Revisions for the migrations that have none. With `downgrades`, each is run in the shadow on what those before it left,
 * up, down and up again; in the end all ways up are run once more from nothing, to the same catalog.
 */
export async function draftMigrations(
  context: CommandContext,
  history: History,
  placed: readonly PlacedMigration[],
  { downgrades }: { readonly downgrades: boolean },
): Promise<Outcome<DraftedMigrations>> {
  const { timezone } = context.project.config;
  const open = placed.filter(({ entry }) => entry === null);
  const drafts: DraftedMigration[] = [];
  const notes: string[] = [];
  let line: ReplayStep[] = [];
  let end: Schema | null = null;
  for (const [at, { migration, id, parents }] of open.entries()) {
    context.report({ message: `Importing ${migration.name}`, done: at, total: open.length });
    const [parent] = parents;
    if (parent === undefined) line = [];
    else if (drafts.at(-1)?.revision.id !== parent) line = [...stepsTo(history, parents)];
    const found = downgrades ? await tryMigration(context, line, migration, id) : done(untried(migration, id));
    if (!found.ok) return found;
    const { up, down, step } = found.value;
    notes.push(...discardNotes(migration), ...down.notes);
    const name = readMigrationName(migration.name);
    drafts.push({
      migration,
      revision: draftRevision(migration, name, parents, { up, down: down.way, timezone }),
      way: down.way,
    });
    line.push(step);
    end = found.value.end;
  }
  if (end === null) return done({ drafts, notes });
  context.report({ message: "Replaying all of them from nothing", done: null, total: null });
  const replayed = await context.shadow.replay(line, replayOptions(context));
  if (!replayed.ok) return failed({ ...replayed.failure, unchanged });
  if (!sameSchema(replayed.value, end)) {
    // What a script does may depend on what it finds; nothing of ours does.
    const [first] = diff(replayed.value, end);
    const what = first ? describe(first, { home: context.scope.home }).text : "";
    notes.push(
      `The ways up alone end elsewhere than with the ways down between them, so these are not to be trusted: ${what}.`,
    );
  }
  return done({ drafts, notes });
}

const unchanged = "No revision was written.";

interface Tried {
  readonly up: readonly ScriptSection[];
  readonly down: FoundWayDown;
  readonly step: ReplayStep;
  /** The catalog after it; null where it was not run. */
  readonly end: Schema | null;
}

async function tryMigration(
  context: CommandContext,
  line: readonly ReplayStep[],
  migration: Migration,
  id: string,
): Promise<Outcome<Tried>> {
  const up = await runWayUp(context, line, migration, id);
  if (!up.ok) {
    const { failure } = up;
    const message = failure.message.replace(`Revision ${id}`, `Migration ${migration.name}`);
    return failed({ ...failure, message, unchanged, next: [...failure.next, ...whatElse] });
  }
  const down = await findWayDown(context, line, up.value, migration);
  if (!down.ok) return failed({ ...down.failure, unchanged });
  const { sections, step, trace } = up.value;
  return done({ up: sections, down: down.value, step, end: trace.after });
}

const whatElse = [
  "Give the shadow what the migrations take for granted: shadow.setup or shadow.url in retort.json.",
  "Or import without ways down: retort import prisma --no-downgrades.",
];

function untried(migration: Migration, id: string): Tried {
  const { sections } = divideScript(scriptOf(migration));
  const way = { kind: "irreversible", reason: "it was imported without a way down" } as const;
  return { up: sections, down: { way, notes: [] }, step: scriptStep(id, migration.file, sections), end: null };
}

function discardNotes(migration: Migration): readonly string[] {
  const { discarded } = divideScript(scriptOf(migration));
  return [
    ...discarded.map(() => `${migration.name} rolls a part of itself back; that part did nothing, and was left out.`),
    ...statementsAboutRecords(migration.text).map(
      (sql) =>
        `${migration.name} speaks of Prisma's own table, which only Prisma makes; that was left out: ${sql.replaceAll(/\s+/g, " ")}`,
    ),
  ];
}
