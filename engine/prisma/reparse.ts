import type { Checked } from "#engine/core/problem.ts";
import type { Item, SchemaDocument } from "#engine/prisma/ast.ts";
import { movedItem } from "#engine/prisma/moved.ts";
import { parseModels } from "#engine/prisma/parser.ts";

/**
 * Reads a file again of which a part was edited: what `parseModels` would read of `text`, with the blocks before and after
 * the edit taken over from `before`.
 *
 * Where that can't be sure to come to the same, since something there can't be read, the whole is parsed.
 */
export function reparseModels(before: Checked<SchemaDocument>, text: string): Checked<SchemaDocument> {
  const { file, items: old, text: last } = before.value;
  if (text === last) return before;
  if (before.problems.length > 0) return parseModels(file, text);
  const head = headOf(old, last, sameBeginning(last, text));
  const start = old[head - 1]?.extent.end ?? 0;
  const by = text.length - last.length;
  const tail = tailOf(old, head, last.length - sameEnd(last, text, start));
  const end = (old[tail]?.extent.start ?? last.length) + by;
  // A byte order mark is one at the very beginning alone.
  const marked = start > 0 ? text.charCodeAt(start) : by === 0 ? 0 : last.charCodeAt(0);
  if (marked === 0xfeff) return parseModels(file, text);

  const middle = parseModels(file, detached(text.slice(start, end)));
  if (middle.problems.length > 0 || (tail < old.length && !isClosed(middle.value.items.at(-1), middle.value.text))) {
    return parseModels(file, text);
  }
  const items = [
    ...old.slice(0, head),
    ...middle.value.items.map((item) => movedItem(item, start)),
    ...old.slice(tail).map((item) => movedItem(item, by)),
  ];
  return { value: { file, text, items }, problems: [] };
}

/** How many items stand whole in the first `same` characters, the last of them a block: nothing after changes how they read. */
function headOf(items: readonly Item[], text: string, same: number): number {
  let head = 0;
  for (const [at, item] of items.entries()) {
    if (item.extent.end > same) break;
    if (isBlock(item) && isClosed(item, text)) head = at + 1;
  }
  return head;
}

/** The first of the items after `head` that begins at `from` or later. */
function tailOf(items: readonly Item[], head: number, from: number): number {
  let tail = items.length;
  while (tail > head && (items[tail - 1]?.extent.start ?? 0) >= from) tail -= 1;
  return tail;
}

function isBlock(item: Item): boolean {
  return item.kind === "model" || item.kind === "enum" || item.kind === "settings";
}

/** Whether what follows begins a line, and an item of its own. Nothing at all does too. */
function isClosed(item: Item | undefined, text: string): boolean {
  return item === undefined || (item.kind !== "unknown" && text.charAt(item.extent.end - 1) === "\n");
}

function sameBeginning(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let at = 0;
  while (at < most && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  return at;
}

/** How many of the last characters are the same, without those before `start` in either. */
function sameEnd(a: string, b: string, start: number): number {
  const most = Math.min(a.length, b.length) - start;
  let count = 0;
  while (count < most && a.charCodeAt(a.length - 1 - count) === b.charCodeAt(b.length - 1 - count)) count += 1;
  return count;
}

/** A copy with characters of its own: a slice, and every name that is cut from it, would keep the whole text alive. */
function detached(text: string): string {
  return ` ${text}`.slice(1);
}
