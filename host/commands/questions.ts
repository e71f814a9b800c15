import { type Change, type ColumnType, displayName, type QualifiedName, type RenameCandidate } from "#engine/index.ts";

/** What generation will not guess. A question that stays open means that nothing is written. */
export type Question = RenameQuestion | FillQuestion;

export interface RenameQuestion {
  readonly kind: "rename";
  /** `tasks.description`, in database names. */
  readonly subject: string;
  readonly candidates: readonly RenameCandidate[];
  /** Rows (for a table) or values that a drop would lose; null where no database could be asked. */
  readonly loss: number | null;
}

export interface FillQuestion {
  readonly kind: "fill";
  /** `tasks.owner_id`, in database names. */
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

export function columnSubject(table: QualifiedName, column: string, home: string): string {
  return `${displayName(table, home)}.${column}`;
}

/** Fills by `schema.table.column`, from subjects as people write them: `tasks.owner_id` is the home schema's. */
export function fillsByName(fills: ReadonlyMap<string, string>, home: string): ReadonlyMap<string, string> {
  return new Map(
    [...fills].map(([subject, sql]) => [subject.split(".").length === 2 ? `${home}.${subject}` : subject, sql]),
  );
}
