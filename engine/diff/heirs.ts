import type { Change } from "#engine/changes/change.ts";
import { diffColumns } from "#engine/diff/columns.ts";
import type { DiffContext } from "#engine/diff/context.ts";
import { diffForeignKeys } from "#engine/diff/foreignKeys.ts";
import { diffIndexes } from "#engine/diff/indexes.ts";
import { diffChecks, diffKeys, diffPrimaryKey } from "#engine/diff/keys.ts";
import { isMadeAnew } from "#engine/diff/madeAnew.ts";
import { equal } from "#engine/core/equal.ts";
import { followedColumn, inheritedColumns, parentsOf, standingAlone } from "#engine/schema/inherited.ts";
import type { Index, PrimaryKey, Table } from "#engine/schema/model.ts";
import { nameKey, sameName, type QualifiedName } from "#engine/schema/name.ts";
import { partName } from "#engine/schema/partNames.ts";
import { sameColumn, sameIndex, samePrimaryKey } from "#engine/schema/same.ts";

/** Of a table that has parents on one side or on both. What its parents' changes do to it needs no change of its own. */
export function diffHeir(from: Table, to: Table, context: DiffContext): Change[] {
  const isAnew = parentsOf(to).some((parent) => isMadeAnew(context.findOld(parent), context.findNew(parent), context));
  if (isAnew || !equal(parentsOf(from), parentsOf(to)) || !equal(from.partitionOf, to.partitionOf)) {
    return changeParents(from, to, context);
  }
  const [a, b] = [withoutParts(from), withoutParts(to)];
  return [
    ...diffHeirColumns(from, to, context),
    ...diffParts(from, to, context),
    ...diffPrimaryKey(a, b),
    ...diffChecks(from, to),
    ...diffIndexes(a, b, context.tornIndexes),
    ...diffForeignKeys(from, to),
  ];
}

/**
 * It leaves its old parents with all that it has, becomes alike to the new ones, and joins them. PostgreSQL would make the
 * parts of keys and indexes by itself; it takes those in that are there, and the way back takes them off again.
 */
function changeParents(from: Table, to: Table, context: DiffContext): Change[] {
  const { name: table } = to;
  const alone = standingAlone(from, context.findOld);
  const whole = standingAlone(to, context.findNew);
  const leave: Change[] = from.partitionOf
    ? [{ kind: "detachPartition", table, partitionOf: from.partitionOf }]
    : from.inherits.map((parent, at): Change => ({ kind: "dropParent", table, parent, at })).toReversed();
  const join: Change[] = to.partitionOf
    ? [{ kind: "attachPartition", table, partitionOf: to.partitionOf }]
    : to.inherits.map((parent, at): Change => ({ kind: "addParent", table, parent, at }));
  const changes = [
    ...diffColumns(alone, whole, context),
    ...diffKeys(alone, whole),
    ...diffIndexes(alone, whole),
    ...diffForeignKeys(alone, whole),
  ];
  return [...leave, ...changes, ...join];
}

function diffHeirColumns(from: Table, to: Table, context: DiffContext): Change[] {
  const { name: table } = to;
  const old = byName(inheritedColumns({ ...from, columns: [] }, context.findOld));
  const next = byName(inheritedColumns({ ...to, columns: [] }, context.findNew));
  const own = ({ columns }: Table) => columns.filter(({ name }) => !old.has(name) && !next.has(name));
  const [listed, asked] = [byName(from.columns), byName(to.columns)];
  const inherited = [...next].flatMap(([name, theirs]): Change[] => {
    const before = old.get(name);
    const mine = listed.get(name) ?? before;
    const follows = before && mine ? followedColumn(mine, before, theirs) : (mine ?? theirs);
    const wanted = asked.get(name) ?? theirs;
    // From what it is now: the way back has to lead there, whatever the parent does meanwhile.
    const comesBack =
      before === undefined || mine === undefined || sameColumn(followedColumn(wanted, theirs, before), mine);
    return sameColumn(follows, wanted) && comesBack
      ? []
      : [{ kind: "alterColumn", table, from: mine ?? theirs, to: wanted, fill: null }];
  });
  const left = to.columns.filter(({ name }) => old.has(name) && !next.has(name));
  // It goes with the parent's, and the way back has to find what it had of its own.
  const gone = from.columns.flatMap((mine): Change[] => {
    const theirs = old.get(mine.name);
    if (!theirs || next.has(mine.name) || asked.has(mine.name) || sameColumn(mine, theirs)) return [];
    return [{ kind: "alterColumn", table, from: mine, to: theirs, fill: null }];
  });
  return [
    ...gone,
    ...diffColumns({ ...from, columns: own(from) }, { ...to, columns: own(to) }, context),
    ...inherited,
    ...left.map((column): Change => ({ kind: "addColumn", table, column, fill: null })),
  ];
}

