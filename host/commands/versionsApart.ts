import { hasNotNulls, type Schema, withNotNullsOf } from "#engine/index.ts";
import type { CommandContext } from "#host/commands/context.ts";
import type { DatabaseReading } from "#host/commands/databaseReading.ts";

/**
 * That the shadow is another version of PostgreSQL than the database, as a sentence; null where both are of one major
 * version, or the shadow gives no answer. Catalogs are compared alike all the same: what one version cannot do is told by
 * the statement that asks for it.
 */
export async function versionsApart(context: CommandContext, reading: DatabaseReading): Promise<string | null> {
  const shadow = await context.shadow.version(context.signal ?? undefined);
  if (!shadow.ok) return null;
  const major = Math.floor(reading.version / 10_000);
  if (Number.parseInt(shadow.value, 10) === major) return null;
  return `Database ${reading.database.label} is PostgreSQL ${major}; what is recorded was made by PostgreSQL ${shadow.value}.`;
}

interface Both {
  readonly recorded: Schema;
  readonly live: Schema;
}

/** Without what only the newer of two servers tells of NOT NULL, the shadow and the database's. */
export async function asBothTell(context: CommandContext, both: Both, version: number): Promise<Both> {
  if (!hasNotNulls(both.recorded) && !hasNotNulls(both.live)) return both;
  const shadow = await context.shadow.version(context.signal ?? undefined);
  const older = Math.min(version, shadow.ok ? Number.parseInt(shadow.value, 10) * 10_000 : version);
  return { recorded: withNotNullsOf(both.recorded, older), live: withNotNullsOf(both.live, older) };
}
