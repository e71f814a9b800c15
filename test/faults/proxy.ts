import { once } from "node:events";
import net from "node:net";

/** Stands between clients and a server, and counts what clients send. */
export interface Proxy {
  readonly port: number;
  /** What the clients sent since the proxy began or was reset: a text each, empty where a message holds none. */
  readonly sent: readonly string[];
  /** Calls `fault` when so many messages were sent; with `before` the last one is kept from the server. */
  arm(at: number, fault: () => void, options: { readonly before: boolean }): void;
  reset(): void;
  /** Breaks every connection, both ways. */
  cut(): void;
  stop(): Promise<void>;
}

/** To the socket of a server in `folder`. */
export async function startProxy(folder: string): Promise<Proxy> {
  const sockets = new Set<net.Socket>();
  let sent: string[] = [];
  let armed: { readonly at: number; readonly fault: () => void; readonly before: boolean } | null = null;

  const server = net.createServer((client) => {
    const upstream = net.connect(`${folder}/.s.PGSQL.5432`);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.once("close", () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    upstream.pipe(client);
    const messages = messageReader();
    client.on("data", (chunk) => {
      for (const { text, bytes } of messages(chunk)) {
        if (text !== null) sent.push(text);
        const fault = text !== null && armed?.at === sent.length ? armed : null;
        if (fault) armed = null;
        if (fault?.before !== true) upstream.write(bytes);
        fault?.fault();
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port,
    get sent() {
      return sent;
    },
    arm(at, fault, { before }) {
      armed = { at, fault, before };
    },
    reset() {
      sent = [];
      armed = null;
    },
    cut,
    async stop() {
      cut();
      server.close();
      await once(server, "close");
    },
  };
}

/** Cuts what a client sends into messages; `text` is a query's, null for what is part of another message's exchange. */
function messageReader() {
  let rest: Buffer = Buffer.alloc(0);
  let greeted = false;
  return (chunk: Buffer): readonly { readonly text: string | null; readonly bytes: Buffer }[] => {
    rest = Buffer.concat([rest, chunk]);
    const messages: { readonly text: string | null; readonly bytes: Buffer }[] = [];
    for (;;) {
      const header = greeted ? 1 : 0;
      if (rest.length < header + 4) return messages;
      const length = header + rest.readInt32BE(header);
      if (rest.length < length) return messages;
      const bytes = rest.subarray(0, length);
      rest = rest.subarray(length);
      const type = greeted ? String.fromCharCode(bytes[0] ?? 0) : "startup";
      greeted = true;
      // A simple query, or the beginning of an extended one.
      messages.push({ text: type === "Q" || type === "P" ? bytes.subarray(5).toString() : null, bytes });
    }
  };
}
