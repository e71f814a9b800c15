import { quoteIdentifier, quoteName } from "#engine/index.ts";
import type { SqlNode } from "#host/sqlParser.ts";

/** A relation as SQL writes it: qualified where the statement does. */
export function tableOf(relation: unknown): string {
  const fields = child(relation, "RangeVar");
  const named = Object.keys(fields).length > 0 ? fields : isNode(relation) ? relation : {};
  const schema = text(named["schemaname"]);
  const name = text(named["relname"]);
  return schema === "" ? quoteIdentifier(name) : quoteName({ schema, name }, "");
}

/** The last part of a name that may be qualified. */
export function lastName(names: unknown): string {
  return texts(isNode(names) && !Array.isArray(names) ? names["names"] : names).at(-1) ?? "";
}

/** The texts of a list of String nodes. */
export function texts(items: unknown): readonly string[] {
  return list(items).map((item) => text(child(item, "String")["sval"]));
}

/** Empty for what is none. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Empty for what is none. */
export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The node of this name inside another; an empty one where there is none. */
export function child(value: unknown, name: string): SqlNode {
  const inner = isNode(value) ? value[name] : null;
  return isNode(inner) ? inner : {};
}

export function isNode(value: unknown): value is SqlNode {
  return typeof value === "object" && value !== null;
}
