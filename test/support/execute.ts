import type { Rendered } from "#engine/index.ts";
import type { Connection } from "#host/connection.ts";

/** Runs rendered statements as a revision's sections are run. A statement that fails is named in the error. */
export async function execute(connection: Connection, { sections }: Rendered): Promise<void> {
  for (const { mode, statements } of sections) {
    const run = async () => {
      for (const { sql } of statements) {
        await connection.rows(sql).catch((error: unknown) => {
          throw new Error(`${String(error)}\n  in ${sql}`, { cause: error });
        });
      }
    };
    await (mode === "transaction" ? connection.transaction(run) : run());
  }
}
