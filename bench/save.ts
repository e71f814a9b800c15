import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { modelsText } from "#bench/models.ts";
import { measured, type Row } from "#bench/table.ts";
import { diff, lowerModels, overlay, parseModels } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import { readFingerprint } from "#host/catalog/readFingerprint.ts";
import { generate } from "#host/commands/generate.ts";
import { run } from "#host/commands/run.ts";
import { openProject } from "#host/project.ts";
import { loadSqlParser } from "#host/sqlParser.ts";
import { projectState } from "#server/convert/state.ts";
import { diagnosticsOf } from "#server/diagnostics/diagnostics.ts";
import type { Evaluation } from "#server/evaluation.ts";
import { createProjectSession } from "#server/projectSession.ts";
import { sharedServer, withDatabase } from "#test/support/servers.ts";

/** Save → diagnostics, warm, with a PostgreSQL server connected: the whole, then its parts by themselves. */
export async function benchSave(models: number, runs: number): Promise<readonly Row[]> {
  const server = await sharedServer(18);
  return withDatabase(server, async (database) => {
    const folder = await mkdtemp(path.join(tmpdir(), "retort-bench-"));
    const schema = path.join(folder, "prisma", "schema.prisma");
    await mkdir(path.dirname(schema));
    await writeFile(schema, modelsText(models));
    const env = { DATABASE_URL: database.url };
    const project = await openProject(folder, { trusted: true, env });
    if (!project.ok) throw new Error(project.failure.message);
    let published: Evaluation | null = null;
    const session = createProjectSession(project.value, {
      active: null,
      env,
      trusted: () => true,
      parseSql: await loadSqlParser(),
      secret: () => Promise.resolve(null),
      report: () => undefined,
      log: () => undefined,
      complete: (opened) => opened,
      lint: () => [],
      publish: (evaluation) => {
        diagnosticsOf(evaluation, { prismaExtension: false });
        projectState(evaluation, { activeDatabase: null });
        published = evaluation;
      },
      fail: (_, failure) => {
        throw new Error(failure.message);
      },
    });
    try {
      await applyAll(session);
      let saves = 0;
      const whole = await measured(`save → diagnostics, ${models} models`, runs, async () => {
        saves += 1;
        await writeFile(schema, modelsText(models, { extraField: `extra${saves} Int?` }));
        await session.evaluate();
      });
      const evaluation = published as Evaluation | null;
      if (evaluation?.assessment.unrevised.kind !== "known") throw new Error("nothing was compared");
      const text = modelsText(models, { extraField: "another Int?" });
      const { value: document } = parseModels(schema, text);
      const lowered = lowerModels([document], { defaultSchema: "public" });
      const { from } = evaluation.assessment.unrevised;
      const connection = await database.connect();
      const parts = [
        await measured("  parse", runs, () => parseModels(schema, text)),
        await measured("  lower", runs, () => lowerModels([document], { defaultSchema: "public" })),
        await measured("  overlay and diff", runs, () =>
          diff(from, overlay(lowered.schema, from, { partialIndexes: false })),
        ),
        await measured("  fingerprint (nothing changed: all that is read)", runs, () => readFingerprint(connection)),
        await measured("  catalog (when it changed)", runs, () => readCatalog(connection, { schemas: ["public"] })),
        await measured("  publish", runs, () => {
          diagnosticsOf(evaluation, { prismaExtension: false });
          projectState(evaluation, { activeDatabase: null });
        }),
      ];
      return [whole, ...parts];
    } finally {
      await session.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
}

async function applyAll(session: ReturnType<typeof createProjectSession>): Promise<void> {
  const opened = await session.open({ report: () => undefined, signal: null });
  if (!opened.ok) throw new Error(opened.failure.message);
  const { context, models, history } = opened.value;
  const options = {
    message: "all",
    renames: [],
    refusedRenames: "all",
    fills: [],
    reorderEnums: false,
    evenIfPending: false,
    id: null,
  } as const;
  const generated = await generate(context, models, history, options);
  if (!generated.ok) throw new Error(generated.failure.message);
  const renewed = await session.open({ report: () => undefined, signal: null });
  if (!renewed.ok) throw new Error(renewed.failure.message);
  const ran = await run(renewed.value.context, renewed.value.history, {
    direction: "upgrade",
    target: "head",
    acceptLosses: false,
    allowProtected: null,
    expected: null,
  });
  if (!ran.ok) throw new Error([ran.failure.message, ...ran.failure.details].join("\n"));
  await session.evaluate();
}
