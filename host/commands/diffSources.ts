import { fillsByName } from "#host/commands/questions.ts";
import {
  type Change,
  diff,
  emptySchema,
  overlay,
  type Rename,
  render,
  type Rendered,
  type Schema,
  wayBack,
} from "#engine/index.ts";

/** One side of `retort diff`. Models say only what Prisma can express; the others say everything. */
export type DiffSide =
  | { readonly kind: "models"; readonly schema: Schema; readonly partialIndexes: boolean }
  | { readonly kind: "catalog"; readonly schema: Schema };

export const emptySide: DiffSide = { kind: "catalog", schema: emptySchema };

export interface DiffOptions {
  readonly home: string;
  readonly down: boolean;
  readonly renames: readonly Rename[];
  readonly fills: ReadonlyMap<string, string>;
}

export interface SourceDiff {
  readonly changes: readonly Change[];
  readonly rendered: Rendered;
}

/**
 * The SQL from one side to the other, or with `down` the SQL back. Where one side is models, what Prisma cannot express
 * is taken to be equal on both, and extensions are added, never dropped, in either direction.
 */
export function diffSides(from: DiffSide, to: DiffSide, options: DiffOptions): SourceDiff {
  const { home, renames, fills } = options;
  const [start, end] = resolve(from, to);
  const forward = diff(start, end, { renames, fills: fillsByName(fills, home) });
  const models = from.kind === "models" || to.kind === "models";
  const kept = models ? forward.filter((c) => c.kind !== "dropExtension" && c.kind !== "dropNamespace") : forward;
  if (!options.down) return { changes: kept, rendered: render(kept, { before: start, home }) };
  const back = wayBack(kept, start, end).filter((c) => !models || c.kind !== "dropExtension");
  return { changes: back, rendered: render(back, { before: end, home }) };
}

function resolve(from: DiffSide, to: DiffSide): readonly [Schema, Schema] {
  if (from.kind === to.kind) return [from.schema, to.schema];
  if (to.kind === "models")
    return [from.schema, overlay(to.schema, from.schema, { partialIndexes: to.partialIndexes })];
  if (from.kind === "models")
    return [overlay(from.schema, to.schema, { partialIndexes: from.partialIndexes }), to.schema];
  return [from.schema, to.schema];
}
