import { type ChildProcess, fork } from "node:child_process";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

import { DatabaseError } from "pg";

import { type Direction, leadingWords, splitStatements, transactionControl } from "#engine/index.ts";
import type { CodeText, FromCode, ToCode } from "#host/code/messages.ts";
import { CodeError } from "#host/code/codeError.ts";
import type { Connection } from "#host/connection.ts";
import { redactUrl } from "#host/redact.ts";
import { isTransient } from "#host/runner/statementFailure.ts";

export interface CodeRun extends CodeText {
  readonly direction: Direction;
  /** For `db.tag`. */
  readonly tag: string | null;
  /** Batches as transactions: told to begin, to commit, to roll back. Null where they are parts of a transaction around it all. */
  readonly batches: BatchTransactions | null;
  readonly progress: (done: number, total: number | null) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface BatchTransactions {
  isOpen(): boolean;
  begin(): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

export interface CodeRan {
  /** The first statement's refusal that the code caught; null where there was none. */
  readonly refused: Error | null;
}

/**
 * Runs a revision's code in a process of its own, its queries on `connection`. Rejects with a CodeError for what the code
 * threw, with the server's error where a statement was refused and nobody caught it, and with the signal's reason.
 */
export async function runCode(connection: Connection, run: CodeRun): Promise<CodeRan> {
  run.signal?.throwIfAborted();
  const child = startProcess();
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-2000)));
  const send = (message: ToCode) => {
    if (child.connected) child.send(message);
  };
  try {
    return await new Promise<CodeRan>((resolve, reject) => {
      const abort = () => {
        reject(new Error("The run was cancelled."));
      };
      run.signal?.addEventListener("abort", abort, { once: true });
      const answers = createAnswers(connection, run, send);
      child.on("message", (message: FromCode) => {
        // What the code imports may have messages of its own.
        if (!isMessage(message)) return;
        if (message.kind === "ready") {
          const { file, text, direction, tag } = run;
          send({ kind: "run", file, text, direction, tag });
        } else if (message.kind === "progress") run.progress(message.done, message.total);
        else if (message.kind === "finished") resolve({ refused: answers.firstRefusal() });
        else if (message.kind === "threw")
          reject(answers.refusalOf(message) ?? answers.lockRefusal() ?? thrown(run, message));
        else answers.queue(message);
      });
      const ended = (how?: unknown, signal?: unknown) => {
        const by = typeof signal === "string" ? signal : typeof how === "number" ? `exit code ${how}` : null;
        const last = /^(?:\w*Error|FATAL ERROR): .+$/m.exec(said)?.[0];
        const words = `its process ended before it was done${by === null ? "" : ` (${by})`}.`;
        reject(new CodeError(run, [words, ...(last === undefined ? [] : [redactUrl(last)])].join(" "), said.trim()));
      };
      child.once("error", ended).once("exit", ended);
    });
  } finally {
    child.removeAllListeners("exit");
    child.kill("SIGKILL");
    // What the code started may hold on to the other end.
    child.stderr?.destroy();
  }
}

const kinds: readonly unknown[] = [
  "ready",
  "query",
  "begin",
  "commit",
  "rollback",
  "progress",
  "finished",
  "threw",
] satisfies readonly FromCode["kind"][];

function isMessage(message: unknown): boolean {
  if (typeof message !== "object" || message === null || !("kind" in message)) return false;
  return (
    kinds.includes(message.kind) &&
    (message.kind !== "query" || ("text" in message && typeof message.text === "string"))
  );
}

type Question = Exclude<FromCode, { readonly kind: "ready" | "progress" | "finished" | "threw" }>;

/** Questions are answered in their order: a session does one thing at a time. */
function createAnswers(connection: Connection, run: CodeRun, send: (message: ToCode) => void) {
  const refusals = new Map<number, Error>();
  const query = async (text: string, values: readonly unknown[]) => {
    if (run.batches?.isOpen() !== false) return connection.query(text, values);
    try {
      return await connection.transaction(() => connection.query(text, values), { readOnly: true });
    } catch (error) {
      if (!(error instanceof DatabaseError) || error.code !== "25006") throw error;
      // What no row tells of would be done again when the revision is resumed.
      throw new CodeError(run, "outside of `db.batches` a revision that runs in batches may only read.", "");
    }
  };
  const answer = async (question: Question): Promise<ToCode> => {
    switch (question.kind) {
      case "begin":
        await run.batches?.begin();
        return { kind: "done", id: question.id };
      case "commit":
        await run.batches?.commit();
        return { kind: "done", id: question.id };
      case "rollback":
        await run.batches?.rollback();
        return { kind: "done", id: question.id };
      case "query":
        refuseControl(run, question.text);
        return { kind: "rows", id: question.id, ...(await query(question.text, question.values)) };
    }
  };
  let last = Promise.resolve();
  return {
    firstRefusal: () => [...refusals.values()][0] ?? null,
    /** The error that a question of the code was refused with, where that is what the code threw. */
    refusalOf: ({ refusal }: { readonly refusal: number | null }) =>
      refusal === null ? null : (refusals.get(refusal) ?? null),
    /** The first of them, where it was a lock that was not to be had: a transaction is over then, whatever the code made of it. */
    lockRefusal(): Error | null {
      const first = run.batches === null ? this.firstRefusal() : null;
      return isTransient(first) ? first : null;
    },
    queue(question: Question): void {
      last = last
        .then(() => answer(question))
        .then(send, (error: unknown) => {
          refusals.set(question.id, error instanceof Error ? error : new Error(String(error)));
          send({ kind: "refused", id: question.id, error: refusedError(error) });
        });
    },
  };
}

function refuseControl(run: CodeRun, text: string): void {
  const ends = splitStatements(text).find(({ sql }) => transactionControl(sql) !== null);
  if (!ends) return;
  const word = leadingWords(ends.sql)[0]?.toUpperCase() ?? "";
  throw new CodeError(run, `${word} can't be sent by a revision: it runs in a transaction, or by \`db.batches\`.`, "");
}

function refusedError(error: unknown) {
  const { message } = error instanceof Error ? error : new Error(String(error));
  if (!(error instanceof DatabaseError)) return { message, code: null, detail: null, hint: null };
  return { message, code: error.code ?? null, detail: error.detail ?? null, hint: error.hint ?? null };
}

function thrown(run: CodeRun, { message, stack }: Extract<FromCode, { kind: "threw" }>): CodeError {
  return new CodeError(run, message, stack);
}

function startProcess(): ChildProcess {
  return fork(processFile, [], {
    // What the code prints belongs to it, and our output may be JSON.
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    // Dates, bytes and bigints cross as what they are.
    serialization: "advanced",
    env: { ...process.env, ...("electron" in process.versions && { ELECTRON_RUN_AS_NODE: "1" }) },
    execArgv: bundled ? [] : process.execArgv.filter((argument) => !argument.startsWith("--inspect")),
  });
}

// From sources the process is the file beside this one; in a bundle, the bundle beside it.
const self = fileURLToPath(import.meta.url);
const bundled = basename(self) !== "runCode.ts";
const processFile = fileURLToPath(new URL(bundled ? "./revisionCode.cjs" : "./codeProcess.ts", import.meta.url));
