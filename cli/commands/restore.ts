import { type Command, exitCodes, type GlobalOptions } from "#cli/globals.ts";
import { withProject } from "#cli/opened.ts";
import { styled, type Terminal } from "#cli/terminal.ts";
import { describe } from "#engine/index.ts";
import { planRestore, restoreDrift, type RestorePlan } from "#host/commands/restoreDrift.ts";
import { done, failed, type Outcome } from "#host/failure.ts";

export interface RestoreOptions {
  /** Objects; none for all that drifted. */
  readonly target?: readonly string[];
  readonly dryRun?: boolean;
  /** Seconds. */
  readonly lockWait?: number;
}

/** `retort restore [OBJECT…]`: the database becomes again what its revisions made. */
export const restore: Command<RestoreOptions> = (terminal, options) =>
  withProject(terminal, options, async ({ context, models, history }) => {
    const { target: objects = [], dryRun = false, allowProtected = null, lockWait } = options;
    const planned = await planRestore(context, models, history, objects);
    if (!planned.ok) return planned;
    const plan = planned.value;
    const words = plan.changes.map((change) => describe(change, { home: context.scope.home }).text);
    const losses = plan.losses.map(({ text }) => text);
    if (words.length === 0 || dryRun) {
      if (options.json === true) print(terminal, { ok: true, changes: words, losses, sql: plan.sql });
      else if (words.length === 0) terminal.print("Nothing to restore: the database is as the revisions left it.");
      else {
        terminal.print(plan.sql);
        for (const loss of losses) terminal.note(`${styled(terminal, "red", "loses")} ${loss}`);
      }
      return done(exitCodes.done);
    }
    const consent = await consentTo(terminal, plan, { words, losses }, options);
    if (!consent.ok) return consent;
    const restored = await restoreDrift(context, history, {
      objects,
      acceptLosses: consent.value,
      allowProtected,
      expected: plan.token,
      ...(lockWait !== undefined && { lockWait }),
    });
    if (!restored.ok) return restored;
    if (options.json === true) print(terminal, { ok: true, changes: words, losses });
    else for (const text of words) terminal.print(`${styled(terminal, "green", "✓")} ${text}`);
    return done(exitCodes.done);
  });

/** `--yes`; or a person who is shown what runs and what goes, and says yes. Off a terminal a loss is refused. */
async function consentTo(
  terminal: Terminal,
  plan: RestorePlan,
  { words, losses }: { readonly words: readonly string[]; readonly losses: readonly string[] },
  options: GlobalOptions,
): Promise<Outcome<boolean>> {
  if (options.yes === true) return done(true);
  if (!terminal.interactive) return done(false);
  terminal.note([`This changes ${plan.database}:`, ...words.map((text) => `  ${text}`)].join("\n"));
  if (losses.length > 0)
    terminal.note(["And loses:", ...losses.map((loss) => `  ${styled(terminal, "red", loss)}`)].join("\n"));
  const question = losses.length > 0 ? "Restore it, and lose this data?" : "Restore it?";
  if ((await terminal.ask.confirm(question)) === true) return done(true);
  return failed({ code: "question/escaped", exit: 3, message: "It was not confirmed.", unchanged: "Nothing was run." });
}

function print(terminal: Terminal, value: object): void {
  terminal.print(JSON.stringify(value, null, 2));
}
