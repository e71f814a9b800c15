import {
  type ColumnType,
  diff,
  displayName,
  type Hazard,
  hazardsOf,
  invertRenames,
  nameKey,
  type QualifiedName,
  type Schema,
} from "#engine/index.ts";
import type { ProofRun } from "#host/shadow.ts";
import type { Passage } from "#host/shadow/rowTrial.ts";

/** What a revision did to rows that were put there for it to meet. */
export interface Survival {
  /** The tables that it met rows in. */
  readonly tables: readonly string[];
  /** What it took or changed without a change of the catalog that would say so. */
  readonly losses: readonly RowLoss[];
  /** What could not be tried, a sentence each. */
  readonly untried: readonly string[];
}

export interface RowLoss {
  readonly way: Passage["way"];
  /** To follow the way's name: `loses rows of tasks`. */
  readonly text: string;
}

/**
 * Rows and values are to survive each way, except where a hazard of what the way changes in the catalog says otherwise.
 * Things are followed by what PostgreSQL knows them by, and then by name: what was copied over did survive.
 */
export function survivalOf({ before, after, renamed, rows: trial }: ProofRun, home: string): Survival {
  if (!trial) return { tables: [], losses: [], untried: [] };
  const told = (name: QualifiedName) => displayName(name, home);
  const direction = (schemas: readonly [Schema, Schema], renames: ProofRun["renamed"]) => {
    return { hazards: hazardsBetween(schemas, { renames, home }), schemas, labels: labelsIn(renames), told };
  };
  const up = direction([before, after], renamed);
  const down = trial.passages.some(({ way }) => way === "down")
    ? direction([after, before], invertRenames(renamed))
    : up;
  const losses = trial.passages.flatMap((passage) =>
    lossesOf(passage, passage.way === "down" ? down : up).map((text): RowLoss => ({ way: passage.way, text })),
  );
  return {
    tables: trial.tables.map(told),
    losses,
    untried: [
      ...trial.skipped.map(({ table, reason }) => `no rows could be put into ${told(table)}: ${reason}`),
      ...(trial.stopped ? [`rows stop ${wayWords[trial.stopped.way]}: ${trial.stopped.reason}`] : []),
    ],
  };
}

export const wayWords = {
  up: "the way up",
  down: "the way down",
  again: "the second way up",
} as const satisfies Record<Passage["way"], string>;

type Labels = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Values of enums that have another name, by their enum. */
function labelsIn(renames: ProofRun["renamed"]): Labels {
  const labels = new Map<string, Map<string, string>>();
  for (const rename of renames) {
    if (rename.kind !== "enumValue") continue;
    const key = nameKey(rename.enum);
    labels.set(key, (labels.get(key) ?? new Map<string, string>()).set(rename.from, rename.to));
  }
  return labels;
}

type ToldHazard = Pick<Hazard, "kind"> & {
  readonly was: { readonly table: QualifiedName; readonly column: string | null };
};

function hazardsBetween([from, to]: readonly [Schema, Schema], options: Parameters<typeof diff>[2]): ToldHazard[] {
  return hazardsOf(diff(from, to, options), from).flatMap(({ hazards }) => hazards);
}

function lossesOf(
  { before, after }: Passage,
  {
    hazards,
    schemas: [from, to],
    labels,
    told,
  }: {
    readonly hazards: readonly ToldHazard[];
    readonly schemas: readonly [Schema, Schema];
    readonly labels: Labels;
    readonly told: (name: QualifiedName) => string;
  },
): string[] {
  return before.flatMap((held) => {
    const of = hazards.filter(({ was }) => nameKey(was.table) === nameKey(held.table));
    const now =
      after.find(({ oid }) => oid === held.oid) ?? after.find(({ table }) => nameKey(table) === nameKey(held.table));
    if (held.rows === 0 || of.some(({ kind }) => kind === "dropsRows")) return [];
    if (!now || now.rows < held.rows) return [`loses rows of ${told(held.table)}`];
    return [...held.columns].flatMap(([number, { name, values }]) => {
      if (of.some(({ was }) => was.column === name)) return [];
      const byName = [...now.columns.values()].find((column) => column.name === name);
      const column = (now.oid === held.oid ? now.columns.get(number) : undefined) ?? byName;
      const subject = `${told(held.table)}.${name}`;
      const type = typeIn(from, held.table, name);
      const renamed = type?.kind === "enum" ? labels.get(nameKey(type.name)) : undefined;
      const had = values.filter((value) => value !== null).map((value) => renamed?.get(value) ?? value);
      if (!column) return had.length > 0 ? [`loses the values of ${subject}`] : [];
      const left = [...column.values];
      const missing = had.filter((value) => {
        const at = left.indexOf(value);
        if (at !== -1) left.splice(at, 1);
        return at === -1;
      });
      if (missing.length === 0) return [];
      if (left.every((value) => value === null)) return [`loses the values of ${subject}`];
      // Another type may read otherwise what it holds just as well: the same in JSON, or as a list.
      const isRetyped = JSON.stringify(type) !== JSON.stringify(typeIn(to, now.table, column.name));
      // So does a list of values that have another name.
      return isRetyped || (renamed && type?.array) ? [] : [`changes values of ${subject}`];
    });
  });
}

function typeIn({ tables }: Schema, table: QualifiedName, column: string): ColumnType | null {
  const found = tables.find(({ name }) => nameKey(name) === nameKey(table));
  return found?.columns.find(({ name }) => name === column)?.type ?? null;
}

/** What there is to say beside a proof that holds, a line each. */
export function survivalLines({ losses, untried }: Survival): readonly string[] {
  const said = losses.map(({ way, text }) => `With rows, ${wayWords[way]} ${text}.`);
  return [...said, ...untried.map((text) => `Not tried: ${text}.`)];
}
