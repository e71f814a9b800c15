import { quoteLiteralAnywhere as quote } from "#engine/index.ts";
import { type AppliedRow, revisionsTable, rowsPrint } from "#host/bookkeeping/rows.ts";

/** What a row says of its revision, whatever became of it. */
export type RowContent = Pick<
  AppliedRow,
  "id" | "parents" | "dependsOn" | "message" | "upHash" | "downHash" | "source"
>;

export interface RowState extends Pick<AppliedRow, "state" | "progress"> {
  /** `elapsed`: what the row says, and the time since it was taken or held; else the time since the transaction began. */
  readonly durationMs: number | null | "elapsed" | "of the transaction";
}

/**
 * The statements that move rows, with their values in them: what runs is what `--sql` prints. Those that take or hold a
 * row answer the server process that has it from then on, until its transaction ends; they answer nothing where the row is
 * not what they expect, and then nothing was changed: two runs never have one revision, even without a lock between them.
 */
export interface RowStatements {
  /** Writes the row of a revision that is about to go up, where its parents are applied and nothing of it is. */
  takeUp(row: RowContent, note: RowNote): string;
  /** The row of one that went up in this transaction, as applied; an error (`rowErrors.notTaken`) where `takeUp` took nothing. */
  appear(row: RowContent): string;
  /** A row where a run has the revision, or had it. */
  isTaken(id: string): string;
  /** The same for one that is about to go down, where nothing stands on it. */
  takeDown(id: string, note: RowNote): readonly string[];
  /** Goes on with a half-run revision, where it is just so far; `content` is what its row says from now on. */
  hold(id: string, progress: number, content: RowContent | null, note: RowNote): string;
  /** For a message that holds what is run too: an error (`rowErrors.notTaken`) unless this transaction has the row. */
  requireOwn(id: string): string;
  /** Says that a revision failed, where it is just so far and running. */
  fail(id: string, state: Omit<RowState, "state">): string;
  /** Writes the row, over one that a failed run left. */
  put(row: RowContent, state: RowState): string;
  /** Changes where the row's revision stands, and nothing else. */
  move(id: string, state: RowState): string;
  /**
   * The same, and an error (`rowErrors.changed`) where the row is gone; where it was taken or held with a note of the
   * others, also where one of those was changed, came or went since. What was run has done that.
   */
  moveSurely(id: string, state: RowState, note: RowNote): string;
  /** Deletes the row, with the same errors. */
  deleteSurely(id: string, note: RowNote): string;
  /** Changes what the row says of its revision, and not where it stands. */
  restate(row: RowContent): string;
  delete(id: string): string;
  deleteOthers(ids: readonly string[]): string;
}

/** Whether a row keeps a note of all the others, until it is moved on in the very transaction that took it. */
export type RowNote = "of the others" | "none";

