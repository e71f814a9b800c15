import { setTimeout as sleep } from "node:timers/promises";

import type { Connection } from "#host/connection.ts";
import { deferred } from "#host/embedded/mutex.ts";

/** Cancels what a session runs, once the signal is given. */
export interface Canceller {
  /** No more of it: resolves when no request is under way that could meet a later statement. */
  readonly stop: () => Promise<void>;
}

/** Asks again until it is stopped: a request that arrives between two statements meets none. */
export function cancelOnAbort(connection: Connection, signal: AbortSignal | undefined): Canceller {
  let stopped = false;
  let asking: Promise<void> = Promise.resolve();
  const stop = deferred<undefined>();
  const ask = async () => {
    for (let pause = 50; !stopped; pause = Math.min(2 * pause, 1000)) {
      await connection.cancel().catch(() => undefined);
      await Promise.race([sleep(pause, undefined, { ref: false }), stop.promise]);
    }
  };
  const begin = () => {
    asking = ask();
  };
  signal?.addEventListener("abort", begin, { once: true });
  return {
    stop() {
      stopped = true;
      stop.resolve(undefined);
      signal?.removeEventListener("abort", begin);
      return asking;
    },
  };
}
