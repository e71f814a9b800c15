import type { Connection, Database } from "#host/connection.ts";
import { done, type Outcome } from "#host/failure.ts";
import { isConnectionLoss } from "#host/runner/statementFailure.ts";

export interface KeptDatabase extends Database {
  /**
   * One statement that only reads, on the kept session, in its turn. It is sent at once, and once more on a new session
   * where the kept one turns out to be over. No rows where there is none to be had.
   */
  ask(text: string, signal: AbortSignal | null): Promise<readonly (readonly unknown[])[]>;
}

/**
 * A database whose session is kept between uses, so that looking again costs no connection. Uses take turns: a second
 * `connect` waits until the first has closed. A session that broke is replaced at the next use.
 */
export function keepConnection(database: Database): KeptDatabase {
  let kept: Connection | null = null;
  let turn: Promise<void> = Promise.resolve();

  const session = async (signal?: AbortSignal): Promise<Outcome<Connection>> => {
    if (kept?.isOpen() === true && (await answers(kept))) return done(kept);
    await kept?.close().catch(() => undefined);
    kept = null;
    const connected = await database.connect(signal);
    if (connected.ok) kept = connected.value;
    return connected;
  };

  /** Waits for its turn; the answer ends it. */
  const taken = async (): Promise<() => void> => {
    const before = turn;
    let leave = (): void => undefined;
    turn = new Promise((resolve) => {
      leave = resolve;
    });
    await before;
    return leave;
  };

  return {
    ...database,
    async ask(text, signal) {
      const leave = await taken();
      try {
        if (kept?.isOpen() === true) {
          try {
            return await kept.rows(text);
          } catch (error) {
            if (!isConnectionLoss(error)) throw error;
          }
        }
        const connected = await session(signal ?? undefined);
        return connected.ok ? await connected.value.rows(text) : [];
      } finally {
        leave();
      }
    },
    async connect(signal) {
      const leave = await taken();
      const connected = await session(signal);
      if (!connected.ok) {
        leave();
        return connected;
      }
      return done({
        ...connected.value,
        close: () => {
          leave();
          return Promise.resolve();
        },
      });
    },
    async close() {
      await turn;
      await kept?.close().catch(() => undefined);
      kept = null;
      await database.close();
    },
  };
}

/** A session that a server ended looks like any other until it is asked something. */
async function answers(connection: Connection): Promise<boolean> {
  try {
    await connection.rows("SELECT 1");
    return true;
  } catch {
    return false;
  }
}
