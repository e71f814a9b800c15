import type { Problem, Span } from "#engine/index.ts";
import type { History } from "#host/commands/history.ts";
import type { ModelsReading } from "#host/commands/models.ts";

/** A mistake mended by other text in its place. */
export interface Fix {
  readonly title: string;
  readonly span: Span;
  readonly text: string;
}

/** What a mender may look at. */
export interface FixContext {
  readonly problem: Problem & { readonly place: NonNullable<Problem["place"]> };
  /** What the problem's file holds. */
  readonly text: string;
  readonly history: Pick<History, "graph" | "entries">;
  readonly models: Pick<ModelsReading, "documents">;
}

/** What may be done about a problem, the likeliest first. */
export type Mender = (context: FixContext) => readonly Fix[];
