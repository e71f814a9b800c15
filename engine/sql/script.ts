import type { Change } from "#engine/changes/change.ts";
import type { Rendered, RenderedStatement } from "#engine/sql/rendering.ts";

export interface ScriptOptions {
  /** Words for a line of comment above the first statement of each change; null where there are none to say. */
  readonly comment?: (change: Change) => string | null;
}

/** The body of a section: a semicolon and a blank line after each statement, and nothing else. Empty for none. */
export function printStatements(statements: readonly RenderedStatement[], options: ScriptOptions = {}): string {
  return statements.map((statement, at) => printStatement(statement, statements[at - 1], options)).join("\n\n");
}

/**
 * All sections as one script, for psql and for whoever sends it as a single string. Where there are several, each is a
 * transaction of its own in words: the string would otherwise be one.
 */
export function printScript({ sections }: Pick<Rendered, "sections">, options: ScriptOptions = {}): string {
  const bodies = sections.map(({ statements }) => printStatements(statements, options));
  return bodies.length > 1 ? bodies.map((body) => `BEGIN;\n\n${body}\n\nCOMMIT;`).join("\n\n") : (bodies[0] ?? "");
}

function printStatement(
  { sql, change }: RenderedStatement,
  previous: RenderedStatement | undefined,
  { comment }: ScriptOptions,
): string {
  const words = previous?.change === change ? null : (comment?.(change) ?? null);
  return words === null ? `${sql};` : `-- ${words.replaceAll(/\s*[\r\n]\s*/g, " ")}\n${sql};`;
}