export function rowStatements(bookkeeping: string): RowStatements {
  const table = revisionsTable(bookkeeping);
  const insert = (row: RowContent, state: RowState, by = "session_user") => {
    const values = { id: quote(row.id), ...contentValues(row), ...stateValues(state), applied_by: by };
    const names = Object.keys(values).filter((name) => name !== "id");
    return {
      into: `INSERT INTO ${table} AS r (${Object.keys(values).join(", ")})`,
      values: Object.values(values).join(", "),
      over: `ON CONFLICT (id) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(", ")}`,
    };
  };
  /** Where its parents are applied and nothing of it is. */
  const insertUp = (row: RowContent, state: RowState, by?: string) => {
    const { into, values, over } = insert(row, state, by);
    const parents = [...new Set(row.parents)];
    const standing =
      parents.length === 0
        ? ""
        : `  WHERE (SELECT count(*) FROM (SELECT FROM ${table} WHERE id = ANY (${textArray(parents)}) ` +
          `AND state = 'applied' FOR SHARE) AS parents) = ${parents.length}\n`;
    return `${into}\n  SELECT ${values}\n${standing}  ${over}\n  WHERE ${untouched("r")}`;
  };
  const update = (id: string, values: Readonly<Record<string, string>>) =>
    `UPDATE ${table} SET ${Object.entries(values)
      .map(([name, value]) => `${name} = ${value}`)
      .join(", ")} WHERE id = ${quote(id)}`;
  const others = (id: string) => `(${rowsPrint(bookkeeping)} WHERE id <> ${quote(id)})`;
  // The column is this run's to write, nobody else sees what stands there before the end, and no RESET takes it back.
  const noting = (id: string, note: RowNote) => (note === "none" ? {} : { applied_by: others(id) });
  const asNoted = (id: string, note: RowNote) => (note === "none" ? "" : ` AND applied_by = ${others(id)}`);
  const surely = (moved: string) =>
    `WITH moved AS (${moved} RETURNING id) SELECT ${errorWhen("count(*) = 0", rowErrors.changed)} FROM moved`;
  return {
    takeUp: (row, note) =>
      insertUp(row, { state: "running", progress: 0, durationMs: null }, note === "none" ? undefined : others(row.id)) +
      " RETURNING pg_backend_pid()",
    appear: (row) =>
      `WITH taken AS (${insertUp(row, { state: "applied", progress: 0, durationMs: "of the transaction" })} RETURNING id) ` +
      `SELECT ${errorWhen("count(*) = 0", rowErrors.notTaken)} FROM taken`,
    isTaken: (id) => `SELECT FROM ${table} AS r WHERE id = ${quote(id)} AND NOT (${untouched("r")})`,
    takeDown(id, note) {
      const begun = stateValues({ state: "running", progress: -1, durationMs: null });
      const taken = update(id, { ...begun, ...noting(id, note) });
      const children = `SELECT FROM ${table} AS c WHERE ${quote(id)} = ANY (c.parents || c.depends_on) AND NOT (${untouched("c")})`;
      // By itself first: what waited for the row looks again only at that row, and the children are others.
      return [
        `SELECT FROM ${table} WHERE id = ${quote(id)} FOR UPDATE`,
        `${taken} AND state = 'applied' AND NOT EXISTS (${children}) RETURNING pg_backend_pid()`,
      ];
    },
    hold(id, progress, content, note) {
      const held = update(id, {
        ...(content && contentValues(content)),
        ...standingValues({ state: "running", progress }),
        ...noting(id, note),
      });
      return `${held} AND state IN ('running', 'failed') AND progress = ${progress} RETURNING pg_backend_pid()`;
    },
    requireOwn: (id) =>
      `SELECT ${errorWhen("count(*) = 0", rowErrors.notTaken)} FROM ${table} WHERE id = ${quote(id)} ` +
      "AND state = 'running' AND xmin = pg_current_xact_id()::xid",
    restate: (row) => update(row.id, contentValues(row)),
    fail: (id, state) =>
      `${update(id, stateValues({ ...state, state: "failed" }))} AND state = 'running' AND progress = ${state.progress}`,
    put(row, state) {
      const { into, values, over } = insert(row, state);
      return `${into}\n  VALUES (${values})\n  ${over}`;
    },
    move: (id, state) => update(id, stateValues(state)),
    moveSurely: (id, state, note) =>
      surely(
        update(id, { ...stateValues(state), ...(note !== "none" && { applied_by: "session_user" }) }) +
          asNoted(id, note),
      ),
    deleteSurely: (id, note) => surely(`DELETE FROM ${table} WHERE id = ${quote(id)}${asNoted(id, note)}`),
    delete: (id) => `DELETE FROM ${table} WHERE id = ${quote(id)}`,
    deleteOthers: (ids) => `DELETE FROM ${table} WHERE id <> ALL (${textArray(ids)})`,
  };
}

/** What the errors that are raised here on purpose say, in the middle of PostgreSQL's own words. */
export const rowErrors = {
  notTaken: "retort: the row is not this run's",
  changed: "retort: revision rows were changed meanwhile",
} as const;

/** A query can't raise an error in words, but it can fail to read them as a number. */
function errorWhen(condition: string, words: string): string {
  return `CASE WHEN ${condition} THEN (${quote(words)} || count(*))::int END`;
}

/** Its first statement was refused, so nothing of it is there: it may simply be run. */
function untouched(alias: string): string {
  return `${alias}.state = 'failed' AND ${alias}.progress = 0`;
}

function contentValues(row: Omit<RowContent, "id">) {
  return {
    parents: textArray(row.parents),
    depends_on: textArray(row.dependsOn),
    message: quote(row.message),
    up_hash: textOrNull(row.upHash),
    down_hash: textOrNull(row.downHash),
    source: textOrNull(row.source),
  };
}

function stateValues(state: RowState) {
  return { duration_ms: durationValue(state.durationMs), ...standingValues(state) };
}

function standingValues({ state, progress }: Pick<RowState, "state" | "progress">) {
  return { state: quote(state), progress: String(progress), applied_at: "clock_timestamp()" };
}

function durationValue(durationMs: RowState["durationMs"]): string {
  if (durationMs === null) return "NULL::int";
  if (typeof durationMs === "number") return String(Math.round(durationMs));
  const since = (begun: string) => `round(extract(epoch FROM clock_timestamp() - ${begun}) * 1000)::int`;
  return durationMs === "elapsed" ? `coalesce(duration_ms, 0) + ${since("applied_at")}` : since("now()");
}

function textOrNull(text: string | null): string {
  return text === null ? "NULL" : quote(text);
}

function textArray(items: readonly string[]): string {
  return `ARRAY[${items.map(quote).join(", ")}]::text[]`;
}
