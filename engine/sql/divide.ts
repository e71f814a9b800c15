import type { Span } from "#engine/core/span.ts";
import { splitStatements, type Statement } from "#engine/sql/split.ts";
import { leadingWords, runsAlone, transactionControl } from "#engine/sql/transactions.ts";

/** What a script comes to in transactions. */
export interface DividedScript {
  /** In the order of the script; none for a script without statements. */
  readonly sections: readonly ScriptSection[];
  /** Stretches that the script itself rolls back: they did nothing, and are in no section. */
  readonly discarded: readonly Span[];
}

export interface ScriptSection {
  readonly mode: "transaction" | "no transaction";
  /** With its comments; statements that begin and end transactions are blanks. */
  readonly sql: string;
  /** Where `sql` would begin in the script, were what was put before it (settings, comments) there too. */
  readonly offset: number;
}

export interface DivideOptions {
  /** What must run outside a transaction; by the form of the statement where left out. */
  readonly alone?: (statement: Statement) => boolean;
}

/**
 * A script as PostgreSQL runs it when it comes as a single string (manual, section 55.2.2.1): one transaction up to each
 * COMMIT, wherever in it a BEGIN stands. What can't run in one stands for itself. What a script sets for its session is
 * set again in every later section.
 */
export function divideScript(text: string, options: DivideOptions = {}): DividedScript {
  const alone = options.alone ?? ((statement) => runsAlone(statement.sql));
  const { blocks, blanked } = blocksOf(text);
  const sections: ScriptSection[] = [];
  const settings: string[] = [];
  let comments = "";
  for (const block of blocks) {
    if (block.statements.length === 0) comments += commentOf(blanked, block.span);
    if (block.statements.length === 0 || block.isDiscarded) continue;
    for (const run of runsOf(block, alone)) {
      const own = run.mode === "transaction" ? block.characteristics : null;
      const lead = [...(own === null ? [] : [own]), ...settings].map((sql) => `${sql};\n`);
      sections.push(sectionOf(blanked, run, comments + lead.join("")));
      settings.push(...run.statements.map(({ sql }) => sql).filter(setsSession));
      comments = "";
    }
  }
  const discarded = blocks.filter((block) => block.isDiscarded && block.statements.length > 0);
  return { sections: withTail(sections, comments), discarded: discarded.map(({ span }) => span) };
}

/** What ends with a COMMIT, a ROLLBACK or the script. */
interface Block {
  readonly statements: readonly Statement[];
  readonly span: Span;
  /** SET TRANSACTION …, where its BEGIN said more than that. */
  readonly characteristics: string | null;
  readonly isDiscarded: boolean;
}

function blocksOf(text: string): { readonly blocks: readonly Block[]; readonly blanked: string } {
  const blocks: Block[] = [];
  let blanked = text;
  let start = 0;
  let statements: Statement[] = [];
  let characteristics: string | null = null;
  const finish = (end: number, isDiscarded: boolean) => {
    blocks.push({ statements, span: { start, end }, characteristics, isDiscarded });
    [start, statements, characteristics] = [end, [], null];
  };
  for (const statement of splitStatements(text)) {
    const control = transactionControl(statement.sql);
    if (control === null || control === "prepare") {
      statements.push(statement);
      continue;
    }
    blanked = withBlank(blanked, { start: statement.span.start, end: statement.end });
    if (control !== "begin") finish(statement.end, control === "rollback");
    else if (statements.length === 0) characteristics = characteristicsOf(statement.sql);
  }
  finish(text.length, false);
  return { blocks, blanked };
}

function characteristicsOf(begin: string): string | null {
  const rest = begin.replace(/^(?:begin(?:\s+(?:work|transaction)\b)?|start\s+transaction)\s*/i, "");
  return rest === "" ? null : `SET TRANSACTION ${rest}`;
}

interface Run {
  readonly mode: ScriptSection["mode"];
  readonly statements: readonly Statement[];
  readonly span: Span;
}

function runsOf({ statements, span }: Block, alone: (statement: Statement) => boolean): Run[] {
  const runs: { mode: Run["mode"]; statements: Statement[]; span: Span }[] = [];
  for (const statement of statements) {
    const mode = alone(statement) ? "no transaction" : "transaction";
    const last = runs.at(-1);
    if (last?.mode === mode) last.statements.push(statement);
    else {
      const start = last?.statements.at(-1)?.end ?? span.start;
      if (last) last.span = { start: last.span.start, end: start };
      runs.push({ mode, statements: [statement], span: { start, end: span.end } });
    }
  }
  return runs;
}

function sectionOf(text: string, { mode, span }: Run, lead: string): ScriptSection {
  const body = text.slice(span.start, span.end);
  const trimmed = body.trimStart();
  return { mode, sql: (lead + trimmed).trimEnd(), offset: span.start + body.length - trimmed.length - lead.length };
}

function commentOf(text: string, { start, end }: Span): string {
  const comment = text.slice(start, end).trim();
  return comment === "" ? "" : `${comment}\n`;
}

/** A comment that follows the last statement stays with it. */
function withTail(sections: readonly ScriptSection[], comments: string): readonly ScriptSection[] {
  const last = sections.at(-1);
  if (!last || comments === "") return sections;
  return [...sections.slice(0, -1), { ...last, sql: `${last.sql}\n\n${comments.trimEnd()}` }];
}

/** Blanks in the place of text, so that whatever follows stays where it was. */
function withBlank(text: string, { start, end }: Span): string {
  return text.slice(0, start) + text.slice(start, end).replaceAll(/[^\r\n]/g, " ") + text.slice(end);
}

/** SET, RESET and set_config(…, false) outlive their transaction. */
function setsSession(sql: string): boolean {
  const [first, second = ""] = leadingWords(sql);
  if (first === "set") return !["local", "transaction", "constraints"].includes(second);
  return first === "reset" || /^select\s+(?:pg_catalog\.)?set_config\s*\(.*,\s*false\s*\)$/is.test(sql);
}
