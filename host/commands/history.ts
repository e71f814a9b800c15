import { isAbsolute } from "node:path";

import {
  buildGraph,
  type Checked,
  type Direction,
  parseRevision,
  type Problem,
  type Revision,
  type RevisionFile,
  type RevisionGraph,
} from "#engine/index.ts";
import { type Outcome, failureOf, done } from "#host/failure.ts";
import { readRevisionFiles } from "#host/files.ts";
import { codeHash, directionHash } from "#host/hash.ts";
import type { Project } from "#host/project.ts";
import type { ReplayStep } from "#host/shadow.ts";
import { encodingProblem, type TextFile } from "#host/textFiles.ts";

/** A project's revisions: every file that parses, the graph they form, and what is wrong with the rest. */
export interface History {
  readonly graph: RevisionGraph;
  /** By id. Of several files with one id, the first counts. */
  readonly entries: ReadonlyMap<string, HistoryEntry>;
  /** What every file holds, by its path: those too that are no revision. */
  readonly texts: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

/** One revision file, parsed and hashed. */
export interface HistoryEntry {
  readonly file: string;
  readonly text: string;
  readonly parsed: RevisionFile;
  readonly revision: Revision;
  readonly upHash: string;
  readonly downHash: string;
}

/** Reads histories and keeps what it made of them: an untouched file is parsed once, an untouched history is one value. */
export type HistoryReader = (project: Project) => Promise<Outcome<History>>;

export function createHistoryReader(): HistoryReader {
  const kept = new Map<string, FileReading>();
  let last: { readonly readings: readonly FileReading[]; readonly history: History } | null = null;
  return async (project) => {
    const files = await readRevisionFiles(project);
    if (!files.ok) return files;
    const readings = files.value.map((read) => {
      const known = kept.get(read.file);
      const isSame = known?.text === read.text && known.damagedAt === read.damagedAt;
      const reading = isSame ? known : { ...read, reading: readRead(read) };
      kept.set(read.file, reading);
      return reading;
    });
    const same = last?.readings.length === readings.length && readings.every((one, at) => one === last?.readings[at]);
    if (!last || !same) {
      const entries = readings.flatMap(({ reading }) => reading.value ?? []);
      const problems = readings.flatMap(({ reading }) => reading.problems);
      last = { readings, history: historyOf(entries, files.value, problems) };
    }
    return done(last.history);
  };
}

interface FileReading extends TextFile {
  readonly reading: Checked<HistoryEntry | null>;
}

/** Of a file that is no UTF-8, what else is wrong is told only where it reads as a revision all the same. */
function readRead(read: TextFile): FileReading["reading"] {
  const { value, problems } = readEntry(read.file, read.text);
  const damage = encodingProblem(read, "revision/notUtf8");
  if (damage === null) return { value, problems };
  return { value, problems: [damage, ...(value === null ? [] : problems)] };
}

/** The history that `entries`, in load order, form; `problems` are those of files that are none of them too. */
export function historyOf(
  entries: readonly HistoryEntry[],
  files: readonly TextFile[],
  problems: readonly Problem[],
): History {
  const graph = buildGraph(
    entries.map(({ revision, file, parsed }) => {
      const at = (header: string) => {
        const span = parsed.headers.get(header);
        return span ? { file, span } : null;
      };
      return {
        id: revision.id,
        parents: revision.parents,
        dependsOn: revision.dependsOn,
        labels: revision.labels,
        place: at("Revision") ?? { file, span: parsed.message },
        named: { parents: at("Revises"), dependsOn: at("Depends on") },
      };
    }),
  );
  const byId = new Map<string, HistoryEntry>();
  // Of two with one id the first counts, here as in the graph.
  for (const entry of entries) if (!byId.has(entry.revision.id)) byId.set(entry.revision.id, entry);
  const texts = new Map(files.map(({ file, text }) => [file, text]));
  return { graph: graph.value, entries: byId, texts, problems: [...problems, ...graph.problems] };
}

/** A sound history with one revision more, which no file holds yet. */
export function withEntry({ entries }: History, entry: HistoryEntry): History {
  const all = [...entries.values(), entry];
  return historyOf(all, all, []);
}

/** The history, or its first error: for commands that must not act on half a history. */
export function soundHistory(history: History, unchanged: string): Outcome<History> {
  return failureOf(history.problems, { code: "revision/invalid", exit: 2, unchanged }) ?? done(history);
}

/** One revision's way up or down as the shadow replays it. */
export function replayStep(
  entry: Pick<HistoryEntry, "file" | "parsed" | "text" | "upHash" | "downHash">,
  direction: Direction,
): ReplayStep {
  const { parsed, file, text } = entry;
  const sections = parsed.sections.filter((s) => s.direction === direction);
  const code = parsed.code?.replay === true && isFile(file) ? { file, text, direction } : null;
  const hash = direction === "upgrade" ? entry.upHash : entry.downHash;
  return {
    id: parsed.revision.id,
    file,
    // Code that is not replayed leaves what it finds, whatever it says.
    hash: code ? `${direction} ${hash}` : parsed.code ? directionHash([]) : hash,
    sections: sections.map(({ section, body }) => ({ ...section, offset: body.start })),
    code,
  };
}

export function readEntry(file: string, text: string): Checked<HistoryEntry | null> {
  const { value: parsed, problems } = parseRevision(file, text);
  if (!parsed) return { value: null, problems };
  const { revision } = parsed;
  const hashes = parsed.code
    ? { upHash: codeHash(text), downHash: codeHash(text) }
    : { upHash: directionHash(revision.up), downHash: directionHash(revision.down) };
  return { value: { file, text, parsed, revision, ...hashes }, problems };
}

/** The stored source of a database is shown, never run, where it is code. */
function isFile(file: string): boolean {
  return isAbsolute(file);
}
