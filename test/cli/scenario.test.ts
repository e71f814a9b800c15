import assert from "node:assert/strict";
import path from "node:path";

import { createDemoProject, type DemoProject } from "#demo/project.ts";
import { playScenario } from "#demo/scenario.ts";
import { openEmbedded } from "#host/embedded/openEmbedded.ts";
import { sharedServer, withDatabase } from "#test/support/servers.ts";

/** The password must reach no output of any command. */
const password = "correct horse";

describe("the scenario, by the command line as built", () => {
  for (const major of [15, 18] as const) {
    it(`on PostgreSQL ${major}, over TCP with a password`, async function () {
      this.timeout(240_000);
      const server = await sharedServer(major, { tcp: true });
      await withDatabase(server, async (database) => {
        const said: string[] = [];
        const project = await createDemoProject({
          url: 'env("DATABASE_URL")',
          env: { DATABASE_URL: database.url },
          heard: (_, { stdout, stderr }) => said.push(stdout, stderr),
        });
        await played(project, () =>
          playScenario(
            project.world(
              () => database.connect(),
              () => undefined,
            ),
          ),
        );
        const told = said.join("\n");
        assert.ok(!told.includes(password) && !told.includes(encodeURIComponent(password)), "a password was printed");
      });
    });
  }

  it("on the embedded database", async function () {
    this.timeout(240_000);
    const project = await createDemoProject({ url: "", env: {} });
    await played(project, async () => {
      const init = await project.retort("init", "--embedded");
      assert.equal(init.code, 0, init.stderr);
      return playScenario(
        project.world(
          () => openFolder(project),
          () => undefined,
        ),
      );
    });
  });
});

async function played(project: DemoProject, play: () => Promise<readonly string[]>): Promise<void> {
  try {
    assert.equal((await play()).length, 6);
  } finally {
    await project.remove();
  }
}

/** A connection that lets the folder go again when it closes, for the next command to open. */
async function openFolder(project: DemoProject) {
  const folder = path.join(project.folder, ".retort", "database");
  const database = openEmbedded({ name: "test", folder, owner: "the scenario's test" });
  const connected = await database.connect();
  assert.ok(connected.ok, connected.ok ? "" : connected.failure.message);
  const connection = connected.value;
  return {
    ...connection,
    close: async () => {
      await connection.close();
      await database.close();
    },
  };
}
