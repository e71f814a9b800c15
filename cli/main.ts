import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";

import { terminalAsker } from "#cli/asker.ts";
import { runCommandLine } from "#cli/program.ts";
import type { Terminal } from "#cli/terminal.ts";
import { visible } from "#cli/visible.ts";
import { assetPath } from "#host/assets.ts";

const interrupted = new AbortController();
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
// Once: a second signal, whichever, finds no listener and ends the process, which the database survives too.
const interrupt = () => {
  for (const signal of signals) process.off(signal, interrupt);
  process.stderr.write("Cancelling… (once more ends it at once)\n");
  interrupted.abort();
};
for (const signal of signals) process.on(signal, interrupt);

// Whoever reads may stop before the end (`retort history | head`), or hang up: what runs goes on to its own exit code.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
  });
}

const terminal: Terminal = {
  print: (line) => {
    // What is piped on stays as it is: it may be a script.
    process.stdout.write(`${process.stdout.isTTY ? visible(line) : line}\n`);
  },
  note: (line) => {
    process.stderr.write(`${visible(line)}\n`);
  },
  input: () => text(process.stdin),
  interactive: process.stdin.isTTY && process.stdout.isTTY,
  lively: process.stderr.isTTY && process.env["NO_COLOR"] === undefined,
  cwd: process.cwd(),
  env: process.env,
  signal: interrupted.signal,
  ask: terminalAsker(interrupted.signal, { colours: process.env["NO_COLOR"] === undefined }),
};

const { version } = JSON.parse(readFileSync(assetPath("../package.json"), "utf8")) as { readonly version: string };
runCommandLine(terminal, process.argv.slice(2), version).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    // Only a bug of ours arrives here: what users cause is answered as a failure.
    process.stderr.write(
      `retort stopped on a bug of its own: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exitCode = 70;
  },
);
