import { lineStarts, type Place } from "#engine/index.ts";
import type { CodeText } from "#host/code/messages.ts";

/** What a revision's code threw, or what it did that it may not do. */
export class CodeError extends Error {
  readonly place: Place;

  constructor({ file, text }: CodeText, message: string, stack: string) {
    super(message);
    this.place = { file, span: spanIn(file, text, stack) };
  }
}

/** The first position in `file` that a stack names; the beginning where it names none. */
function spanIn(file: string, text: string, stack: string): Place["span"] {
  const name = file.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const found = new RegExp(`${name}:(\\d+):(\\d+)`).exec(stack) ?? /\((\d+):(\d+)\)/.exec(stack);
  if (!found) return { start: 0, end: 0 };
  const start = (lineStarts(text)[Number(found[1]) - 1] ?? 0) + Number(found[2]) - 1;
  return { start, end: start };
}
