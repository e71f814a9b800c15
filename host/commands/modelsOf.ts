import { diff, type Schema } from "#engine/index.ts";
import { asked } from "#host/commands/assess.ts";
import { bringModels } from "#host/commands/bringModels.ts";
import type { CommandContext } from "#host/commands/context.ts";
import type { History } from "#host/commands/history.ts";
import { type ModelsReading, soundModels } from "#host/commands/models.ts";
import { done, type Outcome } from "#host/failure.ts";
import type { TextFile } from "#host/textFiles.ts";

/**
 * The files of models as they would be if they said what `target` holds: with the names, the order and the comments that
 * they have, so that two of these differ only where their schemas do. Nothing is written.
 */
export async function modelsOf(
  context: CommandContext,
  models: ModelsReading,
  history: History,
  target: Schema,
): Promise<Outcome<readonly TextFile[]>> {
  const sound = soundModels(models, "Nothing was changed.");
  if (!sound.ok) return sound;
  const { home } = context.scope;
  const { files } = await bringModels(models.files, target, {
    home,
    differences: async (lowered) =>
      diff(await asked(context, { ...models, models: lowered }, { history, recorded: target }), target, { home }),
  });
  return done(files);
}
