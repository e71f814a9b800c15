import { quoteIdentifier } from "#engine/index.ts";
import { runCode } from "#host/code/runCode.ts";
import type { Connection } from "#host/connection.ts";
import type { ReplayCode } from "#host/shadow.ts";

/** A TypeScript revision on a scratch database: all of it in one transaction, since nobody waits for its rows there. */
export async function replayCode(
  connection: Connection,
  code: ReplayCode,
  { home, signal }: { readonly home: string; readonly signal: AbortSignal | undefined },
): Promise<void> {
  await connection.transaction(async () => {
    await connection.rows(`SET LOCAL search_path = ${quoteIdentifier(home)}`);
    await runCode(connection, { ...code, tag: null, batches: null, progress: () => undefined, signal });
  });
}
