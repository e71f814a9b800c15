import type { Terminal } from "#cli/terminal.ts";

/** The options that every command takes. */
export interface GlobalOptions {
  readonly project?: string;
  readonly config?: string;
  readonly database?: string;
  readonly url?: string;
  readonly embedded?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly yes?: boolean;
  readonly allowProtected?: string;
}

/** A command: options in, exit code out. It prints by the terminal alone. */
export type Command<Options> = (terminal: Terminal, options: GlobalOptions & Options) => Promise<number>;

/** Exit codes: scripts rely on them. */
export const exitCodes = { done: 0, found: 1, usage: 2, refused: 3, database: 4 } as const;
