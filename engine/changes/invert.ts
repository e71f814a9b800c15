import { type Change, type ChangeTable, dispatch } from "#engine/changes/change.ts";

/** The change that undoes `change`. An involution: `invert(invert(c))` equals `c`. */
export function invert(change: Change): Change {
  return dispatch(inverses, change);
}

/** The changes that undo `changes`, last first. A `fill` is kept though it serves one direction only: it costs nothing. */
export function invertAll(changes: readonly Change[]): Change[] {
  return changes.toReversed().map(invert);
}

const inverses: ChangeTable<Change> = {
  createNamespace: (c) => ({ ...c, kind: "dropNamespace" }),
  dropNamespace: (c) => ({ ...c, kind: "createNamespace" }),
  createExtension: (c) => ({ ...c, kind: "dropExtension" }),
  dropExtension: (c) => ({ ...c, kind: "createExtension" }),
  alterExtension: (c) => ({ ...c, from: c.to, to: c.from }),
  createEnum: (c) => ({ ...c, kind: "dropEnum" }),
  dropEnum: (c) => ({ ...c, kind: "createEnum" }),
  renameEnum: (c) => ({ ...c, from: c.to, to: c.from }),
  addEnumValue: (c) => ({ ...c, kind: "dropEnumValue" }),
  dropEnumValue: (c) => ({ ...c, kind: "addEnumValue" }),
  renameEnumValue: (c) => ({ ...c, from: c.to, to: c.from }),
  reorderEnum: (c) => ({ ...c, from: c.to, to: c.from }),
  createTable: (c) => ({ ...c, kind: "dropTable" }),
  dropTable: (c) => ({ ...c, kind: "createTable" }),
  renameTable: (c) => ({ ...c, from: c.to, to: c.from }),
  attachPartition: (c) => ({ ...c, kind: "detachPartition" }),
  detachPartition: (c) => ({ ...c, kind: "attachPartition" }),
  addParent: (c) => ({ ...c, kind: "dropParent" }),
  dropParent: (c) => ({ ...c, kind: "addParent" }),
  addColumn: (c) => ({ ...c, kind: "dropColumn" }),
  dropColumn: (c) => ({ ...c, kind: "addColumn" }),
  renameColumn: (c) => ({ ...c, from: c.to, to: c.from }),
  alterColumn: (c) => ({ ...c, from: c.to, to: c.from }),
  addPrimaryKey: (c) => ({ ...c, kind: "dropPrimaryKey" }),
  dropPrimaryKey: (c) => ({ ...c, kind: "addPrimaryKey" }),
  alterPrimaryKey: (c) => ({ ...c, from: c.to, to: c.from }),
  alterIndex: (c) => ({ ...c, from: c.to, to: c.from }),
  alterForeignKey: (c) => ({ ...c, from: c.to, to: c.from }),
  alterCheck: (c) => ({ ...c, from: c.to, to: c.from }),
  createIndex: (c) => ({ ...c, kind: "dropIndex" }),
  dropIndex: (c) => ({ ...c, kind: "createIndex" }),
  renameIndex: (c) => ({ ...c, from: c.to, to: c.from }),
  addForeignKey: (c) => ({ ...c, kind: "dropForeignKey" }),
  dropForeignKey: (c) => ({ ...c, kind: "addForeignKey" }),
  addCheck: (c) => ({ ...c, kind: "dropCheck" }),
  dropCheck: (c) => ({ ...c, kind: "addCheck" }),
  renameConstraint: (c) => ({ ...c, from: c.to, to: c.from }),
  createSequence: (c) => ({ ...c, kind: "dropSequence" }),
  dropSequence: (c) => ({ ...c, kind: "createSequence" }),
  alterSequence: (c) => ({ ...c, from: c.to, to: c.from }),
  freeSequence: (c) => ({ ...c, kind: "bindSequence", from: c.to, to: c.from }),
  bindSequence: (c) => ({ ...c, kind: "freeSequence", from: c.to, to: c.from }),
  createObject: (c) => ({ ...c, kind: "dropObject" }),
  dropObject: (c) => ({ ...c, kind: "createObject" }),
  alterObject: (c) => ({ ...c, from: c.to, to: c.from }),
  runSql: (c) => ({ ...c, up: c.down, down: c.up }),
};
