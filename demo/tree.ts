import type { CommandResult } from "#demo/scenario.ts";

type Run = (...args: readonly string[]) => Promise<CommandResult>;

/** The history as the editor's tree has it: newest first, down to `<base>`, with where the database stands. */
export async function drawTree(run: Run): Promise<string> {
  const history = await read<History>(run, "history");
  const { revisions: at } = await read<History>(run, "current");
  const current = new Set(at.map(({ id }) => id));
  const position = history.revisions.findIndex(({ id }) => current.has(id));
  const lines = history.revisions.map(({ id, message, head }, index) => {
    const applied = position !== -1 && index > position;
    const [icon, words] = current.has(id) ? ["●", "current"] : applied ? ["✓", "applied"] : ["○", "pending"];
    return `${icon} ${message.padEnd(32)} ${words} · ${id.slice(0, 7)}${head ? " · head" : ""}`;
  });
  return [...lines, `${current.size === 0 ? "●" : "✓"} <base>`].join("\n");
}

interface History {
  readonly revisions: readonly { readonly id: string; readonly message: string; readonly head: boolean }[];
}

async function read<T>(run: Run, command: string): Promise<T> {
  return JSON.parse((await run(command, "--json")).stdout) as T;
}
