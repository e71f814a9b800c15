import type { Change, ChangeKind } from "#engine/changes/change.ts";
import { type Footprint, footprint, isMention } from "#engine/changes/footprint.ts";
import { mapSegments } from "#engine/changes/segments.ts";
import { boundEdges, parentEdges } from "#engine/changes/parentEdges.ts";
import { textOf } from "#engine/changes/alterable.ts";
import { type Edge, toposort, withSoftEdges } from "#engine/core/toposort.ts";
import type { CatalogObjectKind, Schema } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName, sameName } from "#engine/schema/name.ts";
import { catalogObjectKey, columnKey, enumKey, type ObjectKey } from "#engine/schema/objectKey.ts";

/**
 * The same changes in an order in which each is valid when its turn comes, given that they start from `before`.
 *
 * What must come first is computed from footprints; what is free stands as `ranks` says, and within a rank as given.
 * Renamings and `runSql` stay where they are, and only what lies between them is sorted.
 */
export function order(changes: readonly Change[], before: Schema): Change[] {
  return mapSegments(changes, before, orderSegment);
}

function orderSegment(changes: readonly Change[], before: () => Schema): Change[] {
  if (changes.length < 2) return [...changes];
  const footprints = changes.map(footprint);
  const remade = remadeEnums(changes);
  const { firm, values, mentioned } = edgesOf(changes, footprints, before, remade);
  const joined = withSoftEdges(changes.length, [...firm, ...parentEdges(changes, before)], boundEdges(changes));
  const needed = withSoftEdges(changes.length, joined, values);
  const edges = withSoftEdges(changes.length, needed, mentioned);
  const { order: nodes } = toposort(changes.length, edges, (node) => rankOf(changes[node], remade));
  return nodes.flatMap((node) => changes[node] ?? []);
}

/** The changes that move a key, by their numbers. */
interface Movers {
  readonly creates: number[];
  readonly drops: number[];
  readonly writes: number[];
  /** Changes that rewrite it in passing. */
  readonly touches: number[];
}

interface Edges {
  readonly firm: readonly Edge[];
  /**
   * An enum's values come and go in one go, and columns come to it after: left out where that makes a circle, since each
   * value that is used has its own edge.
   */
  readonly values: readonly Edge[];
  /** From names that texts mention, left out likewise: what a function's body names need not be there. */
  readonly mentioned: readonly Edge[];
}

/** Enums that lose a value or their order, by `nameKey`: made anew, they have their new values from the start. */
function remadeEnums(changes: readonly Change[]): ReadonlySet<string> {
  return new Set(
    changes.flatMap((change) =>
      change.kind === "dropEnumValue" || change.kind === "reorderEnum" ? [nameKey(change.enum)] : [],
    ),
  );
}

function edgesOf(
  changes: readonly Change[],
  footprints: readonly Footprint[],
  before: () => Schema,
  remade: ReadonlySet<string>,
): Edges {
  const movers = moversOf(changes, footprints, before);
  const firm: Edge[] = [];
  const values: Edge[] = [];
  const mentioned: Edge[] = [];
  for (const [key, { creates, drops, writes }] of movers) {
    if (isMention(key)) {
      // Of two functions of one name, the one that comes may make calls of the one that goes ambiguous, or take them.
      for (const drop of drops)
        for (const create of creates) if (isOverload(changes, drop, create)) mentioned.push([drop, create]);
      continue;
    }
    // A name must be free before it is taken again.
    for (const drop of drops) for (const create of creates) firm.push([drop, create]);
    // `at` of an enum's values counts on the steps before.
    for (let at = 1; at < writes.length; at++) firm.push([writes[at - 1] ?? 0, writes[at] ?? 0]);
    if (drops.length > 0 && creates.length > 0) continue;
    for (const write of writes) {
      for (const create of creates) firm.push([create, write]);
      for (const drop of drops) firm.push([write, drop]);
    }
  }
  for (const [node, { readsBefore, readsAfter, writes }] of footprints.entries()) {
    for (const key of readsBefore) {
      const moved = movers.get(key);
      if (!moved) continue;
      const edges = isMention(key) ? mentioned : firm;
      for (const drop of moved.drops) edges.push([node, drop]);
      // What reads a thing on both sides of itself, or writes it, does not care when it is altered.
      if (readsAfter.includes(key) || writes.includes(key)) continue;
      for (const write of moved.writes) (isOfValues(changes[write]) ? values : edges).push([node, write]);
      for (const touch of moved.touches) edges.push([node, touch]);
    }
    for (const key of readsAfter) {
      const moved = movers.get(key);
      if (!moved) continue;
      const edges = isMention(key) ? mentioned : firm;
      for (const create of moved.creates) {
        edges.push(
          isMention(key) && isOtherOverload(changes[create], changes[node], movers) ? [node, create] : [create, node],
        );
        // All that an enum made anew goes through stays together, where nothing else must come between.
        const added = changes[create];
        if (added?.kind !== "addEnumValue" || !remade.has(nameKey(added.enum))) continue;
        for (const write of movers.get(enumKey(added.enum))?.writes ?? []) values.push([write, node]);
      }
      if (readsBefore.includes(key) || writes.includes(key)) continue;
      for (const write of moved.writes) (isOfValues(changes[write]) ? values : edges).push([write, node]);
      for (const touch of moved.touches) edges.push([touch, node]);
    }
  }
  return { firm, values, mentioned };
}

