import type {
  AdoptParams,
  DriftParams,
  GenerateParams,
  GenerateResult,
  ImportPrismaParams,
  ImportPrismaResult,
  InitializeProjectParams,
  MergeParams,
  NewRevisionParams,
  PlanMergeParams,
  PlanMergeResult,
  PlanParams,
  PlanResult,
  ProveParams,
  PullParams,
  PullResult,
  ProveResult,
  RestoreParams,
  RestorePlanResult,
  RunParams,
  RunResult,
  TextResult,
  WrittenResult,
} from "#protocol/commands.ts";
import type { ProjectState } from "#protocol/state.ts";

/**
 * Client → server. Everything a click needs; the server answers failures as values, never as rejections, so that the
 * client can show what was left unchanged and what to do next.
 */
export interface ServerRequests {
  /** The state of every project, evaluated anew. The answer also arrives as `retort/state`. */
  "retort/refresh": { params: RefreshParams; result: readonly ProjectState[] };
  /** Writes a revision from what the models ask for, or answers the questions that must be settled first. */
  "retort/generate": { params: GenerateParams; result: GenerateResult };
  /** Writes an empty revision on the head. */
  "retort/newRevision": { params: NewRevisionParams; result: WrittenResult };
  /** What merging heads would bring together: both orders are run in the shadow. Nothing is written. */
  "retort/planMerge": { params: PlanMergeParams; result: PlanMergeResult };
  /** Writes the merge revision. Refused where the branches do not commute and nobody accepted that. */
  "retort/merge": { params: MergeParams; result: WrittenResult };
  /** Runs revisions up, down and up again in the shadow, and writes what holds into their headers. */
  "retort/prove": { params: ProveParams; result: ProveResult };
  /** What an upgrade or downgrade would run and lose. Asked before every run: the confirmation is built from it. */
  "retort/plan": { params: PlanParams; result: PlanResult };
  /** Runs what `retort/plan` answered. Refused when anything changed since. Progress by `retort/progress`. */
  "retort/run": { params: RunParams; result: RunResult };
  /** Stops the run that this client started, at the server too. */
  "retort/cancelRun": { params: ProjectParams; result: null };
  /** Moves the database's revision rows without running anything. */
  "retort/stamp": { params: StampParams; result: WrittenResult };
  /** The models say what the database holds, for what drifted. */
  "retort/pull": { params: PullParams; result: PullResult };
  /** What drifted becomes a revision that the database has already, and the models say the same. Nothing runs. */
  "retort/adopt": { params: AdoptParams; result: WrittenResult };
  /** What bringing the database back would run and lose. Asked before it is done: the confirmation is built from it. */
  "retort/planRestore": { params: DriftParams; result: RestorePlanResult };
  /** Runs what `retort/planRestore` answered. Refused when anything changed since. */
  "retort/restore": { params: RestoreParams; result: WrittenResult };
  /** Goes on with a half-done revision, where it stopped. */
  "retort/resume": { params: ResumeParams; result: WrittenResult };
  /** Says what became of a half-done revision by hand. Nothing runs. */
  "retort/resolve": { params: ResolveParams; result: WrittenResult };
  /** Settles a revision whose file is not as it was applied. */
  "retort/mend": { params: MendParams; result: WrittenResult };
  /** `check` in words, as the command line prints it. */
  "retort/check": { params: ProjectParams; result: TextResult };
  /** `history --verbose` in words. */
  "retort/history": { params: ProjectParams; result: TextResult };
  /** The text of the models, as they are or as they would say what another side has. */
  "retort/models": { params: ModelsParams; result: TextResult };
  /** The SQL of a revision, a section's direction, or a drift's restore: for a read-only document. */
  "retort/sql": { params: SqlParams; result: TextResult };
  /** `retort init`, with the user's choice of what to start from. */
  "retort/initialize": { params: InitializeProjectParams; result: WrittenResult };
  /** Revisions from the migrations of Prisma Migrate, marked as applied where Prisma applied them. */
  "retort/importPrisma": { params: ImportPrismaParams; result: ImportPrismaResult };
  /** Chooses the database that diagnostics, tree and commands are about. */
  "retort/activateDatabase": { params: ActivateDatabaseParams; result: WrittenResult };
}

/** Client → server, no answer. */
export interface ServerNotifications {
  /** The user trusted the workspace: connections and config code are allowed from here on. */
  "retort/trusted": Record<string, never>;
  /** The window gained focus: the database may have changed meanwhile. */
  "retort/focused": Record<string, never>;
}

