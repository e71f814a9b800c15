import type { ProjectParams } from "#protocol/requests.ts";
import type { Location } from "#protocol/state.ts";

/** What could not be done, why, what was left unchanged, and what to do next. Never holds a password. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly details: readonly string[];
  readonly unchanged: string;
  readonly next: readonly string[];
  readonly location: Location | null;
}

export type Failed = { readonly kind: "failed"; readonly failure: Failure };

export interface GenerateParams extends ProjectParams {
  readonly message: string;
  /** Answers to questions of an earlier answer, by question id; anything unanswered is asked again. */
  readonly answers: Readonly<Record<string, string>>;
  /** The head that it stands on; null: the only one. */
  readonly on: string | null;
}

export type GenerateResult =
  | { readonly kind: "written"; readonly uri: string; readonly id: string; readonly warnings: readonly string[] }
  | { readonly kind: "nothing" }
  | { readonly kind: "questions"; readonly questions: readonly Question[] }
  | Failed;

/** Something that generation will not guess. Escape answers nothing, and nothing is written. */
export type Question =
  | {
      readonly kind: "rename";
      readonly id: string;
      /** `tasks.description` */
      readonly from: string;
      /** `merges`: `to` is a value of the enum that stays, and rows come to hold it instead. */
      readonly candidates: readonly { readonly to: string; readonly answer: string; readonly merges: boolean }[];
      /** Of the candidates, one that is clear enough to be taken together with those of other questions; or null. */
      readonly clear: { readonly to: string; readonly answer: string; readonly merges: boolean } | null;
      /** The answer that means: drop it, and add the other anew. */
      readonly dropAnswer: string;
      /**
       * What that comes to: it goes with what it holds; columns go over to another enum by the text of their values; or
       * the revision fails while rows hold the value.
       */
      readonly refusal: "drops" | "converts" | "fails";
      /** What dropping would lose, as a sentence; null where the database is not connected. */
      readonly loss: string | null;
    }
  | {
      readonly kind: "fill";
      readonly id: string;
      /** `tasks.owner_id` */
      readonly column: string;
      readonly type: string;
      readonly rows: number | null;
      /** What was answered before and can't be, with why; to be mended. Null where it is asked for the first time. */
      readonly refused: { readonly answer: string; readonly why: string } | null;
    };

export interface NewRevisionParams extends ProjectParams {
  readonly message: string;
  /** `ts` for code that moves data. */
  readonly language: "sql" | "ts";
  /** The head that it stands on; null: the only one. */
  readonly on: string | null;
}

export type WrittenResult =
  | {
      readonly kind: "written";
      readonly uri: string | null;
      readonly message: string;
      readonly warnings: readonly string[];
    }
  | Failed;

export interface PlanMergeParams extends ProjectParams {
  /** The heads to merge, by id. */
  readonly revisions: readonly string[];
}

export type PlanMergeResult = { readonly kind: "merge"; readonly merge: MergePlan } | Failed;

/** What running the branches in both orders showed. */
export interface MergePlan {
  /** True when every two end in the same schema in either order. */
  readonly clean: boolean;
  /** The message that the merge has where nobody writes another. */
  readonly message: string;
  /** The verdict on every two of them, and what both touch: a sentence each. */
  readonly words: readonly string[];
}

export interface MergeParams extends PlanMergeParams {
  readonly message: string;
  /** The user saw that the branches do not commute and merges them all the same. */
  readonly acceptDifferences: boolean;
}

export interface ProveParams extends ProjectParams {
  /** A revision identifier; null for the heads. */
  readonly target: string | null;
}

export type ProveResult =
  /** `proved` where all are; each fault in words. */
  | {
      readonly kind: "tried";
      readonly proved: boolean;
      readonly message: string;
      readonly faults: readonly string[];
      /** Of the first that fails; null where none does. */
      readonly location: Location | null;
    }
  | Failed;