function isOfValues(change: Change | undefined): boolean {
  return change?.kind === "addEnumValue" || change?.kind === "dropEnumValue" || change?.kind === "reorderEnum";
}

function isOverload(changes: readonly Change[], drop: number, create: number): boolean {
  const [gone, come] = [changes[drop], changes[create]];
  return (
    gone?.kind === "dropObject" &&
    come?.kind === "createObject" &&
    gone.object.kind === "function" &&
    come.object.kind === "function" &&
    !sameName(gone.object.name, come.object.name)
  );
}

/** A function with defaults for arguments that an object needs not, by what PostgreSQL knows: its name then means another. */
function isOtherOverload(
  come: Change | undefined,
  user: Change | undefined,
  movers: ReadonlyMap<ObjectKey, Movers>,
): boolean {
  if (come?.kind !== "createObject" || user?.kind !== "createObject" || come.object.kind !== "function") return false;
  const { object } = come;
  if (Number(textOf(object, "defaults") ?? "0") === 0) return false;
  const key = catalogObjectKey(object);
  const anyOf = key.slice(0, key.lastIndexOf("(") + 1);
  const { dependsOn } = user.object;
  const stays = (needed: ObjectKey) => (movers.get(needed)?.drops.length ?? 0) === 0;
  return !dependsOn.includes(key) && dependsOn.some((needed) => needed.startsWith(anyOf) && stays(needed));
}

/** Only of keys that more than one change has to do with: most of what comes, nothing else in the list asks for. */
function moversOf(
  changes: readonly Change[],
  footprints: readonly Footprint[],
  before: () => Schema,
): ReadonlyMap<ObjectKey, Movers> {
  const movers = new Map<ObjectKey, Movers>();
  const moverOf = (key: ObjectKey): Movers => {
    let entry = movers.get(key);
    if (!entry) movers.set(key, (entry = { creates: [], drops: [], writes: [], touches: [] }));
    return entry;
  };
  const shared = new Set<ObjectKey>();
  for (const { drops, writes, readsAfter } of footprints) {
    for (const key of readsAfter) shared.add(key);
    for (const key of drops) shared.add(key);
    for (const key of writes) shared.add(key);
  }
  for (const [node, { creates, drops, writes }] of footprints.entries()) {
    for (const key of creates) if (shared.has(key)) moverOf(key).creates.push(node);
    for (const key of drops) moverOf(key).drops.push(node);
    for (const key of writes) moverOf(key).writes.push(node);
  }
  for (const [node, change] of changes.entries()) {
    if (change.kind !== "dropEnumValue" && change.kind !== "reorderEnum") continue;
    for (const key of columnsOfEnum(before(), change.enum)) moverOf(key).touches.push(node);
  }
  return movers;
}

