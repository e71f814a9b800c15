import type { Origins, Place, QualifiedName } from "#engine/index.ts";

/** What stands at a place of the models, in database names. */
export interface FoundObject {
  readonly table: QualifiedName;
  /** Null on the model itself. */
  readonly column: string | null;
  readonly place: Place;
}

/** The table or column whose place holds the offset; the narrower where both do. */
export function objectAt(origins: Origins, file: string, offset: number): FoundObject | null {
  let nearest: FoundObject | null = null;
  for (const [key, { place }] of origins) {
    if (place.file !== file || offset < place.span.start || offset > place.span.end) continue;
    const found = tableOrColumn(key, place);
    if (found && (!nearest || width(found.place) < width(nearest.place))) nearest = found;
  }
  return nearest;
}

function tableOrColumn(key: string, place: Place): FoundObject | null {
  const [kind, schema, name, column] = key.split("\0");
  if (schema === undefined || name === undefined) return null;
  if (kind === "table") return { table: { schema, name }, column: null, place };
  return kind === "column" && column !== undefined ? { table: { schema, name }, column, place } : null;
}

function width({ span }: Place): number {
  return span.end - span.start;
}
