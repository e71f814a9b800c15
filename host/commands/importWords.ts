import type { Imported } from "#host/commands/importPrisma.ts";

/** What an import did, for people. */
export function importWords(
  { revisions, database, notes }: Imported,
  { dryRun }: { readonly dryRun: boolean },
): { readonly lines: readonly string[]; readonly notes: readonly string[] } {
  const made = revisions.filter(({ down }) => down !== null);
  const irreversible = made.flatMap(({ migration, down }) =>
    down?.kind === "irreversible" ? [{ migration, reason: down.reason }] : [],
  );
  const present = revisions.length - made.length;
  const would = dryRun ? "Would import" : "Imported";
  const lines = [
    made.length === 0
      ? `Nothing new: ${count(present, "migration")} ${present === 1 ? "has its" : "have their"} revisions already.`
      : `${would} ${count(made.length, "migration")}: ${made.length - irreversible.length} with a way down, ${irreversible.length} irreversible.`,
    ...(made.length > 0 && present > 0 ? [`${count(present, "migration")} had been imported before.`] : []),
    ...irreversible.map(({ migration, reason }) => `  ${migration} is irreversible: ${reason}`),
  ];
  switch (database.kind) {
    case "offline":
      return {
        lines,
        notes: [
          ...notes,
          `No database was asked what is applied (${database.failure.message}) Import again when it is there, or say it by hand: retort stamp.`,
        ],
      };
    case "unrecorded":
      return {
        lines,
        notes: [
          ...notes,
          `${database.label} has no records of Prisma Migrate: nothing was marked as applied. If it holds their tables all the same: retort stamp head.`,
        ],
      };
    case "protected":
      return {
        lines,
        notes: [
          ...notes,
          `${database.name} is protected: what is applied there was not marked so. Import again and type its name (in scripts: --allow-protected ${database.name}).`,
        ],
      };
    case "stamped": {
      const { stamped, label } = database;
      const marked = `${dryRun ? "Would mark" : "Marked"} ${count(stamped.length, "revision")} as applied in ${label}.`;
      return { lines: [...lines, marked], notes: [...notes, ...database.notes] };
    }
  }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
