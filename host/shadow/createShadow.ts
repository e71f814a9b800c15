import { sameSchema, type Schema } from "#engine/index.ts";
import { createMutex } from "#host/embedded/mutex.ts";
import { done, type Outcome } from "#host/failure.ts";
import { historyKey } from "#host/hash.ts";
import type { ProofRun, ReplayOptions, ReplayStep, Retrace, Shadow, Trace } from "#host/shadow.ts";
import { isMoves, isSchema, isSpelling } from "#host/shadow/answers.ts";
import { type ContentCache, createContentCache } from "#host/shadow/contentCache.ts";
import { droppedObjects, readIdentities, renamedObjects } from "#host/shadow/identities.ts";
import type { Instance } from "#host/shadow/instance.ts";
import { readerVersion } from "#host/shadow/readerVersion.ts";
import { cancelledReplay } from "#host/shadow/replayFailure.ts";
import { embeddedScratch, type Scratch } from "#host/shadow/scratch.ts";
import { spellExpressions, spellingOf } from "#host/shadow/spelling.ts";
import { createWarmInstance, runAllowed } from "#host/shadow/warmInstance.ts";
import { further, type Way, wayOf } from "#host/shadow/way.ts";

export interface ShadowOptions {
  /** Where answers are kept; in the memory of this process where left out. */
  readonly cache?: ContentCache;
  readonly log?: (message: string) => void;
  /** How long an instance that nobody asks is kept, in milliseconds; a minute where left out. */
  readonly idleMs?: number;
  /** How long one revision may run, in milliseconds, before its instance is ended; two minutes where left out. */
  readonly stepMs?: number;
  /** Whether the code of TypeScript revisions may be run: in a trusted workspace. It may not where this is left out. */
  readonly runsCode?: () => boolean;
  /** The embedded PostgreSQL where left out. */
  readonly scratch?: Scratch;
}

/**
 * A shadow that keeps one instance warm where it was asked last: what comes after that runs on it, anything else begins
 * anew. Questions take turns. A signal that aborts ends the statement that runs, with its instance if need be.
 */
