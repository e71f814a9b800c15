import { type Client, DatabaseError, Query, type QueryArrayResult } from "pg";

/** One of the statements that were sent in one message was refused: which, counted from 0. */
export class BatchError extends Error {
  override readonly name = "BatchError";
  readonly index: number;

  /** `cause` is the server's error, its position counted within that statement. */
  constructor(index: number, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.index = index;
  }

  /** The same, counted without so many statements that were sent before; their own error where it is one of those. */
  after(count: number): unknown {
    return this.index < count ? this.cause : new BatchError(this.index - count, this.cause);
  }
}

/**
 * Sends statements in one message, which saves a way to the server for each, and answers what the last of them did. Where
 * one is refused, those behind it are not run; rejects with a BatchError that names it.
 */
export async function sendBatch(client: Client, statements: readonly string[]): Promise<QueryArrayResult | undefined> {
  const batch = new CountedQuery({ text: batchText(statements), rowMode: "array" });
  try {
    const answer = await new Promise<QueryArrayResult | QueryArrayResult[]>((resolve, reject) => {
      batch.callback = (error, result) => {
        // `pg` calls it with null or undefined where all went well.
        if (error) reject(error);
        else resolve(result);
      };
      client.query(batch);
    });
    return [answer].flat().at(-1);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    const placed = place(statements, Number(error.position));
    const index = placed?.index ?? batch.completed;
    error.position = placed ? String(placed.position) : undefined;
    throw index < statements.length ? new BatchError(index, error) : error;
  }
}

/** Each on a line of its own: one may end in a comment. */
function batchText(statements: readonly string[]): string {
  return statements.map((sql) => `${sql}\n`).join(";");
}

/** `pg` forgets how many statements were done when one of them fails. */
class CountedQuery extends (Query as unknown as PlainQuery) {
  completed = 0;

  override handleCommandComplete(message: unknown, connection: unknown): void {
    this.completed += 1;
    super.handleCommandComplete(message, connection);
  }

  override handleEmptyQuery(connection: unknown): void {
    this.completed += 1;
    super.handleEmptyQuery(connection);
  }
}

/** What `pg`'s Query has and its types leave out. */
type PlainQuery = new (config: { readonly text: string; readonly rowMode: "array" }) => Query & {
  callback: (error: Error | null | undefined, result: QueryArrayResult | QueryArrayResult[]) => void;
  handleCommandComplete(message: unknown, connection: unknown): void;
  handleEmptyQuery(connection: unknown): void;
};

/** PostgreSQL counts characters of the whole message from 1. Null where it points nowhere. */
function place(
  statements: readonly string[],
  position: number,
): { readonly index: number; readonly position: number } | null {
  if (!(position >= 1)) return null;
  let left = position;
  for (const [index, sql] of statements.entries()) {
    // The line break and the semicolon behind it.
    const length = characters(sql) + 2;
    if (left <= length) return { index, position: left };
    left -= length;
  }
  return null;
}

function characters(text: string): number {
  let count = 0;
  for (const { length } of text) count += Math.min(length, 1);
  return count;
}
