import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

import { createDemoProject } from "#demo/project.ts";
import type { Connection } from "#host/connection.ts";
import { type Major, sharedServer, withDatabase } from "#test/support/servers.ts";

/** The built command line; all it printed. It must end with exit code 0, or with the one that is named. */
export type Retort = (...args: readonly (string | { readonly exit: number })[]) => Promise<string>;

/** A project with revision files and an empty database of its own. */
export async function onProject(
  major: Major,
  revisions: Readonly<Record<string, string>>,
  work: (retort: Retort, connection: Connection, folder: string, url: string) => Promise<void>,
): Promise<void> {
  await withDatabase(await sharedServer(major), async (database) => {
    const project = await createDemoProject({ url: 'env("DATABASE_URL")', env: { DATABASE_URL: database.url } });
    try {
      const folder = path.join(project.folder, "prisma/revisions");
      await mkdir(folder, { recursive: true });
      for (const [name, text] of Object.entries(revisions)) await writeFile(path.join(folder, name), text);
      const retort: Retort = async (...args) => {
        const words = args.filter((arg) => typeof arg === "string");
        const exit = args.find((arg) => typeof arg === "object")?.exit ?? 0;
        const { code, stdout, stderr } = await project.retort(...words);
        assert.equal(code, exit, `${words.join(" ")}\n${stdout}${stderr}`);
        return stdout + stderr;
      };
      await work(retort, await database.connect(), folder, database.url);
    } finally {
      await project.remove();
    }
  });
}

/** The text of a revision file. */
export function revision(id: string, parent: string, up: string, down: string): string {
  return `-- ${id}
--
-- Revision: ${id}
${parent === "" ? "" : `-- Revises: ${parent}\n`}
-- retort: upgrade
${up}

-- retort: downgrade
\\if false
${down}
\\endif
`;
}