export function createShadow({
  cache = createContentCache({ folder: null, log: () => undefined }),
  log = () => undefined,
  idleMs = 60_000,
  stepMs = 120_000,
  runsCode = () => false,
  scratch = embeddedScratch,
}: ShadowOptions = {}): Shadow {
  const turns = createMutex();
  const warm = createWarmInstance({ scratch, runsCode, idleMs, stepMs, log });

  /** One question after the other, each told where the way of its history begins and ends. */
  const inTurn = async <T>(
    history: readonly ReplayStep[],
    options: ReplayOptions,
    work: (way: Way) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> => {
    let leave: () => void;
    try {
      leave = await turns.acquire(options.signal);
    } catch {
      return cancelledReplay();
    }
    try {
      const version = await scratch.version(options.signal);
      return version.ok ? await work(wayOf(version.value.key, history, options)) : version;
    } finally {
      leave();
    }
  };

  /** What an instance showed that came to where it stands by other ways too: for who goes on from there, not to be kept. */
  let glimpse: { readonly key: string; readonly schema: Schema } | null = null;

  const keep = async ({ strayed }: Instance, key: string, schema: Schema): Promise<void> => {
    if (strayed) glimpse = { key, schema };
    else await cache.set(key, schema);
  };

  const catalogAt = async (
    way: Way,
    options: ReplayOptions,
    { straight }: { readonly straight: boolean },
  ): Promise<Outcome<Schema>> => {
    const key = catalogKey(way.end, options);
    const known = await cache.get(key, isSchema);
    if (known) return done(known);
    if (!straight && glimpse?.key === key) return done(glimpse.schema);
    const read = async (instance: Instance) => {
      const schema = await instance.catalog.read(options);
      await keep(instance, key, schema);
      return done(schema);
    };
    return warm.at(way, options, read, { straight });
  };

  /** Runs the last step of `reached` on an instance that stands at the end of `way`, and keeps what it did. */
  const traceStep = async (
    instance: Instance,
    { reached, before, options }: { reached: Way; before: Schema; options: ReplayOptions },
  ): Promise<Outcome<Trace>> => {
    const { step, key } = lastOf(reached);
    const moves = await movesOf(instance, before, () => runAllowed(instance, step, key, options.signal));
    if (!moves.ok) return moves;
    const after = await instance.catalog.read(options);
    await keep(instance, catalogKey(key, options), after);
    if (!instance.strayed) await cache.set(movesKey(key, options), moves.value);
    return done({ before, after, ...moves.value });
  };

  return {
    replay: (history, options) => inTurn(history, options, (way) => catalogAt(way, options, { straight: true })),

    trace: (history, step, options) =>
      inTurn(history, options, async (way) => {
        const reached = further(way, [step]);
        const before = await catalogAt(way, options, { straight: false });
        if (!before.ok) return before;
        const known = await cache.get(movesKey(reached.end, options), isMoves);
        const after = known && (await catalogAt(reached, options, { straight: false }));
        if (after) return after.ok ? done({ before: before.value, after: after.value, ...known }) : after;
        return warm.at(way, options, (instance) => traceStep(instance, { reached, before: before.value, options }));
      }),

    retrace: (history, down, options) =>
      inTurn(history, options, async (way) => {
        const top = await catalogAt(way, options, { straight: false });
        if (!top.ok) return top;
        return warm.at(way, options, (instance) => thereAndBack(instance, { way, down, top: top.value, options }));
      }),

    prove: (history, { up, down }, options) =>
      inTurn(history, options, async (way) => {
        const before = await catalogAt(way, options, { straight: false });
        if (!before.ok) return before;
        const reached = further(way, [up]);
        return warm.at<ProofRun>(way, options, async (instance) => {
          const tried = await instance.tryOut({ up, down }, before.value, options.signal);
          if (!tried.ok) return tried;
          const rows = tried.value;
          const traced = await traceStep(instance, { reached, before: before.value, options });
          if (!traced.ok || down === null) return traced.ok ? done({ ...traced.value, back: null, rows }) : traced;
          const top = traced.value.after;
          const back = await thereAndBack(instance, { way: reached, down, top, options });
          if (!back.ok) return back;
          const { down: bottom, again } = back.value;
          const isExact = again?.ok === true && instance.position === reached.end && !instance.strayed;
          if (!bottom.ok || !sameSchema(bottom.value, before.value)) {
            return done({ ...traced.value, back: back.value, rows });
          }
          if (isExact) instance.rememberWayBack({ step: down, position: way.end });
          // What is the same is one value: who compares it again is done at once.
          return done({ ...traced.value, back: { down: before, again }, rows });
        });
      }),

    spell: (history, doubts, options) =>
      inTurn(history, options, async (way) => {
        if (doubts.length === 0) return done([]);
        const asked = doubts.map((doubt) => spellingOf(doubt, options.home));
        const key = historyKey(way.end, "spelling", JSON.stringify(asked));
        const known = await cache.get(key, isSpelling);
        if (known) return done(known);
        const spelled = await warm.at(way, options, async ({ connection }) =>
          done(await spellExpressions(connection, asked, options.home)),
        );
        if (spelled.ok) await cache.set(key, spelled.value);
        return spelled;
      }),

    async version(signal) {
      const version = await scratch.version(signal);
      return version.ok ? done(version.value.postgres) : version;
    },

    close: () => warm.close(),
  };
}

function catalogKey(end: string, { schemas, exclude }: ReplayOptions): string {
  return historyKey(end, "catalog", readerVersion(), JSON.stringify([schemas, exclude]));
}

function movesKey(end: string, options: ReplayOptions): string {
  return historyKey(catalogKey(end, options), "moves");
}

function lastOf({ steps }: Way) {
  const last = steps.at(-1);
  if (!last) throw new Error("an empty history has no last step");
  return last;
}

/** What a step does to things that were there, told by identity. */
async function movesOf(instance: Instance, schema: Schema, run: () => Promise<Outcome<void>>) {
  const before = await readIdentities(instance.connection);
  const ran = await run();
  if (!ran.ok) return ran;
  const after = await readIdentities(instance.connection);
  return done({ dropped: droppedObjects(schema, before, after), renamed: renamedObjects(schema, before, after) });
}

/** Down and up again on an instance that stands at the end of `way`, whose catalog is `top`. */
async function thereAndBack(
  instance: Instance,
  { way, down, top, options }: { way: Way; down: ReplayStep; top: Schema; options: ReplayOptions },
): Promise<Outcome<Retrace>> {
  const { step } = lastOf(way);
  const below = historyKey(way.end, down.hash);
  const ranDown = await runAllowed(instance, down, below, options.signal);
  if (!ranDown.ok) return isRefusal(ranDown) ? done({ down: ranDown, again: null }) : ranDown;
  const bottom = await instance.catalog.read(options);
  const ranUp = await runAllowed(instance, step, historyKey(below, "again"), options.signal);
  if (!ranUp.ok) {
    // Nothing changed on either way: it is where it began.
    if (instance.position === below && sameSchema(bottom, top)) await returnTo(instance, way);
    return isRefusal(ranUp) ? done({ down: done(bottom), again: ranUp }) : ranUp;
  }
  const again = await instance.catalog.read(options);
  const isSame = sameSchema(again, top);
  if (isSame) await returnTo(instance, way);
  return done({ down: done(bottom), again: done(isSame ? top : again) });
}

/** Where nothing holds a row and no sequence has begun, equal catalogs are all there is: nobody can tell how it came there. */
async function returnTo(instance: Instance, way: Way): Promise<void> {
  const [[holds] = [true]] = await instance.connection.rows<[boolean]>(
    `SELECT EXISTS (SELECT FROM pg_class WHERE relkind IN ('r', 'm', 't') AND oid >= 16384 AND pg_relation_size(oid) > 0)
         OR EXISTS (SELECT FROM pg_sequences WHERE last_value IS NOT NULL)`,
  );
  instance.standAt(way.end, { exact: !holds });
}

/** A statement's fault, and not that of whoever ran it. */
function isRefusal(ran: Outcome<unknown>): boolean {
  return !ran.ok && !["shadow/cancelled", "database/lost"].includes(ran.failure.code);
}
