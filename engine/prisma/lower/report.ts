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
