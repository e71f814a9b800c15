import { type ChangeOf, isHanded } from "#engine/changes/change.ts";
import { typeFamily } from "#engine/schema/castable.ts";
import { hasParents, tableFinder, wholeColumns } from "#engine/schema/inherited.ts";
import type { Column, ColumnType, SequenceOptions } from "#engine/schema/model.ts";
import { displayName, type QualifiedName, sameName } from "#engine/schema/name.ts";
import { sameNotNull } from "#engine/schema/notNull.ts";
import { convert } from "#engine/sql/casts.ts";
import { plainSequence, sequenceTypeOf } from "#engine/schema/plain.ts";
import { collate, identity } from "#engine/sql/columns.ts";
import { isInteger, printBareType, printType, sameBaseType, sameType } from "#engine/sql/columnTypes.ts";
import { printColumnDefault, printDefault, sameDefault } from "#engine/sql/defaults.ts";
import { withoutWaiting } from "#engine/sql/deferredChecks.ts";
import { addNotNull, alterNotNull, releaseHeirs } from "#engine/sql/notNull.ts";
import { quoteIdentifier, quoteName } from "#engine/sql/quote.ts";
import { type Context, impossible, sql, type Sql } from "#engine/sql/rendering.ts";
import { differences } from "#engine/sql/sequences.ts";
import {
  createOwnedSequence,
  followData,
  identitySequence,
  ownedSequence,
  ownSequence,
  sequenceExpression,
} from "#engine/sql/serials.ts";

/**
 * From one definition of a column to another, with no statement more than it takes, and one ALTER TABLE for what can
 * share a pass over the table. The values stay: what PostgreSQL cannot convert is a problem, never a drop and add.
 */
export function alterColumn(given: ChangeOf<"alterColumn">, context: Context): Sql {
  const change = context.hasHeirs ? afterParents(given, context) : given;
  const { table, from, to } = change;
  const subject = `${displayName(table, context.home)}.${to.name}`;
  if (to.generated && !sameGeneration(from, to)) {
    return impossible("change/generatedAnew", `${subject} cannot become a generated column in place: drop and add it.`);
  }
  if (!to.generated && from.generated?.stored === false) {
    return impossible("change/wasVirtual", `${subject} is virtual and has no stored values to keep: drop and add it.`);
  }
  return alterPlain(change, context);
}

/** What was done to the parent was done to its heirs: a column of theirs may not be any more what it was. */
function afterParents(change: ChangeOf<"alterColumn">, { before }: Context): ChangeOf<"alterColumn"> {
  const find = tableFinder(before().tables);
  const table = find(change.table);
  if (!table || !hasParents(table)) return change;
  const from = wholeColumns(table, find).find(({ name }) => name === change.from.name);
  return from ? { ...change, from } : change;
}

