import { hashInput, sameSchema, type Schema } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import { createMutex } from "#host/embedded/mutex.ts";
import { done, type Outcome } from "#host/failure.ts";
import { historyKey } from "#host/hash.ts";
import type { ReplayOptions, ReplayStep, Retrace, Shadow, SpelledExpression, Trace } from "#host/shadow.ts";
import { createContentCache } from "#host/shadow/contentCache.ts";
import { droppedObjects, readIdentities, renamedObjects } from "#host/shadow/identities.ts";
import type { Instance } from "#host/shadow/instance.ts";
import { readerVersion } from "#host/shadow/readerVersion.ts";
import { cancelledReplay } from "#host/shadow/replayFailure.ts";
import { embeddedScratch, type Scratch } from "#host/shadow/scratch.ts";
import { spellExpressions } from "#host/shadow/spelling.ts";
import { createWarmInstance, runAllowed } from "#host/shadow/warmInstance.ts";

export interface ShadowOptions {
  /** Where answers outlive this process; none where left out. */
  readonly cacheFolder?: string;
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
  cacheFolder,
  log = () => undefined,
  idleMs = 60_000,
  stepMs = 120_000,
  runsCode = () => false,
  scratch = embeddedScratch,
}: ShadowOptions = {}): Shadow {
  const turns = createMutex();
  const cache = createContentCache({ folder: cacheFolder ?? null, log });
  const warm = createWarmInstance({ scratch, runsCode, idleMs, stepMs, log });
  /** Where the last replay that succeeded led, by what it began from: the state in which expressions are spelled. */
  const last = new Map<string, Way>();

  const inTurn = async <T>(signal: AbortSignal | undefined, work: () => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    let leave: () => void;
    try {
      leave = await turns.acquire(signal);
    } catch {
      return cancelledReplay();
    }
    return work().finally(leave);
  };

  const catalogAt = async (way: Way, options: ReplayOptions): Promise<Outcome<Schema>> => {
    const key = catalogKey(way.end, options);
    const known = await cache.get(key, isSchema);
    if (known) return done(known);
    return warm.at(way, options, async ({ connection }) => {
      const schema = await readCatalog(connection, options);
      await cache.set(key, schema);
      return done(schema);
    });
  };

  return {
    replay: (history, options) =>
      inTurn(options.signal, async () => {
        const way = wayOf(scratch, history, options);
        const schema = await catalogAt(way, options);
        if (schema.ok) last.set(way.origin, way);
        return schema;
      }),

    trace: (history, step, options) =>
      inTurn(options.signal, async () => {
        const way = wayOf(scratch, history, options);
        const further = wayOf(scratch, [...history, step], options);
        const key = historyKey(catalogKey(further.end, options), "trace");
        const known = await cache.get(key, isTrace);
        if (known) return done(known);
        const before = await catalogAt(way, options);
        if (!before.ok) return before;
        const traced = await warm.at(way, options, async (instance) => {
          const moved = await movesOf(instance, before.value, () => instance.run(step, further.end, options.signal));
          if (!moved.ok) return moved;
          const after = await readCatalog(instance.connection, options);
          await cache.set(catalogKey(further.end, options), after);
          return done<Trace>({ before: before.value, after, ...moved.value });
        });
        if (traced.ok) await cache.set(key, traced.value);
        return traced;
      }),

    retrace: (history, down, options) =>
      inTurn(options.signal, async () => {
        const way = wayOf(scratch, history, options);
        const top = await catalogAt(way, options);
        if (!top.ok) return top;
        return warm.at(way, options, (instance) => thereAndBack(instance, { way, down, top: top.value, options }));
      }),

    spell: (expressions, options) =>
      inTurn(options.signal, async () => {
        const { origin } = wayOf(scratch, [], options);
        const way = last.get(origin) ?? { origin, end: origin, steps: [] };
        const keyOf = ({ type, sql }: SpelledExpression) => historyKey(way.end, "spelling", type, sql);
        const spelled = new Map<string, string | null>();
        for (const expression of expressions) {
          const known = await cache.get(keyOf(expression), isSpelling);
          if (known) spelled.set(keyOf(expression), known.text);
        }
        const open = expressions.filter((expression) => !spelled.has(keyOf(expression)));
        if (open.length > 0) {
          const asked = await warm.at(way, options, async ({ connection }) =>
            done(await spellExpressions(connection, open, options.home)),
          );
          if (!asked.ok) return asked;
          for (const [index, expression] of open.entries()) {
            const text = asked.value[index] ?? null;
            spelled.set(keyOf(expression), text);
            await cache.set(keyOf(expression), { text });
          }
        }
        return done(expressions.map((expression) => spelled.get(keyOf(expression)) ?? null));
      }),

    close: () => warm.close(),
  };
}

