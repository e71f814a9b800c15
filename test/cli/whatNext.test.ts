import assert from "node:assert/strict";

import { sharedServer, withDatabase } from "#test/support/servers.ts";
import { withCommandLine } from "#test/support/commandLine.ts";

/** Whoever is told that something was found, or that nothing was done, is told what to do about it. */
describe("what the command line offers next", function () {
  this.timeout(120_000);

  it("init names the ways to begin, and said again that all is there", () =>
    withCommandLine([], async (project) => {
      await project.retort("init");
      const again = await project.retort("init");
      assert.deepEqual([again.code, again.stdout], [0, "Everything was there already."]);
      assert.match(
        again.stderr,
        /→ Make the models a revision: retort revision --autogenerate .*\n→ .*retort import prisma/,
      );
      const json = await project.retort("init", "--json");
      assert.equal(json.stderr, "");
    }));

  it("a type of an extension that the models do not list: where it may come from, and no talk of a fault of ours", () =>
    withCommandLine([], async (project) => {
      const models = 'datasource db {\n  provider = "postgresql"\n}\nmodel one {\n  id String @id @db.Citext\n}\n';
      await project.write("prisma/schema.prisma", models);
      const said = await project.retort("revision", "--autogenerate", "-m", "one");
      assert.equal(said.code, 3);
      assert.match(said.stderr, /type "citext" does not exist[^]*→ .*shadow\.setup/);
      assert.doesNotMatch(said.stderr, /fault of Retort/);
    }));

  it("an upgrade without any revision, unrevised models and drift", async () => {
    await withDatabase(await sharedServer(18), (database) =>
      withCommandLine(
        [],
        async (project) => {
          const models = (fields: string) =>
            `datasource db {\n  provider = "postgresql"\n  url = ${JSON.stringify(database.url)}\n}\n${fields}`;
          await project.write("prisma/schema.prisma", models("model one {\n  id Int @id\n}\n"));
          const nothing = await project.retort("upgrade", "head");
          assert.deepEqual([nothing.code, nothing.stdout], [0, "Nothing to run: there are no revisions yet."]);
          assert.match(nothing.stderr, /→ Make the models a revision/);

          const unrevised = await project.retort("check");
          assert.match(unrevised.stderr, /→ Make it a revision: retort revision --autogenerate/);
          assert.equal((await project.retort("revision", "--autogenerate", "-m", "one")).code, 0);
          assert.equal((await project.retort("upgrade", "head")).code, 0);

          const connection = await database.connect();
          await connection.query("ALTER TABLE one ADD COLUMN note text");
          for (const command of ["check", "drift"]) {
            const drifted = await project.retort(command);
            assert.equal(drifted.code, 1);
            assert.match(drifted.stderr, /→ Bring the database back: retort restore\. .*retort adopt/);
          }
          assert.doesNotMatch((await project.retort("drift", "--json")).stderr, /→/);
          const wrong = await project.retort("restore", "two");
          assert.match(wrong.stderr, /two did not drift\.\n {2}What did: one\.note\./);
        },
        { url: database.url },
      ),
    );
  });
});
