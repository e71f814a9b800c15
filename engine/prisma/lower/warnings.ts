import { compareText } from "#engine/core/compare.ts";
import type { Problem } from "#engine/core/problem.ts";
import type { Block, SchemaDocument } from "#engine/prisma/ast.ts";

/** The errors as they were found, then the warnings in the order of their places: however they came to be known. */
export function warningsLast(problems: readonly Problem[], documents: readonly SchemaDocument[]): Problem[] {
  const warnings = problems.filter(isWarning);
  if (warnings.length === 0) return [...problems];
  const files = new Map(documents.map(({ file }, at) => [file, at]));
  const fileOf = ({ place }: Problem) => files.get(place?.file ?? "") ?? -1;
  const startOf = ({ place }: Problem) => place?.span.start ?? 0;
  return [
    ...problems.filter((problem) => !isWarning(problem)),
    ...warnings.toSorted(
      (a, b) => fileOf(a) - fileOf(b) || startOf(a) - startOf(b) || compareText(a.message, b.message),
    ),
  ];
}

/**
 * Warnings of blocks that stay as they are, where these stand now; those of blocks that are read anew are left out. Null
 * where there is more than warnings, or one is about no block. The blocks of `after` are those of `before`, one by one.
 */
export function warningsKept(
  problems: readonly Problem[],
  before: readonly SchemaDocument[],
  after: readonly SchemaDocument[],
  isReadAnew: (block: Block) => boolean,
): Problem[] | null {
  const kept: Problem[] = [];
  for (const problem of problems) {
    const { place } = problem;
    const at = before.findIndex(({ file }) => file === place?.file);
    const start = place?.span.start ?? -1;
    const blocks = before[at]?.items.filter(isBlock) ?? [];
    const index = blocks.findIndex(({ extent }) => extent.start <= start && start < extent.end);
    const [old, now] = [blocks[index], after[at]?.items.filter(isBlock)[index]];
    if (!isWarning(problem) || place === null || !old || !now) return null;
    if (isReadAnew(now)) continue;
    const by = now.head.start - old.head.start;
    const span = { start: start + by, end: place.span.end + by };
    kept.push(by === 0 ? problem : { ...problem, place: { ...place, span } });
  }
  return kept;
}

/** Whether a problem says only what will be passed over or cut. */
export function isWarning({ severity }: Problem): boolean {
  return severity === "warning";
}

function isBlock(item: SchemaDocument["items"][number]): item is Block {
  return item.kind === "model" || item.kind === "enum" || item.kind === "settings";
}
