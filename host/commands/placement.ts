import path from "node:path";

import { type NewRevision, placeRevision, type Revision } from "#engine/index.ts";
import type { CommandContext } from "#host/commands/context.ts";
import { graphFailure } from "#host/commands/graphFailure.ts";
import type { History } from "#host/commands/history.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import type { Project } from "#host/project.ts";
import { isWithin } from "#host/project/reach.ts";

/** Where a new revision is to stand; left out, on the one head. */
export interface PlacementOptions {
  /** Null: one is made up. */
  readonly id: string | null;
  /** Revision identifiers, as `--head` and `merge` take them. */
  readonly on?: readonly string[];
  /** Stand on revisions that have children already. */
  readonly splice?: boolean;
  readonly labels?: readonly string[];
  readonly dependsOn?: readonly string[];
  /** One of the project's folders of revisions, absolute; left out, that of the first parent. */
  readonly folder?: string;
}

export interface Place extends Pick<Revision, "id" | "parents" | "dependsOn" | "labels"> {
  /** The folder of revisions that its file goes into. */
  readonly folder: string;
}

/** Where a new revision stands, or why it can't: everything is refused here, before a file is written. */
export function place(
  context: CommandContext,
  history: History,
  { id, folder: wanted, ...rest }: PlacementOptions,
): Outcome<Place> {
  if (id !== null && Buffer.byteLength(id) > longestId) {
    return failed({
      code: "usage/revisionId",
      exit: 2,
      message: `A revision id of ${Buffer.byteLength(id)} bytes is too long: it is part of a file's name.`,
      unchanged: "No revision was written.",
      next: [`Give one of at most ${longestId} bytes: --rev-id ID.`],
    });
  }
  const asked: NewRevision = { ...rest, id: id ?? context.newId() };
  const { place: placed, problems } = placeRevision(history.graph, asked);
  if (placed) {
    const folder = folderFor(context.project, history, placed.parents, wanted ?? null);
    return folder.ok ? done({ ...placed, folder: folder.value }) : folder;
  }
  const refused = graphFailure(context, history, problems, "No revision was written.");
  if (!refused) throw new Error("a revision was not placed, and nobody said why");
  return refused;
}

/** File systems take names of 255 bytes, and the date and the message want to be in them too. */
const longestId = 150;

/** With one folder, that; with several, the one that was named or, as Alembic has it, that of the first parent. */
function folderFor(
  { root, revisionFolders }: Project,
  history: History,
  parents: readonly string[],
  wanted: string | null,
): Outcome<string> {
  const shown = (folder: string) => path.relative(root, folder) || folder;
  const refused = (message: string) =>
    failed({
      code: "usage/versionPath",
      exit: 2,
      message,
      details: revisionFolders.map(shown),
      unchanged: "No revision was written.",
      next: [`Name one of them: --version-path ${shown(revisionFolders[0])}.`],
    });
  if (wanted !== null) {
    const named = revisionFolders.find((folder) => path.resolve(folder) === path.resolve(wanted));
    return named === undefined
      ? refused(`Path ${shown(wanted)} is not represented in current version locations`)
      : done(named);
  }
  if (revisionFolders.length === 1) return done(revisionFolders[0]);
  const file = parents.map((id) => history.entries.get(id)?.file).find((known) => known !== undefined);
  const home = file === undefined ? undefined : innermost(revisionFolders, file);
  return home === undefined ? refused("Multiple version locations present, please specify --version-path") : done(home);
}

/** Of folders that lie within each other, the nearest around `file`. */
function innermost(folders: readonly string[], file: string): string | undefined {
  return folders.filter((folder) => isWithin(file, folder)).toSorted((a, b) => b.length - a.length)[0];
}
