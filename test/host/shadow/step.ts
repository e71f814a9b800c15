import type { SectionMode } from "#engine/index.ts";
import { directionHash } from "#host/hash.ts";
import type { ReplayOptions, ReplayStep } from "#host/shadow.ts";

/** Sections one after the other, in transactions unless they say otherwise. */
export function step(id: string, ...texts: readonly (string | readonly [SectionMode, string])[]): ReplayStep {
  const sections = texts.map((text) => {
    const [mode, sql] = typeof text === "string" ? (["transaction", text] as const) : text;
    return { mode, sql, offset: 0 };
  });
  return { id, file: `${id}.sql`, hash: directionHash(sections), sections };
}

export const plainOptions: ReplayOptions = { home: "public", schemas: ["public"], exclude: [], setup: null };
