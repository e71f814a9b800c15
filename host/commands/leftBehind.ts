import { type Change, displayName, type Table } from "#engine/index.ts";
import type { CommandContext } from "#host/commands/context.ts";
import type { History } from "#host/commands/history.ts";
import { recordedAt } from "#host/commands/recorded.ts";
import { done, type Outcome } from "#host/failure.ts";

/**
 * Tables that a revision makes anew while one of their name stays, with its rows, in a schema that revisions made and the
 * datasource no longer lists: nothing there is compared, so that a table cannot be seen to move out of it. A sentence each.
 */
export async function leftBehind(
  context: CommandContext,
  history: History,
  changes: readonly Change[],
): Promise<Outcome<readonly string[]>> {
  const { scope } = context;
  const made = changes.flatMap((change) => (change.kind === "createTable" ? [change.table.name] : []));
  const unlisted = schemasMade(history).filter((name) => !scope.schemas.includes(name));
  if (made.length === 0 || unlisted.length === 0) return done([]);
  const wider = { ...context, scope: { ...scope, schemas: [...scope.schemas, ...unlisted] } };
  const recorded = await recordedAt(wider, history, history.graph.heads);
  if (!recorded.ok) return recorded;
  const left = recorded.value.tables.flatMap(({ name }) => (unlisted.includes(name.schema) ? [name] : []));
  return done(
    made.flatMap((name) => left.filter((old) => old.name === name.name).map((old) => sentence(name, old, scope.home))),
  );
}

function sentence(made: Table["name"], left: Table["name"], home: string): string {
  return (
    `${displayName(made, home)} is made anew, and ${displayName(left, home)} stays with its rows: the datasource no longer ` +
    `lists the schema ${left.schema}. To move the table, list ${left.schema} until it has moved.`
  );
}

/** Schemas that the revisions' ways up make by name. */
function schemasMade({ entries }: History): readonly string[] {
  const names = [...entries.values()].flatMap(({ revision }) =>
    revision.up.flatMap(({ sql }) => [...sql.matchAll(creation)].map(([, quoted, plain]) => nameOf(quoted, plain))),
  );
  return [...new Set(names)];
}

const creation = /\bCREATE\s+SCHEMA\s+(?:IF\s+NOT\s+EXISTS\s+)?(?:"((?:[^"]|"")+)"|([\p{L}_][\p{L}\p{N}_$]*))/giu;

function nameOf(quoted: string | undefined, plain: string | undefined): string {
  return quoted === undefined ? (plain ?? "").toLowerCase() : quoted.replaceAll('""', '"');
}
