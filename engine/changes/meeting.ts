import type { Change } from "#engine/changes/change.ts";
import { footprint } from "#engine/changes/footprint.ts";
import { subjectOf } from "#engine/changes/subject.ts";
import { displayKey, type ObjectKey, ownerKey } from "#engine/schema/objectKey.ts";

/**
 * The objects at which two lists of changes that start from one schema meet, as people name them: what both concern, and
 * what one of them moves and the other leans on. A part is named rather than the whole that it is a part of.
 */
export function meetings(a: readonly Change[], b: readonly Change[], { home }: { readonly home: string }): string[] {
  const [ofA, ofB] = [reachOf(a), reachOf(b)];
  const met = new Set([...ofA.concerns].filter((key) => ofB.concerns.has(key) || ofB.reads.has(key)));
  for (const key of ofB.concerns) if (ofA.reads.has(key)) met.add(key);
  const wholes = new Set([...met].flatMap((key) => ownerKey(key) ?? []));
  const names = [...met].filter((key) => !wholes.has(key)).flatMap((key) => displayKey(key, home) ?? []);
  return [...new Set(names)].sort();
}

/** `reads`: what must be as it is, before or after, and is not moved. */
interface Reach {
  readonly concerns: ReadonlySet<ObjectKey>;
  readonly reads: ReadonlySet<ObjectKey>;
}

function reachOf(changes: readonly Change[]): Reach {
  const concerns = new Set<ObjectKey>();
  const reads = new Set<ObjectKey>();
  for (const change of changes) {
    const { creates, drops, writes, readsBefore, readsAfter } = footprint(change);
    for (const key of [...subjectOf(change).keys, ...creates, ...drops, ...writes]) concerns.add(key);
    for (const key of [...readsBefore, ...readsAfter]) reads.add(key);
  }
  return { concerns, reads };
}
