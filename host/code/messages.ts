import type { Direction } from "#engine/index.ts";

/** A TypeScript revision as it was read and hashed: what runs is `text`, whatever the file says by now. */
export interface CodeText {
  /** Absolute: imports beside it are found from there. */
  readonly file: string;
  readonly text: string;
}

/** From the run to the process that runs a revision's code. */
export type ToCode =
  | {
      readonly kind: "run";
      /** The file's name, for imports beside it and for stacks; what runs is `text`. */
      readonly file: string;
      readonly text: string;
      readonly direction: Direction;
      /** What the command line's `--tag` said. */
      readonly tag: string | null;
    }
  | {
      readonly kind: "rows";
      readonly id: number;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly unknown[])[];
      readonly rowCount: number;
    }
  | { readonly kind: "done"; readonly id: number }
  | { readonly kind: "refused"; readonly id: number; readonly error: RefusedError };

/** From that process: a question with an `id` waits for its answer. */
export type FromCode =
  | { readonly kind: "ready" }
  | { readonly kind: "query"; readonly id: number; readonly text: string; readonly values: readonly unknown[] }
  /** A batch begins or ends; where batches are no transactions of their own, both mean nothing. */
  | { readonly kind: "begin"; readonly id: number }
  | { readonly kind: "commit"; readonly id: number }
  | { readonly kind: "rollback"; readonly id: number }
  | { readonly kind: "progress"; readonly done: number; readonly total: number | null }
  | { readonly kind: "finished" }
  /** What the code threw. `refusal` is the `id` of the question whose refusal it is, where it is one. */
  | { readonly kind: "threw"; readonly message: string; readonly stack: string; readonly refusal: number | null };

/** What an error that PostgreSQL raised says, as it crosses to the code. */
export interface RefusedError {
  readonly message: string;
  readonly code: string | null;
  readonly detail: string | null;
  readonly hint: string | null;
}