/** Indexes that are parts of the parent's come and go with those; what they have of their own is a name. */
function diffParts(from: Table, to: Table, context: DiffContext): Change[] {
  const parent = to.partitionOf?.table;
  if (!parent) return [];
  const [a, b] = [context.findOld, context.findNew].map((find) => {
    const table = find(parent);
    return table && standingAlone(table, find);
  });
  const stays = (whole: QualifiedName) =>
    !context.tornIndexes.has(nameKey(whole)) && sameWhole(wholeOf(a, whole), wholeOf(b, whole));
  return [...partsOf(to), ...partsOf(from)].flatMap((part, at, all): Change[] => {
    if (all.findIndex((other) => sameName(other.partOf, part.partOf)) < at) return [];
    const old = partsOf(from).find((other) => sameName(other.partOf, part.partOf));
    const next = partsOf(to).find((other) => sameName(other.partOf, part.partOf));
    if (stays(part.partOf)) return renamed(to.name, old ?? null, next ?? null);
    // The old one goes with its whole: this is for the way back.
    return [...(old ? [dropped(to.name, old)] : []), ...(next ? [created(to.name, next)] : [])];
  });
}

function created(table: QualifiedName, { key }: Part): Change {
  return "keys" in key ? { kind: "createIndex", table, index: key } : { kind: "addPrimaryKey", table, primaryKey: key };
}

function dropped(table: QualifiedName, { key }: Part): Change {
  return "keys" in key ? { kind: "dropIndex", table, index: key } : { kind: "dropPrimaryKey", table, primaryKey: key };
}

interface Part {
  readonly partOf: QualifiedName;
  readonly label: "pkey" | "key" | "idx";
  readonly key: Index | PrimaryKey;
}

function partsOf({ primaryKey, indexes }: Table): Part[] {
  const key = primaryKey?.partOf ? [{ partOf: primaryKey.partOf, label: "pkey" as const, key: primaryKey }] : [];
  return [
    ...key,
    ...indexes.flatMap((index): Part[] =>
      index.partOf ? [{ partOf: index.partOf, label: index.constraint ? "key" : "idx", key: index }] : [],
    ),
  ];
}

function renamed(table: QualifiedName, from: Part | null, to: Part | null): Change[] {
  const part = from ?? to;
  if (part === null) return [];
  const usual = partName(table.name, part.key, part.label);
  const [old, next] = [from?.key.name ?? usual, to?.key.name ?? usual];
  return old === next ? [] : [{ kind: "renameIndex", table, from: old, to: next }];
}

function withoutParts(table: Table): Table {
  const { primaryKey, indexes } = table;
  return {
    ...table,
    primaryKey: primaryKey?.partOf ? null : primaryKey,
    indexes: indexes.filter((index) => index.partOf === null),
  };
}

type Whole = readonly [index: Index | null, key: PrimaryKey | null];

function wholeOf(parent: Table | undefined, whole: QualifiedName): Whole | null {
  const index = parent?.indexes.find(({ name }) => name === whole.name) ?? null;
  const key = parent?.primaryKey?.name === whole.name ? parent.primaryKey : null;
  return index || key ? [index, key] : null;
}

function sameWhole(a: Whole | null, b: Whole | null): boolean {
  if (!a || !b) return false;
  return (a[0] && b[0] ? sameIndex(a[0], b[0]) : a[0] === b[0]) && samePrimaryKey(a[1], b[1]);
}

function byName<T extends { readonly name: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.name, item]));
}
