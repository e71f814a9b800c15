import { views } from "#client/ids.ts";
import { withProgress } from "#client/progress.ts";
import type { Workbench } from "#client/workbench.ts";

/** Everything read anew, the database too. */
export async function refresh({ server, store }: Workbench): Promise<void> {
  if (store.server === "stopped") await server.restart();
  const project = store.projects[0]?.project ?? "";
  const states = await withProgress(
    store,
    { title: "Reading models, revisions and database", project, view: views.revisions },
    async (token) => await server.request("retort/refresh", { force: true }, token),
  );
  store.replace(states);
}