export interface PlanParams extends ProjectParams {
  readonly direction: "upgrade" | "downgrade";
  /** A revision identifier: `head`, `+1`, `base`, an id. */
  readonly target: string;
  /** Take down what no file here says as it was applied, as the database stored it. Off where left out. */
  readonly fromStored?: boolean;
}

/** What drifted and is meant: names as `DriftState.object` has them; none for all of it. */
export interface DriftParams extends ProjectParams {
  readonly objects: readonly string[];
}

export interface PullParams extends DriftParams {
  /** Answers to questions of an earlier answer, by question id; anything unanswered is asked again. */
  readonly answers: Readonly<Record<string, string>>;
}

export type PullResult = WrittenResult | { readonly kind: "questions"; readonly questions: readonly Question[] };

export interface AdoptParams extends DriftParams {
  readonly message: string;
  /** The name of a protected database, as it was typed. */
  readonly typedName: string | null;
}

export interface RestoreParams extends DriftParams {
  /** Of the plan that was shown. */
  readonly token: string;
  readonly acceptLosses: boolean;
  readonly typedName: string | null;
}

export type RestorePlanResult = { readonly kind: "plan"; readonly plan: RestorePlan } | Failed;

/** What would bring a database back to what its revisions made. */
export interface RestorePlan {
  readonly token: string;
  readonly database: string;
  readonly protected: boolean;
  /** In words, in the order they run. */
  readonly changes: readonly string[];
  /** `tasks.slug: 3 values`. Empty where nothing is lost. */
  readonly losses: readonly string[];
  readonly sql: string;
}

export type PlanResult = { readonly kind: "plan"; readonly plan: Plan } | Failed;

export interface Plan {
  /** Names exactly this plan: a run with another token is refused. */
  readonly token: string;
  readonly database: string;
  readonly protected: boolean;
  readonly direction: "upgrade" | "downgrade";
  readonly steps: readonly PlanStep[];
  /** Ids of those steps whose SQL the database stored: it is shown before anybody is asked. */
  readonly stored: readonly string[];
  /** What running it would lose, in words: `tasks.priority: 3 values`. Empty where nothing is lost. */
  readonly losses: readonly string[];
  /** Rows that the statements will stumble over. Empty where none is known. */
  readonly findings: readonly PlanFinding[];
  /** Of these the one that a run is refused for, whatever is answered: it would fail halfway, outside of a transaction. */
  readonly halfway: string | null;
  readonly sql: string;
}

export interface PlanFinding {
  /** `tasks.title: 1 row without a value` */
  readonly text: string;
  /** False where a statement before it may mend the rows. */
  readonly certain: boolean;
}

export interface PlanStep {
  readonly id: string;
  readonly message: string;
  readonly operations: readonly string[];
}

export interface RunParams extends ProjectParams {
  readonly token: string;
  /** The user saw the losses of the plan and confirmed them. */
  readonly acceptLosses: boolean;
  /** What would be lost is kept beside the revision rows instead, and comes back when the run is undone. */
  readonly stash: Stashed;
  /** The name of a protected database, as the user typed it. */
  readonly typedName: string | null;
}

/** `within limit`: refused where much would be copied, so that somebody is asked; `any size`: somebody was. */
export type Stashed = "no" | "within limit" | "any size";

export type RunResult =
  | { readonly kind: "done"; readonly message: string; readonly current: readonly string[] }
  | { readonly kind: "cancelled"; readonly message: string }
  | Failed;

/** Text for a person; a failure where there is none to show. */
export type TextResult = { readonly kind: "text"; readonly text: string; readonly clean: boolean } | Failed;

export interface InitializeProjectParams extends ProjectParams {
  readonly from: "empty" | "database" | "embedded";
  /** The name of a protected database whose rows are to be written, as it was typed. */
  readonly typedName: string | null;
}

export interface ImportPrismaParams extends ProjectParams {
  /** The same; asked for once an answer names the database. */
  readonly typedName: string | null;
}

export type ImportPrismaResult =
  /** `unmarked` names the protected database in which Prisma applied what could not be marked so without its name. */
  (Exclude<WrittenResult, Failed> & { readonly unmarked: string | null }) | Failed;
