import assert from "node:assert/strict";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import type { Connection } from "#host/connection.ts";
import type { Said } from "#test/support/commandLine.ts";
import { filesIn, withFolder } from "#test/support/folder.ts";
import type { PrismaMigration } from "#test/support/prismaMigrate.ts";
import { retortIn } from "#test/support/retortIn.ts";
import { sharedServer, withDatabase } from "#test/support/servers.ts";

const provider = 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n';

const models = `${provider}
enum Mood {
  sad
  glad
}

model User {
  id    Int     @id @default(autoincrement())
  email String  @unique
  full  String?
  mood  Mood    @default(glad)
}
`;

export const init = {
  name: "20240101100000_init",
  sql: `-- CreateEnum
CREATE TYPE "Mood" AS ENUM ('sad');

-- CreateTable
CREATE TABLE "User" (
    "id" SERIAL NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
`,
};
export const rename = { name: "20240102100000_rename_it", sql: 'ALTER TABLE "User" RENAME COLUMN "name" TO "full";\n' };
export const mood = {
  name: "20240103100000_mood",
  sql: `-- AlterEnum
BEGIN;
CREATE TYPE "Mood_new" AS ENUM ('sad', 'glad');
ALTER TYPE "Mood" RENAME TO "Mood_old";
ALTER TYPE "Mood_new" RENAME TO "Mood";
DROP TYPE "Mood_old";
COMMIT;

-- AlterTable
ALTER TABLE "User" ADD COLUMN "mood" "Mood" NOT NULL DEFAULT 'glad';
`,
};
export const seed = {
  name: "20240104100000_seed",
  sql: `INSERT INTO "User" ("id", "email") VALUES (1, 'a@example.com');\n`,
};
export const all = [init, rename, mood, seed];

interface Stand {
  readonly folder: string;
  readonly connection: Connection;
  readonly retort: (...args: readonly string[]) => Promise<Said>;
  readonly write: (migration: PrismaMigration) => Promise<void>;
}

export async function onServer(
  migrations: readonly PrismaMigration[],
  work: (stand: Stand) => Promise<void>,
): Promise<void> {
  const server = await sharedServer(18);
  await withDatabase(server, (database) =>
    withFolder({ ".git/": "" }, async (folder) => {
      await project(folder, migrations);
      await work({
        folder,
        connection: await database.connect(),
        retort: (...args) => retortIn(folder, { DATABASE_URL: database.url }, args),
        write: (migration) => project(folder, [migration]),
      });
    }),
  );
}

/** Models, and these migrations beside those that are there. */
export async function project(folder: string, migrations: readonly PrismaMigration[]): Promise<void> {
  for (const { name, sql } of migrations) {
    const own = path.join(folder, "prisma", "migrations", name);
    await rm(own, { recursive: true, force: true });
    await mkdir(own, { recursive: true });
    await writeFile(path.join(own, "migration.sql"), sql);
  }
  await writeFile(path.join(folder, "prisma", "migrations", "migration_lock.toml"), 'provider = "postgresql"\n');
  await writeFile(path.join(folder, "prisma", "schema.prisma"), models);
}

export async function revisionsIn(folder: string): Promise<Readonly<Record<string, string>>> {
  return filesIn(path.join(folder, "prisma", "revisions")).catch(() => ({}));
}

export function recordsOf(connection: Connection): Promise<unknown[]> {
  return connection.rows("SELECT * FROM _prisma_migrations ORDER BY id");
}

interface Answer {
  readonly revisions: readonly {
    readonly migration: string;
    readonly id: string;
    readonly file: string | null;
    readonly outcome: string;
    readonly downgrade: string | null;
    readonly reason: string | null;
  }[];
  readonly database: { readonly kind: string; readonly stamped?: readonly string[] };
  readonly notes: readonly string[];
}

export function answer({ code, stdout, stderr }: Said): Answer {
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout) as Answer;
}
