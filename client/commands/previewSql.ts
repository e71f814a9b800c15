import { chooseProject } from "#client/projects.ts";
import type { Workbench } from "#client/workbench.ts";
import type { SqlParams } from "#protocol/requests.ts";
import type { CommandArgument } from "#protocol/settings.ts";
import type { ProjectState } from "#protocol/state.ts";

/** The SQL of what a code lens or a tree item names; from the palette, of what is unrevised. */
export async function previewSql(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  const chosen = await chooseProject(workbench.store, argument, "Preview SQL");
  if (!chosen) return;
  const what = argument?.what ?? whatOf(argument?.target);
  await workbench.documents.show({ kind: "sql", project: chosen.project, what, title: titleOf(chosen, what) });
}

/** The SQL that a migration generated now would hold. */
export async function previewUnrevised(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  await previewSql(workbench, argument && { project: argument.project, what: { kind: "unrevised" } });
}

function whatOf(target: string | undefined): SqlParams["what"] {
  return target === undefined ? { kind: "unrevised" } : { kind: "revision", id: target, direction: "upgrade" };
}

function titleOf({ name, revisions }: ProjectState, what: SqlParams["what"]): string {
  switch (what.kind) {
    case "unrevised":
      return `Unrevised changes of ${name}`;
    case "dryRun":
      return `Dry run of ${what.direction} to ${shortTarget(what.target)}`;
    case "drifted":
      return `${what.object ?? name} ${what.side}`;
    case "restore":
      return `Restore ${name} from drift`;
    case "stored":
      return `${revisions.find(({ id }) => id === what.id)?.shortId ?? what.id} as applied`;
    case "revision": {
      const short = revisions.find(({ id }) => id === what.id)?.shortId ?? what.id;
      return `${what.direction === "upgrade" ? "Upgrade" : "Downgrade"} ${short}`;
    }
  }
}

/** `3f2a9c1b7d04@head` and the like, ids short. */
function shortTarget(target: string): string {
  return target.replaceAll(/\b[0-9a-f]{12}\b/g, (id) => id.slice(0, 7));
}
