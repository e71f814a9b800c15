import { quoteIdentifier, type Schema } from "#engine/index.ts";
import { type CatalogReader, createCatalogReader } from "#host/catalog/catalogReader.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import type { Connection } from "#host/connection.ts";
import { done, type Outcome } from "#host/failure.ts";
import { runStatements, sectionStatements, type SectionStatements } from "#host/runner/sections.ts";
import { resetSession } from "#host/runner/session.ts";
import type { PlacedStatement } from "#host/runner/statementFailure.ts";
import type { ProvedWays, ReplayStep } from "#host/shadow.ts";
import { endSession } from "#host/shadow/endSession.ts";
import { pastObstacles, type Surroundings } from "#host/shadow/obstacles.ts";
import { replayCode } from "#host/shadow/replayCode.ts";
import { overdueStep, replayFailure, untrustedCode } from "#host/shadow/replayFailure.ts";
import { type RowTrial, tryWithRows } from "#host/shadow/rowTrial.ts";
import type { Scratch, ScratchDatabase } from "#host/shadow/scratch.ts";

/** A scratch database somewhere in a history. */
export interface Instance {
  readonly connection: Connection;
  readonly catalog: CatalogReader;
  /** The key of what it holds; null when a step stopped halfway: it is then good for nothing. */
  readonly position: string | null;
  /** Runs one more step, after which it holds what `position` stands for. */
  run(step: ReplayStep, position: string, signal?: AbortSignal): Promise<Outcome<void>>;
  /** Tries a revision on rows, where it stands; it stays there, and holds what it held. */
  tryOut(ways: ProvedWays, before: Schema, signal?: AbortSignal): Promise<Outcome<RowTrial | null>>;
  /**
   * Says that it holds what `position` stands for, although it came there another way: equal to the catalog, and where
   * `exact` is false not to the last row. `strayed` is true from then on.
   */
  standAt(position: string, how: { readonly exact: boolean }): void;
  readonly strayed: boolean;
  /** A step that was seen to lead back, exactly, from where it stands to `position`; null where none is known. */
  readonly wayBack: WayBack | null;
  rememberWayBack(back: WayBack): void;
  close(): Promise<void>;
}

export interface WayBack {
  readonly step: ReplayStep;
  readonly position: string;
}

export interface InstanceOptions {
  readonly kind: Scratch["kind"];
  /** The PostgreSQL schema of unqualified names. */
  readonly home: string;
  readonly position: string;
  /** How long one step may run. */
  readonly stepMs: number;
  readonly runsCode: () => boolean;
  readonly signal?: AbortSignal;
}

/** Connects to `database`, which is empty, and calls that `position`. A step that runs longer than `stepMs` is its end. */
export async function openInstance(
  database: ScratchDatabase,
  { kind, home, position: empty, stepMs, runsCode, signal }: InstanceOptions,
): Promise<Outcome<Instance>> {
  const connected = await database.connect(signal);
  if (!connected.ok) {
    await database.close();
    return connected;
  }
  const connection = connected.value;
  const surroundings: Surroundings = { shared: kind === "shared", madeRole: database.madeRole };
  let position: string | null = empty;
  let strayed = false;
  let wayBack: WayBack | null = null;

  return done({
    connection,
    // Nobody else writes to one that has one session, and it is where reading takes long.
    catalog:
      kind === "embedded" ? createCatalogReader(connection) : { read: (options) => readCatalog(connection, options) },
    get position() {
      return position;
    },
    get strayed() {
      return strayed;
    },
    get wayBack() {
      return wayBack;
    },
    rememberWayBack(back) {
      wayBack = back;
    },
    standAt(there, { exact }) {
      position = there;
      strayed ||= !exact;
    },
    async run(step, after, abort) {
      if (step.code && !runsCode()) return untrustedCode(step);
      const before = position;
      position = null;
      wayBack = null;
      const limit = timeLimit(stepMs, () => void connection.close(), abort);
      // Rolled back as a whole, the first section leaves what was there before it: worth keeping while a user mends it.
      let intact = true;
      try {
        for (const section of step.sections) {
          const read = sectionStatements(step.file, section);
          if (read.mode === "no transaction") intact = false;
          await runSection(connection, read, { home, surroundings, abort });
          intact = false;
        }
        if (step.code) await replayCode(connection, step.code, { home, signal: limit.signal });
        await endSession(connection);
      } catch (error) {
        if (limit.isPassed()) return overdueStep(error, step, stepMs);
        if (intact && (await isIdle(connection))) position = before;
        return replayFailure(error, step, { aborted: abort?.aborted === true, kind });
      } finally {
        limit.clear();
      }
      position = after;
      return done(undefined);
    },
    async tryOut(ways, schema, abort) {
      const before = position;
      position = null;
      const limit = timeLimit(stepMs, () => void connection.close(), abort);
      try {
        const trial = await tryWithRows(connection, ways, schema, { home, surroundings, signal: abort });
        position = before;
        return done(trial);
      } catch (error) {
        return limit.isPassed()
          ? overdueStep(error, ways.up, stepMs)
          : replayFailure(error, ways.up, { aborted: abort?.aborted === true, kind });
      } finally {
        limit.clear();
      }
    },
    async close() {
      position = null;
      await connection.close();
      await database.close();
    },
  });
}

/** A section in the mode the runner uses. */
async function runSection(
  connection: Connection,
  section: SectionStatements,
  {
    home,
    surroundings,
    abort: signal,
  }: { readonly home: string; readonly surroundings: Surroundings; readonly abort: AbortSignal | undefined },
): Promise<void> {
  const path = `search_path = ${quoteIdentifier(home)}`;
  const attempt = async (sent: readonly PlacedStatement[], from: number) => {
    if (section.mode === "no transaction") {
      await connection.rows(`SET ${path}`);
      await runStatements(connection, sent, { from, signal });
      return;
    }
    await connection.transaction(async () => {
      await connection.rows(`SET LOCAL ${path}`);
      await runStatements(connection, sent, { signal });
    });
  };
  try {
    await pastObstacles(connection, section, surroundings, attempt);
  } finally {
    await connection.rows(resetSession).catch(() => undefined);
  }
}

/** Whether it can go on as if nothing had been tried on it. */
async function isIdle(connection: Connection): Promise<boolean> {
  return endSession(connection).then(
    () => true,
    () => false,
  );
}

/** Calls `end` after `ms`, unless cleared before. Its signal tells that, and that `outer` says to stop. */
function timeLimit(ms: number, end: () => void, outer: AbortSignal | undefined) {
  const passed = new AbortController();
  const timer = setTimeout(() => {
    passed.abort();
    end();
  }, ms);
  return {
    signal: outer ? AbortSignal.any([outer, passed.signal]) : passed.signal,
    isPassed: () => passed.signal.aborted,
    clear: () => {
      clearTimeout(timer);
    },
  };
}
