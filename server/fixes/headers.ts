import { randomBytes } from "node:crypto";

import { type HeaderKey, headerKeys } from "#engine/index.ts";
import type { Fix, FixContext } from "#server/fixes/fix.ts";
import { nearestNames } from "#server/fixes/nearest.ts";

/** A key that is none: the one that was meant, unless it stands here already. */
export function unknownHeaderFixes({ problem, text }: FixContext): readonly Fix[] {
  const { span } = problem.place;
  const line = text.slice(span.start, span.end);
  // The colon is that of a time.
  if (parted.test(line)) return malformedHeaderFixes({ problem, text });
  const [, dashes = "-- ", written = "", value = ""] = headerLine.exec(line) ?? [];
  return missingKeys(text, written).map((key) => ({
    title: `Change ${written} to ${key}`,
    span,
    text: `${dashes}${key}: ${value}`,
  }));
}

/** A value or a line that is not as its key wants it, where it is plain how it was meant. */
export function malformedHeaderFixes({ problem, text }: Pick<FixContext, "problem" | "text">): readonly Fix[] {
  const { span } = problem.place;
  const line = text.slice(span.start, span.end);
  const [, dashes = "-- ", written = "", value = ""] = parted.exec(line) ?? headerLine.exec(line) ?? [];
  const key = headerKeys.find((known) => known.toLowerCase() === written.toLowerCase());
  if (key === undefined) return [];
  const meant = meantBy(key, value);
  const mended = `${dashes}${key}: ${meant ?? ""}`;
  if (meant === null || mended === line) return [];
  if (meant === "") return [{ title: `Remove the empty ${key}`, ...wholeLine(text, span.start, span.end), text: "" }];
  return [{ title: `Write ${key}: ${meant}`, span, text: mended }];
}

/** The second of two headers with one key goes. */
export function duplicateHeaderFixes({ problem, text }: FixContext): readonly Fix[] {
  const { start, end } = problem.place.span;
  return [{ title: "Remove the second one", ...wholeLine(text, start, end), text: "" }];
}

/** A file that names no revision: the misspelled header, or the id that stands in its name, or a new one. */
export function missingRevisionFixes({ problem, text, history }: FixContext): readonly Fix[] {
  const top = topLines(text);
  const misspelled = top.flatMap(({ line, start }) => {
    const [, dashes = "", written = "", value = ""] = headerLine.exec(line) ?? parted.exec(line) ?? [];
    const isMeant = value !== "" && nearestNames(written, headerKeys)[0] === "Revision";
    const span = { start, end: start + line.length };
    return isMeant ? [{ title: `Change ${written} to Revision`, span, text: `${dashes}Revision: ${value}` }] : [];
  });
  if (misspelled.length > 0) return misspelled;
  const fromName = /(?:^|[^0-9a-z])([0-9a-f]{12})(?![0-9a-z])/i.exec(
    problem.place.file.split(/[\\/]/).at(-1) ?? "",
  )?.[1];
  const isFree = fromName !== undefined && !history.entries.has(fromName);
  const id = isFree ? fromName : randomBytes(6).toString("hex");
  // What had an id has its parent somewhere too, and others may stand on it: that is not for us to say.
  const [head, ...others] = isFree ? [] : history.graph.heads;
  const isPlaced = top.some(({ line }) => /^--\s*Revises\s*:/i.test(line));
  const parent = head === undefined || others.length > 0 || isPlaced ? "" : `-- Revises: ${head}\n`;
  const lines = `-- Revision: ${id}\n${parent}`;
  const title = `Name it Revision: ${id}`;
  const header = top.find(({ line }) => headerKeys.some((key) => new RegExp(`^--\\s*${key}\\s*:`, "i").test(line)));
  if (header) {
    const span = { start: header.start, end: header.start + header.line.length };
    return [{ title, span, text: `${lines}${header.line}` }];
  }
  const [message] = top;
  if (!message) return [{ title, span: { start: 0, end: 0 }, text: `${lines}\n` }];
  const span = { start: message.start, end: message.start + message.line.length };
  return [{ title, span, text: `${message.line}\n--\n${lines.trimEnd()}` }];
}

