import { type Change, type Place, placeOf, subjectOf } from "#engine/index.ts";
import type { ModelsReading } from "#host/commands/models.ts";

/** Where a change belongs in the models: the nearest object that they name; the datasource block for what none names. */
export function placeOfChange(models: ModelsReading, change: Change): Place | null {
  for (const key of subjectOf(change).keys) {
    const place = placeOf(models.models.origins, key);
    if (place) return place;
  }
  return datasourcePlace(models);
}

export function datasourcePlace(models: ModelsReading): Place | null {
  return models.models.datasource?.place ?? null;
}
