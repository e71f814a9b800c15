import type { Section } from "#engine/index.ts";
import type { Connection } from "#host/connection.ts";
import { dataChecks } from "#host/preflight/checks.ts";
import { type CheckOptions, type Finding, runChecks } from "#host/preflight/runChecks.ts";
import type { RunStep } from "#host/runner/runSteps.ts";
import { sectionStatements } from "#host/runner/sections.ts";
import { loadSqlParser } from "#host/sqlParser.ts";

/**
 * Will these steps fail on the rows that are there? Reads only; an empty answer promises nothing. `of` tells which
 * sections are asked about: those outside transactions are the ones that would stop halfway.
 */
export async function preflight(
  connection: Connection,
  steps: readonly RunStep[],
  { of, ...options }: CheckOptions & { readonly of: "all sections" | "sections outside transactions" },
): Promise<readonly Finding[]> {
  const isAsked = ({ mode }: Section) => of === "all sections" || mode === "no transaction";
  if (!steps.some(({ sections }) => sections.some(isAsked))) return [];
  const statements = steps.flatMap(({ file, sections }) =>
    sections.flatMap((section) => sectionStatements(file, section).statements.map((sql) => ({ sql, section }))),
  );
  const asked = statements.filter(({ section }) => isAsked(section));
  if (asked.length === 0) return [];
  const parse = await loadSqlParser();
  const hasCode = steps.some(({ code }) => code);
  const checks = dataChecks(
    statements.map(({ sql }) => sql),
    { parse, hasCode },
  );
  const wanted = new Set(asked.map(({ sql }) => sql));
  return runChecks(
    connection,
    checks.filter(({ statement }) => wanted.has(statement)),
    options,
  );
}
