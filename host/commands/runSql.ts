import type { RunPlan } from "#host/commands/plan.ts";

/** The SQL of a plan as a person reads it: each step under its name, each section under its mode. */
export function printRunSql(plan: RunPlan): string {
  const steps = plan.steps.map(({ run: step }) => {
    const sections = step.sections.map(({ mode, sql }) =>
      mode === "transaction" ? sql.trim() : `-- outside a transaction\n${sql.trim()}`,
    );
    return [`-- ${plan.direction} ${step.id}, ${step.message}`, ...sections].join("\n\n");
  });
  return steps.length === 0 ? "-- Nothing to run.\n" : `${steps.join("\n\n\n")}\n`;
}
