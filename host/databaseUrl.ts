import { userInfo } from "node:os";

import type { Place } from "#engine/index.ts";
import { passwordFromFile } from "#host/config/passwordFile.ts";
import { stated } from "#host/config/stated.ts";
import { tlsOptions } from "#host/config/tls.ts";
import type { Environment } from "#host/env.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import type { ServerConfig } from "#host/postgres.ts";

/** What a database URL says. */
export interface DatabaseUrl {
  readonly config: ServerConfig;
  /** Prisma's `?schema=`; null where the URL names none. */
  readonly schema: string | null;
  /** What the URL asks for and does not get, as sentences. */
  readonly warnings: readonly string[];
}

/** How a URL is read: nothing of its text ever reaches a message, so messages need a name for it. */
export interface UrlContext {
  /** `The variable DATABASE_URL`, `--url`: the subject of a sentence. */
  readonly subject: string;
  readonly place: Place | null;
  /** Gives what the URL leaves out: PGHOST, PGUSER and the like, and the password file. */
  readonly environment: Environment;
  /** Where certificates with relative paths are looked for, in order. */
  readonly folders: readonly string[];
}

/**
 * Reads the URL of a PostgreSQL server as libpq does (PostgreSQL manual, section 34.1) and takes Prisma's own parameters:
 * those that concern Prisma's pool are dropped, the others translated. Certificates are read from their files.
 */
export async function readDatabaseUrl(text: string, context: UrlContext): Promise<Outcome<DatabaseUrl>> {
  const parts = urlParts(text.trim());
  if (typeof parts === "string") return refuse(context, parts);
  const { settings } = parts;
  const variables = context.environment.variables;

  const host = stated(settings.get("host"), parts.host, variables["PGHOST"]) ?? "localhost";
  const user = stated(settings.get("user"), parts.user, variables["PGUSER"]) ?? userInfo().username;
  const port = Number(stated(settings.get("port"), parts.port, variables["PGPORT"]) ?? "5432");
  if (!Number.isInteger(port) || port < 1 || port > 65535) return refuse(context, "Its port is not one.");
  if (host.includes(",")) return refuse(context, "It names several hosts: name the one that takes writes.");

  const tls = await tlsOptions(settings, { host, variables, folders: context.folders });
  if (typeof tls === "string") return refuse(context, tls);
  const database = stated(settings.get("dbname"), parts.database, variables["PGDATABASE"]) ?? user;
  const password =
    stated(settings.get("password"), parts.password, variables["PGPASSWORD"]) ??
    (await passwordFromFile({ host, port, database, user }, variables));
  const options = stated(settings.get("options"), variables["PGOPTIONS"]);
  const applicationName = stated(settings.get("application_name"), variables["PGAPPNAME"]);
  const seconds = Number(stated(settings.get("connect_timeout"), variables["PGCONNECT_TIMEOUT"]) ?? "0");
  return done({
    config: {
      host,
      port,
      user,
      ...(password !== null && { password }),
      database,
      ...tls,
      ...(options !== null && { options }),
      ...pooledOf(settings.get("pgbouncer")),
      ...(applicationName !== null && { applicationName }),
      // Zero means without end to libpq; an editor must come to an end, so it means our own limit.
      ...(Number.isFinite(seconds) && seconds > 0 && { connectTimeoutSeconds: seconds }),
    },
    schema: stated(settings.get("schema")),
    warnings: warningsOf(settings, context.subject),
  });
}

interface UrlParts {
  readonly host: string;
  readonly port: string;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** The query, keys in lower case. */
  readonly settings: ReadonlyMap<string, string>;
}

/** The parts of a URL, decoded; a sentence that says why it cannot be read where it cannot. */
function urlParts(text: string): UrlParts | string {
  const foreign = foreignUrl(text);
  if (foreign !== null) return foreign;
  // The URL standard wants a host after credentials; libpq, with a socket in the query, does not.
  const readable = [text, text.replace("@/", "@localhost/")].find((t) => URL.canParse(t));
  if (readable === undefined) return `It cannot be read. ${encodeHint}`;
  const url = new URL(readable);
  // Then an unescaped character ended the credentials, and a piece of the password stands where host or path belong.
  const rest = `${url.pathname}${url.search}${url.hash}`;
  if (url.hash !== "" || (url.username === "" && rest.includes("@"))) return `It cannot be read. ${encodeHint}`;

  const settings = new Map<string, string>();
  for (const setting of url.search.slice(1).split("&")) {
    const [key = "", ...value] = setting.split("=");
    const decoded = decode(value.join("="));
    if (decoded === null) return encodeHint;
    if (key !== "") settings.set(key.toLowerCase(), decoded);
  }
  const host = decode(url.hostname.replace(/^\[(.*)\]$/, "$1"));
  const user = decode(url.username);
  const password = decode(url.password);
  const database = decode(url.pathname.replace(/^\//, "").replace(/\/$/, ""));
  if (host === null || user === null || password === null || database === null) return encodeHint;
  return { host, port: url.port, user, password, database, settings };
}

const encodeHint = "Characters such as / ? # @ : % in user or password must be percent-encoded.";

/** Why this is not the URL of a PostgreSQL server, by its beginning; null where it may be one. */
function foreignUrl(text: string): string | null {
  if (/^prisma(\+\w+)?:/i.test(text)) return "It is a URL of Prisma's own proxy: use the direct URL of the database.";
  if (/^postgres(ql)?:\/\//i.test(text)) return null;
  if (/^["']/.test(text)) return "It begins with a quote, which is not part of a URL.";
  const other = /^(mysql|sqlserver|mongodb(?:\+srv)?|file|sqlite):/i.exec(text)?.[1];
  return other === undefined ? "It must begin with postgresql://." : `It begins with ${other}: not PostgreSQL.`;
}

/** Percent-decoded; a lone `%` means itself, as to Prisma. Null where it is not UTF-8. */
function decode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll(/%(?![0-9a-f]{2})/gi, "%25"));
  } catch {
    return null;
  }
}

function warningsOf(settings: ReadonlyMap<string, string>, subject: string): readonly string[] {
  if (settings.get("pgbouncer") !== "true") return [];
  return [
    `${subject} goes through PgBouncer (pgbouncer=true), where locks and settings of a session do not hold: ` +
      "sections outside a transaction are refused there. Give the direct URL as directUrl or in retort.json.",
  ];
}

/** Said in the URL, it is so; otherwise it is found out when the server has answered. */
function pooledOf(written: string | undefined): Pick<ServerConfig, "pooled"> {
  return written === "true" || written === "false" ? { pooled: written === "true" } : {};
}

function refuse(context: UrlContext, reason: string): Outcome<never> {
  return failed({
    code: "config/url",
    exit: 2,
    message: `${context.subject} is not the URL of a PostgreSQL database that can be used.`,
    details: [reason],
    unchanged: "Nothing was connected to.",
    next: ["Write it as postgresql://USER:PASSWORD@HOST:5432/DATABASE."],
    place: context.place,
  });
}
