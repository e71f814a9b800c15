import type { ChangeOf } from "#engine/changes/change.ts";
import type { Sequence, SequenceOptions } from "#engine/schema/model.ts";
import { sameName } from "#engine/schema/name.ts";
import { plainSequence, sequenceLimits } from "#engine/schema/plain.ts";
import { quoteIdentifier, quoteLiteral, quoteName } from "#engine/sql/quote.ts";
import { moveAndRename } from "#engine/sql/renames.ts";
import { type Context, sql, type Sql } from "#engine/sql/rendering.ts";

/** Only what differs from what PostgreSQL would choose is written. */
export function createSequence({ sequence }: ChangeOf<"createSequence">, { home }: Context): Sql {
  return sql(
    [`CREATE SEQUENCE ${quoteName(sequence.name, home)}`, ...sequenceOptions(sequence, "int8")].join(" "),
    ...own(null, sequence, home),
  );
}

export function dropSequence({ sequence }: ChangeOf<"dropSequence">, { home }: Context): Sql {
  return sql(`DROP SEQUENCE ${quoteName(sequence.name, home)}`);
}

export function alterSequence({ from, to }: ChangeOf<"alterSequence">, { home, before }: Context): Sql {
  const isTaken = (name: Sequence["name"]) => before().sequences.some((other) => sameName(other.name, name));
  const renames = moveAndRename("SEQUENCE", from.name, to.name, { home, isTaken });
  const alter = (options: readonly string[]) => [`ALTER SEQUENCE ${quoteName(to.name, home)}`, ...options].join(" ");
  const options = differences(from, to);
  const owner = own(from.ownedBy, to, home);
  if (options.length === 0) return sql(...renames, ...owner);
  const wide = { ...from, min: lesser(from.min, to.min), max: greater(from.max, to.max) };
  if (wide.min === to.min && wide.max === to.max) return sql(...renames, alter(options), ...owner);
  // PostgreSQL refuses bounds that leave the current value outside: it moves while both old and new bounds hold.
  const widening = differences(from, { ...wide, type: widerType(from, to) });
  return sql(
    ...renames,
    ...(widening.length > 0 ? [alter(widening)] : []),
    moveInside(to, home),
    alter(differences({ ...wide, type: widerType(from, to) }, to)),
    ...owner,
  );
}

/** Whether the schema looks at it for itself or as a part of its column, the sequence is the same. */
export function asItIs(): Sql {
  return sql();
}

/** The options that make a sequence so which would be one of `type` without any. */
export function sequenceOptions(to: SequenceOptions, type: SequenceOptions["type"]): string[] {
  return differences(usual(to, type), to);
}

function own(from: Sequence["ownedBy"], { name, ownedBy }: Sequence, home: string): string[] {
  if (from === ownedBy || (from && ownedBy && from.column === ownedBy.column && sameName(from.table, ownedBy.table))) {
    return [];
  }
  const owner = ownedBy ? `${quoteName(ownedBy.table, home)}.${quoteIdentifier(ownedBy.column)}` : "NONE";
  return [`ALTER SEQUENCE ${quoteName(name, home)} OWNED BY ${owner}`];
}

/**
 * Towards values that were not given out. A sequence that was never used begins at its new start; one that has gone too
 * far for its new bounds stays where it is, and PostgreSQL then refuses them.
 */
function moveInside(to: Sequence, home: string): string {
  const name = quoteName(to.name, home);
  const ahead = isDescending(to) ? `LEAST(last_value, ${to.max})` : `GREATEST(last_value, ${to.min})`;
  const value = `CASE WHEN is_called THEN ${ahead} ELSE ${to.start} END`;
  return `SELECT setval(${quoteLiteral(name)}, ${value}, is_called) FROM ${name}`;
}

/** The options that make `to` of `from`. */
export function differences(from: SequenceOptions, to: SequenceOptions): string[] {
  // A bound that is the type's own follows the type.
  const [[oldLeast, oldMost], [least, most]] = [sequenceLimits[from.type], sequenceLimits[to.type]];
  const min = from.min === oldLeast ? least : from.min;
  const max = from.max === oldMost ? most : from.max;
  return [
    from.type === to.type ? "" : `AS ${typeNames[to.type]}`,
    from.increment === to.increment ? "" : `INCREMENT BY ${to.increment}`,
    min === to.min ? "" : `MINVALUE ${to.min}`,
    max === to.max ? "" : `MAXVALUE ${to.max}`,
    from.start === to.start ? "" : `START WITH ${to.start}`,
    from.cache === to.cache ? "" : `CACHE ${to.cache}`,
    from.cycle === to.cycle ? "" : to.cycle ? "CYCLE" : "NO CYCLE",
  ].filter((option) => option !== "");
}

/** What CREATE SEQUENCE makes in this direction without options; `start` is what follows from the bounds. */
function usual(to: SequenceOptions, type: SequenceOptions["type"]): SequenceOptions {
  const plain = plainSequence(type, { increment: to.increment });
  return { ...plain, increment: "1", start: isDescending(to) ? to.max : to.min };
}

const typeNames = { int2: "SMALLINT", int4: "INTEGER", int8: "BIGINT" } as const;

function isDescending(sequence: SequenceOptions): boolean {
  return sequence.increment.startsWith("-");
}

function lesser(a: string, b: string): string {
  return BigInt(a) < BigInt(b) ? a : b;
}

function greater(a: string, b: string): string {
  return BigInt(a) > BigInt(b) ? a : b;
}

function widerType(a: Sequence, b: Sequence): Sequence["type"] {
  return sequenceLimits[a.type][1].length > sequenceLimits[b.type][1].length ? a.type : b.type;
}
