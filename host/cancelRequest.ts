import { once } from "node:events";
import net from "node:net";
import tls from "node:tls";

import type { ServerConfig } from "#host/postgres.ts";

/** What a server hands out at the beginning of a session, for its statements to be cancelled by. */
export interface BackendKey {
  readonly pid: number;
  readonly secret: number;
}

/**
 * Sends PostgreSQL's cancel request (manual, "Canceling Requests in Progress"): it needs no login and no free connection,
 * and a pooler hands it on. Resolves when the server has taken it, which it does not answer; whether there was something
 * to cancel shows in the session itself.
 */
export async function sendCancelRequest(
  { host, port, ssl = false }: Pick<ServerConfig, "host" | "port" | "ssl">,
  { pid, secret }: BackendKey,
): Promise<void> {
  const socket = net.connect(host.startsWith("/") ? { path: `${host}/.s.PGSQL.${port}` } : { host, port });
  const timer = setTimeout(() => socket.destroy(new Error("The cancel request was not taken.")), timeoutMs);
  try {
    await once(socket, "connect");
    const stream = ssl === false ? socket : await secured(socket, host, ssl);
    const ended = once(stream, "close");
    stream.resume().write(message(cancelCode, pid, secret));
    await ended;
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

const timeoutMs = 5000;
const cancelCode = 80_877_102;
const tlsCode = 80_877_103;

/** A message without a type: its length, and numbers of 32 bits. */
function message(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 + 4 * numbers.length);
  for (const [index, number] of [bytes.length, ...numbers].entries()) bytes.writeInt32BE(number, 4 * index);
  return bytes;
}

async function secured(socket: net.Socket, host: string, options: tls.ConnectionOptions): Promise<tls.TLSSocket> {
  socket.write(message(tlsCode));
  const [answer] = (await once(socket, "data")) as [Buffer];
  if (answer.toString("latin1") !== "S") throw new Error("The server does not support SSL connections");
  const servername = net.isIP(host) === 0 ? { servername: host } : {};
  const stream = tls.connect({ socket, host, ...servername, ...options });
  await once(stream, "secureConnect");
  return stream;
}
