import * as vscode from "vscode";

import type { ProgressParams } from "#protocol/requests.ts";
import type { ProjectState } from "#protocol/state.ts";

export type ServerStatus = "starting" | "running" | "stopped";

/** The last that the server told: what every view draws. */
export interface Store {
  readonly projects: readonly ProjectState[];
  readonly server: ServerStatus;
  /** True once the server has told anything since it started. */
  readonly known: boolean;
  /** Work under way, by project. */
  readonly working: ReadonlyMap<string, ProgressParams>;
  project(folder: string): ProjectState | undefined;
  readonly onDidChange: vscode.Event<void>;
  readonly onDidProgress: vscode.Event<ProgressParams>;
  replace(projects: readonly ProjectState[]): void;
  progress(params: ProgressParams): void;
  serverIs(status: ServerStatus): void;
  dispose(): void;
}

export function createStore(): Store {
  const changed = new vscode.EventEmitter<void>();
  const progressed = new vscode.EventEmitter<ProgressParams>();
  const working = new Map<string, ProgressParams>();
  let projects: readonly ProjectState[] = [];
  let server: ServerStatus = "starting";
  let known = false;
  return {
    get projects() {
      return projects;
    },
    get server() {
      return server;
    },
    get known() {
      return known;
    },
    working,
    project: (folder) => projects.find(({ project }) => project === folder),
    onDidChange: changed.event,
    onDidProgress: progressed.event,
    replace(next) {
      // Trees keep their selection and scroll position better when nothing is drawn anew for nothing.
      if (known && JSON.stringify(next) === JSON.stringify(projects)) return;
      projects = next;
      known = true;
      changed.fire();
    },
    progress(params) {
      if (params.ended) working.delete(params.project);
      else working.set(params.project, params);
      progressed.fire(params);
    },
    serverIs(status) {
      if (status === server) return;
      server = status;
      working.clear();
      changed.fire();
    },
    dispose() {
      changed.dispose();
      progressed.dispose();
    },
  };
}
