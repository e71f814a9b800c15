import { done, type Failure, failed, type Outcome } from "#host/failure.ts";
import { refuseSections, sectionStatements } from "#host/runner/sections.ts";
import { failureOfError, isConnectionLoss } from "#host/runner/statementFailure.ts";
import type { ReplayOptions, ReplayStep } from "#host/shadow.ts";
import { type Instance, openInstance } from "#host/shadow/instance.ts";
import { cancelledReplay } from "#host/shadow/replayFailure.ts";
import type { Scratch } from "#host/shadow/scratch.ts";
import type { Way } from "#host/shadow/way.ts";

/** One instance that is brought to where a question needs it. */
export interface WarmInstance {
  /** Asks `work` of an instance that stands at the end of `way`; with `straight`, of one that never went another. */
  at<T>(
    way: Way,
    options: ReplayOptions,
    work: (instance: Instance) => Promise<Outcome<T>>,
    how?: { readonly straight: boolean },
  ): Promise<Outcome<T>>;
  /** For good: what is asked later, or under way, is answered as cancelled. */
  close(): Promise<void>;
}

export function createWarmInstance({
  scratch,
  runsCode,
  idleMs,
  stepMs,
  log,
}: {
  readonly scratch: Scratch;
  readonly runsCode: () => boolean;
  readonly idleMs: number;
  readonly stepMs: number;
  readonly log: (message: string) => void;
}): WarmInstance {
  let warm: Instance | null = null;
  let idle: NodeJS.Timeout | undefined;
  let ended = false;

  const close = async () => {
    clearTimeout(idle);
    const instance = warm;
    warm = null;
    await instance?.close();
  };

  const isEnded = () => ended;

  const bring = async (way: Way, options: ReplayOptions): Promise<Outcome<Instance>> => {
    const stops = [way.origin, ...way.steps.map(({ key }) => key)];
    const back = warm?.position != null && !stops.includes(warm.position) ? warm.wayBack : null;
    // Somebody mends the revision that it ran last: one step back is nothing beside beginning anew.
    if (warm && back && stops.includes(back.position)) await runAllowed(warm, back.step, back.position, options.signal);
    let at = warm?.position == null ? -1 : stops.lastIndexOf(warm.position);
    if (!warm || at === -1) {
      await close();
      const { kind } = scratch;
      const opened = await openInstance(scratch.open(), { ...options, kind, position: "empty", stepMs, runsCode });
      if (!opened.ok) return opened;
      warm = opened.value;
      const prepared = await runSetup(warm, way.origin, options);
      if (!prepared.ok) return prepared;
      at = 0;
    }
    const instance = warm;
    const open = way.steps.slice(at);
    if (open.length > 0) log(`Replaying ${open.length} of ${way.steps.length} revisions`);
    for (const { step, key } of open) {
      const ran = await runAllowed(instance, step, key, options.signal);
      if (!ran.ok) return ran;
    }
    return done(instance);
  };

  const attempt = async <T>(
    way: Way,
    options: ReplayOptions,
    work: (instance: Instance) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> => {
    let answer: Outcome<T>;
    try {
      const brought = await bring(way, options);
      answer = brought.ok ? await work(brought.value) : brought;
    } catch (error) {
      const frame = { message: "The shadow database gave no answer.", unchanged };
      const lost = isConnectionLoss(error);
      answer = failed(failureOfError(error, lost ? frame : { ...frame, code: "shadow/limit" }));
      await close();
    }
    // An instance that stopped halfway, or is gone, is good for nothing.
    if (warm?.position === null || isLost(answer)) await close();
    return answer;
  };

  return {
    async at(way, options, work, { straight } = { straight: false }) {
      clearTimeout(idle);
      if (ended) return cancelledReplay();
      if (straight && warm?.strayed === true) await close();
      const release = endOnAbort(options.signal, () => void close());
      const hadStrayed = warm?.strayed === true;
      try {
        let answer = await attempt(way, options, work);
        // Rows that were put there twice are no fault of the history.
        if (!answer.ok && hadStrayed && options.signal?.aborted !== true) {
          await close();
          answer = await attempt(way, options, work);
        }
        // It holds nothing that can't be made again, and whatever ended it may be over. Once: a statement may be its end.
        if (isLost(answer) && options.signal?.aborted !== true && !isEnded()) {
          log("The shadow database ended by itself; another is started");
          answer = await attempt(way, options, work);
        }
        if (!answer.ok && options.signal?.aborted === true) return cancelledReplay();
        return isLost(answer) ? endedAgain(answer.failure) : answer;
      } finally {
        release();
        idle = setTimeout(() => void close(), idleMs).unref();
      }
    },
    close: () => {
      ended = true;
      return close();
    },
  };
}

function isLost(answer: Outcome<unknown>): answer is ReturnType<typeof failed> {
  return !answer.ok && answer.failure.code === "database/lost";
}

/** Of the shadow, which ended again: nothing is known, and nobody's database was lost. */
function endedAgain(failure: Failure): ReturnType<typeof failed> {
  return failed({ ...failure, code: "shadow/ended" });
}

const graceMs = 300;

/** What runs when the signal aborts has a moment to end by itself, between two statements, before its instance is ended. */
function endOnAbort(signal: AbortSignal | undefined, end: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const start = () => {
    timer = setTimeout(end, graceMs);
  };
  signal?.addEventListener("abort", start, { once: true });
  return () => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", start);
  };
}

async function runSetup(instance: Instance, origin: string, { setup, signal }: ReplayOptions) {
  const text = setup ?? "";
  const section = { mode: "no transaction", sql: text, offset: 0 } as const;
  const step = { id: "setup", file: "shadow.setup", hash: "", sections: [section] };
  // Transactions are its own affair; rows that only psql could send are nobody's.
  const refused = sectionStatements(step.file, section)
    .statements.map((statement) => refuseSections([{ mode: section.mode, statements: [statement] }], unchanged))
    .find((refusal) => refusal !== null && refusal.failure.code !== "statement/transactionControl");
  const ran = refused ?? (await instance.run(step, origin, signal));
  if (ran.ok) return ran;
  const message = `The shadow's setup script failed${lineIn(text, ran.failure)}. ${ran.failure.message.replace("Revision setup", "It")}`;
  return failed({ ...ran.failure, code: setupCode(ran.failure.code), message, place: null });
}

const unchanged = "Only the shadow database was touched.";

/** The script's own fault; what befell the shadow meanwhile stays that. */
function setupCode(code: Failure["code"]): Failure["code"] {
  return code === "shadow/replay" || code.startsWith("statement/") ? "shadow/setup" : code;
}

/** In words: it may come out of prisma.config.ts as well as out of a file. */
function lineIn(text: string, { place }: Failure): string {
  return place ? ` at its line ${text.slice(0, place.span.start).split("\n").length}` : "";
}

/** Runs a step, unless it holds what no section may. */
export async function runAllowed(instance: Instance, step: ReplayStep, position: string, signal?: AbortSignal) {
  const refused = refuseSections(
    step.sections.map((section) => sectionStatements(step.file, section)),
    unchanged,
  );
  return refused ?? instance.run(step, position, signal);
}
