import type { Failure } from "#host/failure.ts";
import type { Failed, Failure as ProtocolFailure } from "#protocol/commands.ts";
import type { Locator } from "#server/convert/ranges.ts";

export function failureOf(failure: Failure, locator: Locator): ProtocolFailure {
  const { code, message, details, unchanged, next, place } = failure;
  return { code, message, details, unchanged, next, location: place ? locator.location(place) : null };
}

export function failedWith(failure: Failure, locator: Locator): Failed {
  return { kind: "failed", failure: failureOf(failure, locator) };
}
