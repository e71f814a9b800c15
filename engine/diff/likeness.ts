import { conversionOf } from "#engine/changes/conversions.ts";
import { nameSimilarity } from "#engine/diff/nameSimilarity.ts";
import { isCastable } from "#engine/schema/castable.ts";
import type { Column, Table } from "#engine/schema/model.ts";
import { sameDefault, sameType } from "#engine/schema/same.ts";

/**
 * How much speaks for it that one table is the other under a new name, from 0 to 1; null where too little does. Half of
 * the columns have to be the same, or a quarter where the names are near. Where the names are of the same words, or
 * (`only`) nothing else went or came, it is enough that the types of the columns are alike.
 */
export function tableScore(from: Table, to: Table, { only }: { readonly only: boolean }): number | null {
  const columns = likenessOf(from, to, (a, b) => a.name === b.name && sameType(a.type, b.type));
  const types = likenessOf(from, to, (a, b) => sameType(a.type, b.type));
  const name = from.name.name === to.name.name ? 1 : nameSimilarity(from.name.name, to.name.name);
  const enough = columns >= 0.5 || (name >= 0.6 && columns >= 0.25) || ((only || name === 1) && types >= 0.6);
  return enough ? 0.5 * columns + 0.2 * types + 0.3 * name : null;
}

/** How much of two tables' columns bears the same names, from 0 to 1: for what keeps its own name besides. */
export function columnNameLikeness(from: Table, to: Table): number {
  return likenessOf(from, to, (a, b) => a.name === b.name);
}

/**
 * How much speaks for it that one column is the other under a new name. Of one type they may always be one; of another,
 * only if the values can go over and the names are near.
 */
export function columnScore(a: Column, b: Column, from: Table, to: Table): number | null {
  const name = nameSimilarity(a.name, b.name);
  const sameKind = sameType(a.type, b.type);
  const parses = conversionOf(a.type, b.type) === "parses";
  if (!sameKind && (!isCastable(a.type, b.type) || name < (parses ? 0.6 : 0.5))) return null;
  const place = 1 - Math.min(1, Math.abs(from.columns.indexOf(a) - to.columns.indexOf(b)) / 4);
  const facts = Number(a.nullable === b.nullable) * 0.5 + Number(sameDefault(a.default, b.default, b.type)) * 0.5;
  return 0.3 * Number(sameKind) + 0.35 * name + 0.15 * place + 0.1 * neighbours(a, b, from, to) + 0.1 * facts;
}

/** The columns of one that have their like in the other, each like counted once, of all that either has. */
function likenessOf(from: Table, to: Table, isLike: (a: Column, b: Column) => boolean): number {
  const left = [...to.columns];
  for (const column of from.columns) {
    const at = left.findIndex((other) => isLike(column, other));
    if (at >= 0) left.splice(at, 1);
  }
  const all = from.columns.length + left.length;
  return all === 0 ? 0 : (to.columns.length - left.length) / all;
}

/** How many of the columns before and after stayed where they are. */
function neighbours(a: Column, b: Column, from: Table, to: Table): number {
  const around = (table: Table, column: Column) => {
    const at = table.columns.indexOf(column);
    return [table.columns[at - 1]?.name ?? "", table.columns[at + 1]?.name ?? ""];
  };
  const [before, after] = around(from, a);
  const [newBefore, newAfter] = around(to, b);
  return (Number(before === newBefore) + Number(after === newAfter)) / 2;
}