function alterPlain({ table, from, to, fill }: ChangeOf<"alterColumn">, context: Context): Sql {
  const { home } = context;
  const own = quoteIdentifier(to.name);
  const retyped = !sameType(from.type, to.type);
  const handed = isHanded(fill) ? quoteIdentifier(fill.handed) : null;
  const conversion =
    handed === null ? convert(own, from.type, to.type, home) : { using: handedValue(handed, to.type, home) };
  if (conversion === null) {
    const subject = `${displayName(table, home)}.${to.name}`;
    const [a, b] = [printType(from.type, home), printType(to.type, home)];
    return impossible(
      "change/noCast",
      `PostgreSQL cannot turn ${a} into ${b}: ${subject} must be dropped and added anew.`,
    );
  }
  const [oldSequence, newSequence] = [ownedSequence(from), ownedSequence(to)];
  const keepsDefault = sameDefault(from.default, to.default) && keepsItsDefault(from, to);
  const keepsSequence = oldSequence !== null && newSequence !== null;
  const filling = isHanded(fill) || !from.nullable || to.nullable ? null : fill;
  const filled = filling !== null;
  const becomesRequired = from.nullable && !to.nullable;
  const isUsual = sameNotNull(to.notNull, null);
  const released = !from.nullable && to.nullable;
  const using = conversion.using === null ? "" : ` USING ${conversion.using}`;
  const collation = to.collation === null ? "" : ` ${collate(to)}`;

  const freed = [
    from.generated && !to.generated ? "DROP EXPRESSION" : "",
    from.identity && !to.identity ? "DROP IDENTITY" : "",
  ];
  const main = [
    released ? "DROP NOT NULL" : "",
    from.default && !keepsDefault && !keepsSequence && (retyped || !to.default) ? "DROP DEFAULT" : "",
    retyped || from.collation !== to.collation ? `SET DATA TYPE ${printType(to.type, home)}${collation}${using}` : "",
    to.default && !keepsDefault && newSequence === null ? `SET DEFAULT ${printColumnDefault(to, home)}` : "",
    becomesRequired && !filled && isUsual ? "SET NOT NULL" : "",
  ];
  const bound = [filled && isUsual ? "SET NOT NULL" : "", alterIdentity(from, to)];
  // The sequence of an identity bears the name that the old one leaves.
  const [gone, come] = sequences(table, from, to, home);
  const apart = retyped || filled || (gone.length > 0 && to.identity !== null);
  const name = quoteName(table, home);
  const alter = (actions: readonly string[]) => {
    const said = actions.filter((action) => action !== "").map((action) => `ALTER COLUMN ${own} ${action}`);
    return said.length > 0 ? [`ALTER TABLE ${name} ${said.join(",\n")}`] : [];
  };
  const required = becomesRequired && !isUsual ? [`ALTER TABLE ${name} ${addNotNull(to)}`] : [];
  return sql(
    // PostgreSQL judges a new type, and makes an identity's sequence, by what the column is before the statement.
    ...(handed !== null
      ? withoutWaiting(table, [...alter(freed), ...alter(main)], context)
      : apart
        ? [...alter(freed), ...alter(main)]
        : alter([...freed, ...main, ...bound])),
    ...gone,
    ...(released ? releaseHeirs(table, to.name, context) : []),
    ...(filled ? [`UPDATE ${name} SET ${own} = (${filling}) WHERE ${own} IS NULL`] : []),
    ...(filled
      ? withoutWaiting(table, [...required, ...alter(bound)], context)
      : apart
        ? [...required, ...alter(bound)]
        : required),
    ...alterNotNull(table, from, to, context),
    ...(to.identity && !from.identity
      ? [followData(identitySequence(table, to.name, home), table, to.name, home)]
      : []),
    ...come,
  );
}

/** What stands ready as text, read as the new type reads its own. */
function handedValue(handed: string, to: ColumnType, home: string): string {
  return typeFamily(to) === "string" ? handed : `${handed}::${printBareType(to, home)}`;
}

function alterIdentity(from: Column, to: Column): string {
  if (to.identity === null) return "";
  if (from.identity === null) return `ADD ${identity(to)}`;
  const how = to.identity === from.identity ? [] : [`SET GENERATED ${to.identity.toUpperCase()}`];
  // The type of the sequence follows the column's.
  const options = differences(sequenceOf(from), sequenceOf(to)).filter((option) => !option.startsWith("AS "));
  return [...how, ...options.map((option) => `SET ${option}`)].join(" ");
}

function sequenceOf({ sequence, type }: Column): SequenceOptions {
  return sequence ?? plainSequence(sequenceTypeOf(type));
}

/** A sequence that comes goes on from the data; one that goes was the column's own. */
function sequences(
  table: QualifiedName,
  from: Column,
  to: Column,
  home: string,
): readonly [gone: string[], come: string[]] {
  const [old, next] = [ownedSequence(from), ownedSequence(to)];
  if (old && next) {
    const renamed = sameName(old, next)
      ? []
      : [`ALTER SEQUENCE ${quoteName(old, home)} RENAME TO ${quoteIdentifier(next.name)}`];
    const options = differences(sequenceOf(from), sequenceOf(to));
    const altered = options.length > 0 ? [`ALTER SEQUENCE ${quoteName(next, home)} ${options.join(" ")}`] : [];
    return [[], [...renamed, ...altered]];
  }
  if (old) return [[`DROP SEQUENCE ${quoteName(old, home)}`], []];
  if (!next) return [[], []];
  const value = printDefault({ kind: "serial", sequence: next }, to.type, home);
  const created = [
    createOwnedSequence(next, to, home),
    `ALTER TABLE ${quoteName(table, home)} ALTER COLUMN ${quoteIdentifier(to.name)} SET DEFAULT ${value}`,
    ownSequence(next, table, to.name, home),
    followData(sequenceExpression(next, home), table, to.name, home),
  ];
  return [[], created];
}

/** Whether PostgreSQL carries the default over by itself, and in the very form that it would have if set anew. */
function keepsItsDefault(from: Column, to: Column): boolean {
  if (from.default?.kind === "serial") return true;
  return sameBaseType(from.type, to.type) || (isInteger(from.type) && isInteger(to.type));
}

function sameGeneration(from: Column, to: Column): boolean {
  return (
    from.generated?.expression === to.generated?.expression &&
    from.generated?.stored === to.generated?.stored &&
    sameType(from.type, to.type) &&
    from.collation === to.collation
  );
}
