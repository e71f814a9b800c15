import { partsLike, textOf } from "#engine/changes/alterable.ts";
import type { CatalogObject } from "#engine/schema/model.ts";

/** One of the triggers by which PostgreSQL keeps a constraint, and how it is switched. */
export interface ConstraintTrigger {
  readonly fires: Firing;
  /** The table that it is on, in quotes and with its schema. */
  readonly table: string;
  /** A letter of `pg_trigger.tgenabled`. */
  readonly state: string;
}

/**
 * When it fires. A foreign key has four, two on either of its tables; a constraint that can be deferred has one for the
 * rows of its table.
 */
export type Firing = "inserts into" | "updates of" | "deletes from" | "updates of keys in" | "rows of";

export const firings: readonly Firing[] = [
  "inserts into",
  "updates of",
  "deletes from",
  "updates of keys in",
  "rows of",
];

/** The parts of what is said of a constraint's triggers: those that are switched otherwise than as usual. */
export function constraintTriggerParts(
  constraint: string,
  triggers: readonly ConstraintTrigger[],
): CatalogObject["parts"] {
  return [
    { name: "of", text: constraint },
    ...triggers.map(({ fires, table, state }) => ({ name: `${fires} ${table}`, text: state })),
  ];
}

/** The reverse, all that are named. */
export function constraintTriggersOf(object: CatalogObject): ConstraintTrigger[] {
  return firings.flatMap((fires) =>
    partsLike(object, `${fires} `)
      // `updates of keys in` begins like `updates of`.
      .filter(({ name }) => name.startsWith('"'))
      .map(({ name, text }) => ({ fires, table: name, state: text })),
  );
}

/** Those that are switched otherwise in `to`, where null stands for all of them as usual. */
export function switchedTriggers(from: CatalogObject | null, to: CatalogObject | null): ConstraintTrigger[] {
  const [old, next] = [from, to].map((object) => (object ? constraintTriggersOf(object) : [])) as [
    ConstraintTrigger[],
    ConstraintTrigger[],
  ];
  const stateIn = (all: readonly ConstraintTrigger[], { fires, table }: ConstraintTrigger) =>
    all.find((other) => other.fires === fires && other.table === table)?.state ?? "O";
  const back = old.filter((trigger) => stateIn(next, trigger) === "O").map((trigger) => ({ ...trigger, state: "O" }));
  return [...back, ...next.filter((trigger) => stateIn(old, trigger) !== trigger.state)];
}

/** What kind of constraint it is: `foreign key`. */
export function constraintWords(object: CatalogObject): string {
  return textOf(object, "of") ?? "constraint";
}

/** `switched off for inserts into tasks, updates of tasks`; tables are named by `nameOf`. */
export function switchedWords(triggers: readonly ConstraintTrigger[], nameOf: (table: string) => string): string[] {
  return Object.entries(states).flatMap(([state, words]) => {
    const own = triggers.filter((trigger) => trigger.state === state);
    return own.length === 0
      ? []
      : [`${words} for ${own.map(({ fires, table }) => `${fires} ${nameOf(table)}`).join(", ")}`];
  });
}

const states: Readonly<Record<string, string>> = {
  O: "switched on",
  D: "switched off",
  R: "switched on for replication alone",
  A: "always switched on",
};
