import { dirname } from "node:path";
import { inspect } from "node:util";
import { Worker } from "node:worker_threads";

import { createJiti } from "jiti/static";

import type { FromCode, RefusedError, ToCode } from "#host/code/messages.ts";
import type { QueryAnswer, RevisionDatabase } from "#host/code/revisionDatabase.ts";

/**
 * A process of its own that runs one TypeScript revision, one way. It knows no database and no password: what the code
 * asks goes to the process that started this one, which holds the session.
 */
type Question = Extract<FromCode, { readonly id: number }>;
type Unnumbered<T> = T extends unknown ? Omit<T, "id"> : never;

interface Waiting {
  readonly resolve: (answer: QueryAnswer<Record<string, unknown>>) => void;
  readonly reject: (error: Error) => void;
}

// Code that loops for ever hears nothing, not even that its parent is gone: another thread ends the process then.
const parent = process.ppid;
new Worker(`setInterval(() => process.ppid === ${parent} || process.kill(process.pid, "SIGKILL"), 1000)`, {
  eval: true,
}).unref();

const waiting = new Map<number, Waiting>();
const refusals = new WeakMap<Error, number>();
let asked = 0;

process.on("message", (message: ToCode) => {
  if (message.kind === "run") {
    void run(message).then(
      () => {
        send({ kind: "finished" });
      },
      (error: unknown) => {
        send(thrown(error));
      },
    );
    return;
  }
  const question = waiting.get(message.id);
  waiting.delete(message.id);
  if (message.kind === "refused") question?.reject(refusal(message.id, message.error));
  else question?.resolve(message.kind === "rows" ? answer(message) : { rows: [], rowCount: 0 });
});
// The session is gone with whoever held it.
process.on("disconnect", () => process.exit(1));
send({ kind: "ready" });

async function run({ file, text, direction, tag }: Extract<ToCode, { kind: "run" }>): Promise<void> {
  process.chdir(dirname(file));
  const jiti = createJiti(file, { fsCache: false, moduleCache: false });
  const exported = (await jiti.evalModule(text, { filename: file, async: true })) as Record<string, unknown>;
  const way = exported[direction];
  if (typeof way !== "function") throw new Error(`The file exports no function \`${direction}\`.`);
  await (way as (db: RevisionDatabase) => unknown)({ ...database, tag });
}

const query: RevisionDatabase["query"] = async (text, values = []) => {
  if (typeof text !== "string") throw new TypeError("db.query wants the statement as a string.");
  // The row type is the caller's word for it, as everywhere in `pg`.
  return (await ask({ kind: "query", text, values })) as QueryAnswer<never>;
};

const database: Omit<RevisionDatabase, "tag"> = {
  query,
  async batches(work, { total } = {}) {
    let done = 0;
    for (;;) {
      await ask({ kind: "begin" });
      let count: number;
      try {
        count = await work({ query });
      } catch (error) {
        await ask({ kind: "rollback" });
        throw error;
      }
      await ask({ kind: "commit" });
      if (!Number.isFinite(count)) throw new TypeError("A batch answers how many rows it did: a number, 0 at the end.");
      done += count;
      database.progress(done, total);
      if (count === 0) return done;
    }
  },
  progress(done, total) {
    send({ kind: "progress", done, total: total ?? null });
  },
};

function ask(question: Unnumbered<Question>): Promise<QueryAnswer<Record<string, unknown>>> {
  asked += 1;
  const id = asked;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    send({ ...question, id });
  });
}

function answer({ columns, rows, rowCount }: Extract<ToCode, { kind: "rows" }>): QueryAnswer<Record<string, unknown>> {
  const named = rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])));
  return { rows: named, rowCount };
}

function refusal(id: number, { message, code, detail, hint }: RefusedError): Error {
  const error = Object.assign(new Error(message), { name: "DatabaseError", code, detail, hint });
  refusals.set(error, id);
  return error;
}

function thrown(error: unknown): FromCode {
  const { message, stack = "" } = error instanceof Error ? error : new Error(`it threw ${inspect(error)}`);
  return { kind: "threw", message, stack, refusal: error instanceof Error ? (refusals.get(error) ?? null) : null };
}

function send(message: FromCode): void {
  process.send?.(message);
}
