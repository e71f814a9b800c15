import { identifierOf, stringValue, tokenize } from "#engine/schema/expressionTokens.ts";
import type { Column, ColumnDefault } from "#engine/schema/model.ts";
import { sameColumn, sameDefault } from "#engine/schema/same.ts";
import { domainOf, type Domains, saysType } from "#engine/schema/unsaid.ts";

interface ColumnOverlay {
  /** The text names a column that goes. */
  readonly readsGone: (sql: string) => boolean;
  /** The column's sequence takes the name that the models give it. */
  readonly renamesSequence: (column: string) => boolean;
  readonly domains: Domains;
}

/** The model's column with what only the recorded one can say; the recorded one itself where the two agree. */
export function overlayColumn(
  model: Column,
  recorded: Column | undefined,
  { readsGone, renamesSequence, domains }: ColumnOverlay,
): Column {
  if (recorded === undefined) return model;
  const domain = domainOf(recorded, domains);
  const sameKind = saysType(model.type, recorded.type, domain);
  const generated = recorded.generated !== null && readsGone(recorded.generated.expression) ? null : recorded.generated;
  const named = renamesSequence(model.name) ? { ...recorded, default: model.default } : recorded;
  const value = generated === null ? overlayDefault(model, named, { sameKind }) : null;
  // Prisma's lists are never NOT NULL, whatever the database says; and what is required by its domain is so by itself.
  const nullable =
    sameKind && domain?.required === true && !model.nullable
      ? recorded.nullable
      : model.nullable && (recorded.nullable || !model.type.array || !recorded.type.array);
  const countsUp = isAutoincrement(model) || drawsFromOwn(model, recorded);
  const column: Column = {
    name: model.name,
    type: sameKind ? recorded.type : model.type,
    nullable,
    notNull: nullable ? null : recorded.notNull,
    default: value,
    defaultSpelling: value === recorded.default ? recorded.defaultSpelling : null,
    identity: countsUp ? recorded.identity : null,
    sequence: countsUp ? recorded.sequence : null,
    generated,
    collation: sameKind || (isText(model) && isText(recorded)) ? recorded.collation : model.collation,
  };
  return sameColumn(column, recorded) ? recorded : column;
}

function overlayDefault(
  model: Column,
  recorded: Column,
  { sameKind }: { readonly sameKind: boolean },
): ColumnDefault | null {
  if (isAutoincrement(model)) {
    if (recorded.identity !== null) return null;
    const { default: value } = recorded;
    if (value?.kind === "serial" || (value?.kind === "expression" && isNextval(value.sql))) return value;
    return model.default;
  }
  if (drawsFromOwn(model, recorded)) return recorded.default;
  const isRecorded = sameKind && sameDefault(model.default, recorded.default, model.type);
  return isRecorded ? recorded.default : model.default;
}

function isAutoincrement(model: Column): boolean {
  return model.default?.kind === "serial";
}

/** `dbgenerated("nextval('s')")` of a column that `s` goes with (OWNED BY) is another word for `autoincrement()`. */
function drawsFromOwn(model: Column, recorded: Column): boolean {
  if (recorded.default?.kind !== "serial" || model.default?.kind !== "expression") return false;
  const drawn = sequenceDrawn(model.default.sql);
  const { schema, name } = recorded.default.sequence;
  return drawn !== null && drawn.at(-1) === name && (drawn.length === 1 || drawn[0] === schema);
}

/** The parts of the name in `nextval('…')`; null for any other expression. */
function sequenceDrawn(sql: string): readonly string[] | null {
  const [call, open, text, ...end] = tokenize(sql).filter(({ kind }) => kind !== "space");
  const name = stringValue(text);
  if (identifierOf(call) !== "nextval" || open?.text !== "(" || name === null) return null;
  if (!/^(?:::regclass)?\)$/i.test(end.map((token) => token.text).join(""))) return null;
  const parts = tokenize(name).map((token) => (token.text === "." ? null : identifierOf(token)));
  return parts.length === 1 || (parts.length === 3 && parts[1] === null) ? parts.filter((part) => part !== null) : null;
}

/** A sequence that the column doesn't own counts up all the same. */
function isNextval(sql: string): boolean {
  return identifierOf(tokenize(sql).find((token) => token.kind !== "space")) === "nextval";
}

function isText({ type }: Column): boolean {
  return type.kind === "builtin" && ["text", "varchar", "bpchar"].includes(type.name);
}
