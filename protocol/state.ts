import type { Failure } from "#protocol/commands.ts";

/** What trees, status bar and welcome views draw. Words are ready for people; kinds and flags choose icons and menus. */
export interface ProjectState {
  /** The folder's path: the project's name in every request. */
  readonly project: string;
  readonly name: string;
  /** Null where the folder holds no models yet. */
  readonly models: ModelsState | null;
  /** Newest first; `base` is drawn by the client. */
  readonly revisions: readonly RevisionState[];
  /** Problems of revision files that keep the history from being read whole, each with its file's name. */
  readonly historyProblems: readonly string[];
  readonly unrevised: Comparison<UnrevisedState>;
  readonly drift: Comparison<DriftState>;
  readonly databases: readonly DatabaseState[];
  readonly status: StatusState;
}

export interface ModelsState {
  readonly uri: string;
  readonly files: readonly string[];
  readonly problems: number;
}

/** An answer that may not be known: a dead database or a replay that fails is never "clean". */
export type Comparison<T> =
  | { readonly kind: "known"; readonly items: readonly T[] }
  | { readonly kind: "unknown"; readonly reason: string; readonly failure: Failure | null };

export type RevisionStatus =
  "applied" | "current" | "pending" | "unknown" | "edited" | "missing" | "running" | "failed";

export interface RevisionState {
  readonly id: string;
  readonly shortId: string;
  readonly message: string;
  readonly created: string | null;
  readonly parents: readonly string[];
  readonly labels: readonly string[];
  readonly head: boolean;
  readonly branchPoint: boolean;
  readonly mergePoint: boolean;
  readonly status: RevisionStatus;
  /** Where a half-done revision stopped: `its way up failed at statement 2 of 3`; null where it is none. */
  readonly stopped: string | null;
  /** Null for a revision whose file is missing. */
  readonly uri: string | null;
  /** RFC 3339; null while not applied. */
  readonly appliedAt: string | null;
  readonly irreversible: string | null;
  /** Null for code and for a revision whose file is missing: there is nothing to prove. */
  readonly proof: ProofState | null;
  /** The way up, in words: what the tree shows below the revision. */
  readonly operations: readonly OperationState[];
}

/** What is known of a revision's proof: up, down and up again in the shadow. */
export interface ProofState {
  readonly kind: "proved" | "unproved" | "fails";
  /** What is to say about it, a line each: what differs, or that the header does not say so yet. */
  readonly lines: readonly string[];
}

export interface OperationState {
  readonly text: string;
  /** The object that icons stand for. */
  readonly kind: "table" | "column" | "index" | "constraint" | "enum" | "extension" | "data" | "other";
  readonly effect: "add" | "change" | "remove";
  readonly location: Location | null;
}

export interface UnrevisedState {
  readonly text: string;
  readonly location: Location | null;
}

export interface DriftState {
  /** Stable while the difference stands. */
  readonly id: string;
  /** As `adopt`, `pull` and `restore` take it. */
  readonly object: string;
  /** The table it is grouped under; null for what belongs to no table. */
  readonly group: string | null;
  readonly text: string;
  /** The same in two short parts, beside the group: `column note`, `in no revision`. */
  readonly subject: string;
  readonly fate: string;
  readonly effect: "add" | "change" | "remove";
  /** The model or field concerned; null where no model names it. */
  readonly location: Location | null;
}

export interface DatabaseState {
  readonly name: string;
  readonly label: string;
  readonly kind: "server" | "embedded";
  readonly active: boolean;
  readonly protected: boolean;
  readonly connection: "connected" | "not connected" | "unreachable" | "not configured";
  /** Current revision ids; null where not known. */
  readonly current: readonly string[] | null;
  readonly pending: number | null;
  /** What is to be known about comparisons with it, as a sentence. */
  readonly note: string | null;
  readonly failure: Failure | null;
}

export interface StatusState {
  readonly database: string | null;
  readonly kind:
    | "ok"
    | "halfDone"
    | "edited"
    | "pending"
    | "drift"
    | "unrevised"
    | "unmanaged"
    | "unknown"
    | "noDatabase"
    | "noModels"
    | "noRevisions";
  /** `dev ● 3f2a9c1 (head)` without the icon. */
  readonly text: string;
  readonly tooltip: string;
}

export interface Location {
  readonly uri: string;
  readonly range: Range;
}

/** Lines and characters from 0, characters in UTF-16 units, as the editor counts. */
export interface Range {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}
