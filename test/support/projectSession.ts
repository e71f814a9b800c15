import assert from "node:assert/strict";

import { openProject, type Project } from "#host/project.ts";
import { loadSqlParser } from "#host/sqlParser.ts";
import { createProjectSession, type ProjectSession, type SessionWorld } from "#server/projectSession.ts";

/** An editor's session on the project in a folder, in a world where nobody answers or listens but as `world` says. */
export async function withProjectSession<T>(
  folder: string,
  world: Partial<Omit<SessionWorld, "env">> & { readonly env?: Readonly<Record<string, string>> },
  work: (session: ProjectSession) => Promise<T>,
): Promise<T> {
  const project = await openProject(folder, { trusted: true, env: world.env ?? {} });
  assert.ok(project.ok, project.ok ? "" : project.failure.message);
  const session = await openProjectSession(project.value, world);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** The same on a project that is opened already; whoever asks for it closes it. */
export async function openProjectSession(project: Project, world: Partial<SessionWorld>): Promise<ProjectSession> {
  return createProjectSession(project, { ...quietWorld, parseSql: await loadSqlParser(), ...world });
}

const quietWorld: Omit<SessionWorld, "parseSql"> = {
  active: null,
  env: {},
  trusted: () => true,
  secret: () => Promise.resolve(null),
  report: () => undefined,
  log: () => undefined,
  complete: (opened) => opened,
  lint: () => [],
  publish: () => undefined,
  fail: (_, failure) => {
    throw new Error(failure.message);
  },
};
