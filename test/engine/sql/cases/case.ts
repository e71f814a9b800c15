import type { Change, Schema } from "#engine/index.ts";

/** A step between two schemas whose statements are golden, up and down, and are tried on real servers. */
export interface SqlCase {
  readonly before: Schema;
  readonly changes: readonly Change[];
  /** Rows that are there when the way up begins, and must survive both ways. */
  readonly rows?: string;
  /** What a query gives, as text, after the way up and after the way back; where left out, it is not asked. */
  readonly holds?: { readonly query: string; readonly up?: string; readonly down?: string };
  /** The first major version that has what the case is about. */
  readonly since?: number;
}

export type SqlCases = Readonly<Record<string, SqlCase>>;
