import { readFile } from "node:fs/promises";

import type { Problem, SchemaDocument } from "#engine/index.ts";

import {
  type Assessment,
  type Compared,
  assessDatabase,
  compareLive,
  compareModels,
  type DatabaseAssessment,
  unknown,
} from "#host/commands/assess.ts";
import type { CommandContext, Progress } from "#host/commands/context.ts";
import { createHistoryReader, type History, type HistoryEntry } from "#host/commands/history.ts";
import { createModelsReader } from "#host/commands/models.ts";
import { type ContextOptions, openContext, type OpenedProject } from "#host/commands/openContext.ts";
import { versionsApart } from "#host/commands/versionsApart.ts";
import type { Database } from "#host/connection.ts";
import { type Failure, failed, failureOf, type Outcome } from "#host/failure.ts";
import { type KeptDatabase, keepConnection } from "#host/keptDatabase.ts";
import { createKeptReader } from "#host/liveReader.ts";
import { type Operation, wayOperations } from "#host/operations.ts";
import { openProject, type Project } from "#host/project.ts";
import { prove } from "#host/proof/prove.ts";
import { createProjectShadow } from "#host/shadow/projectShadow.ts";
import type { SqlParser } from "#host/sqlParser.ts";
import { indexTouches } from "#host/commands/blame.ts";
import type { Evaluation } from "#server/evaluation.ts";

/** What a session needs of the world around it. */
export interface SessionWorld {
  /** The database that somebody chose for this project; null: as it is configured. */
  readonly active: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly trusted: () => boolean;
  readonly parseSql: SqlParser;
  readonly secret: (project: string, database: string) => Promise<string | null>;
  readonly report: (project: string, progress: Progress) => void;
  readonly log: (message: string) => void;
  /** Prisma's own validation of the models; nothing where somebody else says it. */
  readonly lint: (documents: readonly SchemaDocument[]) => readonly Problem[];
  /** Adds what the editor knows of a project's databases. */
  readonly complete: (project: Project) => Project;
  /** Called once to three times an evaluation: what files alone tell is published before replay and database have answered. */
  readonly publish: (evaluation: Evaluation) => void;
  /** Called where nothing can be evaluated: models that cannot be read, a configuration that does not hold. */
  readonly fail: (project: Project, failure: Failure) => Promise<void>;
}

/** One project while the editor is open: readers, shadow and database session live as long as it does. */
export interface ProjectSession {
  readonly root: string;
  /** The last published evaluation; null before the first. */
  readonly current: () => Evaluation | null;
  readonly project: () => Project;
  readonly activeDatabase: () => string | null;
  /** Null: as it is configured. */
  activate(database: string | null): void;
  /** Evaluates anew; a newer call ends an older one. Null when it was overtaken or failed. */
  evaluate(): Promise<Evaluation | null>;
  /** A run ended: with a failure that is shown at its statement until the file is another, or well. */
  ran(failure: Failure | null): Promise<void>;
  /** Its configuration or environment changed: everything is opened anew at the next evaluation. */
  invalidate(): void;
  /** A context of its own for one request, on the session's readers, shadow and database. */
  open(options: {
    readonly report: (progress: Progress) => void;
    readonly signal: AbortSignal | null;
  }): Promise<Outcome<OpenedProject>>;
  close(): Promise<void>;
}

