import * as vscode from "vscode";

import { contextKeys } from "#client/ids.ts";
import { mergeableHeads, situationOf } from "#client/projects.ts";
import type { Store } from "#client/store.ts";

/** Keeps what `when` clauses ask in step with the store. */
export function watchContexts(store: Store): vscode.Disposable {
  const told = new Map<string, unknown>();
  const tell = (key: string, value: unknown) => {
    if (told.get(key) === value) return;
    told.set(key, value);
    void vscode.commands.executeCommand("setContext", key, value);
  };
  const update = () => {
    const { projects } = store;
    tell(contextKeys.situation, situationIn(store));
    tell(contextKeys.hasProject, projects.length > 0);
    tell(
      contextKeys.unrevised,
      projects.some(({ unrevised }) => unrevised.kind === "known" && unrevised.items.length > 0),
    );
    tell(
      contextKeys.drifted,
      projects.some(({ drift }) => drift.kind === "known" && drift.items.length > 0),
    );
    tell(
      contextKeys.halfDone,
      projects.some(({ revisions }) => revisions.some(({ stopped }) => stopped !== null)),
    );
    tell(
      contextKeys.hasDatabase,
      projects.some(({ databases }) => databases.some(({ connection }) => connection === "connected")),
    );
    tell(
      contextKeys.hasRevisions,
      projects.some(({ revisions }) => revisions.length > 0),
    );
    tell(
      contextKeys.severalHeads,
      projects.some((project) => mergeableHeads(project).length > 0),
    );
    tell(
      contextKeys.hasApplied,
      projects.some(({ databases }) => databases.some(({ current }) => (current?.length ?? 0) > 0)),
    );
  };
  update();
  return store.onDidChange(update);
}

function situationIn({ server, known, projects }: Store): string {
  if (server === "stopped") return "stopped";
  if (!known) return "starting";
  const [first, ...others] = projects;
  if (first === undefined) return "noModels";
  // Roots of several projects fill the views: no welcome view is shown.
  return others.length === 0 ? situationOf(first) : "ready";
}
