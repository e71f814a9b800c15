import {
  appliedRevisions,
  type Change,
  currentRevisions,
  compare,
  diff,
  isHandover,
  overlay,
  type Rename,
  renamedTo,
  type Schema,
} from "#engine/index.ts";
import { type AppliedRow } from "#host/bookkeeping/rows.ts";
import { type CommandContext, withConnection } from "#host/commands/context.ts";
import { type DatabaseReading, isUnmanaged, readDatabase, unchangedReading } from "#host/commands/databaseReading.ts";
import { withoutLeftovers } from "#host/commands/halfMade.ts";
import type { History } from "#host/commands/history.ts";
import type { ModelsReading } from "#host/commands/models.ts";
import { recordedAt, recordedOfRows, stepsTo, stoppedEntries } from "#host/commands/recorded.ts";
import { settledInShadow } from "#host/commands/settle.ts";
import { exclusion } from "#host/catalog/exclude.ts";
import { asBothTell } from "#host/commands/versionsApart.ts";
import type { Database } from "#host/connection.ts";
import { done, type Failure, failed, failureOf, type Outcome } from "#host/failure.ts";

/** The three comparisons: models against head, head against the database's rows, what was applied against the catalog. */
export interface Assessment {
  readonly models: ModelsReading;
  readonly history: History;
  readonly unrevised: Compared;
  readonly database: DatabaseAssessment;
  readonly drift: Compared;
}

/** What differs between two sides; the whole way from one to the other is `diff`'s. A comparison that could not be made is never clean. */
export type Compared =
  | { readonly kind: "known"; readonly changes: readonly Change[]; readonly from: Schema; readonly to: Schema }
  | { readonly kind: "unknown"; readonly reason: string; readonly failure: Failure | null };

export type DatabaseAssessment =
  | { readonly kind: "none"; readonly failure: Failure }
  | { readonly kind: "unreachable"; readonly failure: Failure }
  /** Tables, and no revision row. */
  | { readonly kind: "unmanaged"; readonly reading: DatabaseReading }
  | {
      readonly kind: "managed";
      readonly reading: DatabaseReading;
      readonly rows: readonly AppliedRow[];
      /** The maximal applied revisions. */
      readonly current: readonly string[];
      /** Not applied, parents first. */
      readonly pending: readonly string[];
    };

/** Assesses without the database where `connect` is false: files alone, as in an untrusted workspace. */
export async function assess(
  context: CommandContext,
  models: ModelsReading,
  history: History,
  options: { readonly connect: boolean },
): Promise<Assessment> {
  const [unrevised, database] = await Promise.all([
    compareModels(context, models, history),
    options.connect ? assessDatabase(context, history) : notAsked(),
  ]);
  const drift = await compareLive(context, history, database);
  return { models, history, unrevised, database, drift };
}

/** Unrevised: what the models ask for, against the recorded schema at every head. */
export async function compareModels(
  context: CommandContext,
  models: ModelsReading,
  history: History,
): Promise<Compared> {
  const broken =
    failureOf(models.problems, { code: "models/invalid", exit: 2, unchanged: "Nothing was compared." }) ??
    failureOf(history.problems, { code: "revision/invalid", exit: 2, unchanged: "Nothing was compared." });
  if (broken) return unknown(broken.failure);
  const recorded = await recordedAt(context, history, history.graph.heads);
  if (!recorded.ok) return unknown(recorded.failure);
  const to = await asked(context, models, { history, recorded: recorded.value });
  const changes = diff(recorded.value, to, { home: context.scope.home }).filter((change) => !isForNow(change));
  return { kind: "known", changes, from: recorded.value, to };
}

/** A column that comes and goes again on the way, to hold what another takes: in it the two sides do not differ. */
function isForNow(change: Change): boolean {
  return (change.kind === "addColumn" || change.kind === "dropColumn") && isHandover(change.fill);
}

/** What was answered about the models. */
export interface AskedOptions {
  readonly renames: readonly Rename[];
  readonly reorderEnums: boolean;
}

/**
 * The whole schema that the models ask for over the recorded one at every head: theirs, and of `recorded` what Prisma has
 * no word for.
 */
