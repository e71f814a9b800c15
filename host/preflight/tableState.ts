import { quoteIdentifier } from "#engine/index.ts";

/** What the statements of a run did to one table, whatever it is called by now, and where its rows are to be asked today. */
export class TableState {
  /** Rows may have been put right. */
  changed = false;
  /** Columns with a value in every row. */
  readonly filled = new Set<string>();
  /** Columns with the same value in every row. */
  readonly alike = new Set<string>();
  /** Columns that came without a default: no row has a value in them. */
  readonly empty = new Set<string>();
  readonly #today: string | null;
  /** Columns that the run made. */
  readonly #made = new Set<string>();
  /** By a column's name by now its name today, where that is another. */
  readonly #renamed = new Map<string, string>();
  /** Names that mean another column today, or one that is gone by then. */
  readonly #stale = new Set<string>();

  /** `today` is what SQL calls it before the run; null where the run makes it. */
  constructor(today: string | null) {
    this.#today = today;
  }

  /** It is made by the run: what rows a table of its name holds before says nothing. */
  get isMade(): boolean {
    return this.#today === null;
  }

  /**
   * What to select from before the run for the rows that it has by now, under the names that its columns have by now. A
   * name that means something else today is there twice, so that PostgreSQL refuses it as ambiguous instead of answering.
   */
  source(name: string): string {
    if (this.#today === null) return name;
    const also = [
      ...[...this.#renamed].map(([column, today]) => `${quoteIdentifier(today)} AS ${quoteIdentifier(column)}`),
      ...[...this.#stale].map((column) => `NULL AS ${quoteIdentifier(column)}`),
    ];
    return also.length === 0 ? this.#today : `(SELECT *, ${also.join(", ")} FROM ${this.#today})`;
  }

  /** What SQL calls it before the run. */
  today(name: string): string {
    return this.#today ?? name;
  }

  addColumn(column: string): void {
    this.#made.add(column);
  }

  dropColumn(column: string): void {
    if (!this.#made.delete(column)) this.#leave(column);
    for (const columns of [this.filled, this.alike, this.empty]) columns.delete(column);
  }

  renameColumn(from: string, to: string): void {
    if (this.#made.delete(from)) this.#made.add(to);
    else {
      const today = this.#leave(from);
      if (today === to) this.#stale.delete(to);
      else this.#renamed.set(to, today);
    }
    for (const columns of [this.filled, this.alike, this.empty]) if (columns.delete(from)) columns.add(to);
  }

  /** A column of today is no longer under this name: what it is called today. */
  #leave(column: string): string {
    const today = this.#renamed.get(column);
    this.#renamed.delete(column);
    if (today === undefined) this.#stale.add(column);
    return today ?? column;
  }
}
