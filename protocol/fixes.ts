import type { Range } from "#protocol/state.ts";

/** Text that mends what a diagnostic is about: it stands among the diagnostic's data. */
export interface Replacement {
  readonly title: string;
  readonly range: Range;
  readonly newText: string;
  /** What the range held when the file was read. */
  readonly replaced: string;
}

/** The part of a diagnostic's data that its text fixes are made of. */
export interface FixData {
  readonly fixes?: readonly Replacement[];
}

/** The data of a code action that edits: where its range holds something else by now, the editor does not offer it. */
export interface FixedText {
  readonly replaced: string;
}
