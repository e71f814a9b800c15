import { divergences } from "#host/commands/divergence.ts";
import { isHalfDone, stoppedAt } from "#host/runner/standing.ts";
import type { StatusState } from "#protocol/state.ts";
import { shortId } from "#server/convert/shortId.ts";
import type { Evaluation } from "#server/evaluation.ts";

/** The one thing that the status bar says: what most wants to be known now. */
export function statusOf(
  { assessment, models, history }: Evaluation,
  { activeDatabase }: { readonly activeDatabase: string | null },
): StatusState {
  const { database, drift, unrevised } = assessment;
  const status = (kind: StatusState["kind"], text: string, tooltip: string): StatusState => ({
    database: activeDatabase,
    kind,
    text,
    tooltip,
  });
  if (models.files.length === 0) return status("noModels", "Retort", "This project has no models yet.");
  const changes = unrevised.kind === "known" ? unrevised.changes.length : 0;
  if (database.kind === "none") {
    const { code, message } = database.failure;
    if (code === "config/noDatabase" || activeDatabase === null) return status("noDatabase", "no database", message);
    // Nothing is wrong and nothing is wanting: it may not be asked, or has not answered yet.
    if (code === "database/untrusted") return status("unknown", `${activeDatabase} not connected`, message);
    if (code === "database/connecting") return status("unknown", `${activeDatabase} connecting…`, message);
    return status("noDatabase", `${activeDatabase} not configured`, message);
  }
  const name = database.kind === "unreachable" ? (activeDatabase ?? "database") : database.reading.database.name;
  if (database.kind === "unreachable") return status("unknown", `${name} unreachable`, database.failure.message);
  if (database.kind === "unmanaged") {
    return status("unmanaged", `${name} not yet under Retort`, "The database holds tables and no revision row.");
  }
  const { current, pending } = database;
  const at = current.length === 0 ? "base" : current.map(shortId).join(", ");
  const halfDone = database.rows.find(isHalfDone);
  if (halfDone) {
    return status("halfDone", `${name} ⚠ half done`, `${shortId(halfDone.id)} is half done: ${stoppedAt(halfDone)}.`);
  }
  const apart = divergences(history, database.rows);
  if (apart.length > 0) {
    const missing = apart.filter(({ kind }) => kind === "missing").length;
    const edited = apart.length - missing;
    const words = [...(edited > 0 ? [`${edited} edited`] : []), ...(missing > 0 ? [`${missing} missing`] : [])];
    const sentences = [
      ...(edited > 0 ? [`${revisions(edited)} edited after ${name} applied ${edited === 1 ? "it" : "them"}.`] : []),
      ...(missing > 0 ? [`${revisions(missing)} applied, and without a file on this branch.`] : []),
    ];
    return status("edited", `${name} ⚠ ${words.join(", ")}`, sentences.join("\n"));
  }
  if (drift.kind === "unknown") return status("unknown", `${name} unknown`, drift.reason);
  if (drift.changes.length > 0) {
    const count = drift.changes.length;
    return status(
      "drift",
      `${name} ⚠ ${count} drifted`,
      `${count} difference${count === 1 ? "" : "s"} between the revisions and the database.`,
    );
  }
  if (pending.length > 0) {
    return status("pending", `${name} ↑${pending.length} pending`, `At ${at}; ${pending.length} to apply.`);
  }
  if (unrevised.kind === "unknown") return status("unknown", `${name} unknown`, unrevised.reason);
  if (history.graph.nodes.size === 0)
    return status("noRevisions", `${name} no revisions`, "No revision has been written yet.");
  if (changes > 0) {
    return status(
      "unrevised",
      `${name} ● ${at} · ${changes} unrevised`,
      `${changes} change${changes === 1 ? "" : "s"} of the models in no revision.`,
    );
  }
  return status(
    "ok",
    `${name} ● ${at} ${history.graph.heads.length > 1 ? "(heads)" : "(head)"}`,
    "Models, revisions and database agree.",
  );
}

function revisions(count: number): string {
  return `${count} revision${count === 1 ? "" : "s"}`;
}
