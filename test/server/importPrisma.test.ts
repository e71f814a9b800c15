import assert from "node:assert/strict";

import { provider } from "#demo/models.ts";
import { diagnosticCodes } from "#protocol/settings.ts";
import { never, withEditor } from "#test/server/editor.ts";
import { withFolder } from "#test/support/folder.ts";
import { sharedServer, withDatabase } from "#test/support/servers.ts";

const script =
  'CREATE TABLE "tasks" (\n    "id" INTEGER NOT NULL,\n    CONSTRAINT "tasks_pkey" PRIMARY KEY ("id")\n);\n';
const models = `${provider('env("DATABASE_URL")')}\nmodel Task {\n  id Int @id\n\n  @@map("tasks")\n}\n`;

/** As Prisma 7 writes it. */
const records = `CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz,
  migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count int NOT NULL DEFAULT 0);
INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
  VALUES ('1', encode(sha256(convert_to($$${script}$$, 'UTF8')), 'hex'), now(), '20240101000000_init', 1)`;

describe("a database of Prisma Migrate's, in the editor", function () {
  this.timeout(120_000);

  it("is met with one notice that offers the import, and is current after it", async () =>
    withDatabase(await sharedServer(18), async (database) => {
      const connection = await database.connect();
      await connection.rows(`${script}${records}`);
      const files = {
        ".git/": "",
        "prisma/schema.prisma": models,
        "prisma/migrations/migration_lock.toml": 'provider = "postgresql"\n',
        "prisma/migrations/20240101000000_init/migration.sql": script,
      };
      await withFolder(files, (folder) =>
        withEditor(folder, { env: { DATABASE_URL: database.url } }, async (editor) => {
          const codes = (await editor.diagnostics()).map(({ code }) => code);
          assert.deepEqual(codes, [diagnosticCodes.unmanaged]);
          assert.ok(editor.actions(diagnosticCodes.unmanaged).includes("Import Prisma's migrations"));
          const imported = await editor.requests["retort/importPrisma"]({ project: folder, typedName: null }, never);
          assert.ok(imported.kind === "written", JSON.stringify(imported));
          assert.match(
            imported.message,
            /^Imported 1 migration: 1 with a way down, 0 irreversible\.\nMarked 1 revision/,
          );
          assert.deepEqual(await editor.diagnostics(), []);
          assert.deepEqual(
            editor.state().revisions.map(({ status }) => status),
            ["current"],
          );
        }),
      );
    }));
});
