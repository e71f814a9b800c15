import type { Failure } from "#host/failure.ts";
import type { Project } from "#host/project.ts";
import type { ProjectState } from "#protocol/state.ts";

/** A project that could not be evaluated at all: everything about it is unknown, and it says why. */
export function failedState(project: Project, failure: Failure): ProjectState {
  const unknown = { kind: "unknown", reason: failure.message, failure: null } as const;
  return {
    project: project.root,
    name: project.name,
    models: null,
    revisions: [],
    historyProblems: [failure.message],
    unrevised: unknown,
    drift: unknown,
    databases: [],
    status: { database: null, kind: "unknown", text: "unknown", tooltip: failure.message },
  };
}