/** PostgreSQL can't take a value out of an enum: the type is made anew, and the columns that hold it are rewritten. */
function columnsOfEnum(schema: Schema, name: QualifiedName): ObjectKey[] {
  return schema.tables.flatMap((table) =>
    table.columns
      .filter(({ type }) => type.kind === "enum" && sameName(type.name, name))
      .map((column) => columnKey(table.name, column.name)),
  );
}

/** Where a change stands as far as nothing forces it: what others build on first, what loses data last. */
function rankOf(change: Change | undefined, remade: ReadonlySet<string>): number {
  if (change === undefined) return 0;
  const kind = change.kind;
  if (kind === "addEnumValue" && remade.has(nameKey(change.enum))) return ranks.indexOf("dropEnumValue");
  // What is made in between is to get no more than is said of it.
  if (change.kind === "createObject" && change.object.kind === "defaultPrivileges") return ranks.length + 1;
  if (change.kind === "alterObject" && change.to.kind === "defaultPrivileges") return ranks.length + 1;
  if (change.kind === "dropObject" && change.object.kind === "defaultPrivileges") return -1;
  if (change.kind === "alterObject" && change.to.kind === "privileges") return ranks.length;
  if (change.kind === "createObject" && change.object.kind === "privileges") return ranks.length;
  if (change.kind === "dropObject" && change.object.kind === "privileges") return ranks.indexOf("dropObject") - 0.5;
  // While a table is of a type, neither its columns change nor the type.
  if (kind === "createObject" && change.object.kind === "tableType") return ranks.length - 0.5;
  if (kind === "dropObject" && change.object.kind === "tableType") return -1;
  // The triggers of a constraint are switched where partitions are before they go, and after they came.
  if (kind === "createObject" && change.object.kind === "constraintTriggers") return ranks.length;
  if (kind === "dropObject" && change.object.kind === "constraintTriggers") return -1;
  // A comment needs whatever it is on, and nothing needs a comment.
  if (kind === "createObject" && change.object.kind === "comment") return ranks.length;
  if (kind === "dropObject" && change.object.kind === "comment") return ranks.indexOf("dropObject") - 0.5;
  if (kind === "createObject" && earlyObjects.has(change.object.kind)) return ranks.indexOf("createSequence") - 0.5;
  if (kind === "dropObject" && earlyObjects.has(change.object.kind)) return ranks.indexOf("dropEnum") - 0.5;
  if (kind === "dropObject" && change.object.kind === "function") return ranks.indexOf("dropEnum") - 0.75;
  // PostgreSQL looks into the new body of a function, which may name what its types have by then.
  if (change.kind === "alterObject" && change.to.kind === "compositeType") return ranks.indexOf("alterObject") - 0.5;
  // A view calls its function, and does not tell of it.
  if (change.kind === "createObject" && change.object.kind === "cast") return ranks.indexOf("createObject") - 0.5;
  // A logged table can't refer to an unlogged one.
  if (change.kind === "createObject" && change.object.kind === "storage") return ranks.indexOf("addForeignKey") - 0.5;
  return ranks.indexOf(kind);
}

/** Types that columns may have, as enums are. */
const earlyObjects = new Set<CatalogObjectKind>(["domain", "compositeType", "rangeType", "collation"]);

const ranks: readonly ChangeKind[] = [
  "createNamespace",
  "createExtension",
  "alterExtension",
  "detachPartition",
  "dropParent",
  "dropObject",
  "dropForeignKey",
  "dropCheck",
  "dropIndex",
  "dropPrimaryKey",
  "createEnum",
  "addEnumValue",
  "renameEnumValue",
  "reorderEnum",
  "renameEnum",
  "createSequence",
  "createTable",
  "renameTable",
  "renameColumn",
  "renameConstraint",
  "renameIndex",
  "addColumn",
  "alterColumn",
  "alterPrimaryKey",
  "alterIndex",
  "alterCheck",
  "addPrimaryKey",
  "createIndex",
  "addCheck",
  "dropColumn",
  "dropEnumValue",
  "attachPartition",
  "addParent",
  "alterSequence",
  "alterForeignKey",
  "addForeignKey",
  "runSql",
  "alterObject",
  "createObject",
  "dropTable",
  "dropSequence",
  "dropEnum",
  "dropExtension",
  "dropNamespace",
];
