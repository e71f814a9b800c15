import { exportName } from "#engine/revisions/code/file.ts";
import { headerKeys, headerValue, type HeaderKey } from "#engine/revisions/header.ts";
import type { Revision } from "#engine/revisions/revision.ts";

/** Headers about what SQL does: code has nothing to say there. */
const ofSqlAlone: ReadonlySet<HeaderKey> = new Set<HeaderKey>(["Renames", "Proof"]);

/** Where a new revision has the type of its database from: our package, or where a project has not got it, the file itself. */
export type CodeTypes = "package" | "inline";

const typesOf: Readonly<Record<CodeTypes, string>> = {
  package: 'import type { RevisionDatabase } from "retort-migrate";',
  inline: `/** What Retort hands over; the package has it too: import type { RevisionDatabase } from "retort-migrate" */
interface RevisionDatabase {
  readonly tag: string | null;
  query<Row extends Record<string, unknown> = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<{ readonly rows: readonly Row[]; readonly rowCount: number }>;
  batches(
    work: (db: Pick<RevisionDatabase, "query">) => Promise<number>,
    options?: { readonly total?: number },
  ): Promise<number>;
  progress(done: number, total?: number): void;
}`,
};

/** A new TypeScript revision, both ways to be written. What the revision holds of SQL has no place in it. */
export function printCodeRevision(
  revision: Revision,
  { types = "package" }: { readonly types?: CodeTypes } = {},
): string {
  const message = revision.message.trim().replaceAll(/\s*[\r\n]+\s*/g, " ");
  const exported = headerKeys.flatMap((key) => {
    const value = ofSqlAlone.has(key) ? null : headerValue(revision, key);
    if (value === null || value.length === 0) return [];
    return [`export const ${exportName(key)} = ${JSON.stringify(value).replaceAll('","', '", "')};`];
  });
  return `${message === "" ? "" : `// ${message}\n\n`}${types === "package" ? `${typesOf.package}\n\n` : ""}${exported.join("\n")}

export async function upgrade(db: RevisionDatabase): Promise<void> {
  // await db.query("UPDATE tasks SET status = $1 WHERE status IS NULL", ["pending"]);
}

export async function downgrade(db: RevisionDatabase): Promise<void> {
}
${types === "inline" ? `\n${typesOf.inline}\n` : ""}`;
}
