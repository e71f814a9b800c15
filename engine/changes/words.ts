import { sequenceParts } from "#engine/changes/keyWords.ts";
import { equal } from "#engine/core/equal.ts";
import type { CatalogObject, Column, ColumnDefault, ColumnType, NotNull } from "#engine/schema/model.ts";
import { displayName, type QualifiedName, sameName } from "#engine/schema/name.ts";
import { givenName, usualNotNull } from "#engine/schema/notNull.ts";
import { plainSequence, sequenceTypeOf } from "#engine/schema/plain.ts";
import { sameDefault, sameGenerated, sameType } from "#engine/schema/same.ts";

export interface DescribeOptions {
  /** The PostgreSQL schema whose names stand alone. */
  readonly home: string;
  /** Names in the models; null for what no model names, which then bears its name in the database. */
  readonly models?: ModelNames;
}

export interface ModelNames {
  readonly table: (name: QualifiedName) => string | null;
  readonly column: (table: QualifiedName, column: string) => string | null;
  readonly enum: (name: QualifiedName) => string | null;
}

/** How things are called. */
export interface Names {
  readonly table: (name: QualifiedName) => string;
  readonly column: (table: QualifiedName, column: string) => string;
  /** `tasks.id`, or `tasks (org_id, id)` of several. */
  readonly columns: (table: QualifiedName, columns: readonly string[]) => string;
  /** Enums and sequences. */
  readonly type: (name: QualifiedName) => string;
  readonly object: (object: CatalogObject) => string;
  /** A table by its name in quotes, `"public"."tasks"`. */
  readonly quoted: (table: string) => string;
}

export function namesOf({ home, models }: DescribeOptions): Names {
  const table = (name: QualifiedName) => models?.table(name) ?? displayName(name, home);
  const part = (name: QualifiedName, column: string) => models?.column(name, column) ?? column;
  return {
    table,
    column: (name, column) => `${table(name)}.${part(name, column)}`,
    columns: (name, columns) => {
      const parts = columns.map((column) => part(name, column));
      return parts.length === 1 ? `${table(name)}.${parts.join("")}` : `${table(name)} (${parts.join(", ")})`;
    },
    quoted: (name) => identityWords(name, home),
    type: (name) => models?.enum(name) ?? displayName(name, home),
    object: ({ kind, name, table: owner }) => {
      if (kind === "comment" || kind === "privileges") return identityWords(name.name, home);
      if (owner === null) return name.schema === "" ? name.name : displayName(name, home);
      if (kind === "storage") {
        const isPart = name.name === owner.name || name.name.startsWith(`${owner.name}.`);
        return isPart ? table(owner) + name.name.slice(owner.name.length) : displayName(name, home);
      }
      return name.name === owner.name ? table(owner) : `${name.name} on ${table(owner)}`;
    },
  };
}

/** `column public."Tasks".title`, as PostgreSQL identifies what is commented on, as people name it. */
function identityWords(identity: string, home: string): string {
  const plain = ` ${identity}`.replaceAll(` ${home}.`, " ").replaceAll(` "${home.replaceAll('"', '""')}".`, " ");
  return plain.trim().replaceAll(/"((?:[^"]|"")*)"/g, (_, name: string) => name.replaceAll('""', '"'));
}

/** What tells two columns apart, part by part: `type varchar(50) → text`, `becomes required`, `default 1 → 2`. */
export function columnParts(from: Column, to: Column, names: Names): string[] {
  const parts: string[] = [];
  if (from.name !== to.name) parts.push(`name ${from.name} → ${to.name}`);
  if (!sameType(from.type, to.type)) parts.push(`type ${typeWords(from.type, names)} → ${typeWords(to.type, names)}`);
  if (from.nullable !== to.nullable) parts.push(to.nullable ? "becomes optional" : "becomes required");
  if (!from.nullable && !to.nullable)
    parts.push(...notNullParts(from.notNull ?? usualNotNull, to.notNull ?? usualNotNull));
  const drawing = from.default?.kind === "serial" && to.default?.kind === "serial";
  if (drawing && !sameName(from.default.sequence, to.default.sequence)) {
    parts.push(`sequence ${from.default.sequence.name} → ${to.default.sequence.name}`);
  } else if (!sameDefault(from.default, to.default, to.type)) parts.push(defaultChange(from.default, to.default));
  if (!equal(from.sequence, to.sequence)) parts.push(`sequence ${drawingParts(from, to).join(", ")}`);
  if (from.identity !== to.identity) parts.push(`identity ${from.identity ?? "none"} → ${to.identity ?? "none"}`);
  if (!sameGenerated(from.generated, to.generated)) parts.push(generatedChange(from.generated, to.generated));
  if (from.collation !== to.collation)
    parts.push(`collation ${from.collation ?? "default"} → ${to.collation ?? "default"}`);
  return parts.length > 0 ? parts : ["spelled otherwise"];
}

function notNullParts(from: NotNull, to: NotNull): string[] {
  const [a, b] = [givenName(from), givenName(to)];
  return [
    a === b ? "" : `NOT NULL ${a ?? "without a name"} → ${b ?? "without a name"}`,
    from.validated === to.validated ? "" : `NOT NULL ${to.validated ? "becomes" : "no longer"} valid`,
    from.inherits === to.inherits ? "" : `NOT NULL ${to.inherits ? "" : "not "}inherited`,
  ].filter((part) => part !== "");
}

function drawingParts(from: Column, to: Column): string[] {
  const [a, b] = [from, to].map(({ sequence, type }) => sequence ?? plainSequence(sequenceTypeOf(type)));
  return a && b ? sequenceParts(a, b) : [];
}

/** A type as people write it: `varchar(50)`, `integer[]`, `user_role`. */
export function typeWords(type: ColumnType, names: Pick<Names, "type">): string {
  const list = type.array ? "[]" : "";
  if (type.kind === "enum") return names.type(type.name) + list;
  const name = type.kind === "builtin" ? (spokenTypes[type.name] ?? type.name) : type.name;
  return `${name}${type.args.length > 0 ? `(${type.args.join(",")})` : ""}${list}`;
}

/** A default as people write it: `1`, `'pending'` without its quotes, `now()`. */
export function defaultWords(value: ColumnDefault): string {
  if (value.kind === "literal") return value.text === "" ? "''" : value.text;
  if (value.kind === "list") return `[${value.elements.join(", ")}]`;
  return value.kind === "expression" ? value.sql : "autoincrement";
}

function defaultChange(from: ColumnDefault | null, to: ColumnDefault | null): string {
  if (from === null) return to === null ? "default" : `default ${defaultWords(to)}`;
  return to === null ? `no default (was ${defaultWords(from)})` : `default ${defaultWords(from)} → ${defaultWords(to)}`;
}

function generatedChange(from: Column["generated"], to: Column["generated"]): string {
  return to === null ? `no longer generated (was ${from?.expression ?? ""})` : `generated as ${to.expression}`;
}

const spokenTypes: Readonly<Record<string, string>> = {
  int2: "smallint",
  int4: "integer",
  int8: "bigint",
  float4: "real",
  float8: "double precision",
  bool: "boolean",
  bpchar: "char",
  numeric: "decimal",
};
