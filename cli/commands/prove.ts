import { relative } from "node:path";

import { type Command, exitCodes } from "#cli/globals.ts";
import { type Opened, withProject } from "#cli/opened.ts";
import { placeText } from "#cli/place.ts";
import { styled, type Terminal } from "#cli/terminal.ts";
import { selectRevisions } from "#engine/index.ts";
import { graphFailure } from "#host/commands/graphFailure.ts";
import { type ProvedRevision, proveRevisions } from "#host/commands/prove.ts";
import { type Survival, survivalLines } from "#host/proof/survival.ts";
import { done, failed, type Outcome } from "#host/failure.ts";

export interface ProveOptions {
  /** A revision identifier; the heads where left out. */
  readonly target?: string;
  readonly all?: boolean;
}

/** `retort prove [REV | --all]`: runs revisions up, down and up again in the shadow, and writes what holds into their headers. */
export const prove: Command<ProveOptions> = (terminal, options) =>
  withProject(terminal, options, async (opened) => {
    const ids = select(opened, options);
    if (!ids.ok) return ids;
    const proved = await proveRevisions(opened.context, opened.history, ids.value);
    if (!proved.ok) return proved;
    if (options.json === true) terminal.print(JSON.stringify(json(proved.value), null, 2));
    else for (const one of proved.value) printRevision(terminal, one);
    return verdict(proved.value);
  });

function select({ context, history }: Opened, { target, all }: ProveOptions): Outcome<readonly string[]> {
  if (all === true && target !== undefined) {
    return failed({
      code: "usage/option",
      exit: 2,
      message: "Either a revision or --all.",
      unchanged: "No revision was proved.",
    });
  }
  if (all === true) return done([...history.graph.nodes.keys()]);
  const selected = selectRevisions(history.graph, target ?? "heads", { current: [] });
  const unchanged = "No revision was proved.";
  return graphFailure(context, history, selected.problems, unchanged) ?? done(selected.ids);
}

/** One that fails is what was found, 1. One that could not be tried, and none that fails: as that failure says. */
function verdict(proved: readonly ProvedRevision[]): Outcome<number> {
  if (proved.some(({ result }) => result?.kind === "fails")) return done(exitCodes.found);
  for (const { result } of proved) if (result?.kind === "unknown") return { ok: false, failure: result.failure };
  return done(exitCodes.done);
}

function printRevision(terminal: Terminal, { entry, result, written }: ProvedRevision): void {
  const { id, message } = entry.revision;
  const line = (style: "green" | "red" | "yellow", word: string, after: string) => {
    terminal.print(`${styled(terminal, style, word)} ${id} ${message}${after}`);
  };
  if (result === null) line("yellow", "code", ": not run in the shadow");
  else if (result.kind === "unknown") line("yellow", "unknown", `: ${result.failure.message}`);
  else if (result.kind === "proved") {
    const back = entry.revision.irreversible === null ? "up, down, up again" : "up; there is no way down";
    line("green", "proved", ` (${back}${withRows(result.survival)}; PostgreSQL ${result.postgres})`);
    for (const note of survivalLines(result.survival)) terminal.print(`  ${note}`);
  } else {
    line("red", "fails", "");
    for (const { text, details, failure } of result.faults) {
      terminal.print(`  ${text}`);
      for (const detail of details) terminal.print(`    ${detail}`);
      if (failure?.place) terminal.print(`    at ${placeText(failure.place, terminal.cwd)}`);
    }
  }
  if (written) terminal.note(`Wrote ${relative(terminal.cwd, entry.file)}.`);
}

/** Which tables held rows meanwhile; of many, some. */
function withRows({ tables }: Survival): string {
  if (tables.length === 0) return "";
  const named = tables.slice(0, 3).join(", ");
  return `; with rows of ${named}${tables.length > 3 ? ` and ${tables.length - 3} more` : ""}`;
}

function json(proved: readonly ProvedRevision[]) {
  const revisions = proved.map(({ entry, result, written }) => ({
    id: entry.revision.id,
    verdict: result === null ? "code" : result.kind,
    postgres: result?.kind === "proved" || result?.kind === "fails" ? result.postgres : null,
    faults:
      result?.kind === "fails"
        ? result.faults.map(({ way, text, details, failure }) => ({
            way,
            text,
            details,
            place: failure?.place ?? null,
          }))
        : [],
    rows: result?.kind === "proved" ? result.survival : null,
    reason: result?.kind === "unknown" ? result.failure.message : null,
    file: entry.file,
    written,
  }));
  return { ok: revisions.every(({ verdict: found }) => found === "proved" || found === "code"), revisions };
}
