import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import { readFingerprint } from "#host/catalog/readFingerprint.ts";
import type { Connection } from "#host/connection.ts";
import { filesIn, withFolder } from "#test/support/folder.ts";
import { type AtTerminal, atTerminal, type Ended, hasTerminals } from "#test/support/pseudoTerminal.ts";
import { retortIn } from "#test/support/retortIn.ts";
import { sharedServer, withDatabase } from "#test/support/servers.ts";

const cli = path.resolve(import.meta.dirname, "../../dist/cli.cjs");

const modelsOf = (fields: string) =>
  `datasource db {\n  provider = "postgresql"\n  url      = env("DATABASE_URL")\n}\n\nmodel Task {\n  id Int @id @default(autoincrement())\n  title String\n${fields}}\n`;

export interface Desk {
  readonly folder: string;
  readonly connection: Connection;
  /** Runs the command line as built on a terminal, and answers what it asks. */
  readonly at: (args: string, work: (terminal: AtTerminal) => Promise<void>, options?: DeskOptions) => Promise<Ended>;
  /** Off a terminal. */
  readonly off: (...args: string[]) => ReturnType<typeof retortIn>;
  readonly models: (fields: string) => Promise<void>;
  /** The newest revision's text. */
  readonly newest: () => Promise<string>;
  /** Everything that a command could have changed. */
  readonly state: () => Promise<unknown>;
}

interface DeskOptions {
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** A revision that is applied, with two rows; `Task.note` and `Task.about` are in it. */
export function desk(work: (desk: Desk) => Promise<void>, configuration: Readonly<Record<string, string>> = {}) {
  return async () => {
    await withDatabase(await sharedServer(18), (database) =>
      withFolder(
        { ".git/": "", "prisma/schema.prisma": modelsOf("  note String?\n  about String?\n"), ...configuration },
        async (folder) => {
          const env = { DATABASE_URL: database.url, PATH: process.env["PATH"], HOME: folder };
          const off = (...args: string[]) => retortIn(folder, env, args);
          const protects = "retort.json" in configuration ? ["--allow-protected", "dev"] : [];
          for (const args of [
            ["revision", "--autogenerate", "-m", "tasks"],
            ["upgrade", "head", ...protects],
          ]) {
            const { code, stderr } = await off(...args);
            assert.equal(code, 0, stderr);
          }
          const connection = await database.connect();
          await connection.rows(`INSERT INTO "Task" (title, note) VALUES ('a', 'b'), ('cc', 'd')`);
          const revisions = async () =>
            Object.entries(await filesIn(folder)).filter(([name]) => name.startsWith("prisma/revisions/"));
          await work({
            folder,
            connection,
            off,
            at: (args, answer, { columns, env: more = {} } = {}) =>
              atTerminal(
                `node ${cli} ${args}`,
                { cwd: folder, env: { ...env, ...more }, ...(columns !== undefined && { columns }) },
                async (terminal) => {
                  await answer(terminal);
                  return terminal.ended();
                },
              ),
            models: (fields) => writeFile(path.join(folder, "prisma/schema.prisma"), modelsOf(fields)),
            newest: async () => (await revisions()).map(([, text]) => text).find((text) => /^-- x$/m.test(text)) ?? "",
            state: async () => [
              await revisions(),
              await readFile(path.join(folder, "prisma/schema.prisma"), "utf8"),
              await readFingerprint(connection),
              await connection.rows(`SELECT * FROM "Task" ORDER BY id`),
              await connection.rows(`SELECT id, state FROM _retort.revisions`),
            ],
          });
        },
      ),
    );
  };
}

/** As it was before it was started: what keys do, what is shown of them, and the cursor. */
export function assertLeftWell({ restored, cursor, screen }: Ended): void {
  assert.ok(restored, `the terminal is not as it was:\n${screen}`);
  assert.equal(cursor, "shown");
}

/** Skips the tests of a `describe`, saying why, where there are no terminals to be had. */
export function needsTerminals(): void {
  before(function () {
    if (hasTerminals === true) return;
    console.warn("      SKIPPED: no `script` of util-linux here, so nothing is asked on a terminal");
    this.skip();
  });
}
