/** What a TypeScript revision is given: the session that the revision runs in. */
export interface RevisionDatabase {
  /** What `--tag` said when the run began, as Alembic hands its tag to env.py; null where nothing. */
  readonly tag: string | null;
  /**
   * One statement, with `$1` … for `values`. Dates come as Date, bytea as Buffer, int8 and numeric as text, json parsed.
   * Rejects with PostgreSQL's message (and `code`, `detail`, `hint`) where the server refuses it; the transaction is
   * then broken, as it is in psql.
   */
  query<Row extends Record<string, unknown> = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<QueryAnswer<Row>>;
  /**
   * Calls `work` again and again until it answers 0, and tells how far it is; the sum of what it answered. With
   * `export const transaction = "batches"` each call is a transaction of its own, committed when it returns; otherwise
   * all of them are part of the revision's one transaction.
   */
  batches(
    work: (db: Pick<RevisionDatabase, "query">) => Promise<number>,
    options?: { readonly total?: number },
  ): Promise<number>;
  /** Tells whoever waits how far this is. */
  progress(done: number, total?: number): void;
}

export interface QueryAnswer<Row> {
  readonly rows: readonly Row[];
  /** How many rows the statement returned or changed. */
  readonly rowCount: number;
}
