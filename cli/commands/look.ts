import { relative } from "node:path";

import { type Command, exitCodes } from "#cli/globals.ts";
import { type Opened, withWhatReads } from "#cli/opened.ts";
import { revisionsNamed } from "#cli/revisionsNamed.ts";
import { styled, type Terminal } from "#cli/terminal.ts";
import { appliedTips, childLines, lineParts, type LineParts, listHistory } from "#engine/index.ts";
import { graphFailure } from "#host/commands/graphFailure.ts";
import { listLine, type Marks, verboseEntry } from "#host/commands/historyWords.ts";
import { type Standing, readStanding } from "#host/commands/standing.ts";
import { storedSource } from "#host/commands/storedSource.ts";
import { done, failed, type Outcome } from "#host/failure.ts";

export interface CurrentOptions {
  readonly verbose?: boolean;
  readonly checkHeads?: boolean;
}

/** `retort current`: where the database stands, branches that others of it depend on included. */
export const current: Command<CurrentOptions> = (terminal, options) =>
  withWhatReads(terminal, options, async (opened) => {
    const stand = await readStanding(opened.context, opened.history);
    if (!stand.ok) return stand;
    const { current: ids, halfDone, label } = stand.value;
    const { graph } = opened.history;
    if (options.checkHeads === true && !sameSet(ids, graph.realHeads)) return notAtHeads(stand.value, graph.realHeads);
    const tips = appliedTips(graph, ids);
    if (options.json === true) {
      terminal.print(json(opened, tips, { database: label, halfDone }));
      return done(exitCodes.done);
    }
    if (options.verbose === true) terminal.print(`Current revision(s) for ${label}:`);
    printRevisions(terminal, opened, tips, { ...options, parts: lineParts.current, marks: { current: null } });
    for (const { text } of halfDone) terminal.print(text);
    return done(exitCodes.done);
  });

export interface HistoryOptions {
  readonly revRange?: string;
  readonly verbose?: boolean;
  readonly indicateCurrent?: boolean;
}

/** `retort history`: newest first. The database is asked only where the range or `-i` needs it. */
export const history: Command<HistoryOptions> = (terminal, options) =>
  withWhatReads(terminal, options, async (opened) => {
    const range = options.revRange ?? null;
    const asks = options.indicateCurrent === true || range?.split(":").includes("current") === true;
    const stand = asks ? await readStanding(opened.context, opened.history) : null;
    if (stand && !stand.ok) return stand;
    const ids = stand?.value.current ?? [];
    const selected = listHistory(opened.history.graph, range, ids);
    const refused = graphFailure(opened.context, opened.history, selected.problems, unchanged);
    if (refused) return refused;
    const marks: Marks = { current: options.indicateCurrent === true ? new Set(ids) : null };
    if (options.json === true) terminal.print(json(opened, selected.ids, {}, marks));
    else printRevisions(terminal, opened, selected.ids, { ...options, parts: lineParts.history, marks });
    return done(exitCodes.done);
  });

/** `retort heads`: revisions without a child, or without anything that depends on them either. */
export const heads: Command<{ readonly verbose?: boolean; readonly resolveDependencies?: boolean }> = (
  terminal,
  options,
) =>
  withWhatReads(terminal, options, (opened) => {
    const { graph } = opened.history;
    const ids = options.resolveDependencies === true ? graph.realHeads : graph.heads;
    if (options.json === true) terminal.print(json(opened, ids, {}));
    else printRevisions(terminal, opened, ids, { ...options, parts: lineParts.heads, marks: { current: null } });
    return Promise.resolve(done(exitCodes.done));
  });

