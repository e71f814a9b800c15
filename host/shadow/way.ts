import { historyKey } from "#host/hash.ts";
import type { ReplayOptions, ReplayStep } from "#host/shadow.ts";

/** A history as a chain of keys: each stands for all that ran up to it. */
export interface Way {
  /** An empty database after the setup. */
  readonly origin: string;
  readonly end: string;
  readonly steps: readonly { readonly step: ReplayStep; readonly key: string }[];
}

/** `version` is what the databases come from: those of another come out differently. */
export function wayOf(version: string, history: readonly ReplayStep[], { home, setup }: WayOptions): Way {
  const origin = historyKey("shadow", version, home, setup ?? "");
  return further({ origin, end: origin, steps: [] }, history);
}

export function further(way: Way, history: readonly ReplayStep[]): Way {
  let { end } = way;
  const steps = history.map((step) => {
    end = historyKey(end, step.hash);
    return { step, key: end };
  });
  return { origin: way.origin, end, steps: [...way.steps, ...steps] };
}

type WayOptions = Pick<ReplayOptions, "home" | "setup">;
