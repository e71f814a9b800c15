export { apply, applyAll } from "#engine/changes/apply.ts";
export { type Change, type ChangeKind, dispatch, isHandover } from "#engine/changes/change.ts";
export { type ConstraintTrigger, constraintTriggerParts, type Firing } from "#engine/changes/constraintTriggers.ts";
export { describe, type Description } from "#engine/changes/describe.ts";
export { followers } from "#engine/changes/followers.ts";
export { type Footprint, footprint } from "#engine/changes/footprint.ts";
export { conversionOf } from "#engine/changes/conversions.ts";
export { type Hazard, hazardsOf } from "#engine/changes/hazards.ts";
export { returnHazards } from "#engine/changes/returnHazards.ts";
export { invert, invertAll } from "#engine/changes/invert.ts";
export { meetings } from "#engine/changes/meeting.ts";
export { order } from "#engine/changes/order.ts";
export { type Subject, subjectOf } from "#engine/changes/subject.ts";
export { undo } from "#engine/changes/undo.ts";
export { type DescribeOptions, type ModelNames } from "#engine/changes/words.ts";
export { compareText, matchByKey, sortedBy } from "#engine/core/compare.ts";
export { editDistance } from "#engine/core/editDistance.ts";
export { unreachable } from "#engine/core/exhaustive.ts";
export type { Checked, Problem, ProblemCode } from "#engine/core/problem.ts";
export { lineStarts, type Place, type Position, positionAt, type Span } from "#engine/core/span.ts";
export { compare } from "#engine/diff/compare.ts";
export { partWay } from "#engine/diff/partWay.ts";
export { diff, type DiffOptions } from "#engine/diff/diff.ts";
export type { RenameCandidate } from "#engine/diff/candidates.ts";
export { type Fill, fillProblems, fillSubject, parseFill, withOptional } from "#engine/diff/fills.ts";
export { unknownTurns } from "#engine/diff/joinTables.ts";
export { clearRenames } from "#engine/diff/likeliest.ts";
export { plausibleRenames } from "#engine/diff/plausible.ts";
export { renamedTo } from "#engine/diff/renameTo.ts";
export {
  invertRenames,
  parseRename,
  printRename,
  printRenameOption,
  type Rename,
  renameSubject,
  renameTarget,
} from "#engine/diff/renames.ts";
export { renameProblems } from "#engine/diff/settleRenames.ts";
export { printAgain, printName, printPart } from "#engine/diff/writtenNames.ts";
export {
  type Argument,
  type Attribute,
  type Block,
  type BlockAttribute,
  type EnumBlock,
  type EnumMember,
  type EnumValue,
  type Expression,
  type Field,
  type FieldType,
  type Filler,
  type Item,
  type ModelBlock,
  type ModelMember,
  type Name,
  printDocument,
  type SchemaDocument,
  type Setting,
  type SettingsBlock,
  type SettingsMember,
  type StringExpression,
} from "#engine/prisma/ast.ts";
export {
  appendBlock,
  appendBlockAttribute,
  removeBlock,
  removeBlockAttribute,
  setBlockAttribute,
} from "#engine/prisma/edit/blocks.ts";
export {
  type FieldText,
  insertField,
  removeAttribute,
  removeMember,
  renameInPlace,
  replaceType,
  setAttribute,
} from "#engine/prisma/edit/fields.ts";
export { applyEdits, type TextEdit } from "#engine/prisma/edit/textEdit.ts";
export { type LoweredModels, lowerModels, type LowerOptions } from "#engine/prisma/lower.ts";
export { reparseModels } from "#engine/prisma/reparse.ts";
export { type ConnectionSetting, type Datasource, datasourceOf } from "#engine/prisma/lower/datasource.ts";
export { describeOrigin, type Origin, originOf, type Origins, placeOf } from "#engine/prisma/origins.ts";
export { parseModels } from "#engine/prisma/parser.ts";
export { type RaisedModels, raiseModels, type RaiseOptions } from "#engine/prisma/raise.ts";
export type { RaisedAttribute, RaisedEnum, RaisedField, RaisedModel } from "#engine/prisma/raise/raised.ts";
export { printCodeRevision } from "#engine/revisions/code/print.ts";
export { pull, type Pulled } from "#engine/pull/pull.ts";
export { parseRevision } from "#engine/revisions/file.ts";
export { defaultFileTemplate, fileName } from "#engine/revisions/fileName.ts";
export { buildGraph, type GraphNode, type RevisionGraph, type RevisionNode } from "#engine/revisions/graph.ts";
export { hashInput } from "#engine/revisions/hashText.ts";
export { type HeaderKey, headerKeys } from "#engine/revisions/header.ts";
export { type HistoryListing, listHistory } from "#engine/revisions/history.ts";
export { idFault, labelFault } from "#engine/revisions/identifier.ts";
export { branchLines, childLines, lineParts, type LineParts, revisionLine } from "#engine/revisions/line.ts";
export { type NewRevision, type Placement, placeRevision } from "#engine/revisions/newRevision.ts";
export { type Plan, planDowngrade, planUpgrade, soundRows, type Step } from "#engine/revisions/plan.ts";
export { parseProof, printProof, type Proof, withProof } from "#engine/revisions/proof.ts";
export { printRevision } from "#engine/revisions/print.ts";
export { answerQuestion, type GraphAnswer } from "#engine/revisions/question.ts";
export { sqlRange, type SqlRange, stampRange } from "#engine/revisions/range.ts";
export type {
  Direction,
  Revision,
  RevisionFile,
  Section,
  SectionMode,
  SectionSpan,
} from "#engine/revisions/revision.ts";
export { appliedRevisions, appliedTips, currentRevisions } from "#engine/revisions/rows.ts";
export { type Selection, selectRevisions } from "#engine/revisions/select.ts";
export { planStamp, type StampPlan, type StampStep } from "#engine/revisions/stamp.ts";
export { defaultFromCatalog, nextvalSequence } from "#engine/schema/catalogDefault.ts";
export { type Doubt, doubtsOf, isSpelledAlike, settle } from "#engine/schema/doubts.ts";
export { unusualSpelling } from "#engine/schema/defaultSpelling.ts";
export { fingerprint } from "#engine/schema/fingerprint.ts";
export {
  type CatalogObject,
  type CatalogObjectKind,
  type Check,
  type Column,
  type ColumnDefault,
  type ColumnType,
  type Deferrable,
  emptySchema,
  type EnumType,
  type Extension,
  type ForeignKey,
  type Index,
  type IndexKey,
  type NotNull,
  type ObjectPart,
  type PartitionOf,
  type PrimaryKey,
  type ReferentialAction,
  type Schema,
  type Sequence,
  type SequenceOptions,
  type Table,
} from "#engine/schema/model.ts";
export {
  hasParents,
  parentsOf,
  partitionsBelow,
  tableFinder,
  wholeColumns,
  withoutInherited,
} from "#engine/schema/inherited.ts";
export { displayName, nameKey, type QualifiedName, sameName } from "#engine/schema/name.ts";
export { mentions } from "#engine/schema/expressionNames.ts";
export { hasNotNulls, withNotNullsOf } from "#engine/schema/notNull.ts";
export { normalize } from "#engine/schema/normalize.ts";
export {
  catalogObjectKey,
  columnKey,
  constraintKey,
  enumKey,
  enumValueKey,
  extensionKey,
  indexKey,
  namespaceKey,
  type ObjectKey,
  sequenceKey,
  tableKey,
} from "#engine/schema/objectKey.ts";
export {
  type EnumReorder,
  inRecordedOrder,
  overlay,
  overlayExtension,
  type OverlayOptions,
  reorderedEnums,
} from "#engine/schema/overlay.ts";
export { sameColumn, sameDefault, sameSchema, sameTable, sameType } from "#engine/schema/same.ts";
export {
  plainColumn,
  plainForeignKey,
  plainIndex,
  plainIndexKey,
  plainPrimaryKey,
  plainSequence,
  plainTable,
  sequenceTypeOf,
} from "#engine/schema/plain.ts";
export { parseTypeName, type TypeNameOptions } from "#engine/schema/typeName.ts";
export { printType } from "#engine/sql/columnTypes.ts";
export { constraintTriggerStatements } from "#engine/sql/constraintTriggers.ts";
export { printDefault } from "#engine/sql/defaults.ts";
export { divideScript, type DividedScript, type ScriptSection } from "#engine/sql/divide.ts";
export { quoteIdentifier, quoteLiteral, quoteLiteralAnywhere, quoteName } from "#engine/sql/quote.ts";
export { render, type RenderOptions } from "#engine/sql/render.ts";
export type { Rendered, RenderedSection, RenderedStatement } from "#engine/sql/rendering.ts";
export { isComment, scan, type ScanOptions, type Token, type TokenKind, unclosedProblem } from "#engine/sql/scan.ts";
export { printScript, printStatements, type ScriptOptions } from "#engine/sql/script.ts";
export { splitStatements, type Statement } from "#engine/sql/split.ts";
export { tidySql } from "#engine/sql/tidy.ts";
export { leadingWords, runsAlone, transactionControl } from "#engine/sql/transactions.ts";
export { wayBack } from "#engine/sql/wayBack.ts";
