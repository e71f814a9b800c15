import type { CodeLens } from "vscode-languageserver/node";

import { type Change, lineStarts, type Place, placeOf, type SectionSpan, subjectOf, tableKey } from "#engine/index.ts";
import type { HistoryEntry } from "#host/commands/history.ts";
import { isHalfDone } from "#host/runner/standing.ts";
import { type CommandArgument, commands } from "#protocol/settings.ts";
import { rangeOf } from "#server/convert/ranges.ts";
import { revisionStatus } from "#server/convert/revisionStatus.ts";
import type { Evaluation } from "#server/evaluation.ts";

/** Lenses of a file of the project: above models what is unrevised, above a revision's sections what can be done. */
export function codeLenses(evaluation: Evaluation, file: string): readonly CodeLens[] {
  const entry = [...evaluation.history.entries.values()].find((candidate) => candidate.file === file);
  return entry ? revisionLenses(evaluation, entry) : modelLenses(evaluation, file);
}

function modelLenses(evaluation: Evaluation, file: string): readonly CodeLens[] {
  const { assessment, models, project } = evaluation;
  const text = models.files.find((candidate) => candidate.file === file)?.text;
  if (text === undefined || assessment.unrevised.kind === "unknown" || assessment.database.kind === "unmanaged")
    return [];
  const lines = lineStarts(text);
  const argument: CommandArgument = { project: project.root };
  return [...changesByModel(evaluation, assessment.unrevised.changes)]
    .filter(([place]) => place.file === file)
    .flatMap(([place, count]) => {
      const words = `${count} unrevised change${count === 1 ? "" : "s"}`;
      return lens(rangeOf(lines, place.span), `${words} · Generate migration`, commands.generate, argument);
    });
}

function changesByModel({ models, assessment }: Evaluation, changes: readonly Change[]): ReadonlyMap<Place, number> {
  const counts = new Map<Place, number>();
  const from = assessment.unrevised.kind === "known" ? assessment.unrevised.from : null;
  for (const change of changes) {
    const { table } = subjectOf(change);
    const place = table && from ? placeOf(models.models.origins, tableKey(table)) : null;
    if (place) counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return counts;
}

function revisionLenses(evaluation: Evaluation, entry: HistoryEntry): readonly CodeLens[] {
  const { project } = evaluation;
  const { id } = entry.revision;
  const lines = lineStarts(entry.text);
  const { database } = evaluation.assessment;
  const row = database.kind === "managed" ? database.rows.find((candidate) => candidate.id === id) : undefined;
  const status = revisionStatus(evaluation, entry, row);
  const applied = status === "applied" || status === "current" || status === "edited";
  const isHalf = row !== undefined && isHalfDone(row);
  const runs = mayRun(evaluation, id);
  const isSound = !evaluation.history.problems.some(({ severity }) => severity === "error");
  const seen = new Set<string>();
  return waysOf(entry).flatMap(({ direction, mark }) => {
    // Several sections of one direction are one way: its lenses stand above the first.
    if (seen.has(direction)) return [];
    seen.add(direction);
    const range = rangeOf(lines, mark);
    const prove = proofLens(evaluation, range, id);
    const sql = entry.parsed.code
      ? []
      : lens(range, "Preview SQL", commands.previewSql, {
          project: project.root,
          what: { kind: "revision", id, direction },
        });
    const dry = (target: string) =>
      lens(range, "Dry run", commands.dryRun, { project: project.root, what: { kind: "dryRun", direction, target } });
    if (direction === "upgrade") {
      const up: CommandArgument = { project: project.root, target: id };
      // Nothing else runs before it is resumed, or resolved by hand: whichever way it was going.
      const run = isHalf
        ? lens(range, "Resume", commands.resume, up)
        : applied
          ? status === "edited"
            ? lens(range, "Show what changed", commands.showChanged, up)
            : []
          : runs && isSound
            ? [...lens(range, "Upgrade to here", commands.upgradeTo, up), ...dry(id)]
            : [];
      return [...run, ...prove, ...sql];
    }
    if (entry.revision.irreversible !== null || !runs) return [...prove, ...sql];
    // Downgrading stops at its target: what this revision stands on, and of what stands there only this branch goes.
    const target = `${id}@${entry.revision.parents[0] ?? "base"}`;
    const down: CommandArgument = { project: project.root, target };
    const here: CommandArgument = { project: project.root, target: id };
    return [
      ...(applied ? lens(range, "Take back", commands.downgradeTo, down) : []),
      ...(status === "applied" ? lens(range, "Downgrade to here", commands.downgradeTo, here) : []),
      ...(applied ? dry(target) : []),
      ...prove,
      ...sql,
    ];
  });
}

/** Nothing runs in Restricted Mode, on a database that does not answer, or beside another revision that is half done. */
function mayRun({ assessment: { database } }: Evaluation, id: string): boolean {
  if (database.kind === "unreachable" || isRestricted(database)) return false;
  return database.kind !== "managed" || !database.rows.some((row) => isHalfDone(row) && row.id !== id);
}

function isRestricted(database: Evaluation["assessment"]["database"]): boolean {
  return database.kind === "none" && database.failure.code === "database/untrusted";
}

/** The state is the title: what it says is what a click tries again. */
function proofLens(
  { project, proofs, assessment }: Evaluation,
  range: CodeLens["range"],
  id: string,
): readonly CodeLens[] {
  const state = isRestricted(assessment.database) ? undefined : proofs.get(id);
  const titles = { proved: "Proved", unproved: "Prove", fails: "Proof fails" } as const;
  return state ? lens(range, titles[state.kind], commands.prove, { project: project.root, target: id }) : [];
}

/** Where each way begins: its sections, or its function. */
function waysOf({ parsed: { sections, code } }: HistoryEntry): readonly Pick<SectionSpan, "direction" | "mark">[] {
  if (!code) return sections;
  const down = code.downgrade ? [{ direction: "downgrade", mark: code.downgrade } as const] : [];
  return [{ direction: "upgrade", mark: code.upgrade }, ...down];
}

function lens(
  range: CodeLens["range"],
  title: string,
  command: string,
  argument: CommandArgument,
): readonly CodeLens[] {
  return [{ range, command: { title, command, arguments: [argument] } }];
}
