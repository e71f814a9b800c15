import path from "node:path";

import { type Doubt, doubtsOf, type Schema, selectRevisions, settle, withNotNullsOf } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import { readNamespaces } from "#host/catalog/readNamespaces.ts";
import { alikeOnServer } from "#host/catalog/understood.ts";
import { type DiffSide, emptySide } from "#host/commands/diffSources.ts";
import { createModelsReader, type ModelsReading, soundModels } from "#host/commands/models.ts";
import { openProjectContext } from "#host/commands/openContext.ts";
import { recordedAt, stepsTo } from "#host/commands/recorded.ts";
import { alikeInShadow } from "#host/commands/settle.ts";
import { readDatabaseUrl } from "#host/databaseUrl.ts";
import { done, failed, failureOf, type Outcome } from "#host/failure.ts";
import { readModels } from "#host/files.ts";
import { openServer } from "#host/postgres.ts";
import type { TextFile } from "#host/textFiles.ts";

export interface DiffSources {
  readonly from: string;
  readonly to: string;
  /** Owners and privileges of databases too. Nothing else says any, so that both sides have to be databases. */
  readonly grants?: boolean;
  /** Where relative paths begin. */
  readonly cwd: string;
  /** Where a project is looked for when a side is `revisions`. */
  readonly folder: string;
  readonly config: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

export interface DiffSides {
  readonly from: DiffSide;
  readonly to: DiffSide;
  /** The PostgreSQL schema whose names are written unqualified. */
  readonly home: string;
  /** False where they were asked for and one side says none. */
  readonly withGrants: boolean;
}

/** A side before what it is compared with is known: models tell which PostgreSQL schemas a database is read for. */
type Source =
  | { readonly kind: "empty" }
  | { readonly kind: "models"; readonly files: readonly TextFile[] }
  | { readonly kind: "url"; readonly text: string; readonly label: string }
  | { readonly kind: "revisions"; readonly target: string };

const unchanged = "Nothing was compared.";

/** Opens both sides of `retort diff`. Only `revisions` needs a project; a URL is connected to, and closed again. */
export async function openDiffSides(sources: DiffSources): Promise<Outcome<DiffSides>> {
  const from = await sourceOf(sources.from, "--from", sources);
  if (!from.ok) return from;
  const to = await sourceOf(sources.to, "--to", sources);
  if (!to.ok) return to;
  const home = await homeOf([from.value, to.value], sources);
  if (!home.ok) return home;
  const models = [from.value, to.value].map((source) =>
    source.kind === "models" ? createModelsReader().read(source.files, home.value) : null,
  );
  const schemas = schemasOf(
    models.filter((reading) => reading !== null),
    home.value,
  );
  const grants =
    sources.grants === true && [from.value, to.value].every(({ kind }) => kind === "url" || kind === "empty");
  const options = { ...sources, grants, home: home.value, schemas };
  const [before = null, after = null] = models;
  const start = await openSide(from.value, before, { ...options, opposite: after });
  if (!start.ok) return start;
  const end = await openSide(to.value, after, { ...options, opposite: before });
  if (!end.ok) return end;
  const older = Math.min(...[start.value, end.value].map(({ version }) => version ?? Infinity));
  const told = (side: DiffSide) => ({ ...side, schema: withNotNullsOf(side.schema, older) });
  return done({
    from: told(settledSide(start.value.side, end.value.alike)),
    to: told(settledSide(end.value.side, start.value.alike)),
    home: home.value,
    withGrants: grants,
  });
}

/** A side, and the expressions in the models on the other side that mean what its database has. */
interface OpenedSide {
  readonly side: DiffSide;
  readonly alike: readonly Doubt[];
  /** Of its PostgreSQL, as `server_version_num`; null where there is none, or nobody knows. */
  readonly version: number | null;
}

function settledSide(side: DiffSide, alike: readonly Doubt[]): DiffSide {
  return side.kind === "models" ? { ...side, schema: settle(side.schema, alike) } : side;
}

async function sourceOf(text: string, option: string, { cwd }: DiffSources): Promise<Outcome<Source>> {
  if (text === "empty") return done({ kind: "empty" });
  if (/^(postgres(ql)?|prisma(\+postgres)?):\/\//.test(text)) return done({ kind: "url", text, label: option });
  const revisions = /^revisions(?:@(.+))?$/.exec(text);
  if (revisions) return done({ kind: "revisions", target: revisions[1] ?? "heads" });
  return modelFiles(path.resolve(cwd, text), text, option);
}

async function modelFiles(location: string, shown: string, option: string): Promise<Outcome<Source>> {
  const files = await readModels({ schemaPath: location });
  if (files.ok) return done({ kind: "models", files: files.value });
  if (files.failure.code !== "models/notFound") return failed({ ...files.failure, unchanged });
  return failed({
    code: "usage/source",
    exit: 2,
    message: `${option} ${shown}: there are no models.`,
    unchanged,
    next: ["Name a .prisma file, a folder of them, a database URL, empty, or revisions[@REV]."],
  });
}

async function homeOf(sources: readonly Source[], options: DiffSources): Promise<Outcome<string>> {
  for (const source of sources) {
    if (source.kind !== "url") continue;
    const url = await serverOf(source, options);
    if (!url.ok) return url;
    if (url.value.schema !== null) return done(url.value.schema);
  }
  return done("public");
}

function schemasOf(models: readonly ModelsReading[], home: string): readonly string[] | null {
  const declared = models.flatMap((reading) => reading.models.datasource?.schemas ?? []);
  if (models.length === 0) return null;
  return declared.length > 0 ? [...new Set(declared)] : [home];
}

interface SideOptions extends DiffSources {
  readonly grants: boolean;
  readonly home: string;
  /** Null where no models say: every schema of a database is then read. */
  readonly schemas: readonly string[] | null;
  /** The models on the other side. */
  readonly opposite: ModelsReading | null;
}

async function openSide(
  source: Source,
  models: ModelsReading | null,
  options: SideOptions,
): Promise<Outcome<OpenedSide>> {
  switch (source.kind) {
    case "empty":
      return done({ side: emptySide, alike: [], version: null });
    case "models": {
      if (!models) throw new Error("models were not read");
      const sound = soundModels(models, unchanged);
      if (!sound.ok) return sound;
      const { schema, datasource } = models.models;
      const partialIndexes = datasource?.previewFeatures.includes("partialIndexes") ?? false;
      return done({ side: { kind: "models", schema, partialIndexes }, alike: [], version: null });
    }
    case "url":
      return readServer(source, options);
    case "revisions":
      return readRevisions(source.target, options);
  }
}

function serverOf({ text, label }: Extract<Source, { kind: "url" }>, { env, cwd }: DiffSources) {
  const environment = { variables: env, sources: ["the environment"] };
  return readDatabaseUrl(text, { subject: label, place: null, environment, folders: [cwd] });
}

async function readServer(
  source: Extract<Source, { kind: "url" }>,
  options: SideOptions,
): Promise<Outcome<OpenedSide>> {
  const url = await serverOf(source, options);
  if (!url.ok) return url;
  const connected = await openServer(url.value.config).connect(options.signal);
  if (!connected.ok) return connected;
  try {
    const schemas = options.schemas ?? (await readNamespaces(connected.value));
    const schema = await readCatalog(connected.value, { schemas, grants: options.grants });
    const alike = await alikeOnServer(connected.value, doubtsAbout(schema, options), options.home);
    return done({ side: { kind: "catalog", schema }, alike, version: connected.value.version });
  } finally {
    await connected.value.close();
  }
}

function doubtsAbout(recorded: Schema, { opposite }: SideOptions): readonly Doubt[] {
  return opposite === null ? [] : doubtsOf(opposite.models.schema, recorded);
}

async function readRevisions(target: string, options: SideOptions): Promise<Outcome<OpenedSide>> {
  const opened = await openProjectContext({
    folder: options.folder,
    config: options.config,
    choice: { kind: "default" },
    env: options.env,
    trusted: true,
    owner: "retort",
    signal: options.signal,
    report: () => undefined,
  });
  if (!opened.ok) return opened;
  try {
    const { context, history } = opened.value;
    const selected = selectRevisions(history.graph, target, { current: [] });
    const refused = failureOf(selected.problems, { code: "graph/target", exit: 2, unchanged });
    if (refused) return refused;
    const recorded = await recordedAt(context, history, selected.ids);
    if (!recorded.ok) return recorded;
    const doubts = doubtsAbout(recorded.value, options);
    const alike = await alikeInShadow(context, stepsTo(history, selected.ids), doubts);
    if (!alike.ok) return alike;
    const shadow = await context.shadow.version(options.signal);
    const version = shadow.ok ? Number.parseInt(shadow.value, 10) * 10_000 : null;
    return done({ side: { kind: "catalog", schema: recorded.value }, alike: alike.value, version });
  } finally {
    await opened.value.close();
  }
}
