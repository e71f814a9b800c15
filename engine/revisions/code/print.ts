import { exportName } from "#engine/revisions/code/file.ts";
import { headerKeys, type HeaderKey } from "#engine/revisions/header.ts";
import type { Revision } from "#engine/revisions/revision.ts";

/** A new TypeScript revision, both ways to be written. What the revision holds of SQL has no place in it. */
export function printCodeRevision(revision: Revision): string {
  const message = revision.message.trim().replaceAll(/\s*[\r\n]+\s*/g, " ");
  const exported = headerKeys.flatMap((key) => {
    const value = valueOf(revision, key);
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

function valueOf(revision: Revision, key: HeaderKey): string | readonly string[] | null {
  switch (key) {
    case "Revision":
      return revision.id;
    case "Revises":
      return revision.parents;
    case "Created":
      return revision.created;
    case "Labels":
      return revision.labels;
    case "Depends on":
      return revision.dependsOn;
    case "Accepts loss":
      return revision.acceptsLoss;
    case "Replaces":
      return revision.replaces;
    case "Renames":
    case "Proof":
      // Of what SQL does, which this is not.
      return null;
  }
}
