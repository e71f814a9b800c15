import type { Connection, Database } from "#host/connection.ts";
import { done, type Outcome } from "#host/failure.ts";

/**
 * A database whose session is kept between uses, so that looking again costs no connection. Uses take turns: a second
 * `connect` waits until the first has closed. A session that broke is replaced at the next use.
 */
export function keepConnection(database: Database): Database {
  let kept: Connection | null = null;
  let turn: Promise<void> = Promise.resolve();

  const session = async (signal?: AbortSignal): Promise<Outcome<Connection>> => {
    if (kept && (await answers(kept))) return done(kept);
    await kept?.close().catch(() => undefined);
    kept = null;
    const connected = await database.connect(signal);
    if (connected.ok) kept = connected.value;
    return connected;
  };

  return {
    ...database,
    async connect(signal) {
      const before = turn;
      let leave = (): void => undefined;
      turn = new Promise((resolve) => {
        leave = resolve;
      });
      await before;
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
