import type { Argument, Attribute, Expression } from "#engine/prisma/ast.ts";

/** The argument of this name, or the first positional one where `name` may stand without it. */
export function argument(
  attribute: Attribute,
  name: string,
  options?: { readonly positional: boolean },
): Argument | null {
  const args = attribute.arguments ?? [];
  const named = args.find((a) => a.name?.text === name);
  if (named) return named;
  return (options?.positional === true ? args.find((a) => a.name === null) : null) ?? null;
}

export function stringArgument(
  attribute: Attribute,
  name: string,
  options?: { readonly positional: boolean },
): string | null {
  const value = argument(attribute, name, options)?.value;
  return value?.kind === "string" && value.value !== "" ? value.value : null;
}

export function nameArgument(attribute: Attribute, name: string): string | null {
  const value = argument(attribute, name)?.value;
  return value?.kind === "name" ? value.text : null;
}

/** The elements of a list; a value alone is a list of one. */
export function elementsOf(value: Expression): readonly Expression[] {
  return value.kind === "array" ? value.elements : value.kind === "missing" ? [] : [value];
}

/** The single string that a call holds: `raw("…")`, `dbgenerated("…")`; null where there is none. */
export function callString(value: Expression & { readonly kind: "call" }): string | null {
  const [first] = value.arguments;
  return first?.value.kind === "string" ? first.value.value : null;
}
