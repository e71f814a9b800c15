import type { Argument, Attribute } from "#engine/prisma/ast.ts";
import type { ColumnType } from "#engine/schema/model.ts";

export type Scalar = "String" | "Boolean" | "Int" | "BigInt" | "Float" | "Decimal" | "DateTime" | "Json" | "Bytes";

export function isScalar(name: string): name is Scalar {
  return Object.hasOwn(defaults, name);
}

/** The column type of a scalar without a native type. */
export function scalarType(scalar: Scalar): ColumnType {
  return defaults[scalar];
}

/** The type that a native type (`db.VarChar(20)`) names; the reason as text where it names none for this scalar. */
export function nativeType(scalar: Scalar, attribute: Attribute): ColumnType | string {
  const name = attribute.name.text.slice(attribute.name.text.indexOf(".") + 1);
  const native = natives.get(name);
  if (!native) return `\`${name}\` is no native type of PostgreSQL.`;
  if (native.scalar !== scalar)
    return `The native type \`${name}\` belongs to \`${native.scalar}\`, not to \`${scalar}\`.`;
  const args = readNumbers(attribute.arguments ?? []);
  if (args === null) return `\`${name}\` takes whole numbers only.`;
  return native.type(args) ?? `\`${name}\` takes ${native.takes}.`;
}

/** The native type that says `type` for this scalar: `VarChar(20)`; null where no attribute is needed or none exists. */
export function nativeTypeOf(type: ColumnType): { readonly scalar: Scalar; readonly native: string | null } | null {
  const wanted = JSON.stringify({ ...type, array: false });
  for (const [scalar, standard] of Object.entries(defaults)) {
    if (JSON.stringify(standard) === wanted) return { scalar: scalar as Scalar, native: null };
  }
  for (const [name, native] of natives) {
    const args = type.kind === "builtin" ? type.args : [];
    // What a bare keyword means is written out where it can be: `Char(1)`.
    for (const written of [args, []]) {
      const made = native.type(written);
      if (made === null || JSON.stringify(made) !== wanted) continue;
      return { scalar: native.scalar, native: written.length === 0 ? name : `${name}(${written.join(", ")})` };
    }
  }
  return null;
}

interface Native {
  readonly scalar: Scalar;
  /** Null where these numbers do not fit. */
  readonly type: (args: readonly number[]) => ColumnType | null;
  /** What it takes, in words. */
  readonly takes: string;
}

function builtin(name: string, args: readonly number[] = []): ColumnType {
  return { kind: "builtin", name, args, array: false };
}

const defaults: Readonly<Record<Scalar, ColumnType>> = {
  String: builtin("text"),
  Boolean: builtin("bool"),
  Int: builtin("int4"),
  BigInt: builtin("int8"),
  Float: builtin("float8"),
  Decimal: builtin("numeric", [65, 30]),
  DateTime: builtin("timestamp", [3]),
  Json: builtin("jsonb"),
  Bytes: builtin("bytea"),
};

function plain(scalar: Scalar, name: string): Native {
  return { scalar, type: (args) => (args.length === 0 ? builtin(name) : null), takes: "no argument" };
}

/** With a length; without one it has `absent`, the length that SQL gives the bare keyword. */
function sized(scalar: Scalar, name: string, bounds: { most: number; absent: readonly number[] }): Native {
  const type = ([length, ...more]: readonly number[]): ColumnType | null => {
    if (length === undefined) return builtin(name, bounds.absent);
    return more.length === 0 && length >= 1 && length <= bounds.most ? builtin(name, [length]) : null;
  };
  return { scalar, type, takes: `a length of 1 to ${bounds.most}` };
}

function timed(name: string): Native {
  const type = (args: readonly number[]): ColumnType | null => {
    const [precision = 0] = args;
    return args.length <= 1 && precision >= 0 && precision <= 6 ? builtin(name, args) : null;
  };
  return { scalar: "DateTime", type, takes: "a precision of 0 to 6" };
}

const decimal: Native = {
  scalar: "Decimal",
  type: (args) => {
    const [precision = 1, scale = 0] = args;
    const fits = precision >= 1 && precision <= 1000 && scale >= 0 && scale <= precision;
    return fits && (args.length === 0 || args.length === 2) ? builtin("numeric", args) : null;
  },
  takes: "a precision of 1 to 1000 and a scale up to it",
};

const longest = 10_485_760;

const natives: ReadonlyMap<string, Native> = new Map([
  ["Text", plain("String", "text")],
  ["VarChar", sized("String", "varchar", { most: longest, absent: [] })],
  ["Char", sized("String", "bpchar", { most: longest, absent: [1] })],
  ["Bit", sized("String", "bit", { most: 83_886_080, absent: [1] })],
  ["VarBit", sized("String", "varbit", { most: 83_886_080, absent: [] })],
  ["Uuid", plain("String", "uuid")],
  ["Xml", plain("String", "xml")],
  ["Inet", plain("String", "inet")],
  [
    "Citext",
    {
      scalar: "String",
      type: (args) =>
        args.length === 0 ? { kind: "other", schema: null, name: "citext", args: [], array: false } : null,
      takes: "no argument",
    },
  ],
  ["Boolean", plain("Boolean", "bool")],
  ["Integer", plain("Int", "int4")],
  ["SmallInt", plain("Int", "int2")],
  ["Oid", plain("Int", "oid")],
  ["BigInt", plain("BigInt", "int8")],
  ["DoublePrecision", plain("Float", "float8")],
  ["Real", plain("Float", "float4")],
  ["Decimal", decimal],
  ["Money", plain("Decimal", "money")],
  ["Timestamp", timed("timestamp")],
  ["Timestamptz", timed("timestamptz")],
  ["Date", plain("DateTime", "date")],
  ["Time", timed("time")],
  ["Timetz", timed("timetz")],
  ["JsonB", plain("Json", "jsonb")],
  ["Json", plain("Json", "json")],
  ["ByteA", plain("Bytes", "bytea")],
]);

/** Whole numbers; null where there is anything else. */
function readNumbers(args: readonly Argument[]): number[] | null {
  const numbers = args.map(({ value }) =>
    value.kind === "number" && /^\d+$/.test(value.text) ? Number(value.text) : null,
  );
  return numbers.includes(null) ? null : (numbers as number[]);
}
