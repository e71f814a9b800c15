import type {
  Column,
  ColumnType,
  ForeignKey,
  Index,
  IndexKey,
  PrimaryKey,
  SequenceOptions,
  Table,
} from "#engine/schema/model.ts";
import type { QualifiedName } from "#engine/schema/name.ts";

/** Parts of a schema as they are when nobody says otherwise: whoever makes them says what matters. */

export function plainTable(name: QualifiedName, columns: readonly Column[]): Table {
  return {
    name,
    columns,
    primaryKey: null,
    indexes: [],
    foreignKeys: [],
    checks: [],
    partitionBy: null,
    partitionOf: null,
    inherits: [],
  };
}

/** Required, without a default. */
export function plainColumn(name: string, type: ColumnType): Column {
  return {
    name,
    type,
    nullable: false,
    notNull: null,
    default: null,
    defaultSpelling: null,
    identity: null,
    sequence: null,
    generated: null,
    collation: null,
  };
}

export function plainPrimaryKey(name: string, columns: readonly string[]): PrimaryKey {
  return { name, columns, include: [], deferrable: "no", withoutOverlaps: false, partOf: null };
}

/** A btree over columns or what else its keys say. */
export function plainIndex(name: string, keys: readonly IndexKey[]): Index {
  return {
    name,
    unique: false,
    constraint: false,
    deferrable: "no",
    withoutOverlaps: false,
    method: "btree",
    keys,
    include: [],
    predicate: null,
    nullsNotDistinct: false,
    valid: true,
    storage: [],
    partOf: null,
  };
}

export function plainIndexKey(column: string): IndexKey {
  return { on: { kind: "column", name: column }, descending: false, nulls: null, operatorClass: null, collation: null };
}

export function plainForeignKey(
  name: string,
  columns: readonly string[],
  references: ForeignKey["references"],
): ForeignKey {
  return {
    name,
    columns,
    references,
    onDelete: "no action",
    onUpdate: "no action",
    onDeleteColumns: [],
    match: "simple",
    deferrable: "no",
    validated: true,
    enforced: true,
    period: false,
  };
}

/** What CREATE SEQUENCE makes of a type and a step. */
export function plainSequence(
  type: SequenceOptions["type"],
  { increment = "1" }: { readonly increment?: string } = {},
): SequenceOptions {
  const descending = increment.startsWith("-");
  const [least, most] = sequenceLimits[type];
  const [min, max] = descending ? [least, "-1"] : ["1", most];
  return { type, increment, min, max, start: descending ? max : min, cache: "1", cycle: false };
}

/** The type of the sequence that PostgreSQL makes for a column. */
export function sequenceTypeOf(type: ColumnType): SequenceOptions["type"] {
  if (type.kind !== "builtin" || type.array) return "int8";
  return type.name === "int2" || type.name === "int4" ? type.name : "int8";
}

/** The least and the greatest value of a sequence's types. */
export const sequenceLimits = {
  int2: ["-32768", "32767"],
  int4: ["-2147483648", "2147483647"],
  int8: ["-9223372036854775808", "9223372036854775807"],
} as const;
