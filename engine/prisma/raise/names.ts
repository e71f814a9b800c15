import { isScalar } from "#engine/prisma/lower/types.ts";
import type { EnumType, Schema, Table } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";

/** What the models call tables, columns, enums and values. */
export interface RaisedNames {
  model(table: { readonly name: QualifiedName }): string;
  field(table: { readonly name: QualifiedName }, column: string): string;
  /** Null for an enum that the schema lacks, or that has no values: Prisma has no word for such. */
  enumeration(name: QualifiedName): string | null;
  value(name: QualifiedName, label: string): string;
}

/**
 * Database names where they are legal, and the nearest legal one elsewhere. Tables and enums share one space of names; two
 * of one name in two schemas are told apart by these, as Prisma does.
 */
export function nameModels(schema: Schema, options: { readonly multiSchema: boolean }): RaisedNames {
  const enums = schema.enums.filter((type) => type.values.length > 0);
  const blocks = nameBlocks([...schema.tables, ...enums], options);
  const members = new Map<string, ReadonlyMap<string, string>>();
  for (const table of schema.tables) {
    members.set(
      `table ${nameKey(table.name)}`,
      nameMembers(
        table.columns.map((column) => column.name),
        "field",
      ),
    );
  }
  for (const type of enums) members.set(`enum ${nameKey(type.name)}`, nameMembers(type.values, "value"));
  return {
    model: ({ name }) => blocks.get(nameKey(name)) ?? name.name,
    field: ({ name }, column) => members.get(`table ${nameKey(name)}`)?.get(column) ?? column,
    enumeration: (name) => (members.has(`enum ${nameKey(name)}`) ? (blocks.get(nameKey(name)) ?? null) : null),
    value: (name, label) => members.get(`enum ${nameKey(name)}`)?.get(label) ?? label,
  };
}

/** A name that is not taken; the first of `candidates` that is free, or the last one with a number. */
export function freeName(candidates: readonly string[], taken: ReadonlySet<string>): string {
  const free = candidates.find((candidate) => !taken.has(candidate));
  if (free !== undefined) return free;
  const last = candidates.at(-1) ?? "";
  for (let number = 2; ; number += 1) {
    const name = `${last}_${number}`;
    if (!taken.has(name)) return name;
  }
}

function nameBlocks(
  things: readonly (Table | EnumType)[],
  { multiSchema }: { readonly multiSchema: boolean },
): ReadonlyMap<string, string> {
  const plain = new Map<string, number>();
  for (const { name } of things) {
    const legal = legalName(name.name, "model");
    plain.set(legal, (plain.get(legal) ?? 0) + 1);
  }
  const taken = new Set<string>();
  const names = new Map<string, string>();
  // Those that keep their database name come first, so that no sanitised one takes it from them.
  const ordered = things.toSorted((a, b) => Number(isKept(b)) - Number(isKept(a)));
  for (const { name } of ordered) {
    const legal = legalName(name.name, "model");
    const prefixed = legalName(`${name.schema}_${name.name}`, "model");
    const ambiguous = multiSchema && (plain.get(legal) ?? 0) > 1;
    const own = freeName(ambiguous ? [prefixed] : [legal], taken);
    taken.add(own);
    names.set(nameKey(name), own);
  }
  return names;
}

function isKept({ name }: Table | EnumType): boolean {
  return legalName(name.name, "model") === name.name;
}

function nameMembers(names: readonly string[], what: "field" | "value"): ReadonlyMap<string, string> {
  const taken = new Set(names.filter((name) => legalName(name, what) === name));
  return new Map(
    names.map((name) => {
      const legal = legalName(name, what);
      if (legal === name) return [name, name];
      const own = freeName([legal], taken);
      taken.add(own);
      return [name, own];
    }),
  );
}

/** As Prisma does: what may not begin a name is left out, everything else that is illegal becomes `_`. */
function legalName(name: string, what: "model" | "field" | "value"): string {
  if (name === "") return what === "value" ? "EMPTY_ENUM_VALUE" : what;
  const legal = name.replace(/^[^\p{L}]+/u, "").replaceAll(/[^\p{L}\p{N}_]/gu, "_");
  // Nothing is left of a name of digits and signs.
  const digits = name.replaceAll(/[^\p{N}]/gu, "");
  const named = legal !== "" ? legal : digits === "" ? what : `${what}_${digits}`;
  return what === "model" && (reserved.has(named) || isScalar(named)) ? `Renamed${named}` : named;
}

/** Names that Prisma refuses for models and enums, since generated code has them. */
const reserved: ReadonlySet<string> = new Set(
  `PrismaClient Unsupported async await break case catch class const continue debugger default delete do else enum export
  extends false finally for function if implements import in instanceof interface let new null package private protected
  public return super switch this throw true try typeof using var void while with yield`.split(/\s+/),
);
