import { DatabaseError } from "pg";

import type { Failure } from "#host/failure.ts";

/** What a message may tell about a server: never the password. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

/** `host:port/database`. */
export function serverLabel({ host, port, database }: ServerAddress): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}/${database}`;
}

/** Why a connection did not come to stand, and what to check, from what `pg` or the socket rejected with. */
export function connectionFailure(
  error: unknown,
  address: ServerAddress,
  { aborted = false }: { readonly aborted?: boolean } = {},
): Failure {
  const make = ([code, message, next]: Reason, details: readonly string[] = []): Failure => ({
    code: `database/${code}`,
    exit: 4,
    message,
    details,
    unchanged: "Nothing was read or changed.",
    next: [next],
    place: null,
  });
  if (aborted) return make(["cancelled", `Connecting to ${serverLabel(address)} was cancelled.`, "Run it again."]);
  const reason = error instanceof DatabaseError ? serverReason(error, address) : (clientReason(error, address) ?? null);
  const said = messageOf(error).trim();
  return make(reason ?? unreachable(address), said === "" ? [] : [said]);
}

/** The server, asked for TLS, has none. */
export function isTlsRefusal(error: unknown): boolean {
  return error instanceof Error && error.message === "The server does not support SSL connections";
}

type Reason = readonly [
  code: "unreachable" | "noConnectionLeft" | "authentication" | "unknownDatabase" | "tls" | "cancelled",
  message: string,
  next: string,
];

/** Error codes: PostgreSQL manual, appendix A. */
function serverReason(error: DatabaseError, address: ServerAddress): Reason {
  const { user, database } = address;
  const label = serverLabel(address);
  switch (error.code ?? "") {
    case "28P01":
      return [
        "authentication",
        `${label} refused the password of user ${user}.`,
        "Check user and password in the URL.",
      ];
    case "28000":
      // Without TLS the server finds no matching line in pg_hba.conf and says so.
      return /no encryption|SSL off/.test(error.message)
        ? ["tls", `${label} takes user ${user} only over TLS.`, "Add sslmode=require to the URL."]
        : [
            "authentication",
            `${label} refused user ${user}.`,
            "Check the user in the URL and the server's pg_hba.conf.",
          ];
    case "42501":
      return [
        "authentication",
        `User ${user} may not connect to ${label}.`,
        `Grant it: GRANT CONNECT ON DATABASE "${database}" TO "${user}".`,
      ];
    case "3D000":
      return [
        "unknownDatabase",
        `There is no database ${database} on ${address.host}:${address.port}.`,
        `Create it, or check the name at the end of the URL.`,
      ];
    case "53300":
      return [
        "noConnectionLeft",
        `${label} has no connection left for user ${user}.`,
        "Close other connections, or raise the limit that the server names, and try again.",
      ];
    case "57P03":
      return ["unreachable", `${label} is starting up or shutting down.`, "Try again in a moment."];
    default:
      return ["unreachable", `${label} refused the connection of user ${user}.`, "See the server's own words above."];
  }
}

function clientReason(error: unknown, address: ServerAddress): Reason | null {
  const label = serverLabel(address);
  const code = codeOf(error);
  if (isTlsRefusal(error)) {
    return [
      "tls",
      `${label} does not offer TLS.`,
      "Use sslmode=prefer or sslmode=disable, or turn TLS on in the server.",
    ];
  }
  if (
    /^(CERT_|EPROTO$|ERR_TLS_|ERR_SSL_|ERR_OSSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/.test(code) ||
    /SSL connection/.test(messageOf(error))
  ) {
    return [
      "tls",
      `No TLS connection to ${label} came to stand.`,
      "Check sslmode, sslrootcert and the server's certificate.",
    ];
  }
  if (/client password must be/.test(messageOf(error))) {
    return [
      "authentication",
      `${label} asks for the password of user ${address.user}.`,
      "Give it in the URL or in PGPASSWORD.",
    ];
  }
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return ["unreachable", `There is no host ${address.host}.`, "Check the host in the URL, and the network."];
  }
  return null;
}

function unreachable(address: ServerAddress): Reason {
  return [
    "unreachable",
    `Can't reach ${serverLabel(address)}.`,
    "Check that PostgreSQL runs there and that host and port in the URL are right.",
  ];
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join("; ");
  if (error instanceof DatabaseError) return [error.message, error.detail, error.hint].filter(Boolean).join(" ");
  return error instanceof Error ? error.message : String(error);
}

function codeOf(error: unknown): string {
  const { code } = error as { readonly code?: unknown };
  return typeof code === "string" ? code : "";
}
