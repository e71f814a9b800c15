import { failed } from "#host/failure.ts";
import type { RunStep } from "#host/runner/runSteps.ts";

/** Whether a revision does anything outside of transactions, or in several of them on purpose. */
export function runsOutsideTransactions({ sections, code }: RunStep): boolean {
  return code ? code.mode === "batches" : sections.some(({ mode }) => mode === "no transaction");
}

export function refusePooler(step: RunStep): ReturnType<typeof failed> {
  return failed({
    code: "refused/pooler",
    exit: 3,
    message: `Revision ${step.id} has a section outside of transactions, which can't run through a pooler such as PgBouncer: settings and locks of a session do not hold there.`,
    unchanged: "Nothing was run.",
    next: [
      "Give the direct URL of the server: as directUrl in the datasource block, in retort.json, or by --url.",
      "If the pooler keeps a session to itself (pool_mode = session), say so in the URL: ?pgbouncer=false",
    ],
    place: placeOf(step),
  });
}

export function refuseTogether(step: RunStep): ReturnType<typeof failed> {
  return failed({
    code: "refused/singleTransaction",
    exit: 3,
    message: `Revision ${step.id} has a section outside of transactions, so that not everything can be one transaction.`,
    unchanged: "Nothing was run.",
    next: ["Run it without --single-transaction: each section is then a transaction, or none, by itself."],
    place: placeOf(step),
  });
}

function placeOf({ file, sections }: RunStep) {
  const start = sections.find(({ mode }) => mode === "no transaction")?.offset ?? 0;
  return { file, span: { start, end: start } };
}
