import { type Change, type ColumnType, type QualifiedName, type RenameCandidate } from "#engine/index.ts";

/** What generation will not guess. A question that stays open means that nothing is written. */
export type Question = RenameQuestion | FillQuestion;

export interface RenameQuestion {
  readonly kind: "rename";
  /** `tasks.description`, in database names. */
  readonly subject: string;
  readonly candidates: readonly RenameCandidate[];
  /** Rows (for a table) or values that are concerned; null where no database could be asked. */
  readonly held: number | null;
  /**
   * What a refusal comes to. `drops`: it goes with what it holds. `converts`: columns of an enum go over to the new one by
   * the text of their values. `fails`: nothing runs while rows hold the value.
   */
  readonly refusal: "drops" | "converts" | "fails";
}

/** The same of what went from the database and not from the models: without an answer they forget it. */
export type PullQuestion = Omit<RenameQuestion, "refusal"> & { readonly refusal: "forgets" };

export interface FillQuestion {
  readonly kind: "fill";
  /** `tasks.owner_id`, in database names, as `--fill` takes it. */
  readonly subject: string;
  readonly table: QualifiedName;
  readonly column: string;
  readonly type: ColumnType;
  /** Rows that would have no value. */
  readonly rows: number;
}

/** A column that comes to hold NULL where it may not, unless rows are given a value. */
export interface RequiredColumn {
  readonly table: QualifiedName;
  readonly column: string;
  readonly type: ColumnType;
  /** The column is new: every row lacks a value, not only those that hold NULL. */
  readonly added: boolean;
}

/** The columns among `changes` that rows would have no value for, and that no fill answers. */
export function requiredColumns(changes: readonly Change[]): readonly RequiredColumn[] {
  return changes.flatMap((change): RequiredColumn[] => {
    if (change.kind === "addColumn") {
      const { column, table, fill } = change;
      const given = column.nullable || column.default !== null || column.identity !== null || column.generated !== null;
      return given || fill !== null ? [] : [{ table, column: column.name, type: column.type, added: true }];
    }
    if (change.kind === "alterColumn") {
      const { from, to, table, fill } = change;
      return from.nullable && !to.nullable && fill === null
        ? [{ table, column: to.name, type: to.type, added: false }]
        : [];
    }
    return [];
  });
}
