import type { Span } from "#engine/core/span.ts";
import type { Block, Item } from "#engine/prisma/ast.ts";

interface Origin {
  /** The block as it was parsed. */
  readonly block: Block;
  /** How many characters further on it stands now. */
  readonly by: number;
}

const origins = new WeakMap<Block, Origin>();

/**
 * The same item `by` characters further on. The members of a block are moved when somebody asks for them: who saves asks
 * for a few of thousands.
 */
export function movedItem<T extends Item>(item: T, by: number): T {
  if (by === 0) return item;
  if (item.kind !== "model" && item.kind !== "enum" && item.kind !== "settings") return moved(item, by);
  return movedBlock(item, by) as T;
}

function movedBlock(given: Block, more: number): Block {
  const { block, by: before } = origins.get(given) ?? { block: given, by: 0 };
  const by = before + more;
  if (by === 0) return block;
  let members: Block["members"] | null = null;
  const { name, head, span, extent, opening, closing } = block;
  const result = {
    ...block,
    ...moved({ name, head, span, extent, opening, closing }, by),
    get members() {
      return (members ??= moved(block.members, by));
    },
  } as Block;
  origins.set(result, { block, by });
  return result;
}

/** The block as it was first read: two blocks with one origin differ in nothing but their place. */
export function asFirstRead(block: Block): Block {
  return origins.get(block)?.block ?? block;
}

/** A copy of a tree of plain values in which every span stands `by` characters further on. */
export function moved<T>(tree: T, by: number): T {
  return moveValue(tree, by) as T;
}

function moveValue(value: unknown, by: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => moveValue(each, by));
  if (isSpan(value)) return { start: value.start + by, end: value.end + by };
  const copy: Record<string, unknown> = {};
  for (const [key, each] of Object.entries(value)) copy[key] = moveValue(each, by);
  return copy;
}

function isSpan(value: object): value is Span {
  return "start" in value && "end" in value && typeof value.start === "number" && typeof value.end === "number";
}
