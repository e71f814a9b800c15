import { isComment, scan } from "#engine/index.ts";

/**
 * What a statement does and to what, by its own first words: of `CREATE STATISTICS IF NOT EXISTS a.s ON …` that is
 * `create statistics a.s`. Names are without their quotes; the schema `public` is not said.
 */
export function leadingWords(sql: string): string {
  const tokens = scan(sql).filter((token) => !isComment(token));
  const texts = tokens.map(({ start, end }) => sql.slice(start, end));
  const begin = texts.findIndex((text) => !isLeading(text));
  const leading = texts.slice(0, begin === -1 ? texts.length : begin);
  const said = leading.map((text) => text.toLowerCase()).filter((text) => !passed.has(text));
  return [...said, nameAt(texts, leading.length)].filter((word) => word !== "").join(" ");
}

/** `a`, `"a"."b"`: words that points join. */
function nameAt(texts: readonly string[], begin: number): string {
  const parts: string[] = [];
  for (let at = begin; /^["\p{L}_]/u.test(texts[at] ?? ""); at += 2) {
    const text = texts[at] ?? "";
    parts.push(text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text);
    if (texts[at + 1] !== ".") break;
  }
  return (parts.length > 1 && parts[0] === "public" ? parts.slice(1) : parts).join(".");
}

function isLeading(text: string): boolean {
  const word = text.toLowerCase();
  return said.has(word) || passed.has(word);
}

const said: ReadonlySet<string> = new Set(
  `access aggregate all alter analyze begin by call cast checkpoint class close cluster collation column comment commit
  configuration constraint conversion copy create data database default delete dictionary discard domain drop event
  execute extension family fetch foreign function functions grant group import index insert into label language large listen load
  lock mapping materialized merge method notify object on operator options owned parser policy prepare privileges procedure
  publication reassign refresh reindex release reset revoke role routine rule savepoint schema search security select
  schemas sequence sequences server set start statistics subscription system table tables tablespace template text transaction transform trigger
  truncate type types unlisten update usage user vacuum view wrapper`.split(/\s+/),
);

/** Said by many, and nothing to a reader. */
const passed: ReadonlySet<string> = new Set(
  `concurrently exists for global if local not only or recursive replace session temp temporary unlogged`.split(/\s+/),
);
