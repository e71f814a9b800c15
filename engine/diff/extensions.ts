import type { Change } from "#engine/changes/change.ts";
import { differences } from "#engine/diff/match.ts";
import type { Extension } from "#engine/schema/model.ts";
import { sameExtension } from "#engine/schema/same.ts";

/** An extension that moves or is pinned to another version keeps what was made of it. */
export function diffExtensions(from: readonly Extension[], to: readonly Extension[]): Change[] {
  const { removed, added, changed } = differences(from, to, (extension) => extension.name, sameExtension);
  return [
    ...removed.map((extension): Change => ({ kind: "dropExtension", extension })),
    ...added.map((extension): Change => ({ kind: "createExtension", extension })),
    ...changed.map(([old, extension]): Change => ({ kind: "alterExtension", from: old, to: extension })),
  ];
}
