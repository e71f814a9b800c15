import { writeFile } from "node:fs/promises";

import { modelsText } from "#bench/models.ts";
import { withPrepared } from "#bench/prepared.ts";
import { measured, type Row } from "#bench/table.ts";
import { diff, lowerModels, overlay, parseModels } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import { readFingerprint } from "#host/catalog/readFingerprint.ts";
import { projectState } from "#server/convert/state.ts";
import { diagnosticsOf } from "#server/diagnostics/diagnostics.ts";
import type { Evaluation } from "#server/evaluation.ts";

/** Save → diagnostics, warm, with a PostgreSQL server connected: the whole, then its parts by themselves. */
export function benchSave(models: number, runs: number): Promise<readonly Row[]> {
  return withPrepared(models, async (prepared) => {
    const { schema, database } = prepared;
    let published: Evaluation | null = null;
    const publish = (evaluation: Evaluation) => {
      diagnosticsOf(evaluation, { prismaExtension: false });
      projectState(evaluation, { activeDatabase: null });
      published = evaluation;
    };
    const session = await prepared.session({ publish });
    try {
      let saves = 0;
      const save = async () => {
        saves += 1;
        await writeFile(schema, modelsText(models, { extraField: `extra${saves} Int?` }));
        await session.evaluate();
      };
      await save();
      const whole = await measured(`save → diagnostics, ${models} models`, runs, save);
      const connection = await database.connect();
      let changes = 0;
      const drifted = await measured("  the same, after a change of the database", Math.ceil(runs / 2), async () => {
        changes += 1;
        await connection.rows(`COMMENT ON COLUMN model_0.id IS 'change ${changes}'`);
        await save();
      });
      const evaluation = published as Evaluation | null;
      if (evaluation?.assessment.unrevised.kind !== "known" || evaluation.assessment.drift.kind !== "known")
        throw new Error(`nothing was compared: ${JSON.stringify(evaluation?.assessment.drift).slice(0, 1000)}`);
      const text = modelsText(models, { extraField: "another Int?" });
      const { value: document } = parseModels(schema, text);
      const lower = () => lowerModels([document], { defaultSchema: "public" });
      // Each time others: of those that were compared before something is known.
      const few = Math.min(runs, 5);
      const lowered = Array.from({ length: few + 2 }, lower);
      const { from } = evaluation.assessment.unrevised;
      const { from: recorded, to: live } = evaluation.assessment.drift;
      return [
        whole,
        drifted,
        await measured("  parse", runs, () => parseModels(schema, text)),
        await measured("  lower", runs, lower),
        await measured("  overlay and diff (unrevised)", few, () => {
          const models = lowered.pop()?.schema;
          return models && diff(from, overlay(models, from, { partialIndexes: false }));
        }),
        await measured("  fingerprint (nothing changed: all that is read)", runs, () => readFingerprint(connection)),
        await measured("  catalog (when it changed)", runs, () => readCatalog(connection, { schemas: ["public"] })),
        await measured("  diff (drift, when it changed)", runs, () => diff(recorded, live)),
        await measured("  publish", runs, () => {
          publish(evaluation);
        }),
      ];
    } finally {
      await session.close();
    }
  });
}
