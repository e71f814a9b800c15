import { provider } from "#demo/models.ts";
import type { Connection } from "#host/connection.ts";
import { revision } from "#test/support/revisionProject.ts";
import { type EditorOnFolder, withEditor } from "#test/server/editor.ts";
import { withFolder } from "#test/support/folder.ts";
import { type Major, sharedServer, withDatabase } from "#test/support/servers.ts";

/** The revision that makes what the models of `onTaskFolder` ask for. */
export const makeTasks = revision(
  "aaaaaaaaaaaa",
  "",
  'CREATE TABLE "tasks" ("id" int PRIMARY KEY, "note" text);',
  'DROP TABLE "tasks";',
);

/** Where that revision lies, from the folder. */
export const makeTasksFile = "prisma/revisions/make.sql";

const models = `${provider('env("DATABASE_URL")')}
model Task {
  id   Int     @id
  note String?

  @@map("tasks")
}
`;

/** An editor on a folder with one model, one revision that reads `text`, and a database of its own where nothing ran yet. */
export async function onTaskFolder(
  text: string,
  work: (editor: EditorOnFolder, folder: string, connection: Connection) => Promise<void>,
  { major = 18 }: { readonly major?: Major } = {},
): Promise<void> {
  await withDatabase(await sharedServer(major), (database) =>
    withFolder({ ".git/": "", "prisma/schema.prisma": models, [makeTasksFile]: text }, (folder) =>
      withEditor(folder, { env: { DATABASE_URL: database.url } }, async (editor) => {
        await work(editor, folder, await database.connect());
      }),
    ),
  );
}
