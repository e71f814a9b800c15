import { quoteIdentifier } from "#engine/index.ts";
import { type CommandContext, withConnection } from "#host/commands/context.ts";
import { done } from "#host/failure.ts";
import type { Finding } from "#host/preflight/runChecks.ts";

/** The longest that looking for the rows of one finding may take. */
const timeoutMs = 5000;
const mostRows = 20;
const longestValue = 80;

/**
 * The rows that a run will stumble over, a line each, by finding; none for what only PostgreSQL's refusal is known of, and
 * for what takes too long to look for. Reads only.
 */
export async function offendingRows(
  context: CommandContext,
  findings: readonly Finding[],
): Promise<ReadonlyMap<Finding, readonly string[]>> {
  const shown = new Map<Finding, readonly string[]>();
  if (findings.every(({ query }) => query === null)) return shown;
  await withConnection(
    context,
    async (connection) => {
      for (const finding of findings) {
        const { query } = finding;
        if (query === null) continue;
        const settings = `SET LOCAL search_path = ${quoteIdentifier(context.scope.home)}; SET LOCAL statement_timeout = ${timeoutMs}`;
        const answer = await connection
          .transaction(() => connection.query(query), { readOnly: true, first: settings })
          .catch(() => null);
        if (!answer) continue;
        const lines = answer.rows.slice(0, mostRows).map((row) => rowWords(answer.columns, row));
        const more = (finding.rows ?? answer.rows.length) - lines.length;
        shown.set(finding, more > 0 ? [...lines, `… and ${more} more`] : lines);
      }
      return done(undefined);
    },
    { looksOnly: true },
  );
  return shown;
}

/** `id = 3, title = NULL` */
function rowWords(columns: readonly string[], row: readonly unknown[]): string {
  return columns.map((column, at) => `${column} = ${valueWords(row[at])}`).join(", ");
}

function valueWords(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  const text = typeof value === "string" ? value : value instanceof Date ? value.toISOString() : JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}
