import { quoteLiteral } from "#engine/index.ts";
import { type AppliedRow, revisionsTable } from "#host/bookkeeping/rows.ts";

/** What a row says of its revision, whatever became of it. */
export type RowContent = Pick<
  AppliedRow,
  "id" | "parents" | "dependsOn" | "message" | "upHash" | "downHash" | "source"
>;

export type RowState = Pick<AppliedRow, "state" | "progress" | "durationMs">;

/** The statements that move rows, with their values in them: what runs is what `--sql` prints. */
export interface RowStatements {
  /** Writes the row, over one that a failed run left. */
  put(row: RowContent, state: RowState): string;
  /** Changes where the row's revision stands, and nothing else. */
  move(id: string, state: RowState): string;
  /** Changes what the row says of its revision, and not where it stands. */
  restate(row: RowContent): string;
  delete(id: string): string;
  deleteOthers(ids: readonly string[]): string;
}

export function rowStatements(bookkeeping: string): RowStatements {
  const table = revisionsTable(bookkeeping);
  return {
    put(row, state) {
      const values = {
        id: quoteLiteral(row.id),
        parents: textArray(row.parents),
        depends_on: textArray(row.dependsOn),
        message: quoteLiteral(row.message),
        up_hash: textOrNull(row.upHash),
        down_hash: textOrNull(row.downHash),
        source: textOrNull(row.source),
        ...stateValues(state),
        applied_at: "clock_timestamp()",
        applied_by: "session_user",
      };
      const names = Object.keys(values);
      const updates = names.filter((name) => name !== "id").map((name) => `${name} = excluded.${name}`);
      return (
        `INSERT INTO ${table} (${names.join(", ")})\n  VALUES (${Object.values(values).join(", ")})\n` +
        `  ON CONFLICT (id) DO UPDATE SET ${updates.join(", ")}`
      );
    },
    move(id, state) {
      const values = Object.entries({ ...stateValues(state), applied_at: "clock_timestamp()" });
      const updates = values.map(([name, value]) => `${name} = ${value}`);
      return `UPDATE ${table} SET ${updates.join(", ")} WHERE id = ${quoteLiteral(id)}`;
    },
    restate: (row) =>
      `UPDATE ${table} SET parents = ${textArray(row.parents)}, depends_on = ${textArray(row.dependsOn)}, ` +
      `message = ${quoteLiteral(row.message)}, up_hash = ${textOrNull(row.upHash)}, down_hash = ${textOrNull(row.downHash)}, ` +
      `source = ${textOrNull(row.source)} WHERE id = ${quoteLiteral(row.id)}`,
    delete: (id) => `DELETE FROM ${table} WHERE id = ${quoteLiteral(id)}`,
    deleteOthers: (ids) => `DELETE FROM ${table} WHERE id <> ALL (${textArray(ids)})`,
  };
}

function stateValues({ state, progress, durationMs }: RowState) {
  return {
    state: quoteLiteral(state),
    progress: String(progress),
    duration_ms: durationMs === null ? "NULL" : String(Math.round(durationMs)),
  };
}

function textOrNull(text: string | null): string {
  return text === null ? "NULL" : quoteLiteral(text);
}

function textArray(items: readonly string[]): string {
  return `ARRAY[${items.map(quoteLiteral).join(", ")}]::text[]`;
}
