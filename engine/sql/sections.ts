import type { Change, ChangeKind, ChangeOf } from "#engine/changes/change.ts";
import { nameKey } from "#engine/schema/name.ts";
import { sameType } from "#engine/sql/columnTypes.ts";
import { quoteLiteral } from "#engine/sql/quote.ts";
import type { RenderedSection, RenderedStatement } from "#engine/sql/rendering.ts";

/** A change and its statements, in a transaction and, where they differ, outside one. */
export interface Part {
  readonly change: Change;
  readonly statements: readonly string[];
  readonly alone: readonly string[] | null;
}

/**
 * One transaction for all, but for values of enums: PostgreSQL lets nobody use a value before the transaction that added
 * it has ended (55P04; before 17 even where that made the type too). Such a value is added outside one. Where nothing
 * that comes before concerns its enum it goes first, so that all the rest is still done together or not at all.
 */
export function sectionsOf(parts: readonly Part[]): RenderedSection[] {
  const early = earlyAdditions(parts);
  const sections: { readonly mode: RenderedSection["mode"]; readonly statements: RenderedStatement[] }[] = [];
  const put = ({ change, statements, alone }: Part, mode: RenderedSection["mode"]) => {
    let section = sections.at(-1);
    if (section?.mode !== mode) sections.push((section = { mode, statements: [] }));
    const texts = mode === "transaction" ? statements : (alone ?? statements);
    section.statements.push(...texts.map((sql) => ({ sql, change })));
  };
  for (const part of early) put(part, "no transaction");
  for (const [at, part] of parts.entries()) {
    if (part.statements.length === 0 || early.has(part)) continue;
    const apart = isAddition(part.change) && isUsed(part.change, parts.slice(at + 1));
    put(part, apart ? "no transaction" : "transaction");
  }
  return sections;
}

/** The additions that go first. With one value of an enum go its others: they tell their places by each other. */
function earlyAdditions(parts: readonly Part[]): ReadonlySet<Part> {
  const additions = new Map<string, Part[]>();
  const used = new Set<string>();
  const concerned = new Set<string>();
  for (const [at, part] of parts.entries()) {
    const { change } = part;
    for (const key of otherwiseConcerned(change)) concerned.add(key);
    if (!isAddition(change) || concerned.has(nameKey(change.enum))) continue;
    const key = nameKey(change.enum);
    additions.set(key, [...(additions.get(key) ?? []), part]);
    if (isUsed(change, parts.slice(at + 1))) used.add(key);
  }
  return new Set([...additions].filter(([key]) => used.has(key)).flatMap(([, added]) => added));
}

function isAddition(change: Change): change is ChangeOf<"addEnumValue"> {
  return change.kind === "addEnumValue";
}

/** The enums that a change makes, drops, or alters in another way than by an addition. */
function otherwiseConcerned(change: Change): string[] {
  if (change.kind === "createEnum" || change.kind === "dropEnum") return [nameKey(change.enum.name)];
  if (change.kind === "renameEnum") return [nameKey(change.from), nameKey(change.to)];
  return "enum" in change && !isAddition(change) ? [nameKey(change.enum)] : [];
}

/**
 * Whether the value may be needed later on: its text stands in a statement, or values are cast to its enum. A namesake
 * counts too: that costs a section, and missing a use would cost the upgrade.
 */
function isUsed({ enum: name, value }: ChangeOf<"addEnumValue">, later: readonly Part[]): boolean {
  const literal = quoteLiteral(value);
  const element = literal.slice(1, -1).replaceAll(/["\\]/g, "\\$&");
  const type = nameKey(name);
  return later.some(({ change, statements }) => {
    if (definesValues.has(change.kind)) return false;
    if (change.kind === "alterColumn" && change.to.type.kind === "enum" && nameKey(change.to.type.name) === type) {
      if (!sameType(change.from.type, change.to.type)) return true;
    }
    return statements.some((sql) => sql.includes(literal) || listsIn(sql).some((list) => list.includes(element)));
  });
}

/** The constants that are lists: `'{"A",B}'`. */
function listsIn(sql: string): readonly string[] {
  return sql.includes("'{") ? (sql.match(/'\{(?:[^']|'')*\}'/g) ?? []) : [];
}

/** Kinds whose statements name values without using them; an enum that is made anew may use all of its own. */
const definesValues: ReadonlySet<ChangeKind> = new Set<ChangeKind>([
  "createEnum",
  "addEnumValue",
  "renameEnumValue",
  "dropEnumValue",
  "reorderEnum",
]);
