import assert from "node:assert/strict";

import { type CommandLine, withCommandLine } from "#test/support/commandLine.ts";
import { installedMajors, sharedServer, withDatabase } from "#test/support/servers.ts";

const revisions = [
  { id: "a", up: "CREATE TABLE tasks (id int PRIMARY KEY);" },
  {
    id: "b",
    parents: ["a"],
    up: `ALTER TABLE tasks ADD COLUMN note text, ADD COLUMN "odd, name" text, ADD COLUMN empty text;`,
    down: `ALTER TABLE tasks DROP COLUMN note, DROP COLUMN "odd, name", DROP COLUMN empty;`,
  },
];

for (const major of installedMajors()) {
  describe(`Accepts loss, by the command line, on PostgreSQL ${major}`, function () {
    this.timeout(120_000);

    it("is consent for exactly the objects it names; the others are told, and refused", async () =>
      withDatabase(await sharedServer(major), (database) =>
        withCommandLine(
          revisions,
          async (project) => {
            assert.equal((await project.retort("upgrade", "head")).code, 0);
            const connection = await database.connect();
            await connection.rows(`INSERT INTO tasks (id, note, "odd, name") VALUES (1, 'x', 'y'), (2, 'z', NULL)`);

            for (const accepted of ["", "tasks.nota", "tasks", "tasks.note, tasks.empty", `other.tasks."odd, name"`]) {
              await accepts(project, accepted);
              const said = await project.retort("downgrade", "-1");
              assert.equal(said.code, 3, `${accepted}: ${said.stdout}`);
              assert.match(said.stderr, /tasks\."?odd, name"?: 1 value/);
              assert.equal(/tasks\.note: 2 values/.test(said.stderr), !accepted.includes("tasks.note"), said.stderr);
            }
            await accepts(project, "");
            const told = /-- Accepts loss: (.*)$/m.exec((await project.retort("downgrade", "-1")).stderr)?.[1];
            assert.equal(told, `tasks.note, tasks."odd, name"`);
            for (const accepted of [told, `"tasks"."note" , tasks . "odd, name"`]) {
              await accepts(project, accepted);
              const down = await project.retort("downgrade", "-1");
              assert.equal(down.code, 0, down.stderr);
              assert.equal((await project.retort("upgrade", "head")).code, 0);
              await connection.rows(`UPDATE tasks SET note = 'x', "odd, name" = 'y'`);
            }
          },
          { url: database.url },
        ),
      ));
  });
}

/** Writes what a reviewer accepted into the header of the newest revision. */
async function accepts(project: CommandLine, objects: string): Promise<void> {
  const file = "prisma/revisions/00001_b.sql";
  const text = (await project.read(file)).replace(/^-- Accepts loss:.*\n/m, "");
  const line = objects === "" ? "" : `-- Accepts loss: ${objects}\n`;
  await project.write(file, text.replace(/^-- Revision:/m, `${line}-- Revision:`));
}
