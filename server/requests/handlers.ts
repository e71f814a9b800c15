import type { RequestHandlers } from "#protocol/requests.ts";
import { check, history, sql } from "#server/requests/documents.ts";
import { adopt, describeRestore, pull, restore } from "#server/requests/drift.ts";
import { generateRevision, writeNewRevision } from "#server/requests/generate.ts";
import { resolveRevision, resumeRevision } from "#server/requests/halfDone.ts";
import { importMigrations, initialize, stampRows } from "#server/requests/initialize.ts";
import { mend } from "#server/requests/mend.ts";
import { describeMerge, writeMergeRevision } from "#server/requests/merge.ts";
import { proveRevision } from "#server/requests/prove.ts";
import { modelsText } from "#server/requests/models.ts";
import { createRuns } from "#server/requests/runs.ts";
import type { Workspace } from "#server/workspace.ts";

/** One handler a method. `opened` answers the workspace, which exists once the client has initialized. */
export function requestHandlers(opened: () => Workspace): RequestHandlers {
  const runs = createRuns(opened);
  return {
    "retort/refresh": () => opened().refresh(),
    "retort/generate": (params) => generateRevision(opened(), params),
    "retort/newRevision": (params) => writeNewRevision(opened(), params),
    "retort/planMerge": (params) => describeMerge(opened(), params),
    "retort/merge": (params) => writeMergeRevision(opened(), params),
    "retort/prove": (params) => proveRevision(opened(), params),
    "retort/plan": (params) => runs.plan(params),
    "retort/run": (params, token) => runs.run(params, token),
    "retort/cancelRun": ({ project }) => runs.cancel(project),
    "retort/stamp": (params) => stampRows(opened(), params),
    "retort/pull": (params) => pull(opened(), params),
    "retort/adopt": (params) => adopt(opened(), params),
    "retort/planRestore": (params) => describeRestore(opened(), params),
    "retort/restore": (params) => restore(opened(), params),
    "retort/resume": (params) => resumeRevision(opened(), params),
    "retort/resolve": (params) => resolveRevision(opened(), params),
    "retort/mend": (params) => mend(opened(), params),
    "retort/check": ({ project }) => check(opened(), project),
    "retort/history": ({ project }) => history(opened(), project),
    "retort/models": (params) => modelsText(opened(), params),
    "retort/sql": (params) => sql(opened(), params),
    "retort/initialize": (params) => initialize(opened(), params),
    "retort/importPrisma": (params) => importMigrations(opened(), params),
    "retort/activateDatabase": async ({ project, database }) => {
      const session = await opened().session(project);
      if (session) {
        session.activate(database);
        await opened().evaluate(session);
      }
      return { kind: "written", uri: null, message: `${database} is active.`, warnings: [] };
    },
  };
}
