import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { measured, type Row } from "#bench/table.ts";
import { buildGraph, type GraphNode, listHistory, planDowngrade, planUpgrade, selectRevisions } from "#engine/index.ts";
import { createHistoryReader } from "#host/commands/history.ts";
import { openProject } from "#host/project.ts";

/** A random graph of revisions: read from files, and asked the questions of every command. */
export async function benchGraph(count: number, runs: number): Promise<readonly Row[]> {
  const revisions = randomRevisions(count);
  const folder = await mkdtemp(path.join(tmpdir(), "retort-bench-"));
  try {
    await writeProject(folder, revisions);
    const project = await openProject(folder, { trusted: true, env: {} });
    if (!project.ok) throw new Error(project.failure.message);
    const read = async () => {
      const history = await createHistoryReader()(project.value);
      if (!history.ok || history.value.problems.length > 0) throw new Error("the history does not read");
      return history.value;
    };
    const reader = createHistoryReader();
    const { graph } = await read();
    const { rows } = planUpgrade(graph, [], "heads");
    return [
      await measured(`${count} revisions: read the files, parse, hash, build the graph`, Math.min(runs, 5), read),
      await measured("  the same where no file changed (the editor)", Math.min(runs, 5), () => reader(project.value)),
      await measured("  build the graph", runs, () => buildGraph(revisions)),
      await measured("  heads", runs, () => selectRevisions(graph, "heads")),
      await measured("  plan base → heads", runs, () => planUpgrade(graph, [], "heads")),
      await measured("  plan heads → base", runs, () => planDowngrade(graph, rows, "base")),
      await measured("  history", runs, () => listHistory(graph, null)),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Mostly one line, as histories are: now and then a fork, a merge, a new base, a label, a dependency on another branch. */
function randomRevisions(count: number): readonly GraphNode[] {
  const random = generator(count);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const heads: string[] = [];
  const revisions: GraphNode[] = [];
  for (let at = 0; at < count; at += 1) {
    const id = at.toString(16).padStart(12, "0");
    const parents = parentsOf();
    for (const parent of parents) if (heads.includes(parent)) heads.splice(heads.indexOf(parent), 1);
    const dependency = random() < 0.05 ? revisions[Math.floor(random() * at)]?.id : undefined;
    heads.push(id);
    revisions.push({
      id,
      parents,
      dependsOn: dependency === undefined || parents.includes(dependency) ? [] : [dependency],
      labels: random() < 0.01 ? [`label_${at}`] : [],
      place: null,
    });
  }
  return revisions;

  function parentsOf(): readonly string[] {
    if (heads.length === 0 || random() < 0.002) return [];
    if (heads.length > 1 && (random() < 0.04 || heads.length > 20))
      return [...new Set([pick(heads) ?? "", heads[0] ?? ""])];
    const inner = random() < 0.04 ? pick(revisions)?.id : undefined;
    return [inner ?? pick(heads) ?? ""];
  }
}

/** The same numbers on every run: mulberry32. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

async function writeProject(folder: string, revisions: readonly GraphNode[]): Promise<void> {
  const to = path.join(folder, "prisma", "revisions");
  await mkdir(to, { recursive: true });
  await writeFile(path.join(folder, "prisma", "schema.prisma"), 'datasource db {\n  provider = "postgresql"\n}\n');
  for (const { id, parents, dependsOn, labels } of revisions) {
    const headers = [
      `-- Revision: ${id}`,
      `-- Revises: ${parents.join(", ")}`,
      ...(dependsOn.length > 0 ? [`-- Depends on: ${dependsOn.join(", ")}`] : []),
      ...(labels.length > 0 ? [`-- Labels: ${labels.join(", ")}`] : []),
    ];
    const sql = `CREATE TABLE "t_${id}" ("id" INTEGER NOT NULL, "name" TEXT DEFAULT 'x');`;
    const body = `-- retort: upgrade\n${sql}\n\n-- retort: downgrade\n\\if false\nDROP TABLE "t_${id}";\n\\endif\n`;
    await writeFile(path.join(to, `${id}.sql`), `-- make ${id}\n--\n${headers.join("\n")}\n\n${body}`);
  }
}
