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
  const files = new Map<string, FileLines | null>();
  const linesOf = (file: string): FileLines | null => {
    const content = text(file);
    return content === null ? null : { uri: uriOf(file), starts: lineStarts(content) };
  };
  return {
    location({ file, span }) {
      const known = files.get(file);
      const lines = known === undefined ? linesOf(file) : known;
      files.set(file, lines);
      return lines && { uri: lines.uri, range: rangeOf(lines.starts, span) };
    },
  };
}

interface FileLines {
  readonly uri: string;
  readonly starts: readonly number[];
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
