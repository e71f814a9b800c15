import type { Problem } from "#engine/core/problem.ts";
import type { Span } from "#engine/core/span.ts";
import { idFault, labelFault } from "#engine/revisions/identifier.ts";
import type { Revision } from "#engine/revisions/revision.ts";

/** A line of the comment at the top of a file: `text` without the dashes and the white space around. */
export interface CommentLine {
  readonly text: string;
  readonly span: Span;
}

/** What the comment at the top says. `id` is null where no usable `Revision` stands in it. */
export interface Header extends Omit<Revision, "id" | "up" | "down" | "irreversible"> {
  readonly id: string | null;
  /** By key, in the spelling of docs/formats.md where it is known there. */
  readonly lines: ReadonlyMap<string, Span>;
  readonly messageSpan: Span;
}

/** Every key, in the order of printing. */
export const headerKeys = [
  "Revision",
  "Revises",
  "Created",
  "Labels",
  "Depends on",
  "Renames",
  "Accepts loss",
  "Proof",
  "Replaces",
] as const;

export type HeaderKey = (typeof headerKeys)[number];

/** What a revision says under a key, as it is written there; null or an empty list where nothing is said. */
export function headerValue(revision: Revision, key: HeaderKey): string | readonly string[] | null {
  switch (key) {
    case "Revision":
      return revision.id;
    case "Revises":
      return revision.parents;
    case "Created":
      return revision.created;
    case "Labels":
      return revision.labels;
    case "Depends on":
      return revision.dependsOn;
    case "Renames":
      return revision.renames;
    case "Accepts loss":
      return revision.acceptsLoss;
    case "Proof":
      return revision.proof;
    case "Replaces":
      return revision.replaces;
  }
}

/** Reads the paragraphs of the top comment: the message first, then the headers; any other is a note. */
export function readHeader(
  file: string,
  paragraphs: readonly (readonly CommentLine[])[],
): { readonly header: Header; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const report: Report = (severity, code, message, span) => {
    problems.push({ code, severity, message, place: { file, span } });
  };
  const message = messageOf(paragraphs);
  const rest = paragraphs.filter((paragraph) => paragraph !== message && paragraph.some((line) => keyOf(line)));
  const { values, lines } = readLines(rest.flat(), report);
  if (!values.has("Revision")) {
    const span = paragraphs[0]?.[0]?.span ?? { start: 0, end: 0 };
    report("error", "revision/missingRevision", "The comment at the top names no revision: `-- Revision: <id>`.", span);
  }
  const single = (key: HeaderKey, fault: Fault) => readSingle(key, values.get(key), fault, report);
  const list = (key: HeaderKey, fault: Fault) => readList(key, values.get(key), fault, report);
  const header: Header = {
    id: single("Revision", idFault),
    parents: list("Revises", idFault),
    dependsOn: list("Depends on", labelFault),
    labels: list("Labels", labelFault),
    message: (message ?? []).map((line) => line.text).join(" "),
    created: single("Created", createdFault),
    renames: list("Renames", renameFault),
    acceptsLoss: list("Accepts loss", noFault),
    replaces: list("Replaces", idFault),
    proof: single("Proof", noFault),
    lines,
    messageSpan: { start: message?.[0]?.span.start ?? 0, end: message?.at(-1)?.span.end ?? 0 },
  };
  return { header, problems };
}

type Report = (severity: Problem["severity"], code: `revision/${string}`, message: string, span: Span) => void;

/** Why a value does not fit its key; null where it does. */
type Fault = (value: string) => string | null;

const malformed = "revision/malformedHeader";

