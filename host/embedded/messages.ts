import type { Failure } from "#host/failure.ts";

/** Parent → child, once: what to open. */
export interface StartMessage {
  readonly kind: "start";
  /** The folder with PGlite's files (`dist/pglite`). */
  readonly assets: string;
  /** The data folder; null keeps everything in memory. */
  readonly folder: string | null;
  /** Who opens it, for the message that a second process gets: `retort upgrade`, `VS Code`. */
  readonly owner: string;
}

/** Parent → child: end in good order. A child whose parent is gone does so by itself. */
export interface CloseMessage {
  readonly kind: "close";
}

/** Child → parent: the answer to `start`. After `failed` the child exits. */
export type StartAnswer = { readonly kind: "ready" } | { readonly kind: "failed"; readonly failure: Failure };

export type ParentMessage = StartMessage | CloseMessage;

/** The child's end of the pipe that carries PostgreSQL's protocol: 0 to 2 are the standard streams, 3 carries messages. */
export const protocolDescriptor = 4;

/** What the child writes on that pipe when a client has left and nothing of its session is left. */
export const farewell = Buffer.from([0]);
