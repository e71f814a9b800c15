import { tokenize } from "#engine/schema/expressionTokens.ts";
import type { ColumnDefault, ColumnType } from "#engine/schema/model.ts";

export function canonicalType(type: ColumnType): ColumnType {
  return type;
}

export function canonicalDefault(value: ColumnDefault | null, _type: ColumnType): ColumnDefault | null {
  return value;
}

export function canonicalExpression(sql: string): string {
  return tokenize(sql)
    .filter((token) => token.kind !== "space")
    .map((token) => token.text)
    .join(" ");
}

export function canonicalPredicate(sql: string): string {
  return canonicalExpression(sql);
}
