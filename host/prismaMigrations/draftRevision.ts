import { fileName, isComment, type Revision, scan, type Section, tidySql } from "#engine/index.ts";
import { formatCreated } from "#host/commands/created.ts";
import type { Migration } from "#host/prismaMigrations/readMigrations.ts";
import type { MigrationName } from "#host/prismaMigrations/migrationName.ts";
import type { WayDown } from "#host/prismaMigrations/wayDown.ts";
import { scriptOf } from "#host/prismaMigrations/wayUp.ts";
import type { Project } from "#host/project.ts";

/** The revision of a migration: its script, divided, and the way down that was found. */
export function draftRevision(
  migration: Migration,
  { id, message, created }: MigrationName,
  parents: readonly string[],
  { up, down, timezone }: { readonly up: readonly Section[]; readonly down: WayDown; readonly timezone: string },
): Revision {
  // A script of comments is no section, and its comments are worth keeping.
  const sections = up.length > 0 ? up : [{ mode: "transaction" as const, sql: scriptOf(migration) }];
  return {
    id,
    parents,
    dependsOn: [],
    labels: [],
    message,
    created: created === null ? null : formatCreated(created, timezone),
    renames: [],
    acceptsLoss: [],
    replaces: [],
    proof: null,
    up: sections.map(({ mode, sql }) => ({ mode, sql: withoutMarks(tidySql(sql)) })),
    down: down.kind === "reversible" ? down.sections : [],
    irreversible: down.kind === "irreversible" ? down.reason : null,
  };
}

/** By the project's template; a migration whose name tells no time keeps that name, and the order of such names. */
export function migrationFileName(project: Pick<Project, "config">, { name }: Migration, revision: Revision): string {
  const { id, message, created } = revision;
  if (created !== null) return fileName(project.config.fileTemplate, { id, message, created });
  return `${name.replaceAll(/[^\p{L}\p{N}_-]+/gu, "_")}_${id}.sql`;
}

/** A comment that reads as a mark of ours would end the section. */
function withoutMarks(sql: string): string {
  let text = sql;
  for (const token of scan(sql).toReversed()) {
    if (!isComment(token) || !/^--\s*retort\s*:/i.test(sql.slice(token.start, token.end))) continue;
    text = `${text.slice(0, token.start)}-- (${text.slice(token.start + 2, token.end).trim()})${text.slice(token.end)}`;
  }
  return text;
}
