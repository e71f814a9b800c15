import { createHash, randomUUID } from "node:crypto";

import { quoteLiteral } from "#engine/index.ts";
import type { Connection } from "#host/connection.ts";

export interface PrismaMigration {
  readonly name: string;
  readonly sql: string;
}

/**
 * What `prisma migrate deploy` does: each script sent as one string, and its record. A script that fails leaves a record
 * that says so, and ends the run.
 */
export async function deployAsPrisma(connection: Connection, migrations: readonly PrismaMigration[]): Promise<void> {
  await connection.rows(recordsTable);
  for (const { name, sql } of migrations) {
    const id = randomUUID();
    const checksum = createHash("sha256").update(sql).digest("hex");
    const values = [id, checksum, name].map(quoteLiteral).join(", ");
    await connection.rows(`INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES (${values})`);
    try {
      await connection.rows(sql);
    } catch (error) {
      await connection.rows("ROLLBACK");
      await connection.rows(
        `UPDATE _prisma_migrations SET logs = ${quoteLiteral(String(error))} WHERE id = ${quoteLiteral(id)}`,
      );
      return;
    }
    await connection.rows(
      `UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1 WHERE id = ${quoteLiteral(id)}`,
    );
  }
}

/** As Prisma's schema engine creates it. */
const recordsTable = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum VARCHAR(64) NOT NULL,
    finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL,
    logs TEXT,
    rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`;
