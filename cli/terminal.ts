import { styleText } from "node:util";

import type { Failure } from "#host/failure.ts";

/** Where the command line writes and whom it may ask: injected at `main`, so that commands can be run by tests. */
export interface Terminal {
  /** What the command answers: to stdout. */
  readonly print: (text: string) => void;
  /** What it says on the way: to stderr, nothing with `--quiet`. */
  readonly note: (text: string) => void;
  /** All of standard input. */
  readonly input: () => Promise<string>;
  /** A person is there to answer questions. */
  readonly interactive: boolean;
  /** Colours and moving progress are welcome on stderr. */
  readonly lively: boolean;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly ask: Asker;
}

/** Questions to a person. Null is an escape, and an escape is always a no; so is Enter alone. */
export interface Asker {
  /** `details` are what is asked about: lines before the question that are always shown. */
  confirm(question: string, options?: { readonly details?: readonly string[] }): Promise<boolean | null>;
  /** The first option is what Enter alone means. */
  choose(
    question: string,
    options: readonly { readonly label: string; readonly hint?: string; readonly value: string }[],
  ): Promise<string | null>;
  text(question: string, options: TextOptions): Promise<string | null>;
}

export interface TextOptions {
  readonly hint: string;
  /** What stands there to be edited. */
  readonly initial?: string;
  /** What is wrong with an answer, which is then asked again; null where nothing is. */
  readonly check?: (answer: string) => string | null;
}

export type Style = "dim" | "bold" | "red" | "yellow" | "green" | "cyan";

/** `text` in a colour where the terminal shows one. */
export function styled(terminal: Pick<Terminal, "lively">, style: Style, text: string): string {
  return terminal.lively ? styleText(style, text) : text;
}

/** What to do next, a line each, beside an answer and not part of it. */
export function noteNext(terminal: Terminal, next: readonly string[]): void {
  for (const line of next) terminal.note(nextText(terminal, line));
}

/** How a history begins. */
export const firstRevision: readonly string[] = [
  "Make the models a revision: retort revision --autogenerate -m MESSAGE.",
  "Or begin from Prisma's migrations: retort import prisma; from what a database holds: retort init --from-database.",
];

function nextText(terminal: Pick<Terminal, "lively">, line: string): string {
  return `${styled(terminal, "cyan", "→")} ${line}`;
}

/** A failure as a person reads it: what happened, where, what was left unchanged, what to do next. */
export function failureText(terminal: Pick<Terminal, "lively">, failure: Failure, place: string | null): string {
  return [
    `${styled(terminal, "red", "error:")} ${failure.message}`,
    ...failure.details.slice(0, mostDetails).map((line) => `  ${line}`),
    ...(failure.details.length > mostDetails ? [`  … and ${failure.details.length - mostDetails} more`] : []),
    ...(place === null ? [] : [`  at ${place}`]),
    failure.unchanged,
    ...failure.next.map((line) => nextText(terminal, line)),
  ].join("\n");
}

/** More would push the sentence that they explain off the screen; `--json` has them all. */
const mostDetails = 50;
