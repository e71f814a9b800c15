import type { Change } from "#engine/changes/change.ts";
import { describe } from "#engine/changes/describe.ts";
import type { Rendered, RenderedStatement } from "#engine/sql/rendering.ts";

export interface ScriptOptions {
  /** Say above the first statement of each change what it does. */
  readonly comments: boolean;
  /** The PostgreSQL schema that goes without its name in comments too. */
  readonly home: string;
  /** More lines of comment on a change. */
  readonly notes?: ReadonlyMap<Change, readonly string[]>;
}

/** The body of a section: each statement with its semicolon, a blank line between, and nothing else. Empty for none. */
export function printStatements(statements: readonly Pick<RenderedStatement, "sql">[]): string {
  return joined(statements.map(({ sql }) => `${sql};`));
}

/**
 * All sections as one script, for psql and for whoever sends it as a single string. Where there are several, each says
 * that it is a transaction of its own: the string would otherwise be one.
 */
export function printScript({ sections }: Pick<Rendered, "sections">, options: ScriptOptions): string {
  const bodies = sections.map(({ statements }) => printCommented(statements, options));
  return bodies.length > 1 ? joined(bodies.map((body) => `BEGIN;\n\n${body}\n\nCOMMIT;`)) : joined(bodies);
}

function printCommented(statements: readonly RenderedStatement[], { comments, home, notes }: ScriptOptions): string {
  if (!comments) return printStatements(statements);
  return joined(
    statements.map(({ sql, change }, at) => {
      if (change === statements[at - 1]?.change) return `${sql};`;
      const lines = [describe(change, { home }).text, ...(notes?.get(change) ?? [])];
      return `${lines.map((line) => `-- ${onOneLine(line)}\n`).join("")}${sql};`;
    }),
  );
}

function joined(parts: readonly string[]): string {
  return parts.join("\n\n");
}

/** A name may hold a line break, which would end the comment. */
function onOneLine(text: string): string {
  return text.replaceAll(/\s*[\r\n]+\s*/g, " ");
}
