import { type NewRevision, placeRevision, type Problem, type Revision } from "#engine/index.ts";
import type { History } from "#host/commands/history.ts";
import { done, failed, type Failure, type Outcome } from "#host/failure.ts";

/** Where a new revision is to stand; left out, on the one head. */
export interface PlacementOptions {
  /** Null: one is made up. */
  readonly id: string | null;
  /** Revision identifiers, as `--head` and `merge` take them. */
  readonly on?: readonly string[];
  /** Stand on revisions that have children already. */
  readonly splice?: boolean;
  readonly labels?: readonly string[];
  readonly dependsOn?: readonly string[];
}

export type Place = Pick<Revision, "id" | "parents" | "dependsOn" | "labels">;

/** Where a new revision stands, or why it can't: everything is refused here, before a file is written. */
export function place(history: History, newId: () => string, { id, ...rest }: PlacementOptions): Outcome<Place> {
  const asked: NewRevision = { ...rest, id: id ?? newId() };
  const { place: placed, problems } = placeRevision(history.graph, asked);
  return placed ? done(placed) : refusal(problems[0], history);
}

function refusal(problem: Problem | undefined, history: History): Outcome<never> {
  const unchanged = "No revision was written.";
  const code = problem?.code.startsWith("graph/") === true ? (problem.code as `graph/${string}`) : "graph/placement";
  const message = problem?.message ?? "The revision can't stand there.";
  return failed({ code, message, unchanged, place: null, exit: 2, ...advice(code, history) });
}

/** Refusals that a flag or a merge answers are refusals; the rest are mistakes in what was typed. */
function advice(code: string, { graph }: History): Partial<Failure> {
  switch (code) {
    case "graph/multipleHeads":
      return {
        exit: 3,
        details: graph.heads.map((id) => `head: ${id}`),
        next: [
          "Merge them: retort merge heads -m MESSAGE.",
          `Or stand on one of them: --head ${graph.heads[0] ?? "ID"}.`,
        ],
      };
    case "graph/notHead":
      return {
        exit: 3,
        details: graph.heads.map((id) => `head: ${id}`),
        next: ["Begin a branch there: --splice.", "Or stand on a head: --head head."],
      };
    case "graph/duplicateId":
      return { next: ["Choose another id, or leave --rev-id out."] };
    case "graph/duplicateLabel":
      return { next: ["Choose another label: each names one branch of the project."] };
    case "graph/notFound":
      return { next: ["Look what there is: retort history."] };
    default:
      return {};
  }
}
