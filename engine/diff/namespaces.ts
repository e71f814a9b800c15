import type { Change } from "#engine/changes/change.ts";
import { differences } from "#engine/diff/match.ts";

export function diffNamespaces(from: readonly string[], to: readonly string[]): Change[] {
  const { removed, added } = differences(
    from,
    to,
    (name) => name,
    () => true,
  );
  return [
    ...added.map((name): Change => ({ kind: "createNamespace", name })),
    ...removed.map((name): Change => ({ kind: "dropNamespace", name })),
  ];
}