/** `retort branches`: each revision with several children, and those. */
export const branches: Command<{ readonly verbose?: boolean }> = (terminal, options) =>
  withWhatReads(terminal, options, (opened) => {
    const { graph } = opened.history;
    const points = listHistory(graph, null).ids.flatMap((id) => graph.nodes.get(id) ?? []);
    const branching = points.filter((node) => node.children.length > 1);
    if (options.json === true) {
      const list = branching.map(({ id, children }) => ({ id, children }));
      terminal.print(JSON.stringify({ ok: true, branches: list }, null, 2));
      return Promise.resolve(done(exitCodes.done));
    }
    for (const node of branching) {
      printRevisions(terminal, opened, [node.id], { ...options, parts: lineParts.branches, marks: { current: null } });
      const message = (id: string) => opened.history.entries.get(id)?.revision.message ?? "";
      const childParts = ({ id }: { readonly id: string }): LineParts =>
        options.verbose === true ? { ...lineParts.branches, message: message(id) } : lineParts.branches;
      for (const line of childLines(graph, node, childParts)) terminal.print(line);
    }
    return Promise.resolve(done(exitCodes.done));
  });

/** `retort show REV` */
export const show: Command<{ readonly target: string; readonly stored?: boolean }> = (terminal, options) =>
  withWhatReads(terminal, options, async (opened) => {
    if (options.stored === true) return showStored(terminal, opened, options);
    const selected = await revisionsNamed(opened, options.target);
    if (!selected.ok) return selected;
    if (options.json === true) terminal.print(json(opened, selected.value, {}));
    else
      printRevisions(terminal, opened, selected.value, {
        verbose: true,
        parts: lineParts.current,
        marks: { current: null },
      });
    return done(exitCodes.done);
  });

/** The text of a revision as the database stored it when it was applied: to read, to compare, to bring a file back. */
async function showStored(
  terminal: Terminal,
  { context }: Opened,
  options: { readonly target: string; readonly json?: boolean },
): Promise<Outcome<number>> {
  const source = await storedSource(context, options.target);
  if (!source.ok) return source;
  const { id, text, kind } = source.value;
  if (kind === "altered") {
    const mark = styled(terminal, "yellow", "warning:");
    terminal.note(`${mark} this is not what was applied of ${id}: it was changed since, or its hash was.`);
  }
  terminal.print(options.json === true ? JSON.stringify({ ok: true, id, source: text }, null, 2) : text.trimEnd());
  return done(exitCodes.done);
}

const unchanged = "Nothing was changed.";

interface Printing {
  readonly verbose?: boolean;
  readonly parts: LineParts;
  readonly marks: Marks;
}

function printRevisions(
  terminal: Terminal,
  opened: Opened,
  ids: readonly string[],
  { verbose, parts, marks }: Printing,
): void {
  const { entries, graph } = opened.history;
  ids.forEach((id, at) => {
    const entry = entries.get(id);
    if (verbose !== true || !entry) terminal.print(listLine(id, opened.history, parts, marks));
    else terminal.print((at > 0 ? "\n" : "") + verboseEntry(entry, graph, marks, relative(terminal.cwd, entry.file)));
  });
}

function json(
  { history: { entries, graph } }: Opened,
  ids: readonly string[],
  more: Readonly<Record<string, unknown>>,
  marks: Marks = { current: null },
): string {
  const revisions = ids.map((id) => {
    const entry = entries.get(id);
    const node = graph.nodes.get(id);
    if (!entry || !node) return { id, file: null };
    const { parents, message, created, labels, dependsOn } = entry.revision;
    const { children, branchLabels } = node;
    const place = { head: graph.heads.includes(id), branchPoint: children.length > 1, mergePoint: parents.length > 1 };
    const current = marks.current ? { current: marks.current.has(id) } : {};
    return { id, parents, dependsOn, labels, branchLabels, message, created, ...place, ...current, file: entry.file };
  });
  return JSON.stringify({ ok: true, ...more, revisions }, null, 2);
}

function notAtHeads({ current: ids }: Standing, required: readonly string[]): ReturnType<typeof failed> {
  return failed({
    code: "refused/notAtHeads",
    exit: 3,
    message: "Database is not on all head revisions",
    details: [`The heads are ${required.join(", ") || "none"}; the database is at ${ids.join(", ") || "base"}.`],
    unchanged: "Nothing was run.",
    next: ["Apply what is pending: retort upgrade heads."],
  });
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item) => b.includes(item));
}
