import { relative } from "node:path";

import { type Command, exitCodes, type GlobalOptions } from "#cli/globals.ts";
import { type Opened, withProject } from "#cli/opened.ts";
import type { Terminal } from "#cli/terminal.ts";
import { historyLine, type Marks, shortLine, verboseEntry } from "#host/commands/historyWords.ts";
import { listHistory, selectRevisions } from "#engine/index.ts";
import { readRows } from "#host/bookkeeping/rows.ts";
import { positionOf } from "#host/commands/assess.ts";
import { withConnection } from "#host/commands/context.ts";
import { done, failureOf, failed, type Outcome } from "#host/failure.ts";

export interface CurrentOptions {
  readonly verbose?: boolean;
  readonly checkHeads?: boolean;
}

/** `retort current`: where the database stands. */
export const current: Command<CurrentOptions> = (terminal, options) =>
  withProject(terminal, options, async (opened) => {
    const stand = await standing(opened);
    if (!stand.ok) return stand;
    const { ids, label } = stand.value;
    const marks: Marks = { current: null };
    if (options.json === true) terminal.print(json(opened, ids, { database: label }));
    else if (options.verbose === true) {
      terminal.print(`Current revision(s) for ${label}:`);
      for (const id of ids) terminal.print(verbose(terminal, opened, id, marks));
    } else for (const id of ids) terminal.print(shortLine(id, opened.history, marks));
    const atHeads = sameSet(ids, opened.history.graph.heads);
    if (options.checkHeads !== true || atHeads) return done(exitCodes.done);
    return failed({
      code: "refused/notAtHeads",
      exit: 3,
      message: "Database is not on all head revisions.",
      details: opened.history.graph.heads.map((id) => `head: ${id}`),
      unchanged: "Nothing was run.",
      next: ["retort upgrade heads"],
    });
  });

export interface HistoryOptions {
  readonly revRange?: string;
  readonly verbose?: boolean;
  readonly indicateCurrent?: boolean;
}

/** `retort history`: newest first. The database is asked only where the range or `-i` needs it. */
export const history: Command<HistoryOptions> = (terminal, options) =>
  withProject(terminal, options, async (opened) => {
    const asks = options.indicateCurrent === true || options.revRange?.includes("current") === true;
    const stand = asks ? await standing(opened) : null;
    if (stand && !stand.ok) return stand;
    const ids = stand?.value.ids ?? [];
    const { graph } = opened.history;
    const selected = listHistory(graph, options.revRange ?? null, ids);
    const refused = failureOf(selected.problems, { code: "graph/range", exit: 2, unchanged: "Nothing was changed." });
    if (refused) return refused;
    const marks: Marks = { current: options.indicateCurrent === true ? new Set(ids) : null };
    printRevisions(terminal, opened, selected.ids, marks, options);
    return done(exitCodes.done);
  });

/** `retort heads` */
export const heads: Command<{ readonly verbose?: boolean }> = (terminal, options) =>
  withProject(terminal, options, (opened) => {
    const { graph } = opened.history;
    const marks: Marks = { current: null };
    if (options.json === true) terminal.print(json(opened, graph.heads, {}));
    else
      for (const id of graph.heads) {
        terminal.print(
          options.verbose === true ? verbose(terminal, opened, id, marks) : shortLine(id, opened.history, marks),
        );
      }
    return Promise.resolve(done(exitCodes.done));
  });

/** `retort show REV` */
export const show: Command<{ readonly target: string }> = (terminal, options) =>
  withProject(terminal, options, async (opened) => {
    const stand = options.target.includes("current") ? await standing(opened) : null;
    if (stand && !stand.ok) return stand;
    const selected = selectRevisions(opened.history.graph, options.target, { current: stand?.value.ids ?? [] });
    const refused = failureOf(selected.problems, { code: "graph/target", exit: 2, unchanged: "Nothing was changed." });
    if (refused) return refused;
    printRevisions(terminal, opened, selected.ids, { current: null }, { ...options, verbose: true });
    return done(exitCodes.done);
  });

function printRevisions(
  terminal: Terminal,
  opened: Opened,
  ids: readonly string[],
  marks: Marks,
  options: GlobalOptions & { readonly verbose?: boolean },
): void {
  if (options.json === true) {
    terminal.print(json(opened, ids, {}));
    return;
  }
  const { entries } = opened.history;
  ids.forEach((id, at) => {
    const entry = entries.get(id);
    if (!entry) return;
    if (options.verbose !== true) terminal.print(historyLine(id, opened.history, marks));
    else terminal.print((at > 0 ? "\n" : "") + verbose(terminal, opened, id, marks));
  });
}

function verbose(terminal: Terminal, { history: { entries, graph } }: Opened, id: string, marks: Marks): string {
  const entry = entries.get(id);
  return entry ? verboseEntry(entry, graph, marks, relative(terminal.cwd, entry.file)) : `Rev: ${id} (file missing)`;
}

function json(
  { history: { entries, graph } }: Opened,
  ids: readonly string[],
  more: Readonly<Record<string, unknown>>,
): string {
  const revisions = ids.map((id) => {
    const entry = entries.get(id);
    if (!entry) return { id, file: null };
    const { parents, message, created, labels, dependsOn } = entry.revision;
    return { id, parents, dependsOn, labels, message, created, head: graph.heads.includes(id), file: entry.file };
  });
  return JSON.stringify({ ok: true, ...more, revisions }, null, 2);
}

/** The database's current revisions, and its name for people. */
function standing({
  context,
  history: read,
}: Opened): Promise<Outcome<{ readonly ids: readonly string[]; readonly label: string }>> {
  return withConnection(context, async (connection, database) => {
    const rows = await readRows(connection, context.project.config.bookkeeping);
    return done({ ids: positionOf(read, rows ?? []).current, label: database.label });
  });
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item) => b.includes(item));
}
