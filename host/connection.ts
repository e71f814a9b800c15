import type { Outcome } from "#host/failure.ts";

/** One PostgreSQL session. A statement that the server refuses rejects with `pg.DatabaseError`. */
export interface Connection {
  /** One statement (or, without values, several); rows as arrays of what `pg` parses, of the last statement. */
  readonly rows: <Row extends readonly unknown[]>(text: string, values?: readonly unknown[]) => Promise<Row[]>;
  /** One statement; what it answers with the names of its columns. `rowCount` is 0 where it counts nothing. */
  query(text: string, values?: readonly unknown[]): Promise<NamedRows>;
  /** Runs `work` between BEGIN and COMMIT; ROLLBACK when it rejects. Not to be nested. */
  transaction<T>(
    work: (begun: readonly (readonly unknown[])[]) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T>;
  /**
   * One transaction in one message, BEGIN and COMMIT included: a single way to the server. Where a statement is refused,
   * nothing stays and those behind it were not run; rejects with a BatchError that names it.
   */
  atOnce(statements: readonly string[]): Promise<void>;
  /** The server's version as `server_version_num`: 180004. */
  readonly version: number;
  /** The server process of this session; null where a pooler gives each transaction whichever is free. */
  readonly pid: number | null;
  /** Behind a pooler a session lasts as long as a transaction: settings and locks of a session do not hold. */
  readonly pooled: boolean;
  /** Why nothing can be written here; null where it can. `setting`: default_transaction_read_only. */
  readonly readOnly: () => Promise<"standby" | "setting" | null>;
  /** A session of its own on the same database, for whoever closes it; null where the database has but one session. */
  readonly beside: ((signal?: AbortSignal) => Promise<Outcome<Connection>>) | null;
  /** False once the session is known to be over. */
  readonly isOpen: () => boolean;
  /** Asks the server to cancel what this session runs. A no-op on the embedded database. */
  cancel(): Promise<void>;
  close(): Promise<void>;
}

export interface NamedRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly rowCount: number;
}

export interface TransactionOptions {
  readonly readOnly?: boolean;
  /** Statements that are sent together with BEGIN: no way to the server of their own. `work` is given the rows of the last. */
  readonly first?: string;
  /** The same for COMMIT, asked for when `work` is done. */
  readonly last?: () => string;
  /**
   * Statements that are sent together with `last` and COMMIT. Where one is refused, the transaction rejects with a
   * BatchError that names it.
   */
  readonly batch?: readonly string[];
}

/** A database somebody named, not yet connected to. Its label never holds a password. */
export interface Database {
  /** The name in retort.json, or `url` for one given by `--url`. */
  readonly name: string;
  /** `host:port/database`, or `embedded`: for people. */
  readonly label: string;
  readonly kind: "server" | "embedded";
  readonly protected: boolean;
  connect(signal?: AbortSignal): Promise<Outcome<Connection>>;
  /** Ends what serves it (the embedded database's process); connections first. */
  close(): Promise<void>;
}
