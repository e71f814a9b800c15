import { createHash } from "node:crypto";

import { quoteLiteral, quoteName } from "#engine/index.ts";
import type { Connection } from "#host/connection.ts";
import type { Migration } from "#host/prismaMigrations/readMigrations.ts";

/** What a database says of one migration, over all attempts at it. */
export interface MigrationRecord {
  readonly name: string;
  /** `failed`: an attempt that neither ended nor was said to be rolled back. */
  readonly state: "applied" | "failed" | "rolled back";
  /** SHA-256 of the script that was applied, in hexadecimal. */
  readonly checksum: string;
  /** What PostgreSQL said when it failed; null where it did not. */
  readonly log: string | null;
}

/** The records of Prisma Migrate, in the order they were begun; null where the database has none. Reads, and nothing else. */
export async function readMigrationRecords(
  connection: Connection,
  schemas: readonly string[],
): Promise<readonly MigrationRecord[] | null> {
  const found = await connection.rows<[string]>(`
    SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relname = '_prisma_migrations' AND c.relkind = 'r'
      AND n.nspname = ANY (ARRAY[${schemas.map(quoteLiteral).join(", ")}]::text[])`);
  const there = new Set(found.map(([name]) => name));
  const schema = schemas.find((name) => there.has(name));
  if (schema === undefined) return null;
  const rows = await connection.rows<[string, string, boolean, boolean, string | null]>(`
    SELECT migration_name, checksum, finished_at IS NOT NULL, rolled_back_at IS NOT NULL, logs
    FROM ${quoteName({ schema, name: "_prisma_migrations" }, "")} ORDER BY started_at, id`);
  const records = new Map<string, MigrationRecord>();
  for (const [name, checksum, isFinished, isRolledBack, log] of rows) {
    const state = isRolledBack ? "rolled back" : isFinished ? "applied" : "failed";
    const known = records.get(name);
    // Of several attempts one that came through counts, then one that nobody has dealt with.
    if (known?.state === "applied" || (known?.state === "failed" && state === "rolled back")) continue;
    records.set(name, { name, state, checksum, log: state === "failed" ? log : null });
  }
  return [...records.values()];
}

/** Whether the script is the one that was applied, line ends aside, as Prisma has it. */
export function isScriptOf(record: Pick<MigrationRecord, "checksum">, { text }: Pick<Migration, "text">): boolean {
  const unix = text.replaceAll("\r\n", "\n");
  return [text, unix, unix.replaceAll("\n", "\r\n")].some((script) => sha256(script) === record.checksum);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
