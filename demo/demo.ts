import path from "node:path";

import { createDemoProject } from "#demo/project.ts";
import { playScenario } from "#demo/scenario.ts";
import { openEmbedded } from "#host/embedded/openEmbedded.ts";

/**
 * `npm run demo`: the scenario on the embedded database. Nothing needs to be installed; the folder it plays in is removed
 * at the end. Every command is shown as it was typed, with what it answered.
 */
const started = performance.now();
const project = await createDemoProject({
  url: "",
  env: {},
  heard: (args, { code, stdout, stderr }) => {
    const shown = args.filter((arg) => arg !== "--json").map((arg) => (arg.includes(" ") ? `"${arg}"` : arg));
    console.log(`\n$ retort ${shown.join(" ")}${code === 0 ? "" : `    (exit ${code})`}`);
    const text = args.includes("--json") ? "" : `${stderr}${stdout}`.trimEnd();
    if (text !== "") console.log(text.replace(/^/gm, "  "));
  },
});

try {
  await project.retort("init", "--embedded");
  const world = project.world(
    async () => {
      const database = openEmbedded({
        name: "demo",
        owner: "the demo",
        folder: path.join(project.folder, ".retort", "database"),
      });
      const connected = await database.connect();
      if (!connected.ok) throw new Error(connected.failure.message);
      const connection = connected.value;
      return {
        ...connection,
        close: async () => {
          await connection.close();
          await database.close();
        },
      };
    },
    (title) => {
      console.log(`\n── ${title}`);
    },
  );
  const shown = {
    ...world,
    readRevision: async (id: string) => {
      const text = await world.readRevision(id);
      console.log(text.trimEnd().replace(/^/gm, "  │ "));
      return text;
    },
  };
  const ids = await playScenario(shown);
  console.log("\n── The tree");
  await project.retort("history", "--indicate-current");
  console.log(
    `\nDone: ${ids.length} revisions up, down and up again in ${((performance.now() - started) / 1000).toFixed(1)} s.`,
  );
} finally {
  await project.remove();
}
