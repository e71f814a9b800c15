import { textOf } from "#engine/changes/alterable.ts";
import type { CatalogObject } from "#engine/schema/model.ts";
import { comparedParts } from "#engine/sql/comparedParts.ts";
import { quoteIdentifier, quoteLiteral } from "#engine/sql/quote.ts";

export function alterWrapper(from: CatalogObject, to: CatalogObject): string[] {
  const functions = ["handler", "validator"].flatMap((name) => {
    const [old, next] = [textOf(from, name), textOf(to, name)];
    if (old === next) return [];
    return [next === null ? `NO ${name.toUpperCase()}` : `${name.toUpperCase()} ${next}`];
  });
  const actions = [...functions, ...alteredOptions(from, to)];
  return [`ALTER FOREIGN DATA WRAPPER ${quoteIdentifier(to.name.name)} ${actions.join(" ")}`];
}

export function alterServer(from: CatalogObject, to: CatalogObject): string[] {
  const version = textOf(to, "version");
  const actions = [
    ...(version === null || version === textOf(from, "version") ? [] : [`VERSION ${quoteLiteral(version)}`]),
    ...alteredOptions(from, to),
  ];
  return [`ALTER SERVER ${quoteIdentifier(to.name.name)} ${actions.join(" ")}`];
}

function alteredOptions(from: CatalogObject, to: CatalogObject): string[] {
  const { removed, changed, added } = comparedParts(from, to, "option ");
  const options = [
    ...removed.map(({ name }) => `DROP ${quoteIdentifier(name)}`),
    ...changed.map(({ name, text }) => `SET ${quoteIdentifier(name)} ${quoteLiteral(text)}`),
    ...added.map(({ name, text }) => `ADD ${quoteIdentifier(name)} ${quoteLiteral(text)}`),
  ];
  return options.length > 0 ? [`OPTIONS (${options.join(", ")})`] : [];
}
