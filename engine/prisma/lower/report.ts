import type { Problem, ProblemCode } from "#engine/core/problem.ts";
import type { Span } from "#engine/core/span.ts";

/** Takes a problem at a place in the models; an error unless it says otherwise. */
export type Report = (
  file: string,
  span: Span,
  code: ProblemCode,
  message: string,
  options?: { readonly severity: Problem["severity"] },
) => void;

/** Adds to `problems` what is reported. */
export function reportTo(problems: Problem[]): Report {
  return (file, span, code, message, { severity } = { severity: "error" }) => {
    problems.push({ code, severity, message, place: { file, span: { start: span.start, end: span.end } } });
  };
}
