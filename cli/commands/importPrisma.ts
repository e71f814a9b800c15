import { relative, resolve } from "node:path";

import { type Command, exitCodes, type GlobalOptions } from "#cli/globals.ts";
import { withProject } from "#cli/opened.ts";
import { styled, type Terminal } from "#cli/terminal.ts";
import { importPrisma as importMigrations, type Imported } from "#host/commands/importPrisma.ts";
import { importWords } from "#host/commands/importWords.ts";
import { done } from "#host/failure.ts";

export interface ImportPrismaOptions {
  readonly migrations?: string;
  readonly dryRun?: boolean;
  /** False for `--no-downgrades`. */
  readonly downgrades?: boolean;
}

/** `retort import prisma`: revisions from the migrations of Prisma Migrate. */
export const importPrisma: Command<ImportPrismaOptions> = (terminal, options) =>
  withProject(terminal, options, async ({ context, models, history }) => {
    const { migrations, dryRun = false, downgrades = true, allowProtected = null } = options;
    const imported = await importMigrations(context, models, history, {
      migrations: migrations === undefined ? null : resolve(terminal.cwd, migrations),
      dryRun,
      downgrades,
      allowProtected,
    });
    if (!imported.ok) return imported;
    print(terminal, imported.value, options);
    return done(exitCodes.done);
  });

function print(terminal: Terminal, imported: Imported, options: GlobalOptions & ImportPrismaOptions): void {
  if (options.json === true) {
    terminal.print(JSON.stringify(json(imported), null, 2));
    return;
  }
  const words = importWords(imported, { dryRun: options.dryRun ?? false });
  for (const line of words.lines) terminal.print(line);
  for (const note of words.notes) terminal.note(`${styled(terminal, "yellow", "note:")} ${note}`);
  const made = imported.revisions.some(({ down }) => down !== null);
  const folder = imported.revisions[0]?.file ?? null;
  if (made && folder !== null) terminal.print(`They are in ${relative(terminal.cwd, resolve(folder, ".."))}.`);
}

function json({ folder, revisions, database, notes }: Imported) {
  return {
    ok: true,
    folder,
    revisions: revisions.map(({ migration, id, file, down }) => ({
      migration,
      id,
      file,
      outcome: down === null ? "present" : "imported",
      downgrade: down === null ? null : down.kind === "irreversible" ? "irreversible" : down.origin,
      reason: down?.kind === "irreversible" ? down.reason : null,
    })),
    database:
      database.kind === "offline"
        ? { kind: database.kind, message: database.failure.message }
        : { ...database, ...("notes" in database ? { notes: undefined } : {}) },
    notes: [...notes, ...(database.kind === "stamped" ? database.notes : [])],
  };
}
