import { leadingWords, quoteIdentifier, scan, type SectionMode } from "#engine/index.ts";
import type { Connection } from "#host/connection.ts";
import type { SectionStatements } from "#host/runner/sections.ts";
import { errorCode, type PlacedStatement, StatementError } from "#host/runner/statementFailure.ts";

/** What stands around a shadow's databases. */
export interface Surroundings {
  /** True where roles belong to a server with others on it. */
  readonly shared: boolean;
  /** Called with each role that was made; whoever owns the database drops them with it. */
  readonly madeRole: (role: string) => void;
}

/**
 * Runs statements past what a shadow lacks and no catalog shows: roles and tablespaces that the history takes for granted
 * are made; an extension of another version than asked for will do; statements about the cluster are left out where they
 * would miss (a database's name, a folder) or reach others (roles of a shared server), unless PostgreSQL takes them in no
 * transaction and they stand in one. `attempt` runs them from the one of that number, and is called again for each
 * obstacle that was cleared away.
 */
export async function pastObstacles(
  connection: Connection,
  { mode, statements }: SectionStatements,
  surroundings: Surroundings,
  attempt: (statements: readonly PlacedStatement[], from: number) => Promise<void>,
): Promise<void> {
  const wanted = statements.map((statement) =>
    concernsCluster(statement.sql, surroundings) && !isRefusedIn(mode, statement.sql)
      ? { ...statement, sql: "SELECT" }
      : statement,
  );
  const cleared = new Set<string>();
  for (let from = 0; ;) {
    try {
      await attempt(wanted, from);
      return;
    } catch (error) {
      if (!(error instanceof StatementError)) throw error;
      const at = wanted.indexOf(error.statement);
      const obstacle = obstacleOf(error, surroundings);
      if (!obstacle || at === -1) throw error;
      const key = `${obstacle.kind} ${obstacle.kind === "version" ? at : obstacle.name}`;
      if (cleared.has(key)) throw error;
      cleared.add(key);
      if (obstacle.kind === "role") {
        // What it may do on the database that the history is for, nobody knows here: that is not to be what stops it.
        const power = surroundings.shared ? "" : " SUPERUSER";
        await connection.rows(`CREATE ROLE ${quoteIdentifier(obstacle.name)} NOLOGIN${power}`);
        surroundings.madeRole(obstacle.name);
      } else if (obstacle.kind === "tablespace") {
        await connection.rows("SET allow_in_place_tablespaces = on");
        await connection.rows(`CREATE TABLESPACE ${quoteIdentifier(obstacle.name)} LOCATION ''`);
        await connection.rows("RESET allow_in_place_tablespaces");
      } else wanted[at] = { ...error.statement, sql: obstacle.sql };
      from = at;
    }
  }
}

type Obstacle =
  | { readonly kind: "role"; readonly name: string }
  | { readonly kind: "tablespace"; readonly name: string }
  | { readonly kind: "version"; readonly sql: string };

function obstacleOf({ cause, statement }: StatementError, { shared }: Surroundings): Obstacle | null {
  const [, kind, name] = missing(cause);
  if (name !== undefined && (kind === "role" || (kind === "tablespace" && !shared))) return { kind, name };
  const sql = isMissingVersion(cause) ? withoutVersion(statement.sql) : null;
  return sql === null ? null : { kind: "version", sql };
}

/** Databases go by another name here, and disks are others; roles and settings of a shared server are others' too. */
function concernsCluster(sql: string, { shared }: Surroundings): boolean {
  const [verb = "", kind = "", third = ""] = leadingWords(sql);
  if (["create", "alter", "drop"].includes(verb) && isCluster(kind)) return true;
  if (verb === "reindex") return isCluster(kind);
  if (verb === "comment") return isCluster(third) || (shared && third === "role");
  if (verb === "grant" || verb === "revoke") return grantsOnCluster(sql, { shared });
  if (!shared) return false;
  // Both reach what their role owns or may use beyond this database.
  if ((verb === "drop" || verb === "reassign") && kind === "owned") return true;
  if (verb === "alter" && kind === "system") return true;
  const isRole = ["role", "group", "user"].includes(kind) && third !== "mapping";
  return ["create", "alter", "drop"].includes(verb) && isRole;
}

function isCluster(kind: string): boolean {
  return kind === "database" || kind === "tablespace";
}

/** PostgreSQL says so before it looks at what they are about. */
function isRefusedIn(mode: SectionMode, sql: string): boolean {
  const [verb = "", kind = ""] = leadingWords(sql);
  if (mode !== "transaction") return false;
  if (verb === "alter") return kind === "system";
  return ["create", "drop", "reindex"].includes(verb) && isCluster(kind);
}

/** `ON DATABASE name`; and what has no ON grants membership of a role. */
function grantsOnCluster(sql: string, { shared }: { readonly shared: boolean }): boolean {
  const words = scan(sql)
    .filter((token) => token.kind === "word")
    .map((token) => sql.slice(token.start, token.end).toLowerCase());
  const on = words.indexOf("on");
  return on === -1 ? shared : isCluster(words[on + 1] ?? "");
}

/** `role "app" does not exist`: undefined_object, or invalid_parameter_value where it is SET to. */
function missing(error: unknown): readonly (string | undefined)[] {
  if (!["42704", "22023"].includes(errorCode(error) ?? "")) return [];
  return /^(role|tablespace) "(.+)" does not exist$/s.exec((error as Error).message) ?? [];
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
