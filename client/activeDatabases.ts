import type * as vscode from "vscode";

/** The database that somebody chose for a project in this workspace: it is the active one in the next window too. */
export interface ActiveDatabases {
  /** By project folder. */
  all(): Readonly<Record<string, string>>;
  choose(project: string, database: string): Promise<void>;
  /** After this the configuration decides again. */
  forget(project: string): Promise<void>;
}

export function createActiveDatabases({ workspaceState }: vscode.ExtensionContext): ActiveDatabases {
  const all = () => workspaceState.get<Readonly<Record<string, string>>>(key, {});
  return {
    all,
    async choose(project, database) {
      await workspaceState.update(key, { ...all(), [project]: database });
    },
    async forget(project) {
      const others = Object.entries(all()).filter(([name]) => name !== project);
      await workspaceState.update(key, Object.fromEntries(others));
    },
  };
}

const key = "retort.activeDatabases";
