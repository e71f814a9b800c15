import { readFile, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

import { stated } from "#host/config/stated.ts";
import type { Environment } from "#host/env.ts";
import type { ServerConfig } from "#host/postgres.ts";

/**
 * The password that the user's password file has for a server (PostgreSQL manual, section 34.16); null where it has none.
 * As to libpq, a file that others may read is not there: they may know its passwords already.
 */
export async function passwordFromFile(
  server: Pick<ServerConfig, "host" | "port" | "database" | "user">,
  variables: Environment["variables"],
): Promise<string | null> {
  const file = stated(variables["PGPASSFILE"]) ?? usualFile(variables);
  const kind = await stat(file).catch(() => null);
  const isOpen = process.platform !== "win32" && ((kind?.mode ?? 0) & 0o077) !== 0;
  if (kind?.isFile() !== true || isOpen) return null;
  const text = await readFile(file, "utf8").catch(() => "");
  const wanted = [hostNames(server.host), [String(server.port)], [server.database], [server.user]];
  for (const line of text.split(/\r?\n/).filter((l) => !l.startsWith("#"))) {
    const fields = fieldsOf(line);
    const matches = wanted.every((names, i) => fields[i] === "*" || names.includes(fields[i] ?? ""));
    if (matches && fields[4] !== undefined) return fields[4];
  }
  return null;
}

function usualFile(variables: Environment["variables"]): string {
  return process.platform === "win32"
    ? join(variables["APPDATA"] ?? homedir(), "postgresql", "pgpass.conf")
    : join(variables["HOME"] ?? homedir(), ".pgpass");
}

/** A unix socket may be named by its folder or as `localhost`. */
function hostNames(host: string): readonly string[] {
  return host.startsWith("/") ? [host, "localhost"] : [host];
}

/** Colons part them; a backslash takes a colon or a backslash as it is. The password holds the rest of the line. */
function fieldsOf(line: string): readonly string[] {
  const fields = /^((?:\\.|[^:\\])*):((?:\\.|[^:\\])*):((?:\\.|[^:\\])*):((?:\\.|[^:\\])*):(.*)$/.exec(line)?.slice(1);
  return (fields ?? []).map((field) => field.replaceAll(/\\(.)/g, "$1"));
}