function readLines(headerLines: readonly CommentLine[], report: Report) {
  const values = new Map<HeaderKey, CommentLine>();
  const lines = new Map<string, Span>();
  for (const line of headerLines) {
    const { text, span } = line;
    const key = keyOf(line);
    const [written, value] = keyAndValue(line);
    if (written === null) report("error", malformed, `A header is written \`Key: value\`, not \`${text}\`.`, span);
    else if (!key) {
      report("warning", "revision/unknownHeader", `Retort knows no header \`${written}\`.${meant(written)}`, span);
      lines.set(written, span);
    } else if (values.has(key)) {
      report("error", "revision/duplicateHeader", `The header \`${key}\` stands here a second time.`, span);
    } else {
      values.set(key, { text: value, span });
      lines.set(key, span);
    }
  }
  return { values, lines };
}

function readSingle(key: HeaderKey, value: CommentLine | undefined, fault: Fault, report: Report): string | null {
  if (!value) return null;
  const why = value.text === "" ? `\`${key}\` has no value.` : fault(value.text);
  if (why !== null) report("error", malformed, why, value.span);
  return why === null ? value.text : null;
}

/** The items that fit; each of the others is reported. */
function readList(key: HeaderKey, value: CommentLine | undefined, fault: Fault, report: Report): string[] {
  if (!value) return [];
  const refuse = (why: string) => {
    report("error", malformed, why, value.span);
  };
  const items = splitList(value.text);
  if (!items) {
    refuse(`\`${key}\` holds a quote that is never closed.`);
    return [];
  }
  const named = items.filter((item) => item !== "");
  if (named.length < items.length) refuse(`\`${key}\` has a comma with nothing beside it.`);
  const twice = named.find((item, index) => named.indexOf(item) !== index);
  if (twice !== undefined) refuse(`\`${key}\` names \`${twice}\` twice.`);
  return [...new Set(named)].filter((item) => {
    const why = fault(item);
    if (why !== null) refuse(why);
    return why === null;
  });
}

/** The items of a comma-separated value, trimmed; commas inside double quotes part nothing. Null where a quote is open. */
function splitList(value: string): string[] | null {
  if (value === "") return [];
  const items = value.match(/(?:[^",]|"[^"]*")+|(?<=,|^)(?=,|$)/g) ?? [];
  return items.join(",") === value ? items.map((item) => item.trim()) : null;
}

/** The first paragraph, unless it is the one that holds the headers. */
function messageOf(paragraphs: readonly (readonly CommentLine[])[]): readonly CommentLine[] | null {
  const [first, ...rest] = paragraphs;
  if (!first) return null;
  const namesRevision = (paragraph: readonly CommentLine[]) => paragraph.some((line) => keyOf(line) === "Revision");
  return first.some((line) => keyOf(line)) && !rest.some(namesRevision) ? null : first;
}

/** Keys are told apart without regard to case. */
function keyOf(line: CommentLine): HeaderKey | null {
  const [written] = keyAndValue(line);
  return written === null ? null : (keysInLowerCase.get(written.toLowerCase()) ?? null);
}

const keysInLowerCase: ReadonlyMap<string, HeaderKey> = new Map(headerKeys.map((key) => [key.toLowerCase(), key]));

function keyAndValue(line: CommentLine): readonly [key: string | null, value: string] {
  const colon = line.text.indexOf(":");
  return colon < 1 ? [null, ""] : [line.text.slice(0, colon).trim(), line.text.slice(colon + 1).trim()];
}

function meant(written: string): string {
  const letters = (text: string) => text.toLowerCase().replaceAll(/[^a-z]/g, "");
  const near = headerKeys.find((key) => letters(key) === letters(written) || letters(key) === `${letters(written)}s`);
  return near ? ` Did you mean \`${near}\`?` : "";
}

function createdFault(value: string): string | null {
  const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;
  if (rfc3339.test(value) && !Number.isNaN(Date.parse(value))) return null;
  return `\`Created\` wants a time such as 2026-11-22T10:30:00Z (RFC 3339), not \`${value}\`.`;
}

function renameFault(item: string): string | null {
  return /^\S(?:.*\S)?\s*->\s*\S/.test(item) ? null : `\`Renames\` wants \`old -> new\`, not \`${item}\`.`;
}

function noFault(): null {
  return null;
}
