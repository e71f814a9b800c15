import type { Section } from "#engine/index.ts";
import { directionHash } from "#host/hash.ts";
import type { ReplayStep } from "#host/shadow.ts";

/** Sections that are in no revision file yet, as the shadow runs them; `file` is where their places are. */
export function scriptStep(
  id: string,
  file: string,
  sections: readonly (Section & { readonly offset?: number })[],
): ReplayStep {
  const placed = sections.map((section) => ({ ...section, offset: section.offset ?? 0 }));
  return { id, file, hash: directionHash(sections), sections: placed };
}
