import { readFile } from "node:fs/promises";
import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver/node";

import type { Problem } from "#engine/index.ts";
import type { Failure } from "#host/failure.ts";
import type { Project } from "#host/project.ts";
import { diagnosticCodes } from "#protocol/settings.ts";
import { createLocator, firstLine, uriOf } from "#server/convert/ranges.ts";

/**
 * What keeps a project from being evaluated at all, by the URI of its file. What is wrong with a configuration is told
 * fault by fault, each at its place; whatever else it is, once.
 */
export async function failedDiagnostics(
  project: Project,
  failure: Failure,
): Promise<ReadonlyMap<string, readonly Diagnostic[]>> {
  const faults = failure.code === "config/invalid" ? project.problems.filter(isError) : [];
  const told = faults.length > 0 ? faults : [asProblem(failure)];
  const fallback = project.config.file ?? project.schemaPath;
  const files = [...new Set(told.map(({ place }) => place?.file ?? fallback))];
  const texts = new Map(
    await Promise.all(files.map(async (file) => [file, await readFile(file, "utf8").catch(() => null)] as const)),
  );
  const locator = createLocator((file) => texts.get(file) ?? null);
  const byUri = new Map<string, Diagnostic[]>();
  for (const { code, message, details = [], place } of told) {
    const uri = uriOf(place?.file ?? fallback);
    const diagnostic: Diagnostic = {
      range: (place && locator.location(place)?.range) ?? firstLine,
      severity: DiagnosticSeverity.Error,
      code,
      source: "retort",
      message: [message, ...details].join("\n"),
      data: { project: project.root },
    };
    byUri.set(uri, [...(byUri.get(uri) ?? []), diagnostic]);
  }
  return byUri;
}

function isError({ severity }: Problem): boolean {
  return severity === "error";
}

function asProblem({ message, details, next, place }: Failure): Pick<Problem, "message" | "details" | "place"> & {
  readonly code: string;
} {
  return { code: diagnosticCodes.database, message, details: [...details, ...next], place };
}
