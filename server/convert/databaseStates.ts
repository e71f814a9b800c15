import { isState } from "#server/diagnostics/database.ts";
import type { DatabaseState } from "#protocol/state.ts";
import { failureOf } from "#server/convert/failures.ts";
import type { Locator } from "#server/convert/ranges.ts";
import type { Evaluation } from "#server/evaluation.ts";

/** The databases that the project names; what is known of the active one is from this evaluation. */
export function databaseStates(
  { project, assessment: { database } }: Evaluation,
  { activeDatabase }: { readonly activeDatabase: string | null },
  locator: Locator,
): readonly DatabaseState[] {
  return project.databases.map((entry): DatabaseState => {
    const base = {
      name: entry.name,
      label: entry.name,
      kind: entry.source.kind === "embedded" ? ("embedded" as const) : ("server" as const),
      protected: entry.protected,
      active: entry.name === activeDatabase,
      current: null,
      pending: null,
      failure: null,
    };
    if (!base.active) return { ...base, connection: "not connected" };
    switch (database.kind) {
      case "none": {
        const { failure } = database;
        return {
          ...base,
          connection: "not configured",
          failure: isState(failure) ? null : failureOf(failure, locator),
        };
      }
      case "unreachable":
        return { ...base, connection: "unreachable", failure: failureOf(database.failure, locator) };
      case "unmanaged":
        return { ...base, label: database.reading.database.label, connection: "connected" };
      case "managed": {
        const { current, pending, reading } = database;
        return { ...base, label: reading.database.label, connection: "connected", current, pending: pending.length };
      }
    }
  });
}