export function createProjectSession(initial: Project, world: SessionWorld): ProjectSession {
  const readers = { models: createModelsReader(), history: createHistoryReader() };
  const shadow = createProjectShadow(initial.root, { log: world.log, runsCode: world.trusted });
  const reader = createKeptReader(() => kept?.database ?? null);
  const operations = createOperationsReader(world.parseSql);
  let project = initial;
  let stale = false;
  let active = isOf(initial, world.active) ? world.active : configuredDatabase(initial);
  let kept: { readonly key: string; readonly database: KeptDatabase } | null = null;
  let newest = 0;
  let evaluation: Evaluation | null = null;
  let background: Promise<void> = Promise.resolve();
  const edited = createEditWatch();
  let stop: Evaluation["stop"] = null;

  const keep = (database: Database): Database => {
    const key = `${database.name}\0${database.label}`;
    if (kept?.key === key) return kept.database;
    void kept?.database.close();
    kept = { key, database: keepConnection(database) };
    return kept.database;
  };

  const open = async ({
    report,
    signal,
    ...how
  }: Pick<ContextOptions, "report" | "signal" | "ahead">): Promise<Outcome<OpenedProject>> => {
    if (stale) {
      const reopened = await openProject(initial.root, { trusted: world.trusted(), env: world.env });
      if (!reopened.ok) return reopened;
      // Among the projects of a window it is called by its way there, which its own folder does not know.
      project = world.complete({ ...reopened.value, name: initial.name });
      stale = false;
      // A server's session is opened anew, since its URL may be another now. An embedded database is its folder: closed
      // under an evaluation that is about to use it, it would be opened twice, and be in its own way.
      if (kept?.database.kind === "server") {
        const { database } = kept;
        kept = null;
        await database.close();
      }
      if (!isOf(project, active)) active = configuredDatabase(project);
    }
    // What a configuration that does not hold leaves out is not what somebody meant: nothing runs on it.
    const refused = failureOf(project.problems, { code: "config/invalid", exit: 2, unchanged: "Nothing was changed." });
    if (refused) return refused;
    return openContext(project, shadow, readers, {
      choice: active === null ? { kind: "default" } : { kind: "name", name: active },
      env: world.env,
      trusted: world.trusted(),
      secret: (database) => world.secret(project.root, database),
      signal,
      report,
      owner: "VS Code",
      keep,
      reader,
      ...how,
    });
  };

  const evaluate: ProjectSession["evaluate"] = async () => {
    const mine = ++newest;
    const overtaken = (): boolean => mine !== newest;
    const opened = await open({
      report: (progress) => {
        world.report(project.root, progress);
      },
      signal: null,
      ...(world.trusted() && { ahead: "reading" }),
    });
    if (overtaken()) return null;
    if (!opened.ok) {
      await world.fail(project, opened.failure);
      return null;
    }
    const { context, models, history } = opened.value;
    const lint = world.lint(models.documents);
    const words = operations(history);
    const touches = indexTouches(history, words);
    const configText = await textOfConfig(project);
    const proofs = await context.verdicts.states(context, history);
    if (stop && history.texts.get(stop.failure.place?.file ?? "") !== stop.text) stop = null;
    const versionNote = evaluation?.versionNote ?? null;
    const base = {
      ...{ project, configText, context, models, lint, history, proofs },
      ...{ operations: words, touches, stop, versionNote },
    };
    const live = world.trusted() ? assessLive(context, history) : Promise.resolve(untrusted());
    const before = evaluation?.assessment;
    const known = before ? { database: before.database, drift: before.drift } : connecting();
    // A long history takes long to replay the first time: what its files say needs no waiting for that.
    const early = setTimeout(() => {
      if (overtaken() || before || history.entries.size === 0) return;
      world.publish({ ...base, assessment: { models, history, unrevised: replaying(), ...known } });
    }, patience);
    const unrevised = world.trusted() ? await compareModels(context, models, history) : notReplayed();
    clearTimeout(early);
    if (overtaken()) return null;
    world.publish({ ...base, assessment: { models, history, unrevised, ...known } });
    const answered = await live;
    if (overtaken()) return null;
    evaluation = {
      ...base,
      assessment: { models, history, unrevised, ...answered },
      versionNote: await noteVersions(context, answered),
    };
    if (overtaken()) return null;
    world.publish(evaluation);
    background = proveEdited(evaluation, overtaken).catch((error: unknown) => {
      world.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    });
    return evaluation;
  };

  /** What was edited since the last evaluation is tried at once; the file stays as it is. */
  const proveEdited = async (evaluated: Evaluation, overtaken: () => boolean): Promise<void> => {
    const { context, history, proofs } = evaluated;
    if (!world.trusted()) return;
    for (const entry of edited(history)) {
      const { id } = entry.revision;
      if (proofs.get(id)?.kind !== "unproved") continue;
      const result = await prove(context, history, entry, { target: null });
      await context.verdicts.learn(context, history, entry, result);
      if (overtaken()) return;
      evaluation = { ...evaluated, proofs: await context.verdicts.states(context, history) };
      world.publish(evaluation);
    }
  };

  return {
    root: initial.root,
    current: () => evaluation,
    project: () => project,
    activeDatabase: () => active,
    activate(database) {
      // Where a run stopped in one database says nothing of another.
      if (database !== active) stop = null;
      active = database;
    },
    evaluate,
    async ran(failure) {
      const text = failure?.place ? await readFile(failure.place.file, "utf8").catch(() => null) : null;
      stop = failure && text !== null ? { failure, text } : null;
    },
    invalidate() {
      stale = true;
    },
    open,
    async close() {
      newest += 1;
      await kept?.database.close();
      await shadow.close();
      await background;
    },
  };
}

