import type { DatabaseEntry } from "#host/project.ts";
import type { DatabaseState } from "#protocol/state.ts";
import { failureOf } from "#server/convert/failures.ts";
import type { Locator } from "#server/convert/ranges.ts";
import { isState } from "#server/diagnostics/database.ts";
import type { Evaluation } from "#server/evaluation.ts";

/** The databases that the project names; what is known of the active one is from this evaluation. */
export function databaseStates(
  evaluation: Evaluation,
  { activeDatabase }: { readonly activeDatabase: string | null },
  locator: Locator,
): readonly DatabaseState[] {
  const {
    project,
    assessment: { database },
  } = evaluation;
  // Where none is configured, the one that Prisma would use is none to show: a welcome says how to come by one.
  const isNone = database.kind === "none" && database.failure.code === "config/noDatabase";
  const named = project.databases.filter(
    (entry) => (entry.name === activeDatabase && !isNone) || hasUrl(evaluation, entry),
  );
  return named.map((entry): DatabaseState => {
    const base = {
      name: entry.name,
      label: entry.name,
      kind: entry.source.kind === "embedded" ? ("embedded" as const) : ("server" as const),
      protected: entry.protected,
      active: entry.name === activeDatabase,
      current: null,
      pending: null,
      note: null,
      failure: null,
    };
    if (!base.active) return { ...base, connection: "not connected" };
    switch (database.kind) {
      case "none": {
        const { failure } = database;
        return {
          ...base,
          connection: isState(failure) ? "not connected" : "not configured",
          failure: isState(failure) ? null : failureOf(failure, locator),
        };
      }
      case "unreachable":
        return { ...base, connection: "unreachable", failure: failureOf(database.failure, locator) };
      case "unmanaged":
        return { ...base, label: database.reading.database.label, connection: "connected" };
      case "managed": {
        const { current, pending, reading } = database;
        return {
          ...base,
          label: reading.database.label,
          connection: "connected",
          current,
          pending: pending.length,
          note: evaluation.versionNote,
        };
      }
    }
  });
}

/** False for the database that Prisma itself would use, where nothing says which that is. */
function hasUrl({ project, models }: Evaluation, { source }: DatabaseEntry): boolean {
  if (source.kind !== "datasource" && source.kind !== "prismaConfig") return true;
  const { datasource } = models.models;
  const { prismaConfig, prismaConfigFile } = project.config;
  // What a configuration says that was not run is not known.
  const inConfig = prismaConfigFile !== null && (prismaConfig === null || prismaConfig.url !== null);
  return inConfig || (datasource?.url ?? datasource?.directUrl ?? null) !== null;
}