export async function asked(
  context: CommandContext,
  models: ModelsReading,
  { history, recorded }: { readonly history: History; readonly recorded: Schema },
  { renames, reorderEnums }: AskedOptions = { renames: [], reorderEnums: false },
): Promise<Schema> {
  const { schema, datasource } = models.models;
  const { home } = context.scope;
  const exclude = exclusion(context.scope.exclude);
  const renamed = renamedTo(recorded, schema, renames, { home, exclude });
  const steps = stepsTo(history, history.graph.heads);
  return overlay(await settledInShadow(context, steps, { asked: schema, recorded: renamed }), renamed, {
    partialIndexes: datasource?.previewFeatures.includes("partialIndexes") ?? false,
    exclude,
    reorderEnums,
  });
}

/** Pending: where the database stands by its revision rows, in one connection. */
export async function assessDatabase(context: CommandContext, history: History): Promise<DatabaseAssessment> {
  const database = await context.database();
  if (!database.ok) return { kind: "none", failure: database.failure };
  const read = await readingNow(context, database.value);
  if (!read.ok) return { kind: "unreachable", failure: read.failure };
  const reading = read.value;
  if (isUnmanaged(reading)) return { kind: "unmanaged", reading };
  return { kind: "managed", reading, ...positionOf(history, reading.rows ?? []) };
}

async function readingNow(context: CommandContext, database: Database): Promise<Outcome<DatabaseReading>> {
  const unchanged = await unchangedReading(context, database).catch(() => null);
  if (unchanged) return done(unchanged);
  return withConnection(context, async (connection) => done(await readDatabase(context, database, connection)), {
    looksOnly: true,
  });
}

/** Where a database stands in the history, by its rows. */
export function positionOf(history: History, rows: readonly AppliedRow[]) {
  const applied = new Set(rows.filter((row) => row.state === "applied").map((row) => row.id));
  // The graph knows what stands on what; of a revision whose file is missing the row does.
  const unknown = rows.filter((row) => applied.has(row.id) && !history.graph.nodes.has(row.id));
  const named = unknown.flatMap((row) => [...row.parents, ...row.dependsOn]);
  const below = appliedRevisions(
    history.graph,
    named.map((name) => history.graph.labels.get(name) ?? name),
  );
  const stoodOn = new Set([...named, ...below]);
  return {
    rows,
    current: currentRevisions(history.graph, applied).filter((id) => !stoodOn.has(id)),
    pending: [...history.graph.nodes.keys()].filter((id) => !applied.has(id)),
  };
}

/** Drift: the live catalog against the recorded schema of what was applied. */
export async function compareLive(
  context: CommandContext,
  history: History,
  database: DatabaseAssessment,
): Promise<Compared> {
  switch (database.kind) {
    case "none":
    case "unreachable":
      return unknown(database.failure);
    case "unmanaged":
      return { kind: "unknown", reason: "The database is not yet under Retort.", failure: null };
    case "managed": {
      const recorded = await recordedOfRows(context, history, database.rows);
      if (!recorded.ok) return unknown(recorded.failure);
      const both = { recorded: recorded.value, live: database.reading.live };
      const settled = await withoutLeftovers(both, stoppedEntries(history, database.rows));
      const told = await asBothTell(context, settled, database.reading.version);
      return driftOf(told.recorded, told.live);
    }
  }
}

/** Of the last look at each recorded schema: where neither side changed, nothing is compared again. */
const looks = new WeakMap<Schema, Extract<Compared, { kind: "known" }>>();

function driftOf(recorded: Schema, live: Schema): Compared {
  const last = looks.get(recorded);
  if (last?.to === live) return last;
  const compared = { kind: "known", changes: compare(recorded, live), from: recorded, to: live } as const;
  looks.set(recorded, compared);
  return compared;
}

/** A comparison that `failure` kept from being made. */
export function unknown(failure: Failure): Compared {
  return { kind: "unknown", reason: failure.message, failure };
}

function notAsked(): DatabaseAssessment {
  const message = "No connection is made in a workspace that is not trusted.";
  return {
    kind: "none",
    failure: failed({ code: "database/untrusted", exit: 4, message, unchanged: "Nothing was read." }).failure,
  };
}
