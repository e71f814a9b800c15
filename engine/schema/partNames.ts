import { cutToBytes, longestName, utf8Length } from "#engine/schema/nameLength.ts";
import { identifierOf, tokenize } from "#engine/schema/expressionTokens.ts";
import type { Index, PrimaryKey } from "#engine/schema/model.ts";

type Label = "pkey" | "key" | "idx";

/** The name that PostgreSQL gives a partition's index when it makes it for an index of the parent and the name is free. */
export function partName(table: string, key: Index | PrimaryKey, label: Label): string {
  return objectName(table, label === "pkey" ? null : columnsOf(key), label);
}

/** Whether PostgreSQL may have chosen the name by itself: where one is taken it counts up. */
export function isPartName(table: string, key: Index | PrimaryKey, label: Label): boolean {
  const counted = new RegExp(`_${label}([1-9]\\d*)$`).exec(key.name)?.[1] ?? "";
  return key.name === objectName(table, label === "pkey" ? null : columnsOf(key), `${label}${counted}`);
}

/**
 * `left_right_label`, the longer of both names cut byte by byte until the whole fits, then back to a whole character
 * (`makeObjectName` in PostgreSQL's `commands/indexcmds.c`).
 */
export function objectName(left: string, right: string | null, label: string): string {
  const room = longestName - label.length - 1 - (right === null ? 0 : 1);
  let [a, b] = [utf8Length(left), right === null ? 0 : utf8Length(right)];
  while (a + b > room) {
    if (a > b) a--;
    else b--;
  }
  return [cutToBytes(left, a), ...(right === null ? [] : [cutToBytes(right, b)]), label].join("_");
}

/** The names of all columns, joined as far as they could matter (`ChooseIndexNameAddition`). */
function columnsOf(key: Index | PrimaryKey): string {
  const names: string[] = [];
  for (const name of "keys" in key ? [...key.keys.map(keyName), ...key.include] : [...key.columns, ...key.include]) {
    let free = name;
    for (let count = 1; names.includes(free); count++) free = `${name}${count}`;
    names.push(free);
  }
  return cutToBytes(names.join("_"), longestName);
}

/** An expression is named after the function that it calls. */
function keyName({ on }: Index["keys"][number]): string {
  if (on.kind === "column") return on.name;
  const tokens = tokenize(on.sql).filter((token) => token.kind !== "space");
  const open = tokens.findIndex((token) => token.text === "(");
  return open > 0 ? (identifierOf(tokens[open - 1]) ?? "expr") : "expr";
}
