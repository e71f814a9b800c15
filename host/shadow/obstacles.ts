import { leadingWords, quoteIdentifier, scan } from "#engine/index.ts";
import type { Connection } from "#host/connection.ts";
import { errorCode, type PlacedStatement, StatementError } from "#host/runner/statementFailure.ts";

/** What stands around a shadow's databases. */
export interface Surroundings {
  /** True where roles belong to a server with others on it. */
  readonly shared: boolean;
  /** Called with each role that was made; whoever owns the database drops them with it. */
  readonly madeRole: (role: string) => void;
}

/**
 * Runs statements past what a shadow lacks and no catalog shows: roles that the history takes for granted are made,
 * without login; an extension of another version than asked for will do; statements about the cluster are left out where
 * they would miss (a database's name) or reach others (roles of a shared server). `attempt` runs them from the one of
 * that number, and is called again for each obstacle that was cleared away.
 */
export async function pastObstacles(
  connection: Connection,
  statements: readonly PlacedStatement[],
  surroundings: Surroundings,
  attempt: (statements: readonly PlacedStatement[], from: number) => Promise<void>,
): Promise<void> {
  const wanted = statements.map((statement) =>
    concernsCluster(statement.sql, surroundings) ? { ...statement, sql: "SELECT" } : statement,
  );
  const cleared = new Set<string>();
  for (let from = 0; ;) {
    try {
      await attempt(wanted, from);
      return;
    } catch (error) {
      if (!(error instanceof StatementError)) throw error;
      const at = wanted.indexOf(error.statement);
      const role = missingRole(error.cause);
      const unversioned = isMissingVersion(error.cause) ? withoutVersion(error.statement.sql) : null;
      const obstacle = role !== null ? `role ${role}` : unversioned === null ? null : `version ${at}`;
      if (obstacle === null || at === -1 || cleared.has(obstacle)) throw error;
      cleared.add(obstacle);
      if (role !== null) {
        await connection.rows(`CREATE ROLE ${quoteIdentifier(role)} NOLOGIN`);
        surroundings.madeRole(role);
      } else if (unversioned !== null) {
        wanted[at] = { ...error.statement, sql: unversioned };
      }
      from = at;
    }
  }
}

/** Databases go by another name here; roles, tablespaces and settings of a shared server are others' too. */
function concernsCluster(sql: string, { shared }: Surroundings): boolean {
  const [verb = "", kind = "", third = ""] = leadingWords(sql);
  if (kind === "database" && ["create", "alter", "drop"].includes(verb)) return true;
  if (verb === "comment") return third === "database" || (shared && (third === "role" || third === "tablespace"));
  if (verb === "grant" || verb === "revoke") return grantsOnCluster(sql, { shared });
  if (!shared) return false;
  // Both reach what their role owns or may use beyond this database.
  if ((verb === "drop" || verb === "reassign") && kind === "owned") return true;
  if (verb === "alter" && kind === "system") return true;
  const isRole = ["role", "group", "user"].includes(kind) && third !== "mapping";
  return ["create", "alter", "drop"].includes(verb) && (isRole || kind === "tablespace");
}

/** `ON DATABASE name`; and what has no ON grants membership of a role. */
function grantsOnCluster(sql: string, { shared }: { readonly shared: boolean }): boolean {
  const words = scan(sql)
    .filter((token) => token.kind === "word")
    .map((token) => sql.slice(token.start, token.end).toLowerCase());
  const on = words.indexOf("on");
  return on === -1 ? shared : words[on + 1] === "database" || (shared && words[on + 1] === "tablespace");
}

function missingRole(error: unknown): string | null {
  if (errorCode(error) !== "42704") return null;
  return /^role "(.+)" does not exist$/s.exec((error as Error).message)?.[1] ?? null;
}

function isMissingVersion(error: unknown): boolean {
  return error instanceof Error && /has no installation script nor update path for version/.test(error.message);
}

/** `CREATE EXTENSION citext VERSION '1.4'` without its version, which differs between servers; null where it has none. */
function withoutVersion(sql: string): string | null {
  const tokens = scan(sql);
  const at = tokens.findIndex(
    (token) => token.kind === "word" && sql.slice(token.start, token.end).toLowerCase() === "version",
  );
  const [word, value] = [tokens[at], tokens[at + 1]];
  return word && value ? sql.slice(0, word.start) + sql.slice(value.end) : null;
}
