import path from "node:path";

import { type Change, describe, displayName, listHistory, subjectOf } from "#engine/index.ts";
import type { Compared } from "#host/commands/assess.ts";
import type { AppliedRow } from "#host/bookkeeping/rows.ts";
import { objectOf } from "#host/commands/driftNamed.ts";
import { describeDrift, shortDrift } from "#host/commands/driftWords.ts";
import { isHalfDone, stoppedAt } from "#host/runner/standing.ts";
import type { ProofState as KnownProof } from "#host/proof/verdicts.ts";
import type {
  Comparison,
  DriftState,
  ProjectState,
  ProofState,
  RevisionState,
  UnrevisedState,
} from "#protocol/state.ts";
import { databaseStates } from "#server/convert/databaseStates.ts";
import { failureOf } from "#server/convert/failures.ts";
import { faultSentence } from "#server/convert/faultSentence.ts";
import { createLocator, type Locator, uriOf } from "#server/convert/ranges.ts";
import { revisionStatus } from "#server/convert/revisionStatus.ts";
import { shortId } from "#server/convert/shortId.ts";
import { statusOf } from "#server/convert/status.ts";
import { placeOfChange } from "#server/diagnostics/places.ts";
import { type Evaluation, textOf } from "#server/evaluation.ts";

/** An evaluation as trees and status bar draw it. */
export function projectState(
  evaluation: Evaluation,
  options: { readonly activeDatabase: string | null },
): ProjectState {
  const { project, models, history } = evaluation;
  const locator = createLocator((file) => textOf(evaluation, file));
  const unrevised = compared(evaluation.assessment.unrevised, locator, (change) =>
    unrevisedState(evaluation, change, locator),
  );
  const drift = compared(evaluation.assessment.drift, locator, (change) => driftState(evaluation, change, locator));
  return {
    project: project.root,
    name: project.name,
    models:
      models.files.length === 0
        ? null
        : {
            uri: uriOf(models.files[0]?.file ?? project.schemaPath),
            files: models.files.map(({ file }) => uriOf(file)),
            problems: models.problems.filter((problem) => problem.severity === "error").length,
          },
    revisions: revisionStates(evaluation, locator),
    historyProblems: history.problems
      .filter((problem) => problem.severity === "error")
      .map(({ place, message }) => (place ? `${path.basename(place.file)}: ${message}` : message)),
    unrevised,
    drift,
    databases: databaseStates(evaluation, options, locator),
    status: statusOf(evaluation, options),
  };
}

function compared<T>(comparison: Compared, locator: Locator, state: (change: Change) => T): Comparison<T> {
  if (comparison.kind === "known") return { kind: "known", items: comparison.changes.map(state) };
  const { reason, failure } = comparison;
  return { kind: "unknown", reason, failure: failure ? failureOf(failure, locator) : null };
}

function unrevisedState({ context, models }: Evaluation, change: Change, locator: Locator): UnrevisedState {
  const place = placeOfChange(models, change);
  return {
    text: describe(change, { home: context.scope.home }).text,
    location: place ? locator.location(place) : null,
  };
}

function driftState({ context, models }: Evaluation, change: Change, locator: Locator): DriftState {
  const { home } = context.scope;
  const place = placeOfChange(models, change);
  const { table, keys } = subjectOf(change);
  const group = table ? displayName(table, home) : null;
  return {
    id: `${change.kind}\0${keys[0] ?? describe(change, { home }).text}`,
    object: objectOf(change, home),
    group,
    text: describeDrift(change, home),
    ...shortDrift(change, home, { table: group ?? "" }),
    effect: describe(change, { home }).effect,
    location: place ? locator.location(place) : null,
  };
}

/** Newest first; rows that name no file stand on top, as what the database has and this folder lacks. */
function revisionStates(evaluation: Evaluation, locator: Locator): readonly RevisionState[] {
  const { history, assessment, operations } = evaluation;
  const rows = assessment.database.kind === "managed" ? assessment.database.rows : [];
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  const missing = rows
    .filter((row) => !history.entries.has(row.id))
    .map((row): RevisionState => ({
      ...bare(row.id, row.message),
      parents: row.parents,
      status: "missing",
      appliedAt: row.appliedAt,
    }));
  const known = listHistory(history.graph, null).ids.flatMap((id): RevisionState[] => {
    const entry = history.entries.get(id);
    const node = history.graph.nodes.get(id);
    if (!entry || !node) return [];
    const row = rowOf.get(id);
    const section = entry.parsed.sections.find(({ direction }) => direction === "upgrade");
    const location = section ? locator.location({ file: entry.file, span: section.body }) : null;
    return [
      {
        ...bare(id, entry.revision.message),
        created: entry.revision.created,
        parents: entry.revision.parents,
        labels: entry.revision.labels,
        head: history.graph.heads.includes(id),
        branchPoint: node.children.length > 1,
        mergePoint: node.parents.length > 1,
        status: revisionStatus(evaluation, entry, row),
        stopped: stoppedWords(row),
        uri: uriOf(entry.file),
        appliedAt: row?.appliedAt ?? null,
        irreversible: entry.revision.irreversible,
        proof: proofState(evaluation.proofs.get(id)),
        operations: (operations.get(id) ?? []).map(({ text, object, effect }) => ({
          text,
          kind: object,
          effect,
          location,
        })),
      },
    ];
  });
  return [...missing, ...known];
}

function stoppedWords(row: AppliedRow | undefined): string | null {
  return row && isHalfDone(row) ? stoppedAt(row) : null;
}

function proofState(state: KnownProof | undefined): ProofState | null {
  switch (state?.kind) {
    case undefined:
      return null;
    case "unproved":
      return { kind: "unproved", lines: [] };
    case "proved":
      return {
        kind: "proved",
        lines: [...(state.written ? [] : ["Its header does not say so yet: Prove writes it."]), ...state.notes],
      };
    case "fails":
      return { kind: "fails", lines: state.faults.map((fault) => faultSentence(fault)) };
  }
}

function bare(id: string, message: string): RevisionState {
  return {
    id,
    shortId: shortId(id),
    message,
    created: null,
    parents: [],
    labels: [],
    head: false,
    branchPoint: false,
    mergePoint: false,
    status: "unknown",
    stopped: null,
    uri: null,
    appliedAt: null,
    irreversible: null,
    proof: null,
    operations: [],
  };
}
