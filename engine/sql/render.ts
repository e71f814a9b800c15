import { type Change, type ChangeTable, dispatch } from "#engine/changes/change.ts";
import type { Problem } from "#engine/core/problem.ts";
import { hasParents } from "#engine/schema/inherited.ts";
import type { Schema } from "#engine/schema/model.ts";
import { alterColumn } from "#engine/sql/alterColumn.ts";
import { addColumn, dropColumn, renameColumn } from "#engine/sql/columns.ts";
import { withExtensionTypes } from "#engine/sql/extensionTypes.ts";
import { stateCursor } from "#engine/changes/cursor.ts";
import { rebuildEnum } from "#engine/sql/enumRebuild.ts";
import { addEnumValue, createEnum, dropEnum, renameEnum, renameEnumValue } from "#engine/sql/enums.ts";
import { addForeignKey, alterForeignKey, dropForeignKey } from "#engine/sql/foreignKeys.ts";
import { alterIndex, createIndex, dropIndex, renameIndex } from "#engine/sql/indexes.ts";
import {
  addCheck,
  addPrimaryKey,
  alterCheck,
  alterPrimaryKey,
  dropCheck,
  dropPrimaryKey,
  renameConstraint,
} from "#engine/sql/keys.ts";
import {
  alterExtension,
  createExtension,
  createNamespace,
  dropExtension,
  dropNamespace,
} from "#engine/sql/namespaces.ts";
import { alterObject, createObject, dropObject, runSql } from "#engine/sql/objects.ts";
import { addParent, attachPartition, detachPartition, dropParent } from "#engine/sql/partitions.ts";
import { droppedKeys, lastBirths } from "#engine/sql/lifetimes.ts";
import type { Context, Rendered, Sql } from "#engine/sql/rendering.ts";
import { type Part, sectionsOf } from "#engine/sql/sections.ts";
import { alterSequence, asItIs, createSequence, dropSequence } from "#engine/sql/sequences.ts";
import { createTable, dropTable, renameTable } from "#engine/sql/tables.ts";
import { enumRunFrom } from "#engine/sql/enumRuns.ts";
import { takenNames } from "#engine/sql/takenNames.ts";

export interface RenderOptions {
  /** The schema that the changes start from. */
  readonly before: Schema;
  /** The PostgreSQL schema that is printed without its name. */
  readonly home: string;
}

/**
 * The PostgreSQL statements that carry out `changes`, which must be in a valid order.
 *
 * The house style is that of Prisma's own migrations: every name in quotes, types and keywords in capitals, names of the
 * home schema unqualified, one line a column, four blanks deep, the constraints after a blank line; SERIAL for what
 * `autoincrement()` makes; an index right after its table, a foreign key always for itself. It runs on PostgreSQL 14 and
 * later, as long as the schemas themselves ask for nothing newer.
 */
export function render(given: readonly Change[], { before, home }: RenderOptions): Rendered {
  const changes = withExtensionTypes(given, before.extensions, home);
  const stateBefore = stateCursor(before, changes);
  const common = { home, changes, isTaken: takenNames(before, changes), isDropped: droppedKeys(changes) };
  const births = lastBirths(changes);
  const hasHeirs = before.tables.some(hasParents) || changes.some(makesHeir);
  const parts: Part[] = [];
  const problems: Problem[] = [];
  for (let at = 0; at < changes.length;) {
    const { lead, end } = enumRunFrom(changes, at);
    const start = at;
    const states = { before: () => stateBefore(start), after: () => stateBefore(end) };
    const run = changes.slice(at, end);
    const comesLater = (name: string) => (births(name) ?? -1) >= start;
    const sql = dispatch(renderers, lead, { ...common, ...states, run, hasHeirs, comesLater });
    parts.push({ change: given[at + run.indexOf(lead)] ?? lead, statements: sql.statements, alone: sql.alone });
    problems.push(...sql.problems);
    at = end;
  }
  return { sections: sectionsOf(parts), problems };
}

function makesHeir(change: Change): boolean {
  if (change.kind === "createTable") return hasParents(change.table);
  return change.kind === "attachPartition" || change.kind === "addParent";
}

const renderers: ChangeTable<Sql, [Context]> = {
  createNamespace,
  dropNamespace,
  createExtension,
  dropExtension,
  alterExtension,
  createEnum,
  dropEnum,
  renameEnum,
  addEnumValue,
  dropEnumValue: rebuildEnum,
  renameEnumValue,
  reorderEnum: rebuildEnum,
  createTable,
  dropTable,
  renameTable,
  attachPartition,
  detachPartition,
  addParent,
  dropParent,
  addColumn,
  dropColumn,
  renameColumn,
  alterColumn,
  addPrimaryKey,
  dropPrimaryKey,
  alterPrimaryKey,
  createIndex,
  dropIndex,
  alterIndex,
  renameIndex,
  addForeignKey,
  dropForeignKey,
  alterForeignKey,
  addCheck,
  dropCheck,
  alterCheck,
  renameConstraint,
  createSequence,
  dropSequence,
  alterSequence,
  freeSequence: asItIs,
  bindSequence: asItIs,
  createObject,
  dropObject,
  alterObject,
  runSql,
};