/** The revisions whose SQL is another than when this was asked last; none the first time, and none of a whole checkout. */
function createEditWatch(): (history: History) => readonly HistoryEntry[] {
  let last: ReadonlyMap<string, string> | null = null;
  return (history) => {
    const before = last;
    const entries = [...history.graph.nodes.keys()].flatMap((id) => history.entries.get(id) ?? []);
    last = new Map(entries.map(({ revision, upHash, downHash }) => [revision.id, `${upHash} ${downHash}`]));
    const changed = entries.filter(({ revision: { id } }) => before && before.get(id) !== last?.get(id));
    return changed.length > 5 ? [] : changed;
  };
}

async function textOfConfig({ config }: Project): Promise<string> {
  return config.file === null ? "" : readFile(config.file, "utf8").catch(() => "");
}

function isOf({ databases }: Project, name: string | null): boolean {
  return databases.some((entry) => entry.name === name);
}

function configuredDatabase({ defaultDatabase, databases }: Project): string | null {
  return defaultDatabase ?? databases[0]?.name ?? null;
}

type Live = Pick<Assessment, "database" | "drift">;

async function assessLive(context: CommandContext, history: History): Promise<Live> {
  const database = await assessDatabase(context, history);
  return { database, drift: await compareLive(context, history, database) };
}

async function noteVersions(context: CommandContext, { database }: Live): Promise<string | null> {
  return database.kind === "managed" ? versionsApart(context, database.reading) : null;
}

function untrusted(): Live {
  return absent("database/untrusted", "No connection is made in a workspace that is not trusted.");
}

/** Revisions are somebody's SQL: in a workspace that is not trusted they run nowhere, not even in the shadow. */
function notReplayed(): Compared {
  return { kind: "unknown", reason: "Revisions are not run in a workspace that is not trusted.", failure: null };
}

/** A replay that is over sooner than this shows nothing before it is, in milliseconds. */
const patience = 700;

function replaying(): Compared {
  return { kind: "unknown", reason: "The revisions are being replayed.", failure: null };
}

function connecting(): Live {
  return absent("database/connecting", "The database has not answered yet.");
}

function absent(code: Failure["code"], message: string): Live {
  const { failure } = failed({ code, exit: 4, message, unchanged: "Nothing was read." });
  const database: DatabaseAssessment = { kind: "none", failure };
  return { database, drift: unknown(failure) };
}

/** The ways up in words, kept by hash: an untouched revision is parsed once. */
function createOperationsReader(parse: SqlParser): (history: History) => ReadonlyMap<string, readonly Operation[]> {
  const known = new Map<string, readonly Operation[]>();
  return (history) =>
    new Map(
      [...history.entries].map(([id, { upHash, revision, parsed }]) => {
        const words = known.get(upHash) ?? wayOperations(revision.up, { code: parsed.code, parse });
        known.set(upHash, words);
        return [id, words];
      }),
    );
}
