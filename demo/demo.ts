import { readFileSync } from "node:fs";
import path from "node:path";

import { createDemoProject } from "#demo/project.ts";
import { playScenario } from "#demo/scenario.ts";
import { drawTree } from "#demo/tree.ts";
import { openEmbedded } from "#host/embedded/openEmbedded.ts";

/**
 * `npm run demo`: the scenario on the embedded database. Nothing needs to be installed; the folder it plays in is removed
 * at the end. Every command is shown as it was typed, with what it answered, and every revision as its file has it.
 */
const started = performance.now();
const project = await createDemoProject({
  url: "",
  env: {},
  heard: (args, { code, stdout, stderr }) => {
    const shown = args.filter((arg) => arg !== "--json").map((arg) => (arg.includes(" ") ? `"${arg}"` : arg));
    console.log(`\n$ retort ${shown.join(" ")}${code === 0 ? "" : `    (exit ${code})`}`);
    const text = args.includes("--json") ? "" : `${stderr}${stdout}`.trimEnd();
    if (text !== "") console.log(indented(text, "  "));
    if (args.includes("--autogenerate") && code === 0) showFile((JSON.parse(stdout) as { readonly file: string }).file);
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
  const ids = await playScenario({
    ...world,
    writeRevision: async (id, text) => {
      await world.writeRevision(id, text);
      console.log(indented(text.trimEnd(), "  │ "));
    },
    sql: async (text) => {
      console.log(`\n${indented(text.replaceAll(/^ {5}/gm, ""), "  sql> ")}`);
      const rows = await world.sql(text);
      for (const row of rows) console.log(`  ${row.map(String).join(" | ")}`);
      return rows;
    },
  });
  console.log(`\n── The tree\n\n${indented(await drawTree(project.runSilently), "  ")}`);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`\nDone: ${ids.length} revisions up, down and up again in ${seconds} s.`);
} finally {
  await project.remove();
}

function showFile(file: string): void {
  console.log(indented(readFileSync(file, "utf8").trimEnd(), "  │ "));
}

function indented(text: string, by: string): string {
  return text.replaceAll(/^/gm, by);
}
