import type { Place } from "#engine/index.ts";
import type { Fix } from "#server/fixes/fix.ts";

/** A diagnostic before it is turned into the protocol's. */
export interface Finding {
  readonly severity: "error" | "warning" | "information";
  readonly code: string;
  readonly message: string;
  /** Null stands at the head of the first models file. */
  readonly place: Place | null;
  readonly related: readonly { readonly place: Place; readonly message: string }[];
  /** What code actions need to know beyond the project. */
  readonly data: Readonly<Record<string, string | null>>;
  /** What may be written into its file in place of what is wrong. */
  readonly fixes: readonly Fix[];
}

export function finding(
  code: string,
  message: string,
  rest: Partial<Finding> & Pick<Finding, "severity" | "place">,
): Finding {
  return { code, message, related: [], data: {}, fixes: [], ...rest };
}
