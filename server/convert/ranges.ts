import { pathToFileURL, fileURLToPath } from "node:url";

import { lineStarts, type Place, positionAt, type Span } from "#engine/index.ts";
import type { Location, Range } from "#protocol/state.ts";

/** Turns places into locations, by the texts that the places were found in. */
export interface Locator {
  /** Null where the place is in something that is no file. */
  location(place: Place): Location | null;
}

/** `text` answers what a file held when it was read; null for a file that was not. */
export function createLocator(text: (file: string) => string | null): Locator {
  const starts = new Map<string, readonly number[]>();
  return {
    location(place) {
      const content = text(place.file);
      if (content === null) return null;
      const lines = starts.get(place.file) ?? lineStarts(content);
      starts.set(place.file, lines);
      return { uri: uriOf(place.file), range: rangeOf(lines, place.span) };
    },
  };
}

export function rangeOf(lines: readonly number[], span: Span): Range {
  return { start: positionAt(lines, span.start), end: positionAt(lines, span.end) };
}

export function uriOf(file: string): string {
  return pathToFileURL(file).toString();
}

/** The path of a `file:` URI; null for any other. */
export function pathOf(uri: string): string | null {
  return uri.startsWith("file:") ? fileURLToPath(uri) : null;
}

/** Where something stands that has no place of its own: the first line of a file. */
export const firstLine: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
