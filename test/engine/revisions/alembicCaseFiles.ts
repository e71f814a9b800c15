import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { AlembicCase } from "#test/engine/revisions/alembicCase.ts";

const folder = join(import.meta.dirname, "../../cases/alembic");

/** `named`: small graphs with a purpose each; `random`: a thousand that were generated. */
export const setNames = ["named", "random"] as const;

interface NamedCases {
  readonly graphs: Readonly<Record<string, readonly AlembicRevision[]>>;
  readonly cases: readonly (Omit<AlembicQuestion, "revisions"> & { readonly graph: string })[];
}

/** A case with its whole question. */
export interface AlembicQuestion extends AlembicCase {
  readonly revisions: readonly AlembicRevision[];
  readonly current: readonly string[];
  readonly target?: string | readonly string[];
  readonly sql?: boolean;
  readonly purge?: boolean;
}

export interface AlembicRevision {
  readonly id: string;
  readonly down: readonly string[];
  readonly depends_on?: readonly string[];
  readonly labels?: readonly string[];
}

export function alembicCases(name: (typeof setNames)[number]): readonly AlembicQuestion[] {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), "utf8"));
  if (name === "random") return read("cases.json") as AlembicQuestion[];
  const { graphs, cases } = read("named.json") as NamedCases;
  return cases.map((one) => ({ ...one, revisions: graphs[one.graph] ?? [] }));
}
