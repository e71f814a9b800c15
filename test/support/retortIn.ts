import { runCommandLine } from "#cli/program.ts";
import type { Said } from "#test/support/commandLine.ts";

/** The command line in this process, in a folder; `answers` are a person's, and without them nobody is there. */
export async function retortIn(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
  args: readonly string[],
  { answers }: { readonly answers?: readonly (boolean | string | null)[] } = {},
): Promise<Said> {
  const out: string[] = [];
  const err: string[] = [];
  const left = [...(answers ?? [])];
  const answer = <T>() => Promise.resolve((left.shift() ?? null) as T | null);
  const code = await runCommandLine(
    {
      print: (text) => out.push(text),
      note: (text) => err.push(text),
      input: () => Promise.resolve(""),
      interactive: answers !== undefined,
      lively: false,
      cwd: folder,
      env,
      signal: new AbortController().signal,
      ask: {
        confirm: (question) => (err.push(question), answer<boolean>()),
        choose: (question) => (err.push(question), answer<string>()),
        text: (question) => (err.push(question), answer<string>()),
      },
    },
    args,
    "test",
  );
  const stderr = err.join("\n");
  return { code, stdout: out.join("\n"), stderr, error: /^error: (.*)$/m.exec(stderr)?.[1] ?? null };
}
