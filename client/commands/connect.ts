import * as vscode from "vscode";

import { openConfiguration } from "#client/commands/openConfiguration.ts";
import { useEmbedded } from "#client/commands/useEmbedded.ts";
import { showFailure } from "#client/failures.ts";
import { views } from "#client/ids.ts";
import { withProgress } from "#client/progress.ts";
import { chooseProject } from "#client/projects.ts";
import type { Workbench } from "#client/workbench.ts";
import type { CommandArgument } from "#protocol/settings.ts";
import type { ProjectState } from "#protocol/state.ts";

/** Chooses what Retort is connected to: a URL that VS Code keeps, the embedded database, or what retort.json says. */
export async function connect(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  const project = await chooseProject(workbench.store, argument, "Connect");
  if (!project) return;
  const place = { project: project.project };
  const picked = await vscode.window.showQuickPick(
    [
      {
        label: "$(plug) Enter a database URL…",
        detail: "Kept in VS Code's secret storage: never in a file, never in settings.",
        run: () => enterUrl(workbench, project),
      },
      {
        label: "$(package) Use the embedded database",
        detail: "PostgreSQL inside VS Code, in .retort/database. Nothing to install.",
        run: () => useEmbedded(workbench, place),
      },
      {
        label: "$(go-to-file) Open retort.json",
        detail: "Several databases, URLs from environment variables, protected ones.",
        run: () => openConfiguration(workbench, place),
      },
    ],
    { title: "Connect", placeHolder: `Which database is ${project.name} about?` },
  );
  await picked?.run();
}

async function enterUrl(workbench: Workbench, { project, databases }: ProjectState): Promise<void> {
  const { server, store, secrets, active } = workbench;
  const unnamed = databases.find(({ connection }) => connection === "not configured")?.name;
  const database = await vscode.window.showInputBox({
    title: "Connect (1 of 2)",
    prompt: "A short name for this database, for the status bar and the tree.",
    value: unnamed ?? "dev",
    ignoreFocusOut: true,
    validateInput: (text) => (/^[\w-]+$/.test(text.trim()) ? null : "Letters, digits, - and _ only."),
  });
  if (database === undefined) return;
  const place = { project, database: database.trim() };
  const url = await vscode.window.showInputBox({
    title: "Connect (2 of 2)",
    prompt: "postgresql://user:password@host:5432/database",
    password: true,
    ignoreFocusOut: true,
    validateInput: problemOfUrl,
  });
  if (url === undefined) return;
  await secrets.keep(place, url.trim());
  await active.choose(project, place.database);
  // The server learns which databases have a kept URL when it starts.
  const result = await withProgress(
    store,
    { title: `Connecting to ${place.database}`, project, view: views.databases },
    async (token) => {
      await server.restart();
      return await server.request("retort/activateDatabase", place, token);
    },
  );
  if (result.kind === "failed") showFailure(workbench, result.failure);
}

/** Null where PostgreSQL's client understands it. */
export function problemOfUrl(text: string): string | null {
  const url = text.trim();
  if (/^prisma(\+postgres)?:/.test(url)) return "Prisma Accelerate cannot run migrations: use the direct URL.";
  if (!/^postgres(ql)?:\/\//.test(url)) return "A PostgreSQL URL begins with postgresql://";
  return URL.canParse(url)
    ? null
    : "This URL cannot be read: special characters in a password are written as %40 and the like.";
}
