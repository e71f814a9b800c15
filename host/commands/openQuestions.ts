import {
  type Change,
  fillSubject,
  type Rename,
  type RenameCandidate,
  renameSubject,
  sameName,
  type Schema,
} from "#engine/index.ts";
import { type CommandContext, withConnection } from "#host/commands/context.ts";
import { count, type Counted } from "#host/commands/counts.ts";
import { type Question, type RenameQuestion, requiredColumns } from "#host/commands/questions.ts";
import { done } from "#host/failure.ts";

export interface Asking {
  readonly changes: readonly Change[];
  /** The schema that they start from, which is the connected database's where that is up to date. */
  readonly from: Schema;
}

/** What must be asked before `changes` become a revision, with the rows of the connected database where there is one. */
export async function openQuestions(
  context: CommandContext,
  { changes, from }: Asking,
  candidates: readonly RenameCandidate[],
  options: { readonly refusedRenames: readonly string[] | "all" },
): Promise<{ readonly questions: readonly Question[]; readonly warnings: readonly string[] }> {
  const { home } = context.scope;
  const renames = groupBySubject(candidates, home).filter(
    ({ subject }) => options.refusedRenames !== "all" && !options.refusedRenames.includes(subject),
  );
  const required = requiredColumns(changes);
  if (renames.length === 0 && required.length === 0) return { questions: [], warnings: [] };

  const wanted: readonly (readonly Counted[])[] = [
    ...renames.map(({ rename }) => heldBy(rename, from)),
    ...required.map(({ table, column, added }) => [{ table, column: added ? null : column, of: "nulls" } as const]),
  ];
  const totals = await withConnection(context, async (connection) => {
    const counts = (await count(connection, wanted.flat())).map(({ number }) => number);
    return done(wanted.map((group) => counts.splice(0, group.length).reduce((sum, each) => sum + each, 0)));
  });
  const counted = totals.ok ? totals.value : wanted.map(() => null);

  const questions: Question[] = renames.flatMap(({ subject, rename, candidates: group }, at): RenameQuestion[] => {
    const held = counted[at] ?? null;
    // That a value goes is only a question for rows that hold it.
    if (group.every(({ merges }) => merges) && (held === null || held === 0)) return [];
    const refusal = rename.kind === "enumValue" ? "fails" : rename.kind === "enum" ? "converts" : "drops";
    return [{ kind: "rename", subject, candidates: group, held, refusal }];
  });
  const warnings: string[] = [];
  required.forEach(({ table, column, type }, at) => {
    const rows = counted[renames.length + at] ?? null;
    const subject = fillSubject(table, column, home);
    if (rows === null) {
      warnings.push(
        `${subject} is required and has no default; the database could not be asked whether ${table.name} holds rows.`,
      );
    } else if (rows > 0) {
      questions.push({ kind: "fill", subject, table, column, type, rows });
    }
  });
  return { questions, warnings };
}

/** What may have been renamed, each with all that it may be now. */
export function groupBySubject(candidates: readonly RenameCandidate[], home: string) {
  const groups = new Map<string, { subject: string; rename: Rename; candidates: RenameCandidate[] }>();
  for (const candidate of candidates) {
    const { rename } = candidate;
    const subject = renameSubject(rename, home);
    const group = groups.get(subject) ?? { subject, rename, candidates: [] };
    group.candidates.push(candidate);
    groups.set(subject, group);
  }
  return [...groups.values()];
}

/** What counts when something is renamed or else dropped: a table's rows, a column's values, the rows that hold a value. */
function heldBy(rename: Rename, from: Schema): readonly Counted[] {
  if (rename.kind === "table") return [{ table: rename.from, column: null, of: "values" }];
  if (rename.kind === "column") return [{ table: rename.table, column: rename.from, of: "values" }];
  const name = rename.kind === "enum" ? rename.from : rename.enum;
  return from.tables.flatMap((table) =>
    table.columns.flatMap(({ name: column, type }): Counted[] => {
      if (type.kind !== "enum" || !sameName(type.name, name)) return [];
      const of = rename.kind === "enum" ? "values" : { value: rename.from, list: type.array };
      return [{ table: table.name, column, of }];
    }),
  );
}
