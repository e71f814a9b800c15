import { once } from "node:events";
import net from "node:net";

import { frontendMessages } from "#host/embedded/frontendMessages.ts";

/** Stands between a client and a server, and counts what the client asks and waits for: round trips, greeting aside. */
export interface CountingProxy {
  readonly port: number;
  /** Since it was asked last. */
  trips(): number;
  /** Sessions that were opened since it was asked last. */
  sessions(): number;
  close(): void;
}

/** PostgreSQL manual, "Message Formats": a simple Query, and the Sync that ends an extended one, are each answered. */
const awaited = new Set(["Q", "S"].map((type) => type.charCodeAt(0)));

export async function startCountingProxy(target: {
  readonly host: string;
  readonly port: number;
}): Promise<CountingProxy> {
  let [trips, sessions] = [0, 0];
  const sockets = new Set<net.Socket>();
  const server = net.createServer((client) => {
    const upstream = net.connect(target.port, target.host);
    const messages = frontendMessages();
    sessions += 1;
    client.on("data", (chunk: Buffer) => {
      for (const { kind, bytes } of messages.take(chunk)) if (kind === "messages") trips += countAwaited(bytes);
      upstream.write(chunk);
    });
    upstream.pipe(client);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => other.destroy());
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as net.AddressInfo).port,
    trips: () => {
      const counted = trips;
      trips = 0;
      return counted;
    },
    sessions: () => {
      const counted = sessions;
      sessions = 0;
      return counted;
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Of whole messages: a byte of type, four of length that count themselves, then the body. */
function countAwaited(bytes: Buffer): number {
  let count = 0;
  for (let at = 0; at + 5 <= bytes.length; at += 1 + bytes.readInt32BE(at + 1)) {
    if (awaited.has(bytes[at] ?? 0)) count += 1;
  }
  return count;
}
