import type { Expression } from "#engine/prisma/ast.ts";
import { callString } from "#engine/prisma/lower/attributes.ts";

/**
 * The operator class that `ops:` names, as the catalog has it: `JsonbPathOps` is `jsonb_path_ops`, `raw("…")` is verbatim.
 * Null for the class that the method takes by itself, which the catalog can't tell from none.
 */
export function readOperatorClass(value: Expression, method: string): string | null {
  const name =
    value.kind === "name"
      ? snakeCase(value.text)
      : value.kind === "call" && value.name.text === "raw"
        ? callString(value)
        : null;
  return name === null || defaultClasses.get(method)?.has(name) === true ? null : name;
}

/** Types and words that are one word in the catalog. */
const compounds: readonly (readonly [prisma: string, word: string])[] = [
  ["MinMax", "Minmax"],
  ["TimestampTz", "Timestamptz"],
  ["TimeTz", "Timetz"],
  ["VarBit", "Varbit"],
];

function snakeCase(name: string): string {
  const words = compounds.reduce((text, [prisma, word]) => text.replace(prisma, word), name);
  return words.replaceAll(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}

function words(text: string): readonly string[] {
  return text.split(/\s+/);
}

function classes(text: string, suffix: string): string[] {
  return words(text).map((type) => `${type}_${suffix}`);
}

const ordered = words(
  `array bit bool bpchar bytea char date enum float4 float8 inet int2 int4 int8 interval jsonb macaddr macaddr8 money
  multirange name numeric oid oidvector pg_lsn range record text tid time timestamp timestamptz timetz tsquery tsvector uuid
  varbit xid8`,
).map((type) => `${type}_ops`);

/** By method, the classes with `opcdefault` in `pg_opclass` of PostgreSQL 14 to 18, and citext's. */
const defaultClasses: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["btree", new Set([...ordered, "citext_ops"])],
  ["hash", new Set([...ordered, "aclitem_ops", "cid_ops", "xid_ops", "citext_ops"])],
  ["gin", new Set(classes("array jsonb tsvector", "ops"))],
  ["gist", new Set(classes("box circle multirange point poly range tsquery tsvector", "ops"))],
  ["spgist", new Set(classes("box inet poly quad_point range text", "ops"))],
  [
    "brin",
    new Set([
      ...classes(
        `bit bpchar bytea char date float4 float8 int2 int4 int8 interval macaddr macaddr8 name numeric oid pg_lsn text tid time
        timestamp timestamptz timetz uuid varbit`,
        "minmax_ops",
      ),
      ...classes("box inet range", "inclusion_ops"),
    ]),
  ],
]);
