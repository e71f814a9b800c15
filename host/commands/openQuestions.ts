import { type Change, type Rename, type RenameCandidate, renameSubject } from "#engine/index.ts";
import { type CommandContext, withConnection } from "#host/commands/context.ts";
import { count, type Counted } from "#host/commands/counts.ts";
import { columnSubject, type Question, requiredColumns } from "#host/commands/questions.ts";
import { done } from "#host/failure.ts";

/** What must be asked before `changes` become a revision, with the rows of the connected database where there is one. */
export async function openQuestions(
  context: CommandContext,
  changes: readonly Change[],
  candidates: readonly RenameCandidate[],
  options: { readonly refusedRenames: readonly string[] | "all" },
): Promise<{ readonly questions: readonly Question[]; readonly warnings: readonly string[] }> {
  const { home } = context.scope;
  const renames = groupBySubject(candidates, home).filter(
    ({ subject }) => options.refusedRenames !== "all" && !options.refusedRenames.includes(subject),
  );
  const required = requiredColumns(changes);
  if (renames.length === 0 && required.length === 0) return { questions: [], warnings: [] };

  const wanted: Counted[] = [
    ...renames.map(({ rename }): Counted => ({ ...dropped(rename), of: "values" })),
    ...required.map(({ table, column, added }): Counted => ({ table, column: added ? null : column, of: "nulls" })),
  ];
  const counted = await withConnection(context, async (connection) => done(await count(connection, wanted)));
  const counts = counted.ok ? counted.value : wanted.map(() => null);

  const questions: Question[] = renames.map(({ subject, candidates: group }, at) => ({
    kind: "rename",
    subject,
    candidates: group,
    loss: counts[at] ?? null,
  }));
  const warnings: string[] = [];
  required.forEach(({ table, column, type }, at) => {
    const rows = counts[renames.length + at] ?? null;
    const subject = columnSubject(table, column, home);
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

function groupBySubject(candidates: readonly RenameCandidate[], home: string) {
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

function dropped(rename: Rename) {
  return rename.kind === "table" ? { table: rename.from, column: null } : { table: rename.table, column: rename.from };
}
