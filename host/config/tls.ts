import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { ConnectionOptions } from "node:tls";

import { stated } from "#host/config/stated.ts";
import type { Environment } from "#host/env.ts";
import type { ServerConfig } from "#host/postgres.ts";

export type Tls = Pick<ServerConfig, "ssl" | "sslOptional">;

export interface TlsContext {
  /** A folder for a unix socket, where there is never TLS. */
  readonly host: string;
  readonly variables: Environment["variables"];
  /** Where files with relative paths are looked for, in order. */
  readonly folders: readonly string[];
}

/**
 * What `sslmode` and its companions mean to libpq (PostgreSQL manual, section 34.19), and Prisma's `sslaccept`,
 * `sslidentity` and `sslcert` without a key, which is the server's. A sentence says why it cannot be done.
 */
export async function tlsOptions(settings: ReadonlyMap<string, string>, context: TlsContext): Promise<Tls | string> {
  const { host, variables } = context;
  const mode = modeOf(settings, variables);
  if (mode === null) return `Its sslmode is none of ${modes.join(", ")}.`;
  if (mode === "disable" || host.startsWith("/") || host.startsWith("@")) return { ssl: false };

  const setting = (key: string): string | null => stated(settings.get(key), variables[`PG${key.toUpperCase()}`]);
  const files = await readAll(
    {
      cert: setting("sslkey") === null ? null : setting("sslcert"),
      key: setting("sslkey"),
      pfx: setting("sslidentity"),
      ca: setting("sslrootcert") ?? (setting("sslkey") === null ? setting("sslcert") : null),
    },
    context,
  );
  if (typeof files === "string") return files;
  const { ca: named, ...own } = files;
  const passphrase = settings.get("sslpassword");
  const system = setting("sslrootcert") === "system";
  const usual = join(variables["HOME"] ?? homedir(), ".postgresql", "root.crt");
  const ca = named ?? (system ? null : await readFile(usual).catch(() => null));
  const identity: ConnectionOptions = { ...own, ...(passphrase !== undefined && { passphrase }) };
  const checked: ConnectionOptions = { ...identity, ...(ca && { ca }), rejectUnauthorized: true };
  const unchecked: ConnectionOptions = { ...identity, rejectUnauthorized: false };

  const accept = settings.get("sslaccept");
  if (accept === "accept_invalid_certs") return { ssl: unchecked, sslOptional: isOptional(mode) };
  if (accept === "strict" || mode === "verify-full" || system) return { ssl: checked };
  // A root certificate makes `require` mean `verify-ca`, by libpq's own rule.
  const rooted = setting("sslrootcert") === null && named !== undefined ? null : ca;
  if (mode === "verify-ca" && !ca)
    return "sslmode=verify-ca needs sslrootcert, a file with the authority's certificate.";
  if (mode === "verify-ca" || (mode === "require" && rooted)) {
    return { ssl: { ...checked, checkServerIdentity: anyName } };
  }
  return { ssl: unchecked, sslOptional: isOptional(mode) };
}

const modes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"] as const;
type Mode = (typeof modes)[number];

/** `prefer` unless said otherwise; Prisma's spelling of the others is libpq's, `no-verify` is `pg`'s. */
function modeOf(settings: ReadonlyMap<string, string>, variables: TlsContext["variables"]): Mode | null {
  const written = stated(settings.get("sslmode"), variables["PGSSLMODE"]);
  if (written === null) return /^(true|1|yes)$/.test(settings.get("ssl") ?? "") ? "require" : "prefer";
  if (written === "no-verify") return "require";
  return modes.find((mode) => mode === written) ?? null;
}

/** `allow` would try without TLS first; it reaches the same servers with TLS first. */
function isOptional(mode: Mode): boolean {
  return mode === "allow" || mode === "prefer";
}

type Named = Readonly<Record<"cert" | "key" | "pfx" | "ca", string | null>>;
type Files = Partial<Record<keyof Named, Buffer>>;

async function readAll(named: Named, { folders }: TlsContext): Promise<Files | string> {
  const files: Files = {};
  for (const [use, path] of Object.entries(named) as [keyof Named, string | null][]) {
    if (path === null || path === "" || (use === "ca" && path === "system")) continue;
    const bytes = await firstOf(folders.map((folder) => resolve(folder, path)));
    if (!bytes) return `The file that its ${parameterOf[use]} names cannot be read.`;
    files[use] = bytes;
  }
  return files;
}

const parameterOf = { cert: "sslcert", key: "sslkey", pfx: "sslidentity", ca: "sslrootcert" };

async function firstOf(paths: readonly string[]): Promise<Buffer | null> {
  for (const path of paths) {
    const bytes = await readFile(path).catch(() => null);
    if (bytes) return bytes;
  }
  return null;
}

/** `verify-ca`: the certificate is checked, the name in it is not. */
function anyName(): undefined {
  return undefined;
}
