import type { Failure } from "#host/failure.ts";
import { diagnosticCodes } from "#protocol/settings.ts";
import { type Finding, finding } from "#server/diagnostics/finding.ts";
import { datasourcePlace } from "#server/diagnostics/places.ts";
import type { Evaluation } from "#server/evaluation.ts";

/** What concerns the database as a whole, on the datasource block: at most one diagnostic, however much is wrong. */
export function databaseFindings({ assessment: { database }, models, history }: Evaluation): readonly Finding[] {
  const place = datasourcePlace(models);
  switch (database.kind) {
    case "none": {
      // That no database is configured is a state, not a mistake; a variable that is named and unset is a mistake.
      const { message, next } = database.failure;
      if (isState(database.failure)) return [];
      return [
        finding(diagnosticCodes.database, [message, ...next].join("\n"), {
          severity: "error",
          place: database.failure.place ?? place,
        }),
      ];
    }
    case "unreachable": {
      const { message, details } = database.failure;
      const text = [message, ...details, "Pending revisions and drift are not known."].join("\n");
      return [finding(diagnosticCodes.database, text, { severity: "warning", place })];
    }
    case "unmanaged": {
      const { reading } = database;
      const count = reading.live.tables.length;
      const text = `${reading.database.label} holds ${count} table${count === 1 ? "" : "s"} and no revision row: it is not yet under Retort.`;
      const data = { revisions: history.entries.size > 0 ? "some" : "none" };
      return [finding(diagnosticCodes.unmanaged, text, { severity: "information", place, data })];
    }
    case "managed": {
      const { pending, reading } = database;
      if (pending.length === 0) return [];
      const lines = pending.map((id) => `${id} ${history.entries.get(id)?.revision.message ?? ""}`.trimEnd());
      const text = [
        `${pending.length} revision${pending.length === 1 ? "" : "s"} pending on ${reading.database.name}:`,
        ...lines,
      ].join("\n");
      const data = { heads: history.graph.heads.length > 1 ? "several" : "one" };
      return [finding(diagnosticCodes.pending, text, { severity: "information", place, data })];
    }
  }
}

/** No database is configured, none may be asked, or none has answered yet: states that the status bar shows. */
export function isState({ code }: Failure): boolean {
  return code === "config/noDatabase" || code === "database/untrusted" || code === "database/connecting";
}
