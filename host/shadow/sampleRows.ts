import {
  type Column,
  type ColumnType,
  nameKey,
  parseTypeName,
  quoteIdentifier,
  quoteLiteral,
  quoteName,
  type Schema,
  type Table,
} from "#engine/index.ts";

/**
 * Statements that put rows into a table, to be tried in their order until one gets through: of every column a value, in
 * a third row none where none is needed; where that is refused, fewer rows, and of what can't be left out. Row 1 of one
 * table holds what row 1 of any other does in a column of the same type, so that foreign keys find what they refer to.
 */
export function sampleRows(table: Table, schema: Schema, { nulls }: { readonly nulls: Nulls }): readonly string[] {
  const columns = table.columns.filter(({ generated }) => generated === null);
  const key = table.primaryKey?.columns ?? [];
  const needed = columns.filter(
    (column) => key.includes(column.name) || drawsNumbers(column) || (!column.nullable && column.default === null),
  );
  const full = columns.filter(
    (column) => needed.includes(column) || sampleValue(column.type, 1, schema) !== null || column.default === null,
  );
  // What others may refer to is there in every row.
  const unique = table.indexes.filter((index) => index.unique).flatMap(({ keys }) => keys.map(({ on }) => on));
  const empty = full.filter(
    ({ name, nullable }) =>
      nullable && !key.includes(name) && !unique.some((on) => on.kind === "column" && on.name === name),
  );
  return [
    ...(nulls === "some" && empty.length > 0 ? [insertion(table, full, [1, 2, 3], schema, empty)] : []),
    insertion(table, full, [1, 2], schema),
    insertion(table, full, [1], schema),
    insertion(table, needed, [1], schema),
  ];
}

/** Whether a row holds nulls. */
export type Nulls = "some" | "none";

/** The last row of three has no value in `empty`. */
function insertion(
  table: Table,
  columns: readonly Column[],
  rows: readonly number[],
  schema: Schema,
  empty: readonly Column[] = [],
): string {
  const into = `INSERT INTO ${quoteName(table.name, "")}`;
  if (columns.length === 0) return `${into} DEFAULT VALUES`;
  const names = columns.map(({ name }) => quoteIdentifier(name)).join(", ");
  const values = rows.map((row) => {
    const ofRow = columns
      .map((column) => (row === 3 && empty.includes(column) ? null : sampleValue(column.type, row, schema)))
      .map((text) => (text === null ? "NULL" : quoteLiteral(text)));
    return `(${ofRow.join(", ")})`;
  });
  return `${into} (${names}) OVERRIDING SYSTEM VALUE VALUES ${values.join(", ")}`;
}

/** A sequence does not go back with the transaction that drew from it. */
function drawsNumbers({ identity, default: value }: Column): boolean {
  return identity !== null || value?.kind === "serial" || (value?.kind === "expression" && /nextval/i.test(value.sql));
}

/** In the type's input syntax; null for a type that nothing is known of. */
function sampleValue(type: ColumnType, row: number, schema: Schema): string | null {
  const value = sampleElement(type, row, schema);
  return value === null || !type.array ? value : `{"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"}`;
}

function sampleElement(type: ColumnType, row: number, schema: Schema): string | null {
  if (type.kind === "enum") {
    const values = schema.enums.find(({ name }) => nameKey(name) === nameKey(type.name))?.values ?? [];
    return values[(row - 1) % Math.max(values.length, 1)] ?? null;
  }
  if (type.kind === "other") return ofExtensions[type.name]?.(row, type.args) ?? ofDomain(type, row, schema);
  const [size = 0, scale = 0] = type.args;
  switch (type.name) {
    case "numeric":
      if (type.args.length > 0 && size <= scale) return `0.${"0".repeat(scale - size)}${row}`;
      return type.args.length > 0 && scale === 0 ? String(row) : `${row}.5`;
    case "varchar":
    case "bpchar":
      return size === 1 ? String(row) : `v${row}`;
    case "bit":
      return String(row % 2).padStart(Math.max(size, 1), "0");
    default:
      return type.name.startsWith("interval") ? `${row} years` : (builtins[type.name]?.(row) ?? null);
  }
}

/** What its base holds: whether its checks take that is seen when it is tried. */
function ofDomain(
  { schema: within, name }: Extract<ColumnType, { readonly kind: "other" }>,
  row: number,
  schema: Schema,
): string | null {
  const domain = schema.objects.find((object) => {
    return object.kind === "domain" && object.name.name === name && object.name.schema === within;
  });
  const base = domain?.parts.find((part) => part.name === "base")?.text;
  const findEnum = (asked: { readonly schema: string | null; readonly name: string }) =>
    schema.enums.find((found) => found.name.name === asked.name && found.name.schema === asked.schema)?.name ?? null;
  const type = base === undefined ? null : parseTypeName(base, { findEnum });
  return type && sampleValue(type, row, schema);
}

type Sample = (row: number) => string;

const whole: Sample = (row) => String(row);
const half: Sample = (row) => `${row}.5`;
const word: Sample = (row) => `v${row}`;
const json: Sample = (row) => `{"v": ${row}}`;
const time: Sample = (row) => `2001-0${row}-02 03:04:05`;

const builtins: Readonly<Record<string, Sample>> = {
  int2: whole,
  int4: whole,
  int8: whole,
  oid: whole,
  float4: half,
  float8: half,
  money: half,
  bool: (row) => (row === 1 ? "true" : "false"),
  text: word,
  name: word,
  char: whole,
  uuid: (row) => `00000000-0000-4000-8000-00000000000${row}`,
  date: (row) => `2001-0${row}-02`,
  time: (row) => `0${row}:02:03`,
  timetz: (row) => `0${row}:02:03+00`,
  timestamp: time,
  timestamptz: (row) => `${time(row)}+00`,
  json,
  jsonb: json,
  xml: (row) => `<v>${row}</v>`,
  bytea: (row) => String.raw`\x0${row}`,
  varbit: (row) => String(row % 2),
  inet: (row) => `10.0.0.${row}`,
  cidr: (row) => `10.0.0.${row}/32`,
  macaddr: (row) => `08:00:2b:01:02:0${row}`,
  macaddr8: (row) => `08:00:2b:01:02:03:04:0${row}`,
  tsvector: word,
  tsquery: word,
  point: (row) => `(${row},${row})`,
  int4range: (row) => `[${row},${row + 1})`,
  int8range: (row) => `[${row},${row + 1})`,
  numrange: (row) => `[${row},${row + 1})`,
  daterange: (row) => `[2001-0${row}-02,2001-0${row}-03)`,
  tsrange: (row) => `[2001-0${row}-02,2001-0${row}-03)`,
  tstzrange: (row) => `[2001-0${row}-02 00:00+00,2001-0${row}-03 00:00+00)`,
};

const vector = (row: number, args: readonly string[]) => `[${new Array(dimensions(args)).fill(row).join(",")}]`;

/** By the type's arguments: a vector takes as many numbers as its column says. */
const ofExtensions: Readonly<Record<string, (row: number, args: readonly string[]) => string>> = {
  citext: word,
  ltree: word,
  hstore: (row) => `v=>${row}`,
  vector,
  halfvec: vector,
  sparsevec: (row, args) => `{1:${row}}/${dimensions(args)}`,
};

function dimensions([size = "3"]: readonly string[]): number {
  return Number(size);
}