/** A revision that no file has: those with an id or a label that looks like it. */
export function missingReferenceFixes({ problem, text, history }: FixContext): readonly Fix[] {
  const { span } = problem.place;
  const line = text.slice(span.start, span.end);
  const written = /identified by '([^']+)'/.exec(problem.message)?.[1] ?? "";
  const at = line.indexOf(written, line.search(/[:=]/));
  if (written === "" || at < 0) return [];
  const own = [...history.entries.values()].find(({ file }) => file === problem.place.file)?.revision.id;
  const ids = [...history.entries.keys()].filter((id) => id !== own);
  const begun = ids.filter((id) => written.length >= 4 && id.startsWith(written));
  return [...new Set([...begun, ...nearestNames(written, ids)])].map((id) => ({
    title: `Change ${written} to ${id}${messageOf(history, id)}`,
    span: { start: span.start + at, end: span.start + at + written.length },
    text: id,
  }));
}

const headerLine = /^(--\s*)([^:]+?)\s*:\s*(.*)$/;
/** A key with something else than a colon behind it. */
const parted = new RegExp(`^(--\\s*)(${headerKeys.join("|")})(?:\\s*[=-]\\s*|\\s+)(\\S.*)$`, "i");

function messageOf({ entries }: FixContext["history"], id: string): string {
  const message = entries.get(id)?.revision.message ?? "";
  return message === "" ? "" : ` (${message})`;
}

function missingKeys(text: string, written: string): readonly string[] {
  const there = new Set(topLines(text).map(({ line }) => headerLine.exec(line)?.[2]?.toLowerCase()));
  return nearestNames(written, headerKeys).filter((key) => !there.has(key.toLowerCase()));
}

/** Null where that is anybody's guess; empty where the header says nothing. */
function meantBy(key: HeaderKey, value: string): string | null {
  if (value === "") return key === "Revision" ? null : "";
  switch (key) {
    case "Created":
      return timeMeantBy(value);
    case "Renames":
      return items(value)
        .map((item) => item.replace(/^(\S+?)\s*(?:-+>|=+>|→|=|:|\sto\s)\s*(\S+)$/, "$1 -> $2"))
        .join(", ");
    case "Revises":
    case "Depends on":
    case "Labels":
    case "Accepts loss":
    case "Replaces":
      return items(value).join(", ");
    case "Revision":
    case "Proof":
      return value;
  }
}

/** Each once, and none that is empty; a list with quotes is left as it is. */
function items(value: string): readonly string[] {
  if (value.includes('"')) return [value];
  return [...new Set(value.split(",").map((item) => item.trim()))].filter((item) => item !== "");
}

/** Alembic and people write times without a zone, and with a space; days without a time. */
function timeMeantBy(value: string): string | null {
  const parts = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?$/i.exec(value);
  if (!parts) return null;
  const [, day = "", minute = "00:00", second = ":00", zone = "Z"] = parts;
  const time = `${day}T${minute}${second}${zone.toUpperCase().replace(/^([+-]\d\d)(\d\d)$/, "$1:$2")}`;
  return Number.isNaN(Date.parse(time)) ? null : time;
}

interface Line {
  readonly line: string;
  readonly start: number;
}

/** The comment lines that say something, down to the first mark or statement. */
function topLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = text.startsWith("\uFEFF") ? 1 : 0;
  for (const written of text.slice(start).split("\n")) {
    const line = written.trimEnd();
    const isMark = /^--\s*retort\s*:/i.test(line);
    if (isMark || (line !== "" && !line.startsWith("--"))) break;
    if (/^--\s*\S/.test(line)) lines.push({ line, start });
    start += written.length + 1;
  }
  return lines;
}

/** With its line break. */
function wholeLine(text: string, start: number, end: number): Pick<Fix, "span"> {
  const lineBreak = text.indexOf("\n", end);
  return { span: { start, end: lineBreak < 0 ? text.length : lineBreak + 1 } };
}