/** A history as a chain of keys: each stands for all that ran up to it. */
export interface Way {
  /** An empty database after the setup. */
  readonly origin: string;
  readonly end: string;
  readonly steps: readonly { readonly step: ReplayStep; readonly key: string }[];
}

function wayOf(scratch: Scratch, history: readonly ReplayStep[], { home, setup }: ReplayOptions): Way {
  const origin = historyKey("shadow", scratch.version(), home, setup ?? "");
  let end = origin;
  const steps = history.map((step) => {
    end = historyKey(end, contentOf(step));
    return { step, key: end };
  });
  return { origin, end, steps };
}

const contents = new WeakMap<ReplayStep, string>();

/** What is hashed of a step. A long history is asked about step by step, and its steps stay what they are. */
function contentOf(step: ReplayStep): string {
  const known = contents.get(step);
  if (known !== undefined) return known;
  const content = hashInput(step.sections) + (step.code ? `code ${step.code.direction} ${step.code.text}` : "");
  contents.set(step, content);
  return content;
}

function catalogKey(end: string, { schemas, exclude }: ReplayOptions): string {
  return historyKey(end, "catalog", readerVersion(), JSON.stringify([schemas, exclude]));
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
  const last = way.steps.at(-1);
  if (!last) throw new Error("an empty history has no last step");
  const below = historyKey(way.end, hashInput(down.sections));
  const ranDown = await runAllowed(instance, down, below, options.signal);
  if (!ranDown.ok) return isRefusal(ranDown) ? done({ down: ranDown, again: null }) : ranDown;
  const bottom = await readCatalog(instance.connection, options);
  const ranUp = await runAllowed(instance, last.step, historyKey(below, "again"), options.signal);
  if (!ranUp.ok) {
    // Nothing changed on either way: it is where it began.
    if (instance.position === below && sameSchema(bottom, top)) instance.standAt(way.end);
    return isRefusal(ranUp) ? done({ down: done(bottom), again: ranUp }) : ranUp;
  }
  const again = await readCatalog(instance.connection, options);
  if (sameSchema(again, top)) instance.standAt(way.end);
  return done({ down: done(bottom), again: done(again) });
}

/** A statement's fault, and not that of whoever ran it. */
function isRefusal(ran: Outcome<unknown>): boolean {
  return !ran.ok && !["shadow/cancelled", "database/lost"].includes(ran.failure.code);
}

function isSchema(value: unknown): value is Schema {
  const keys = ["namespaces", "extensions", "enums", "tables", "sequences", "objects"] as const;
  return isObject(value) && keys.every((key) => Array.isArray(value[key]));
}

function isTrace(value: unknown): value is Trace {
  return (
    isObject(value) &&
    isSchema(value["before"]) &&
    isSchema(value["after"]) &&
    ["dropped", "renamed"].every((key) => Array.isArray(value[key]))
  );
}

function isSpelling(value: unknown): value is { readonly text: string | null } {
  return isObject(value) && (value["text"] === null || typeof value["text"] === "string");
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
