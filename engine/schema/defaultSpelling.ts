import { spelled } from "#engine/schema/expressionNames.ts";
import type { ColumnDefault, ColumnType } from "#engine/schema/model.ts";

/**
 * The catalog's own words for a default where they are not those that follow from what it means: `now()` for
 * CURRENT_TIMESTAMP, `'{1,2}'::integer[]` for a list. Null where they are. Whoever makes it again says it so.
 */
export function unusualSpelling(sql: string, value: ColumnDefault | null, type: ColumnType): string | null {
  switch (value?.kind) {
    case undefined:
    case "serial":
      return null;
    case "expression":
      return value.sql === sql ? null : sql;
    case "literal":
      return isConstant(sql, value, type) ? null : sql;
    case "list": {
      if (value.quoted && sql.endsWith(`'::${typeName(type)}[]`)) return null;
      const element = { ...type, array: false };
      const usual = value.elements.map((text) => constants(text, element)[0] ?? "");
      const whole = usual.length === 0 ? `ARRAY[]::${typeName(type)}[]` : `ARRAY[${usual.join(", ")}]`;
      return sql === whole ? null : sql;
    }
  }
}

function isConstant(sql: string, { text, quoted }: Literal, type: ColumnType): boolean {
  return quoted ? sql === `'${text}'::${typeName(type)}` : constants(text, type).includes(sql);
}

type Literal = Extract<ColumnDefault, { kind: "literal" }>;

/** How PostgreSQL prints the constant when it is written as people write it: bare, or as a string. */
function constants(text: string, type: ColumnType): string[] {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  if (type.kind === "builtin" && !type.array) {
    if (type.name === "bool" && (text === "true" || text === "false")) return [text];
    if (numbers.has(type.name) && /^\d+(\.\d+)?$/.test(text)) return [text];
    if (numbers.has(type.name) && /^-\d+$/.test(text)) return [`${quoted}::integer`, `${quoted}::bigint`, `(${text})`];
    if (numbers.has(type.name) && /^-\d+\.\d+$/.test(text)) return [`${quoted}::numeric`];
  }
  return [`${quoted}::${typeName(type)}`];
}

/** As `format_type` prints it without its arguments, and without what makes a list of it. */
function typeName(type: ColumnType): string {
  if (type.kind === "enum") return `${spelled(type.name.schema)}.${spelled(type.name.name)}`;
  if (type.kind === "builtin") return builtins[type.name] ?? type.name;
  return type.schema === null ? spelled(type.name) : `${spelled(type.schema)}.${spelled(type.name)}`;
}

const numbers: ReadonlySet<string> = new Set(["int2", "int4", "int8", "float4", "float8", "numeric"]);

const builtins: Readonly<Record<string, string>> = {
  int2: "smallint",
  int4: "integer",
  int8: "bigint",
  float4: "real",
  float8: "double precision",
  bool: "boolean",
  varchar: "character varying",
  timestamp: "timestamp without time zone",
  timestamptz: "timestamp with time zone",
  time: "time without time zone",
  timetz: "time with time zone",
  bit: '"bit"',
  varbit: "bit varying",
  char: '"char"',
};
