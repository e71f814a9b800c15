import { type Doubt, doubtsOf, isSpelledAlike, type Schema, settle } from "#engine/index.ts";
import { replayOptions, type ShadowContext } from "#host/commands/context.ts";
import { done, type Outcome } from "#host/failure.ts";
import type { ReplayStep } from "#host/shadow.ts";

/**
 * `asked` with the spelling that `recorded` has for every expression which the shadow, standing where `recorded` was read,
 * takes for the same. Where it can't be asked they stay two.
 */
export async function settledInShadow(
  context: ShadowContext,
  history: readonly ReplayStep[],
  { asked, recorded }: { readonly asked: Schema; readonly recorded: Schema },
): Promise<Schema> {
  const alike = await alikeInShadow(context, history, doubtsOf(asked, recorded));
  return alike.ok ? settle(asked, alike.value) : asked;
}

/** The doubts that are none to the shadow at the end of `history`. */
export async function alikeInShadow(
  context: ShadowContext,
  history: readonly ReplayStep[],
  doubts: readonly Doubt[],
): Promise<Outcome<readonly Doubt[]>> {
  const spelled = await context.shadow.spell(history, doubts, replayOptions(context));
  if (!spelled.ok) return spelled;
  return done(
    doubts.filter((doubt, at) => {
      const text = spelled.value[at] ?? null;
      return text !== null && isSpelledAlike(doubt, text);
    }),
  );
}
