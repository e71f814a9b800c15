import type { ColumnType } from "#engine/index.ts";
import type { Oid, TypeRow } from "#host/catalog/catalogRows.ts";

/** The types that columns of one reading have. */
export interface TypeDictionary {
  /** `modifier` is `atttypmod`; `text` is what `format_type` prints, where the modifier is known to the type alone. */
  read(oid: Oid, modifier: number, text: string | null): ColumnType;
  /** The collation that a column of the type has when none is named; 0 where it has none. */
  collation(oid: Oid): Oid;
}

export function typeDictionary(rows: readonly TypeRow[]): TypeDictionary {
  const types = new Map(rows.map((row) => [row[0], row]));
  const get = (oid: Oid): TypeRow => {
    const row = types.get(oid);
    if (row === undefined) throw new Error(`The catalog names a type ${oid} that it does not hold.`);
    return row;
  };
  // Most columns share a few types, and equal ones can be one value.
  const known = new Map<string, ColumnType>();
  return {
    read(oid, modifier, text) {
      const key = `${oid} ${modifier} ${text ?? ""}`;
      const type = known.get(key) ?? columnType(get, oid, modifier, text);
      known.set(key, type);
      return type;
    },
    collation: (oid) => get(oid)[6],
  };
}

function columnType(get: (oid: Oid) => TypeRow, oid: Oid, modifier: number, text: string | null): ColumnType {
  const own = get(oid);
  const element = own[4] === 0 ? null : get(own[4]);
  // `oidvector` and `point` have elements too; only an array is its element's array.
  const array = element?.[5] === oid;
  const [, schema, name, type, , , , ofExtension] = array ? element : own;
  if (type === "e" && !ofExtension) return { kind: "enum", name: { schema, name }, array };
  if (schema === "pg_catalog") {
    const fields = name === "interval" ? intervalFields(modifier) : "";
    return { kind: "builtin", name: name + fields, args: builtinArguments(name, modifier), array };
  }
  return { kind: "other", schema: ofExtension ? null : schema, name, args: argumentsIn(text), array };
}

/** The numbers behind `atttypmod`, as each type packs them (its `typmodin` function). */
function builtinArguments(name: string, modifier: number): number[] {
  if (modifier === -1) return [];
  switch (name) {
    case "varchar":
    case "bpchar":
      return [modifier - 4];
    case "numeric":
      // A scale has eleven bits and a sign.
      return [((modifier - 4) >> 16) & 0xffff, (((modifier - 4) & 0x7ff) ^ 1024) - 1024];
    case "interval":
      return (modifier & 0xffff) === 0xffff ? [] : [modifier & 0xffff];
    default:
      return [modifier];
  }
}

/** The fields that an interval is held to (`INTERVAL_MASK` in PostgreSQL's `utils/timestamp.h`), after its name. */
function intervalFields(modifier: number): string {
  const mask = modifier === -1 ? 0x7fff : (modifier >> 16) & 0x7fff;
  const fields = Object.entries(fieldBits).flatMap(([field, bit]) => ((mask >> bit) & 1 ? [field] : []));
  if (mask === 0x7fff || fields.length === 0) return "";
  const [first = "", last = ""] = [fields[0], fields.at(-1)];
  return first === last ? ` ${first}` : ` ${first} to ${last}`;
}

const fieldBits = { year: 2, month: 1, day: 3, hour: 10, minute: 11, second: 12 } as const;

function argumentsIn(text: string | null): string[] {
  const inside = /\(([^()]*)\)(?:\[\])?$/.exec(text ?? "")?.[1];
  return inside === undefined ? [] : inside.split(",").map((part) => part.trim());
}
