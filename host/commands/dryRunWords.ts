import type { RunPlan } from "#host/commands/plan.ts";
import type { Finding } from "#host/preflight/runChecks.ts";
import { printRunSql } from "#host/commands/runSql.ts";
import { wayOperations } from "#host/operations.ts";
import { loadSqlParser } from "#host/sqlParser.ts";

/**
 * What a run would do, lose and stumble over, the very rows with it, as comments above its SQL: a document to read before
 * anything runs.
 */
export async function dryRunWords(
  plan: RunPlan,
  database: string,
  offending: ReadonlyMap<Finding, readonly string[]>,
): Promise<string> {
  const { direction, steps, losses, findings } = plan;
  if (steps.length === 0) return `-- Nothing to run: ${database} is there already.\n`;
  const parse = await loadSqlParser();
  const count = steps.length === 1 ? "1 revision" : `${steps.length} revisions`;
  const listed = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
  const lines = [
    `A dry run: ${direction} of ${database} by ${count}. Nothing was run.`,
    ...steps.flatMap(({ run: step }) =>
      listed(
        `${step.id}, ${step.message}`,
        wayOperations(step.sections, { code: step.code, parse }).map(({ text }) => text),
      ),
    ),
    ...listed(
      "Would be lost:",
      losses.map(({ text }) => text),
    ),
    ...listed(
      "Would fail on the rows that are there:",
      findings.flatMap((finding) => [
        finding.check.certain ? finding.text : `${finding.text}, unless the revision mends it`,
        ...(offending.get(finding) ?? []).map((row) => `  ${row}`),
      ]),
    ),
  ];
  // A name may hold a line break, which must not end the comment.
  const comments = lines.map((line) => `-- ${line.replaceAll(/\s*[\r\n]\s*/g, " ")}`.trimEnd());
  return `${comments.join("\n")}\n\n\n${printRunSql(plan)}`;
}
