import { type Change, describe, displayName, subjectOf } from "#engine/index.ts";
import type { Assessment, Compared } from "#host/commands/assess.ts";
import { done, failed, type Outcome } from "#host/failure.ts";

export type KnownDrift = Extract<Compared, { readonly kind: "known" }>;

/** The drift of a database under Retort, or why it is not known. */
export function knownDrift({ database, drift }: Assessment, unchanged: string): Outcome<KnownDrift> {
  if (database.kind === "none" || database.kind === "unreachable") {
    return failed({ ...database.failure, unchanged });
  }
  if (database.kind === "unmanaged") return failed(notUnderRetort(database.reading.database.label, unchanged));
  if (drift.kind === "known") return done(drift);
  return drift.failure
    ? failed({ ...drift.failure, unchanged })
    : failed({ code: "refused/unknown", exit: 3, message: drift.reason, unchanged });
}

/** Whether a change is about one of the objects, each named as people name it; about anything where none is named. */
export function isNamed(objects: readonly string[], home: string): (change: Change) => boolean {
  return (change) => objects.length === 0 || namesOf(change, home).some((name) => objects.includes(name));
}

/** The failure of naming what did not drift; null where all did. */
export function noSuchDrift(
  { changes }: KnownDrift,
  objects: readonly string[],
  { home, unchanged }: { readonly home: string; readonly unchanged: string },
): ReturnType<typeof failed> | null {
  const missing = objects.find((name) => !changes.some((change) => namesOf(change, home).includes(name)));
  if (missing === undefined) return null;
  const known = [...new Set(changes.map((change) => objectOf(change, home)))];
  return failed({
    code: "usage/object",
    exit: 2,
    message: `${missing} did not drift.`,
    details: [known.length === 0 ? "Nothing did." : `What did: ${known.join(", ")}.`],
    unchanged,
  });
}

/** What drift of a database without revision rows is refused with. */
export function notUnderRetort(label: string, unchanged: string) {
  return {
    code: "refused/notUnderRetort",
    exit: 3,
    message: `Database ${label} holds tables and no revision row: it is not yet under Retort.`,
    unchanged,
    next: [
      "Begin from what it holds: retort init --from-database.",
      "Or, if the revisions describe it already: retort stamp head.",
    ],
  } as const;
}

/** The name that `pull`, `adopt` and `restore` take for what a change is about: `tasks.note`, `tasks`, `tasks_slug_idx`. */
export function objectOf(change: Change, home: string): string {
  const { keys, table, column } = subjectOf(change);
  const owner = table && displayName(table, home);
  if (owner !== null && column !== null) return `${owner}.${column}`;
  const own = (keys[0] ?? "").split("\0").at(-1) ?? "";
  return owner === null || describe(change, { home }).object !== "table" ? own : owner;
}

/** How a person may name what a change is about: itself, by its old name too, or the table it happens in. */
function namesOf(change: Change, home: string): readonly string[] {
  const { keys, table, column } = subjectOf(change);
  const owner = table === null ? [] : [displayName(table, home), displayName(table, "")];
  const columns = [...(column === null ? [] : [column]), ...(change.kind === "renameColumn" ? [change.from] : [])];
  const old = change.kind === "renameTable" ? [displayName(change.from, home), displayName(change.from, "")] : [];
  const own = (keys[0] ?? "").split("\0").at(-1) ?? "";
  return [...owner, ...columns.flatMap((each) => owner.map((name) => `${name}.${each}`)), ...old, own];
}
