import path from "node:path";

import type { Problem } from "#engine/index.ts";
import type { CommandContext } from "#host/commands/context.ts";
import type { History } from "#host/commands/history.ts";
import { failed, type Failure, failureOf } from "#host/failure.ts";

/**
 * The first error that the graph has for what was asked, as a failure: Alembic's message, what we know beyond it, the files
 * of the revisions concerned, and what to do. Null where there is none.
 */
export function graphFailure(
  { project }: Pick<CommandContext, "project">,
  history: Pick<History, "entries" | "graph">,
  problems: readonly Problem[],
  unchanged: string,
): ReturnType<typeof failed> | null {
  const problem = problems.find(({ severity }) => severity === "error");
  if (!problem) return null;
  const code = problem.code.startsWith("graph/") ? (problem.code as Failure["code"]) : "graph/target";
  const base = failureOf([problem], { code, exit: refusals.has(code) ? 3 : 2, unchanged });
  if (!base) return null;
  const files = (problem.revisions ?? []).flatMap((id) => {
    const entry = history.entries.get(id);
    return entry ? [`${id}: ${path.relative(project.root, entry.file)}`] : [];
  });
  return failed({ ...base.failure, details: [...base.failure.details, ...files], next: advice(problem, history) });
}

/** What a flag, a merge or another word answers is refused; the rest are mistakes in what was typed. */
const refusals: ReadonlySet<string> = new Set(["graph/multipleHeads", "graph/notHead", "graph/ambiguousCurrent"]);

function advice({ code, revisions = [] }: Problem, { graph }: Pick<History, "graph">): readonly string[] {
  const [first = "ID"] = revisions;
  switch (code) {
    case "graph/multipleHeads":
      return ["Merge them: retort merge heads -m MESSAGE.", `Or name one of them, \`${first}\`, or all: \`heads\`.`];
    case "graph/notHead":
      return ["Begin a branch there: --splice.", `Or stand on a head: ${graph.heads.join(", ")}.`];
    case "graph/ambiguousCurrent":
      return ["Look where the database stands: retort current."];
    case "graph/ambiguousWalk":
      return [`Name the revision itself, or the branch to follow: \`${first}@+1\`.`];
    case "graph/unknownRow":
      return [
        `Bring its file back from version control; what was applied: retort show ${first} --stored.`,
        "Or take it down as the database stored it: retort downgrade TARGET --from-stored, which shows it first.",
        "Or, where it is gone for good, say where the database stands: retort stamp REVISION --purge.",
      ];
    case "graph/notFound":
      return ["Look which there are: retort history."];
    case "graph/walkedTooFar":
    case "graph/notApplied":
    case "graph/notOnBranch":
      return ["Look where the database stands, and what there is: retort current, retort history."];
    case "graph/duplicateId":
      return ["Choose another id, or leave --rev-id out."];
    case "graph/duplicateLabel":
      return ["Choose another label: each names one branch of the project."];
    case "graph/range":
      return ["For example: retort history -r base:head, retort upgrade base:head --sql."];
    default:
      return [];
  }
}
