import { diffNotes } from "#host/commands/diffNotes.ts";
import {
  type Change,
  diff,
  emptySchema,
  type EnumReorder,
  type Fill,
  fillProblems,
  inRecordedOrder,
  invertRenames,
  overlay,
  type Problem,
  type Rename,
  renamedTo,
  renameProblems,
  render,
  type Rendered,
  reorderedEnums,
  type Schema,
  wayBack,
  withOptional,
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
  readonly fills: readonly Fill[];
  /** Make enums anew whose values models merely have in another order. */
  readonly reorderEnums: boolean;
}

export interface SourceDiff {
  readonly changes: readonly Change[];
  readonly rendered: Rendered;
  /** What to know about a change beside its SQL, a line each: hazards, and the options that would avoid them. */
  readonly notes: ReadonlyMap<Change, readonly string[]>;
  /** Enums that are left in the order they have. */
  readonly reordered: readonly EnumReorder[];
  /** Renames and fills that fit nothing. */
  readonly problems: readonly Problem[];
}

/**
 * The SQL from one side to the other, or with `down` the SQL back. Where one side is models, what Prisma cannot express
 * is taken to be equal on both, and extensions are added, never dropped, in either direction.
 */
export function diffSides(from: DiffSide, to: DiffSide, options: DiffOptions): SourceDiff {
  const { home, renames, fills } = options;
  const { start, end: asked, reordered } = resolve(from, to, options);
  const end = withOptional(asked, fills);
  const forward = diff(start, end, { renames, fills, home });
  const models = from.kind === "models" || to.kind === "models";
  const kept = models ? forward.filter((c) => c.kind !== "dropExtension" && c.kind !== "dropNamespace") : forward;
  const problems = [...renameProblems(start, end, renames, home), ...fillProblems(fills, forward, end, home)];
  const common = { reordered, problems };
  if (!options.down) {
    const notes = diffNotes(kept, { start, end, renames, home });
    return { ...common, changes: kept, rendered: render(kept, { before: start, home }), notes };
  }
  // Every database has them, whether or not models on the one side name them.
  const standing = new Set(["public", home, ...end.extensions.map(({ schema }) => schema)]);
  const back = wayBack(kept, start, end).filter(
    (c) => !models || (c.kind !== "dropExtension" && !(c.kind === "dropNamespace" && standing.has(c.name))),
  );
  const notes = diffNotes(back, { start: end, end: start, renames: null, home });
  return { ...common, changes: back, rendered: render(back, { before: end, home }), notes };
}

function resolve(from: DiffSide, to: DiffSide, { renames, home, reorderEnums }: DiffOptions) {
  const [a, b] = [from.schema, to.schema];
  if (to.kind === "models") {
    const start = renamedTo(a, b, renames, { home });
    const end =
      from.kind === "catalog"
        ? overlay(b, start, { partialIndexes: to.partialIndexes, reorderEnums })
        : reorderEnums
          ? b
          : inRecordedOrder(b, start);
    return { start: a, end, reordered: reorderEnums ? [] : reorderedEnums(b, start) };
  }
  if (from.kind === "models") {
    const recorded = renamedTo(b, a, invertRenames(renames), { home });
    const start = overlay(a, recorded, { partialIndexes: from.partialIndexes, reorderEnums: true });
    return { start, end: b, reordered: [] };
  }
  return { start: a, end: b, reordered: [] };
}
