export interface Mutex {
  /** Waits for its turn; the answer ends it. Rejects with the signal's reason when aborted before. */
  acquire(signal?: AbortSignal): Promise<() => void>;
}

/** First come, first served. */
export function createMutex(): Mutex {
  let last: Promise<unknown> = Promise.resolve();

  return {
    async acquire(signal) {
      const before = last;
      const turn = deferred<undefined>();
      // One that gives up waiting still passes on the turn that it never took.
      last = before.then(() => turn.promise);
      try {
        await abortable(before, signal);
      } catch (error) {
        turn.resolve(undefined);
        throw error;
      }
      return () => {
        turn.resolve(undefined);
      };
    },
  };
}

/** `promise`, or a rejection with the signal's reason as soon as it aborts. */
export async function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  signal.throwIfAborted();
  const aborted = deferred<never>();
  const abort = () => {
    aborted.reject(signal.reason as Error);
  };
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** A promise that others settle. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: Error) => void;
}

export function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = unset;
  let reject: (reason: Error) => void = unset;
  const promise = new Promise<T>((take, refuse) => {
    resolve = take;
    reject = refuse;
  });
  return { promise, resolve, reject };
}

function unset(): void {
  // Replaced before the promise's constructor returns.
}
