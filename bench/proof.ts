import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

import { withPrepared } from "#bench/prepared.ts";
import { measured, type Row, rowOf } from "#bench/table.ts";
import { readEntry, withEntry } from "#host/commands/history.ts";
import { prove } from "#host/proof/prove.ts";
import { createShadow } from "#host/shadow/createShadow.ts";

/** The proof of a revision that adds a column, warm: up, down, up again, three catalogs read and compared. */
export function benchProof(models: number, runs: number): Promise<readonly Row[]> {
  return withPrepared(models, async (prepared) => {
    const session = await prepared.session();
    try {
      const opened = await session.open({ report: () => undefined, signal: null });
      if (!opened.ok) throw new Error(opened.failure.message);
      const { context } = opened.value;
      let { history } = opened.value;
      let revisions = 0;
      /** One more revision on the last one, as somebody generates it; or the last one again, in another text. */
      const next = async (how: "further" | "edited") => {
        revisions += 1;
        const on = how === "further" ? history : below;
        const { value: entry } = readEntry(`${revisions}.sql`, revisionText(revisions, on.graph.heads));
        if (!entry) throw new Error("the revision does not parse");
        below = on;
        history = withEntry(on, entry);
        const result = await prove(context, history, entry, { target: null });
        if (result.kind !== "proved") throw new Error(JSON.stringify(result));
      };
      let below = history;
      const rows = [
        await measured(`proof of a one-column revision, ${models} tables`, runs, () => next("further")),
        await measured("  of the same, edited", runs, () => next("edited")),
      ];
      return rows.map((row) => ({ ...row, cpu: null }));
    } finally {
      await session.close();
    }
  });
}

/** From nothing to the first answer, and what its process holds: while it answers, and when nobody asks any more. */
export async function benchShadow(): Promise<readonly Row[]> {
  const options = { home: "public", schemas: ["public"], exclude: [], setup: null };
  const starts: number[] = [];
  let active = 0;
  for (let i = 0; i < 5; i++) {
    const shadow = createShadow({ idleMs: 500 });
    const start = performance.now();
    const answer = await shadow.replay([], options);
    starts.push(performance.now() - start);
    if (!answer.ok) throw new Error(answer.failure.message);
    active = Math.max(active, childMemory());
    await shadow.close();
  }
  const shadow = createShadow({ idleMs: 500 });
  await shadow.replay([], options);
  await sleep(1500);
  const idle = childMemory();
  await shadow.close();
  const memory = (what: string, mebibytes: number): Row => ({ ...rowOf(what, [mebibytes]), runs: 1 });
  return [
    rowOf("shadow: cold start to the first answer", starts),
    memory("  memory of its process, active (MiB)", active),
    memory("  the same, idle (MiB)", idle),
  ];
}

/** The memory of this process's children, in MiB. */
function childMemory(): number {
  const lines = execFileSync("ps", ["-o", "rss=,args=", "--ppid", String(process.pid)], { encoding: "utf8" }).split(
    "\n",
  );
  const own = lines.filter((line) => line.includes("pgliteProcess") || line.includes("pglite.cjs"));
  return own.reduce((sum, line) => sum + Number.parseInt(line.trim(), 10) / 1024, 0);
}

function revisionText(number: number, on: readonly string[]): string {
  return [
    `-- Revision: r${number}`,
    `-- Revises: ${on.join(", ")}`,
    "",
    "-- retort: upgrade",
    `ALTER TABLE "model_0" ADD COLUMN "extra${number}" INTEGER;`,
    "-- retort: downgrade",
    "\\if false",
    `ALTER TABLE "model_0" DROP COLUMN "extra${number}";`,
    "\\endif",
  ].join("\n");
}
