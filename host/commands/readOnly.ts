import type { Connection } from "#host/connection.ts";
import { failed } from "#host/failure.ts";

/** The refusal to write to a database that can only be read; null where it can be written to, as far as is known before. */
export async function readOnlyRefusal(
  connection: Connection,
  unchanged: string,
): Promise<ReturnType<typeof failed> | null> {
  const because = await connection.readOnly();
  if (because === null) return null;
  const refused = { code: "refused/readOnly", exit: 3, unchanged } as const;
  return because === "standby"
    ? failed({
        ...refused,
        message: "The server is a standby, which can only be read.",
        next: ["Give the URL of the primary, or run it again once this server was promoted."],
      })
    : failed({
        ...refused,
        message: "The database can only be read: default_transaction_read_only is on.",
        next: [
          "Turn it off where it was turned on: ALTER ROLE … or ALTER DATABASE … RESET default_transaction_read_only, the server's configuration, or the URL's options.",
        ],
      });
}