/** Server → client. */
export interface ClientRequests {
  /** A database URL that the user typed once and VS Code keeps (SecretStorage); null where there is none. */
  "retort/secret": { params: SecretParams; result: string | null };
}

/** Server → client, no answer. */
export interface ClientNotifications {
  /** The whole state of every project, after each evaluation. Small: names and words, no SQL. */
  "retort/state": readonly ProjectState[];
  /** How far a run or an evaluation is. */
  "retort/progress": ProgressParams;
}

export interface RefreshParams {
  /** Connect and read the catalog even if nothing seems to have changed. */
  readonly force: boolean;
}

/** A project is named by its folder's path. */
export interface ProjectParams {
  readonly project: string;
}

export interface MendParams extends ProjectParams {
  readonly id: string;
  /**
   * `accept`: the row says what the file says, and nothing runs. `restore`: the file is as it was applied again.
   * `revision`: the edit becomes a revision of its own, and the file is as it was applied again.
   */
  readonly how: "accept" | "restore" | "revision";
  /** Of the new revision. */
  readonly message: string | null;
  /** The name of a protected database, as it was typed. */
  readonly typedName: string | null;
}

export interface ResumeParams extends ProjectParams {
  readonly id: string;
  /** What to do with a statement of which nobody knows whether it ran; null where nobody was asked yet. */
  readonly doubt: "retry" | "skip" | null;
  readonly acceptLosses: boolean;
  /** The name of a protected database, as it was typed. */
  readonly typedName: string | null;
}

export interface ResolveParams extends ProjectParams {
  readonly id: string;
  /** What somebody made of it by hand. */
  readonly as: "applied" | "rolled back";
  readonly typedName: string | null;
}

export interface StampParams extends ProjectParams {
  readonly target: string;
  /** The name of a protected database, as it was typed. */
  readonly typedName: string | null;
}

export interface SqlParams extends ProjectParams {
  readonly what:
    | { readonly kind: "revision"; readonly id: string; readonly direction: "upgrade" | "downgrade" }
    /** A revision's file as the database stored it. */
    | { readonly kind: "stored"; readonly id: string }
    | { readonly kind: "unrevised" }
    /** What a run would do, lose and stumble over, with its SQL; nothing runs. */
    | { readonly kind: "dryRun"; readonly direction: "upgrade" | "downgrade"; readonly target: string }
    | { readonly kind: "restore"; readonly driftId: string | null }
    /** What makes a thing that drifted, or all of them, as one side has it. */
    | { readonly kind: "drifted"; readonly object: string | null; readonly side: DriftSide };
}

export interface ModelsParams extends ProjectParams {
  readonly side: DriftSide;
}

export type DriftSide = "models" | "recorded" | "database";

export interface ActivateDatabaseParams extends ProjectParams {
  readonly database: string;
}

export interface SecretParams {
  readonly project: string;
  readonly database: string;
}

export interface ProgressParams extends ProjectParams {
  readonly message: string;
  /** Null where the length is not known. */
  readonly done: number | null;
  readonly total: number | null;
  /** True when nothing more will come of this work. */
  readonly ended: boolean;
}

/** What the client tells the server when it starts it. */
export interface InitializationOptions {
  readonly trusted: boolean;
  /** The folder of the bundled assets (`dist`). */
  readonly assets: string;
  /** Names of databases whose URL VS Code keeps, by project folder. */
  readonly secrets: Readonly<Record<string, readonly string[]>>;
  /** The database that the user chose in this workspace, by project folder. */
  readonly active: Readonly<Record<string, string>>;
  /** True while Prisma's own extension is active: its syntax errors are left to it. */
  readonly prismaExtension: boolean;
}

export type RequestMethod = keyof ServerRequests;
export type Params<M extends RequestMethod> = ServerRequests[M]["params"];
export type Result<M extends RequestMethod> = ServerRequests[M]["result"];

/** What the server must answer: one handler per method, so a forgotten one is a compile error. */
export type RequestHandlers = {
  readonly [M in RequestMethod]: (params: Params<M>, token: Cancellation) => Promise<Result<M>>;
};

/** The part of a cancellation token that handlers use, whatever package it comes from. */
export interface Cancellation {
  readonly isCancellationRequested: boolean;
  onCancellationRequested(listener: () => void): { dispose(): void };
}
