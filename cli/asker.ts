import { confirm, isCancel, select, text as askText, updateSettings } from "@clack/prompts";

import { exitCodes } from "#cli/globals.ts";
import type { Asker } from "#cli/terminal.ts";
import { visible } from "#cli/visible.ts";

/** Asks on the terminal that stdin and stdout are. Whatever is asked, a signal ends it as Escape does, and so does Ctrl-D. */
export function terminalAsker(signal: AbortSignal, { colours }: { readonly colours: boolean }): Asker {
  updateSettings({ aliases: { "\u0004": "cancel" } });
  const asking = () => {
    // If the terminal goes away under a question, nothing answers and the process ends: not as if it had done its work.
    process.exitCode = exitCodes.refused;
    return { signal, output: colours ? process.stdout : plainOutput() };
  };
  return {
    async confirm(question, { details = [] } = {}) {
      // With the question and not beside it: what is asked about is read wherever stderr goes, and with --quiet.
      for (const line of details) process.stdout.write(`${visible(line)}\n`);
      return answerOf<boolean>(await confirm({ message: visible(question), initialValue: false, ...asking() }));
    },
    async choose(question, options) {
      const shown = options.map(({ label, hint, value }) => ({
        value,
        label: visible(label),
        ...(hint !== undefined && { hint: visible(hint) }),
      }));
      return answerOf<string>(await select({ message: visible(question), options: shown, ...asking() }));
    },
    async text(question, { hint, initial = "", check }) {
      const validate = (given: string | undefined) => check?.(given ?? "") ?? undefined;
      const asked = { message: visible(question), placeholder: hint, initialValue: initial, validate, ...asking() };
      return answerOf<string>(await askText(asked));
    },
  };
}

/** Stdout without colours: the prompts strike through what was escaped, whatever NO_COLOR says. */
function plainOutput(): typeof process.stdout {
  const write = (text: string) => process.stdout.write(text.replaceAll(style, ""));
  return Object.create(process.stdout, { write: { value: write } }) as typeof process.stdout;
}

// eslint-disable-next-line no-control-regex -- what is looked for
const style = /\u001b\[[\d;]*m/g;

function answerOf<T>(answer: T | symbol): T | null {
  return isCancel(answer) ? null : (answer as T);
}
