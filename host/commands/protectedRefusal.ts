import type { Database } from "#host/connection.ts";
import { failed } from "#host/failure.ts";

/** The refusal to touch a protected database whose name was not typed; null where it was, or where it is none. */
export function protectedRefusal(
  database: Pick<Database, "name" | "protected">,
  typed: string | null,
  unchanged: string,
): ReturnType<typeof failed> | null {
  if (!database.protected || typed === database.name) return null;
  return failed({
    code: "refused/protected",
    exit: 3,
    message: `Database ${database.name} is protected.`,
    unchanged,
    next: [`Name it to go on: --allow-protected ${database.name}.`],
  });
}
