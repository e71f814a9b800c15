import { exportName } from "#engine/revisions/code/file.ts";
import { headerKeys, headerValue, type HeaderKey } from "#engine/revisions/header.ts";
import type { Revision } from "#engine/revisions/revision.ts";

/** Headers about what SQL does: code has nothing to say there. */
const ofSqlAlone: ReadonlySet<HeaderKey> = new Set<HeaderKey>(["Renames", "Proof"]);

/** A new TypeScript revision, both ways to be written. What the revision holds of SQL has no place in it. */
export function printCodeRevision(revision: Revision): string {
  const message = revision.message.trim().replaceAll(/\s*[\r\n]+\s*/g, " ");
  const exported = headerKeys.flatMap((key) => {
    const value = ofSqlAlone.has(key) ? null : headerValue(revision, key);
    if (value === null || value.length === 0) return [];
    return [`export const ${exportName(key)} = ${JSON.stringify(value).replaceAll('","', '", "')};`];
  });
  return `${message === "" ? "" : `// ${message}\n\n`}import type { RevisionDatabase } from "retort-migrate";

${exported.join("\n")}

export async function upgrade(db: RevisionDatabase): Promise<void> {
  // await db.query("UPDATE tasks SET status = $1 WHERE status IS NULL", ["pending"]);
}

export async function downgrade(db: RevisionDatabase): Promise<void> {
}
`;
}
