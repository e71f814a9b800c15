import {
  describe,
  diff,
  emptySchema,
  invertAll,
  order,
  printRevision,
  raiseModels,
  render,
  sameSchema,
  type Schema,
} from "#engine/index.ts";
import { type CommandContext, replayOptions, withConnection } from "#host/commands/context.ts";
import { type DatabaseReading, readDatabase } from "#host/commands/databaseReading.ts";
import { emptyRevision, renderedSections, writeRevision } from "#host/commands/generate.ts";
import { createHistoryReader, type History, readEntry, replayStep } from "#host/commands/history.ts";
import type { ModelsReading } from "#host/commands/models.ts";
import { readOnlyRefusal } from "#host/commands/readOnly.ts";
import { protectedRefusal } from "#host/commands/protectedRefusal.ts";
import { stamp } from "#host/commands/stamp.ts";
import { done, failed, failureOf, type Outcome } from "#host/failure.ts";
import { appendToFile } from "#host/files.ts";
import { printModels } from "#host/modelPrinter.ts";

export interface Baselined {
  /** The file that the models were written to; null where models stood there already. */
  readonly models: string | null;
  readonly revision: string;
  readonly tables: number;
  readonly warnings: readonly string[];
}

/**
 * `init --from-database`: the models of a database that others built, a first revision that builds the same, and its row.
 * Nothing is run on the database but the row's own statements.
 */
export async function baseline(
  context: CommandContext,
  models: ModelsReading,
  history: History,
  { allowProtected }: { readonly allowProtected: string | null },
): Promise<Outcome<Baselined>> {
  const read = await withConnection(
    context,
    async (connection, database) =>
      (await readOnlyRefusal(connection, "Nothing was written.")) ??
      done(await readDatabase(context, database, connection)),
  );
  if (!read.ok) return read;
  const guarded = protectedRefusal(read.value.database, allowProtected, "Nothing was written.");
  if (guarded) return guarded;
  const refused = refuse(history, read.value);
  if (refused) return refused;
  const { live } = read.value;
  const drafted = draft(context, live);
  if (!drafted.ok) return drafted;
  const tried = await tryInShadow(context, drafted.value, live);
  if (!tried.ok) return tried;

  const file = await writeRevision(context, context.project.revisionFolders[0], drafted.value);
  if (!file.ok) return file;
  const written = await writeModels(models, live);
  if (!written.ok) return written;
  const renewed = await createHistoryReader()(context.project);
  if (!renewed.ok) return renewed;
  const stamped = await stamp(context, renewed.value, { targets: [drafted.value.id], purge: false, allowProtected });
  if (!stamped.ok) return stamped;
  return done({ models: written.value, revision: file.value, tables: live.tables.length, warnings: tried.value });
}

function refuse(history: History, reading: DatabaseReading): ReturnType<typeof failed> | null {
  const { label } = reading.database;
  const base = { exit: 3, unchanged: "Nothing was written." } as const;
  if (history.graph.nodes.size > 0) {
    return failed({
      ...base,
      code: "refused/hasRevisions",
      message: "The project has revisions already: a baseline is the first revision of an empty history.",
      next: ["If they describe the database: retort stamp head."],
    });
  }
  if ((reading.rows ?? []).length > 0) {
    return failed({
      ...base,
      code: "refused/alreadyManaged",
      message: `Database ${label} has revision rows already: it is under Retort, and its revision files are missing here.`,
      next: ["Bring the revision files back from version control."],
    });
  }
  if (reading.live.tables.length > 0) return null;
  return failed({
    ...base,
    code: "refused/emptyDatabase",
    message: `Database ${label} holds no tables: there is nothing to begin from.`,
    next: ["Write models, then: retort revision --autogenerate -m MESSAGE."],
  });
}

function draft(context: CommandContext, live: Schema) {
  const { home } = context.scope;
  const start: Schema = { ...emptySchema, namespaces: live.namespaces.filter((name) => name === "public") };
  const changes = diff(start, live);
  const up = render(changes, { before: start, home });
  const refused = failureOf(up.problems, {
    code: "models/unsupportedChange",
    exit: 3,
    unchanged: "Nothing was written.",
  });
  if (refused) return refused;
  const down = render(order(invertAll(changes), live), { before: live, home });
  return done({
    ...emptyRevision(context, { id: context.newId(), parents: [], dependsOn: [], labels: [] }, "baseline"),
    up: renderedSections(up),
    down: renderedSections(down),
  });
}

async function tryInShadow(
  context: CommandContext,
  revision: ReturnType<typeof emptyRevision>,
  live: Schema,
): Promise<Outcome<readonly string[]>> {
  const entry = readEntry("the baseline", printRevision(revision)).value;
  if (!entry) throw new Error("a printed revision does not parse");
  const replayed = await context.shadow.replay([replayStep(entry, "upgrade")], replayOptions(context));
  if (!replayed.ok) return replayed;
  if (sameSchema(replayed.value, live)) return done([]);
  const { home } = context.scope;
  return done(
    diff(replayed.value, live).map(
      (change) => `The baseline does not rebuild this exactly: ${describe(change, { home }).text}.`,
    ),
  );
}

/** Only where no model stands yet: a user's models are never added to unasked. */
async function writeModels({ files, models }: ModelsReading, live: Schema): Promise<Outcome<string | null>> {
  const [target] = files;
  if (models.schema.tables.length > 0 || !target) return done(null);
  const { datasource } = models;
  const raised = raiseModels(live, {
    datasource: datasource?.name ?? "db",
    multiSchema: (datasource?.schemas.length ?? 0) > 0,
    partialIndexes: datasource?.previewFeatures.includes("partialIndexes") ?? false,
  });
  const written = await appendToFile(target.file, `\n${await printModels(raised)}`);
  return written.ok ? done(target.file) : written;
}
