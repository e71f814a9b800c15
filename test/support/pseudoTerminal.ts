import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { withFolder } from "#test/support/folder.ts";
import { screenOf } from "#test/support/screen.ts";

/** A command on a terminal of its own, and the person before it. */
export interface AtTerminal {
  /** Waits until the screen shows `what`; the screen then. */
  readonly shows: (what: RegExp) => Promise<string>;
  readonly type: (keys: string) => void;
  /** Sends a signal to the command, and to nothing else. */
  readonly signal: (name: NodeJS.Signals) => Promise<void>;
  /** How it ended; first it must end by itself. */
  readonly ended: () => Promise<Ended>;
}

export interface Ended {
  readonly code: number;
  readonly screen: string;
  /** All that was written, control sequences and all. */
  readonly written: string;
  /** Line editing, echo and signals are as they were before it. */
  readonly restored: boolean;
  /** Nothing that was written last hid it. */
  readonly cursor: "shown" | "hidden";
}

export const keys = {
  enter: "\r",
  escape: "\u001b",
  interrupt: "\u0003",
  end: "\u0004",
  up: "\u001b[A",
  down: "\u001b[B",
};

/** Where `script` of util-linux makes terminals, as it does on every Linux. Elsewhere nothing here does. */
export const hasTerminals = (
  spawnSync("script", ["--version"], { encoding: "utf8" }).stdout as string | null
)?.includes("util-linux");

export interface TerminalOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly columns?: number;
}

/** Runs a command line of a shell on a pseudo-terminal. */
export function atTerminal<T>(
  command: string,
  { cwd, env, columns = 100 }: TerminalOptions,
  work: (terminal: AtTerminal) => Promise<T>,
): Promise<T> {
  return withFolder({}, async (kept) => {
    const state = (name: string) => path.join(kept, name);
    const line = [
      `stty sane cols ${columns} rows 40`,
      `stty -g > ${state("before")}`,
      `sh -c ${quoted(`echo $$ > ${state("pid")}; exec ${command}`)}`,
      `echo $? > ${state("code")}`,
      `stty -g > ${state("after")}`,
    ].join("; ");
    const child = spawn("script", ["--quiet", "--command", line, "/dev/null"], { cwd, env: { TERM: "xterm", ...env } });
    let written = "";
    let wake = (): void => undefined;
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      written += text;
      wake();
    });
    const over = once(child, "close").then(() => {
      wake();
    });
    const screen = () => screenOf(written, columns);
    try {
      return await work({
        type: (text) => child.stdin.write(text),
        signal: async (name) => {
          process.kill(Number(await readFile(state("pid"), "utf8")), name);
        },
        async shows(what) {
          const patience = AbortSignal.timeout(60_000);
          patience.addEventListener("abort", () => {
            wake();
          });
          while (!what.test(screen())) {
            if (child.exitCode !== null) throw new Error(`It ended without ${what}:\n${screen()}`);
            if (patience.aborted) throw new Error(`It never showed ${what}:\n${screen()}`);
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          }
          return screen();
        },
        async ended() {
          const patience = sleep(60_000, "late", { ref: false });
          if ((await Promise.race([over, patience])) === "late") throw new Error(`It never ended:\n${screen()}`);
          const read = (name: string) => readFile(state(name), "utf8");
          return {
            code: Number(await read("code")),
            screen: screen(),
            written,
            restored: (await read("before")) === (await read("after")),
            cursor: written.lastIndexOf("\u001b[?25l") > written.lastIndexOf("\u001b[?25h") ? "hidden" : "shown",
          };
        },
      });
    } finally {
      child.kill("SIGKILL");
      await over;
    }
  });
}

/** A word of a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
