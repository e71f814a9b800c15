import {
  type ColumnType,
  conversionOf,
  diff,
  hazardsOf,
  printName,
  printPart,
  type QualifiedName,
  sameName,
  type Section,
} from "#engine/index.ts";
import { conversionsIn } from "#host/preflight/conversions.ts";
import { type ChangedValue, type Count, count, type Counted, type CutList } from "#host/commands/counts.ts";
import type { Connection } from "#host/connection.ts";
import type { Trace } from "#host/shadow.ts";

/** Rows or values that a run would take away. */
export interface Loss {
  /** The revision whose step takes them. */
  readonly revision: string;
  /** `tasks`, `tasks.description`, `tasks."a,b"`: what `Accepts loss` names. */
  readonly object: string;
  /** Rows of a table, values of a column. */
  readonly count: number;
  /** False where counting took too long, and the number is the server's estimate. */
  readonly exact: boolean;
  /** `tasks.description: 3 values` */
  readonly text: string;
}

type Conversions = ReturnType<typeof conversionsIn>;

/** A step of a run as the shadow saw it. */
interface TracedStep {
  readonly run: { readonly id: string; readonly sections: readonly Section[] };
  readonly trace: Trace | null;
}

/** What traced steps would take from the connected database. What holds no rows or values loses nothing. */
export async function losses(
  connection: Connection,
  steps: readonly TracedStep[],
  home: string,
): Promise<readonly Loss[]> {
  const wanted = steps.flatMap(({ run: { id: revision, sections }, trace }) =>
    (trace ? [...dropped(trace), ...narrowed(trace, conversionsIn(sections))] : []).map((item) => ({
      ...item,
      revision,
    })),
  );
  const counts = await count(connection, wanted);
  return wanted.flatMap((item, at) => {
    const counted = counts[at] ?? { number: 0, exact: true };
    return counted.number === 0 && counted.exact ? [] : [loss(item, counted, home)];
  });
}

function dropped(trace: Trace): readonly Counted[] {
  return trace.dropped.map(({ table, column, stays }) => ({ table, column, of: "values", without: stays }));
}

/**
 * Columns whose values may not survive a change of type or of an enum's values, by their names from before. Where a cast
 * would refuse them, they may all the same be lost by an expression that somebody wrote.
 */
function narrowed({ before, after, dropped: gone, renamed }: Trace, conversions: Conversions): readonly Counted[] {
  const isGone = (table: QualifiedName, column: string) =>
    gone.some((one) => sameName(one.table, table) && (one.column === null || one.column === column));
  return hazardsOf(diff(before, after, { renames: renamed }), before).flatMap(({ change, hazards }) =>
    hazards.flatMap(({ kind, was: { table, column }, value }): Counted[] => {
      const how = column === null ? undefined : conversions.get(column);
      if (!(kind === "narrowsValues" || (kind === "mayFail" && how === "free"))) return [];
      if (column === null || isGone(table, column)) return [];
      const type = before.tables
        .find(({ name }) => sameName(name, table))
        ?.columns.find(({ name }) => name === column)?.type;
      if (value !== null) return [{ table, column, of: { value, list: type?.array ?? false } }];
      const to = change.kind === "alterColumn" ? change.to.type : null;
      return [{ table, column, of: (type && to && changedBy(type, to, how)) ?? "values" }];
    }),
  );
}

/** Which values become others, where a question can tell; null where it can't. */
function changedBy(
  from: ColumnType,
  to: ColumnType,
  how: ReturnType<Conversions["get"]>,
): ChangedValue | CutList | null {
  if (how === "plain") return castsBothWays(from, to) ? { from, to } : null;
  if (how !== "first" || !from.array || to.array) return null;
  const first = { from: { ...from, array: false }, to };
  if (castsBothWays(first.from, to)) return { first };
  return conversionOf(first.from, to) === "narrows" ? null : { first: null };
}

/** Numbers, and times of the same sort: what a cast to `b` and back makes of a value tells whether it changed. */
function castsBothWays(a: ColumnType, b: ColumnType): boolean {
  return alike.some((names) => [a, b].every((type) => type.kind === "builtin" && !type.array && names.has(type.name)));
}

const alike: readonly ReadonlySet<string>[] = [
  new Set(["int2", "int4", "int8", "numeric", "float4", "float8"]),
  new Set(["date", "timestamp", "timestamptz"]),
  new Set(["time", "timetz"]),
];

function loss(
  { table, column, revision }: Counted & { readonly revision: string },
  counted: Count,
  home: string,
): Loss {
  const object = column === null ? printName(table, home) : `${printName(table, home)}.${printPart(column)}`;
  const { number, exact } = counted;
  const unit = `${column === null ? "row" : "value"}${number === 1 ? "" : "s"}`;
  const many = exact ? `${number} ${unit}` : `about ${number} ${unit} (an estimate: counting them took too long)`;
  return { revision, object, count: number, exact, text: `${object}: ${many}` };
}
